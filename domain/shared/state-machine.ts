import { allRefusals, type Policy } from './policy.ts';

/** One edge: who may walk it (an action of the access matrix), when, and what is missing if not. */
export type Edge<State extends string, Event extends string, Action extends string, Facts> = {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
  readonly action: Action;
  readonly guards?: readonly Policy<Facts>[];
};

export type Machine<State extends string, Event extends string, Action extends string, Facts> = {
  readonly name: string;
  readonly initial: State;
  readonly terminal: readonly State[];
  readonly edges: readonly Edge<State, Event, Action, Facts>[];
};

export type Step<State extends string, Event extends string, Action extends string> =
  | { readonly possible: true; readonly to: State; readonly event: Event; readonly action: Action }
  | { readonly possible: false; readonly missing: readonly string[] };

/**
 * What the machine says to going from `from` by `event` (and to `to`, where an event leads to several states).
 * A refusal lists everything that is missing, not only the first.
 */
export const step = <State extends string, Event extends string, Action extends string, Facts>(
  machine: Machine<State, Event, Action, Facts>,
  from: State,
  event: Event,
  facts: Facts,
): Step<State, Event, Action> => {
  const edge = machine.edges.find((candidate) => candidate.from === from && candidate.event === event);
  if (!edge) return { possible: false, missing: [notFrom(machine, from, event)] };
  const missing = allRefusals(edge.guards ?? [], facts);
  return missing.length > 0 ? { possible: false, missing } : { possible: true, to: edge.to, event, action: edge.action };
};

const notFrom = <S extends string, E extends string, A extends string, F>(machine: Machine<S, E, A, F>, from: S, event: E): string => {
  const origins = machine.edges.filter((edge) => edge.event === event).map((edge) => `"${edge.from}"`);
  return origins.length > 0
    ? `"${event}" is possible from ${[...new Set(origins)].join(', ')}, and this ${machine.name} is "${from}".`
    : `A ${machine.name} knows no "${event}".`;
};

/** The edge a caller means who names the state to reach rather than the event. */
export const edgeTo = <State extends string, Event extends string, Action extends string, Facts>(
  machine: Machine<State, Event, Action, Facts>,
  from: State,
  to: State,
): Edge<State, Event, Action, Facts> | undefined => machine.edges.find((edge) => edge.from === from && edge.to === to);

export type Option<State extends string, Event extends string, Action extends string> = {
  readonly to: State;
  readonly event: Event;
  readonly action: Action;
  readonly missing: readonly string[];
};

/** Every edge out of `from`, with what is missing for each: what is possible now, and why not. */
export const optionsFrom = <State extends string, Event extends string, Action extends string, Facts>(
  machine: Machine<State, Event, Action, Facts>,
  from: State,
  facts: Facts,
): Option<State, Event, Action>[] =>
  machine.edges
    .filter((edge) => edge.from === from)
    .map(({ to, event, action, guards }) => ({ to, event, action, missing: allRefusals(guards ?? [], facts) }));
