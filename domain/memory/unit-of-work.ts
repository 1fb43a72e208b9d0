import type { StrayContent } from '../files/ports.ts';
import type { Repositories, TransactAll } from '../repositories.ts';
import type { Actor } from '../shared/actor.ts';
import type { DomainEvent } from '../shared/events.ts';
import type { Clock, Ids } from '../shared/ports.ts';
import type { Recording } from '../shared/unit-of-work.ts';
import type { CallContext } from './call-context.ts';
import { refuseBroken } from './constraints.ts';
import { toldOfCard } from '../workshop/events.ts';
import { copyOf } from './copies.ts';
import { memoryStrayContent } from './files.ts';
import { type Counters, memoryRepositories } from './repositories.ts';
import { emptyTables, type HistoryEntry, type RowOf, type TableName, type TaxRate, type WorkingTables, workOnAll } from './tables.ts';

/** An event as it was taken down: whose, and when. */
export type RecordedEvent = DomainEvent & { readonly id: string; readonly at: Date; readonly actor: Actor };

type Unit = Repositories & Recording;
/** A unit that runs, as each of those sees it who joined it: what they record is theirs. */
export type RunningUnit = { readonly as: (actor: Actor) => Unit; ended: boolean };

/** What the beginning can have beside everything that a unit of work offers. */
type Beginning = Unit & { addTaxRate(rate: Omit<TaxRate, 'id' | 'description'>): void };

export type Memory = {
  readonly transact: TransactAll;
  /** What happened so far, in order. */
  events(): readonly RecordedEvent[];
  /** Copies of all rows of a kind: for lists and reports of one's own. */
  rows<Name extends TableName>(name: Name): RowOf<Name>[];
  /** The history of a vehicle, newest first (HIS-01). */
  historyOf(vehicleId: string): readonly HistoryEntry[];
  /** What is noted down of content that no file names, outside of any unit. */
  readonly strayContent: StrayContent;
  /** Fills the store as data is loaded rather than as things happen: one unit that need not record anything. */
  seed(fill: (beginning: Beginning) => void | Promise<void>): Promise<void>;
};

/** What the store tells of a job says of its card what every event of one does. */
const ofItsCard = (event: DomainEvent, { jobCards }: WorkingTables): DomainEvent => {
  const card = jobCards.find(event.entityId);
  return card ? toldOfCard(event, card) : event;
};

type Deps = { readonly clock: Clock; readonly ids: Ids; readonly context: CallContext<RunningUnit> };

/**
 * The unit of work without a database: what an embedder starts from, and what keeps the ports honest.
 *
 * Units run one at a time, in the order they were asked for. Each works on copies; its rows and events are kept together when
 * its work has succeeded, or not at all. It refuses what the constraints of a database would refuse, and a unit that changed
 * something and recorded nothing. Nobody can come between a read and its write, so no version is ever stale at the end; a
 * version decided on earlier is for `expectVersion` to judge.
 *
 * A call inside a running unit joins it. Which call is inside cannot be told in ECMAScript, where all of them come from the same
 * queue of promises: so the host says it, by `context` (call-context.ts).
 */
export const memoryTransact = ({ clock, ids, context }: Deps): Memory => {
  const tables = emptyTables();
  const counters: Counters = new Map();
  const events: RecordedEvent[] = [];
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <Result>(run: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(run);
    // Whoever asked is told of the failure; the next in the queue only waits for the end.
    last = turn.then(nothing, nothing);
    return turn;
  };

  const run = async <Result>(
    actor: Actor,
    work: (unit: Unit, working: WorkingTables) => Promise<Result>,
    mayBeSilent: boolean,
  ): Promise<Result> => {
    const working = workOnAll(tables);
    const recorded: { readonly event: DomainEvent; readonly actor: Actor }[] = [];
    const endings: (() => void)[] = [];
    const repositories = memoryRepositories(working, counters, clock, (work) => void endings.push(work));
    const as = (by: Actor): Unit => ({
      ...repositories,
      record: (...happened) => void recorded.push(...happened.map((event) => ({ event, actor: by }))),
      flush: async () => refuseBroken(working),
    });
    const running: RunningUnit = { as, ended: false };
    try {
      const result = await context.run(running, () => work(as(actor), working));
      for (const end of endings) end();
      const told = working.stockItems.changes().flatMap(({ after }) => after.tell());
      recorded.push(...told.map((event) => ({ event: ofItsCard(event, working), actor })));
      refuseBroken(working);
      if (recorded.length === 0 && !mayBeSilent) refuseSilentChange(working);
      for (const name of tableNames(working)) working[name].keep();
      events.push(...recorded.map(({ event, actor: by }) => ({ ...copyOf(event), id: ids.next(), at: clock.now(), actor: by })));
      return result;
    } finally {
      running.ended = true;
    }
  };

  return {
    transact: (actor, work) => {
      const around = context.getStore();
      return around && !around.ended ? work(around.as(actor)) : inTurn(() => run(actor, work, false));
    },
    events: () => events,
    rows: (name) => [...tables[name].values()].map((row) => copyOf(row) as RowOf<typeof name>),
    historyOf: (vehicleId) =>
      [...tables.history.values()]
        .filter((entry) => entry.vehicleId === vehicleId && !entry.toldNoMore)
        .sort((a, b) => b.at.getTime() - a.at.getTime()),
    strayContent: memoryStrayContent(tables),
    seed: (fill) =>
      inTurn(() =>
        run(
          seeding,
          async (unit, { taxRates }) =>
            fill({ ...unit, addTaxRate: (rate) => taxRates.add({ id: `${rate.hsn} ${rate.validFrom}`, description: rate.hsn, ...rate }) }),
          true,
        ),
      ),
  };
};

const nothing = (): void => undefined;

const seeding: Actor = { userId: null, role: 'SYSTEM', serviceCenterIds: [], requestId: 'seed', address: null, agent: null };

const tableNames = (working: WorkingTables): TableName[] => Object.keys(working) as TableName[];

/** What only says what may be cleared away is no business of anybody. */
const refuseSilentChange = (working: WorkingTables): void => {
  const changed = tableNames(working).filter((name) => name !== 'strayContent' && working[name].changes().length > 0);
  if (changed.length > 0) throw new Error(`A unit of work changed ${changed.join(', ')} and recorded no event.`);
};
