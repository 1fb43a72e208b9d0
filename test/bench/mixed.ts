import { setTimeout as pause } from 'node:timers/promises';
import type { Duel, Range } from './duel.ts';
import { median } from './figures.ts';
import type { Rounds } from './fight.ts';
import { invoiceIssue } from './invoice-issue.ts';
import { jobCreate } from './job-create.ts';
import { boardDuel, listDuel } from './list.ts';
import type { Load, Request } from './load.ts';
import { payment } from './payment.ts';
import { loadGenerator, serve } from './processes.ts';
import { searchExact } from './search-exact.ts';
import { timedDuels } from './search-fuzzy.ts';
import { BRANCHES } from './shop.ts';
import type { World } from './world.ts';

const USERS = 100;
/** Each of them does something every second, whether the last was answered or not yet: as fast as anybody can type and read. */
const EVERY_MS = 1_000;
const WARM_UP_MS = 3_000;

/** Of twenty requests so many of each kind: sixteen reads and four writes. */
const SHARES: readonly (readonly [Duel, number])[] = (
  [
    [searchExact, 6],
    [timedDuels.find(({ name }) => name === 'search-fuzzy-mixed-1'), 3],
    [boardDuel, 1],
    [listDuel('job-cards', 1), 2],
    [listDuel('invoices', 1), 2],
    [listDuel('inventory', 1), 2],
    [jobCreate, 2],
    [payment, 1],
    [invoiceIssue(BRANCHES), 1],
  ] as const
).map(([duel, share]) => [duel as Duel<never> as Duel, share]);
const OF = 20;

type Part = Range & { readonly plan: unknown };
type Plan = readonly Part[];

/** The lists' cards stand for vehicles that come again here: a second visit beside an open one is taken down with a reason. */
const beside = (request: Request): Request =>
  request.path === '/job-cards' && request.method === 'POST' ? { ...request, body: { ...(request.body as object), ...BESIDE } } : request;
const BESIDE = { force: true, reason: 'A second visit beside the first' };

/** Which kind the request of each number is, and which of its kind: kinds that are asked for often do not come in a row. */
const places = SHARES.flatMap(([, share], kind) =>
  Array.from({ length: share }, (_, index) => ({ kind, index, share, at: (index + 0.5) / share })),
).sort((a, b) => a.at - b.at);

/** What a hundred people of a network do at once: they find vehicles, look at lists, open jobs, issue invoices and take payments. */
export const mixed: Duel<Plan> = {
  name: 'mixed',
  what: `${USERS} users, each with a request a second, 80 % reads`,
  aim: 0,
  clients: USERS,
  route: { method: 'GET', url: '/' },
  status: 200,
  repeatable: false,
  prepare: async (world, count) => {
    const plan: Part[] = [];
    for (const [duel, share] of SHARES) plan.push(await duel.prepare(world, duel.repeatable ? 0 : Math.ceil((count * share) / OF) + share));
    return { from: 0, upTo: count, plan };
  },
  requests: (plan) => {
    const makers = SHARES.map(([duel], kind) => duel.requests(plan[kind]!.plan));
    return (n) => {
      const { kind, index, share } = places[n % OF]!;
      const [{ from, upTo }, [duel]] = [plan[kind]!, SHARES[kind]!];
      const number = from + ((Math.floor(n / OF) * share + index) % (upTo - from));
      return { ...beside(makers[kind]!(number)), status: duel.status };
    };
  },
};

export type MixedFigures = Pick<Load, 'p50Ms' | 'p99Ms'> & {
  readonly perSecond: number;
  /** Work that was caused and done meanwhile, and what was left when the last request was answered. */
  readonly jobsDone: number;
  readonly jobsLeft: number;
  readonly drainedMs: number;
};

const jobs = async ({ client }: World): Promise<{ done: number; left: number }> => {
  const { rows } = await client.query<{ done: number; left: number }>(
    `select count(*) filter (where state = 'done')::int as done,
       (count(*) filter (where state not in ('done', 'dead')) + (select count(*) from outbox where dispatched_at is null))::int as left
     from job_runs`,
  );
  return rows[0]!;
};

const DRAINED_WITHIN_MS = 120_000;
const drained = async (world: World): Promise<number> => {
  const from = performance.now();
  while ((await jobs(world)).left > 0) {
    if (performance.now() - from > DRAINED_WITHIN_MS)
      throw new Error(`The workers are not through with it: ${JSON.stringify(await jobs(world))}`);
    await pause(50);
  }
  return performance.now() - from;
};

/** A hundred people at the API while the workers do what follows from it: draw papers, write letters, tell of changes. */
export const mixedBench = async (world: World, { seconds, rounds }: Rounds): Promise<MixedFigures> => {
  const each = (seconds * 1_000 * USERS) / EVERY_MS;
  const { plan, upTo } = await mixed.prepare(world, Math.ceil(each * rounds + (WARM_UP_MS * USERS) / EVERY_MS) + USERS);
  const api = await serve('server.ts', world.env);
  const workers = await serve('workers.ts', world.env);
  const generator = loadGenerator();
  let used = 0;
  const run = async (durationMs: number): Promise<Load> => {
    const load = await generator.run({
      ...{ bench: mixed.name, plan, port: api.port, clients: USERS, durationMs, everyMs: EVERY_MS },
      ...{ from: used, upTo },
    });
    used += load.requests;
    if (load.failed > 0) throw new Error(`${load.failed} requests failed, the first with ${load.failure}`);
    return load;
  };
  const loads: Load[] = [];
  try {
    await run(WARM_UP_MS);
    await drained(world);
    const before = await jobs(world);
    for (let round = 0; round < rounds; round += 1) loads.push(await run(seconds * 1_000));
    const { done, left } = await jobs(world);
    return {
      p50Ms: median(loads.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(loads.map(({ p99Ms }) => p99Ms)),
      perSecond: median(loads.map(({ requests, elapsedMs }) => (requests * 1_000) / elapsedMs)),
      jobsDone: done - before.done,
      jobsLeft: left,
      drainedMs: await drained(world),
    };
  } finally {
    generator.stop();
    await Promise.all([api.stop(), workers.stop()]);
  }
};
