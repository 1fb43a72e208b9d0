/** Leaves the place that was entered, once. */
export type Leave = () => void;

type Waiting = (leave: Leave | undefined) => void;

export type Company = {
  /** Waits for a place beside others, or for one alone. Nothing, where there is none to be had now. */
  enter(alone: boolean): Promise<Leave | undefined>;
  /** Nobody enters any more. */
  close(): void;
};

/**
 * Who works beside whom in one process (ADR 48): most beside each other, and one alone while nobody else does. Both kinds take turns, so that
 * neither keeps the other out. Nobody outside waits longer than so long for one who is alone, or wants to be: then whoever wants to be is turned
 * away, and the others come in.
 */
export const keepCompany = ({ longestMs }: { readonly longestMs: number }): Company => {
  const waiting: Record<'beside' | 'alone', Waiting[]> = { beside: [], alone: [] };
  let inside = 0;
  let solitary = false;
  let closed = false;
  let patience: NodeJS.Timeout | undefined;

  const leaving = (): Leave => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      if (inside === 0) takeTurns();
    };
  };

  const letIn = (those: readonly Waiting[]): void => {
    inside += those.length;
    for (const enter of those) enter(leaving());
  };

  const turnAway = (those: readonly Waiting[]): void => {
    for (const enter of those) enter(undefined);
  };

  const bePatient = (): void => {
    if (waiting.alone.length + waiting.beside.length > 0) patience ??= setTimeout(open, longestMs).unref();
  };

  const loseNoPatience = (): void => {
    clearTimeout(patience);
    patience = undefined;
  };

  const open = (): void => {
    loseNoPatience();
    solitary = false;
    turnAway(waiting.alone.splice(0));
    letIn(waiting.beside.splice(0));
  };

  /** Nobody is inside: after one who was alone those come who are not. */
  const takeTurns = (): void => {
    loseNoPatience();
    const besideFirst = solitary && waiting.beside.length > 0;
    const lone = besideFirst ? [] : waiting.alone.splice(0, 1);
    solitary = lone.length > 0;
    letIn(solitary ? lone : waiting.beside.splice(0));
    bePatient();
  };

  return {
    enter(alone) {
      const { promise, resolve } = Promise.withResolvers<Leave | undefined>();
      if (closed) resolve(undefined);
      else if (alone ? inside === 0 : !solitary && waiting.alone.length === 0) {
        solitary = alone;
        letIn([resolve]);
      } else {
        waiting[alone ? 'alone' : 'beside'].push(resolve);
        bePatient();
      }
      return promise;
    },
    close() {
      closed = true;
      loseNoPatience();
      turnAway([...waiting.alone.splice(0), ...waiting.beside.splice(0)]);
    },
  };
};
