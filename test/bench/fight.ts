import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ADVISORS_PER_BRANCH, BRANCHES } from './shop.ts';
import type { Duel, Range } from './duel.ts';
import { median } from './figures.ts';
import type { Load, Request } from './load.ts';
import { cpuMicrosOf, loadGenerator, serve, type Serving } from './processes.ts';
import type { Recorded } from './recorder.ts';
import { type Exchange, type Template, templateOf } from './template.ts';
import { withoutChain } from './without-chain.ts';
import { send, type World } from './world.ts';

export type Rounds = {
  readonly seconds: number;
  readonly rounds: number;
  /** The folder for CPU profiles of both. */
  readonly profile?: string | undefined;
};
export type Side = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly cpuMicrosPerRequest: number | undefined;
};
export type Outcome = {
  readonly floor: Side;
  readonly app: Side;
  readonly ratio: number;
  /** Of each pair of rounds. */
  readonly ratios: readonly number[];
  readonly statements: readonly string[];
};

const WARM_UP_MS = 1500;
const MOST_PER_SECOND = 1600; // writes that a round may use up; one that runs out of them ends sooner

/** Three requests are watched, each of a user and a branch of its own. A number so far on is of the same user again. */
const WATCHED = [0, 1, 2];
const USERS_AGAIN = BRANCHES * ADVISORS_PER_BRANCH;
const ROUNDS_OF_WATCHING = WATCHED.length + 1;
const FOR_WATCHING = ROUNDS_OF_WATCHING * USERS_AGAIN;
const UNTIL_QUIET_MS = 100;

const inputsOf = ({ url }: Duel['route'], request: Request, caller: { id: string; branch: string }): unknown => {
  const { pathname, searchParams } = new URL(request.path, 'http://floor');
  const pieces = pathname.split('/');
  const params = url.split('/').flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), pieces[index]]] : []));
  return { params: Object.fromEntries(params), query: Object.fromEntries(searchParams), body: request.body, key: request.key, caller };
};

const callersOf = async ({ client }: World): Promise<Map<string, string>> => {
  const { rows } = await client.query<{ user: string; branch: string }>(
    'select user_id as user, service_center_id as branch from service_center_assignments',
  );
  return new Map(rows.map(({ user, branch }) => [user, branch]));
};

const userOf = (token: string): string => (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sub: string }).sub;

/**
 * A woken relay is no work of the request: the waking comes after the commit, at most every 20 ms for all of them. Nor is what a user may do
 * and what is configured: both are read anew every few seconds, by whichever request comes then.
 */
const NOT_OF_THE_REQUEST = ['pg_notify', 'u.token_version as "tokenVersion"', 'from system_config'];
const ofTheRequest = ({ text }: Recorded): boolean => !NOT_OF_THE_REQUEST.some((part) => text.includes(part));

/** Watches the application do three requests, and makes of it what the floor has to do. */
const watch = async (world: World, duel: Duel, requestOf: (n: number) => Request, from: number): Promise<Template> => {
  const file = join(mkdtempSync(join(world.env.DATA_DIR as string, 'watched-')), 'statements');
  writeFileSync(file, '');
  const api = await serve('server.ts', { ...world.env, BENCH_RECORD: file }, ['--import', join(import.meta.dirname, 'recorder.ts')]);
  const branches = await callersOf(world);
  const exchange = async (n: number): Promise<Exchange> => {
    const request = requestOf(n);
    writeFileSync(file, '');
    const answer = await send(api.url, request);
    if (answer.status !== duel.status) throw new Error(`${duel.name}: the application answered ${answer.status}: ${answer.body}`);
    const user = userOf(request.token);
    const recorded = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Recorded);
    const statements = withoutChain(recorded.filter(ofTheRequest));
    await pause(UNTIL_QUIET_MS);
    return { inputs: inputsOf(duel.route, request, { id: user, branch: branches.get(user)! }), statements, answer };
  };
  try {
    // All caches are brought to where they will be, and the branches to different numbers, so that no number looks like a fixed one.
    const again = duel.repeatable ? 0 : USERS_AGAIN;
    for (const n of WATCHED) for (let times = 0; times <= n; times += 1) await exchange(from + n + times * again);
    const exchanges: Exchange[] = [];
    for (const n of WATCHED) exchanges.push(await exchange(from + n + WATCHED.length * again));
    return templateOf(exchanges, duel.answersRows);
  } finally {
    await api.stop();
  }
};

type Contender = { readonly serving: Serving; readonly loads: (Load & { readonly cpuMicros: number | undefined })[] };

const sideOf = ({ loads }: Contender): Side => {
  const of = (figure: (load: Contender['loads'][number]) => number): number => median(loads.map(figure));
  return {
    perSecond: of(({ requests, elapsedMs }) => (requests * 1000) / elapsedMs),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p95Ms: of(({ p95Ms }) => p95Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    cpuMicrosPerRequest: loads[0]?.cpuMicros === undefined ? undefined : of(({ cpuMicros, requests }) => cpuMicros! / requests),
  };
};

/** Floor and application in turns, each round under the same load, on the same data. */
export const fight = async (world: World, duel: Duel, { seconds, rounds, profile }: Rounds): Promise<Outcome> => {
  const turns = 2 * rounds + 2;
  const share = Math.ceil(MOST_PER_SECOND * seconds);
  const range = await duel.prepare(world, duel.repeatable ? 0 : FOR_WATCHING + share * turns);
  const requestOf = duel.requests(range.plan);
  const template = await watch(world, duel, requestOf, range.from);
  const route = join(mkdtempSync(join(world.env.DATA_DIR as string, 'floor-')), 'route.json');
  writeFileSync(route, JSON.stringify({ ...duel.route, template }));
  const profiled = (side: string): string[] =>
    profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${duel.name}-${side}.cpuprofile`];
  const floor: Contender = { serving: await serve('floor.ts', { ...world.env, BENCH_ROUTE: route }, profiled('floor')), loads: [] };
  const app: Contender = { serving: await serve('server.ts', world.env, profiled('app')), loads: [] };
  const generator = loadGenerator();
  let used = range.from + FOR_WATCHING;
  const turn = async ({ serving, loads }: Contender, durationMs: number, counts: boolean): Promise<void> => {
    const numbers: Range = duel.repeatable ? range : { from: used, upTo: (used += share) };
    const before = cpuMicrosOf(serving.pid);
    const load = await generator.run({
      bench: duel.name,
      plan: range.plan,
      port: serving.port,
      clients: duel.clients,
      durationMs,
      ...numbers,
    });
    if (load.failed > 0)
      throw new Error(`${duel.name}: ${load.failed} of ${load.requests} requests failed, the first with ${load.failure}`);
    const after = cpuMicrosOf(serving.pid);
    if (counts) loads.push({ ...load, cpuMicros: before === undefined || after === undefined ? undefined : after - before });
  };
  try {
    for (const contender of [floor, app]) await turn(contender, WARM_UP_MS, false);
    for (let round = 0; round < rounds; round += 1) for (const contender of [floor, app]) await turn(contender, seconds * 1000, true);
    await duel.check?.(world);
  } finally {
    generator.stop();
    await Promise.all([floor.serving.stop(), app.serving.stop()]);
  }
  const rate = ({ requests, elapsedMs }: Load): number => requests / elapsedMs;
  const ratios = app.loads.map((load, round) => rate(load) / rate(floor.loads[round]!));
  return { floor: sideOf(floor), app: sideOf(app), ratio: median(ratios), ratios, statements: template.statements.map(({ text }) => text) };
};
