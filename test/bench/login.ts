import bcrypt from 'bcrypt';
import type { Duel } from './duel.ts';
import { median } from './figures.ts';
import type { Rounds } from './fight.ts';
import type { Load } from './load.ts';
import { loadGenerator, serve } from './processes.ts';
import { searchExact } from './search-exact.ts';
import { PASSWORD } from './shop.ts';
import type { World } from './world.ts';

const LOGINS = 20;
/** So many read at once that the processors have something to do, and not so many that reading alone fills them. */
const READERS = 8;
const COST = 12;
const WARM_UP_MS = 1_500;

export type LoginFigures = {
  /** Of reads without logins, and with twenty under way all the time. */
  readonly quietP99Ms: number;
  readonly busyP99Ms: number;
  /** How many times as long with logins: the median of the rounds. */
  readonly ratio: number;
  readonly loginsPerSecond: number;
};

const logIn = async (url: string, username: string): Promise<void> => {
  const answer = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  if (answer.status !== 200) throw new Error(`${username} cannot log in: ${await answer.text()}`);
  await answer.arrayBuffer();
};

/** Twenty people who log in again and again, until it is over. Answers how many logins there were. */
const logins = (url: string, names: readonly string[]) => {
  let isOver = false;
  let done = 0;
  const person = async (username: string): Promise<void> => {
    for (; !isOver; done += 1) await logIn(url, username);
  };
  const all = Promise.all(names.map(person));
  return async (): Promise<number> => {
    isOver = true;
    const inTime = done;
    await all;
    return inTime;
  };
};

/** What was read meanwhile, and how many logins were done in that time; they are over when it is answered, also when reading failed. */
const beside = async (stop: () => Promise<number>, read: () => Promise<Load>): Promise<Load & { readonly logins: number }> => {
  const load = await read().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { ...load, logins: await stop() };
};

/** The shop has cheap hashes, for whom the others are not to wait; these people get such as production has. */
const hashDearly = async ({ client }: World, names: readonly string[]): Promise<void> => {
  await client.query('update users set password = $1 where email = any($2)', [await bcrypt.hash(PASSWORD, COST), names]);
};

/** Reads alone and reads beside twenty logins, in turns: what hashing takes from who only wants to find a vehicle (AUT-01). */
export const loginBench = async (world: World, { seconds, rounds }: Rounds): Promise<LoginFigures> => {
  const names = world.shop.advisors.flat().slice(0, LOGINS);
  await hashDearly(world, names);
  const api = await serve('server.ts', world.env);
  const generator = loadGenerator();
  const reads = searchExact as Duel;
  const { plan, ...range } = await reads.prepare(world, 0);
  const read = async (durationMs: number): Promise<Load> => {
    const load = await generator.run({ bench: reads.name, plan, port: api.port, clients: READERS, durationMs, ...range });
    if (load.failed > 0) throw new Error(`${load.failed} reads failed, the first with ${load.failure}`);
    return load;
  };
  const quiet: Load[] = [];
  const busy: (Load & { readonly logins: number })[] = [];
  try {
    await read(WARM_UP_MS);
    await logIn(api.url, names[0]!);
    for (let round = 0; round < rounds; round += 1) {
      quiet.push(await read(seconds * 1000));
      busy.push(await beside(logins(api.url, names), () => read(seconds * 1000)));
    }
  } finally {
    generator.stop();
    await api.stop();
  }
  return {
    quietP99Ms: median(quiet.map(({ p99Ms }) => p99Ms)),
    busyP99Ms: median(busy.map(({ p99Ms }) => p99Ms)),
    ratio: median(busy.map(({ p99Ms }, round) => p99Ms / quiet[round]!.p99Ms)),
    loginsPerSecond: median(busy.map((load) => (load.logins * 1000) / load.elapsedMs)),
  };
};
