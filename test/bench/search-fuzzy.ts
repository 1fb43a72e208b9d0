import { median } from './figures.ts';
import { advisorOf, type Duel } from './duel.ts';
import type { Rounds } from './fight.ts';
import { loadGenerator, serve } from './processes.ts';
import { BRANCHES } from './shop.ts';
import { phoneOf, plateOf } from './vehicles.ts';
import { send, type World } from './world.ts';

type Plan = Pick<World, 'tokens' | 'vehicles'>;

/** Steps through all vehicles in no order; prime, so that it comes by every one. */
const STRIDE = 611_953;
const NEXT: Readonly<Record<string, string>> = { '9': '0', Z: 'A' };

/** The character behind it in the alphabet: wrong, and of the same kind. */
const wrong = (character: string): string => NEXT[character] ?? String.fromCharCode(character.charCodeAt(0) + 1);
const withWrong = (word: string, at: number): string => word.slice(0, at) + wrong(word[at]!) + word.slice(at + 1);
const without = (word: string, at: number): string => word.slice(0, at) + word.slice(at + 1);

/** One wrong character, or for every second number two. */
const misread = (word: string, n: number, once = withWrong(word, n % word.length)): string =>
  n % 2 === 0 ? once : withWrong(once, (n * 7) % once.length);
/** One mistake, or for every second number two; a third of the words lack a character. */
const mistyped = (word: string, n: number): string => (n % 3 === 0 ? misread(word, n, without(word, n % word.length)) : misread(word, n));

const vinOf = (vehicle: number): string => `MA1TA2AB3${String(vehicle).padStart(8, '0')}`;
const NAMES = ['Ashaa Rao', 'Ravi Sharmaa', 'Mera Iyer', 'Kirann Khan', 'Sunit Patil'];

/** What is typed at a counter: mostly plates, and a little of everything. */
const mixed = (vehicle: number, n: number): string => {
  const kinds = [mistyped(plateOf(vehicle), n), mistyped(vinOf(vehicle), n), withWrong(phoneOf(vehicle), n % 10), NAMES[n % NAMES.length]!];
  return n % 8 < 5 ? kinds[0]! : kinds[(n % 8) - 4]!;
};

const terms = {
  // A plate that lacks a character is looked for in two forms, as a shorter one too: a floor does the same for each.
  misread: (vehicle: number, n: number) => `registration=${misread(plateOf(vehicle), n)}&partial=true`,
  plates: (vehicle: number, n: number) => `registration=${mistyped(plateOf(vehicle), n)}&partial=true`,
  mixed: (vehicle: number, n: number) => `q=${encodeURIComponent(mixed(vehicle, n))}`,
} as const;
type Terms = keyof typeof terms;

const searchFuzzy = (of: Terms, clients: number): Duel<Plan> => ({
  name: `search-fuzzy-${of}-${clients}`,
  what: `typo search, ${of}, ${clients} clients`,
  aim: 0.9,
  clients,
  route: { method: 'GET', url: '/search/vehicles' },
  status: 200,
  // Each is asked once: an answer that is held would be no search.
  repeatable: false,
  answersRows: true,
  prepare: async ({ tokens, vehicles }, count) => ({ from: 0, upTo: count, plan: { tokens, vehicles } }),
  requests: ({ tokens, vehicles }) => {
    const tokenOf = advisorOf(tokens, BRANCHES);
    return (n) => {
      const vehicle = (n * STRIDE) % vehicles;
      return { method: 'GET', path: `/search/vehicles?${terms[of](vehicle, n)}`, token: tokenOf(vehicle) };
    };
  },
});

/** Of plates that were misread the floor can be told from what is watched; other terms take each another statement, so they are timed alone. */
export const fuzzyDuels = [searchFuzzy('misread', 4), searchFuzzy('misread', 50)] as const;
const timed = [searchFuzzy('plates', 1), searchFuzzy('mixed', 1), searchFuzzy('mixed', 4), searchFuzzy('mixed', 50)] as const;
export const timedDuels: readonly Duel<Plan>[] = timed;

const MOST_PER_ROUND = 100_000;
export type Times = Readonly<Record<string, number>>;

/** The 95th percentile of each, in ms: the median of the rounds. */
export const fuzzyTimes = async (world: World, { seconds, rounds }: Rounds): Promise<Times> => {
  const api = await serve('server.ts', world.env);
  const generator = loadGenerator();
  const run = async (duel: Duel<Plan>, durationMs: number): Promise<number> => {
    const { plan } = await duel.prepare(world, 0);
    const from = asked;
    asked += MOST_PER_ROUND;
    const numbers = { from, upTo: asked };
    const load = await generator.run({ bench: duel.name, plan, port: api.port, clients: duel.clients, durationMs, ...numbers });
    if (load.failed > 0) throw new Error(`${duel.name}: ${load.failed} searches failed, the first with ${load.failure}`);
    return load.p95Ms;
  };
  const times: Record<string, number> = {};
  let asked = 0;
  try {
    for (const duel of timed) {
      await run(duel, 1_500);
      const each: number[] = [];
      for (let round = 0; round < rounds; round += 1) each.push(await run(duel, seconds * 1_000));
      times[duel.name] = median(each);
    }
  } finally {
    generator.stop();
    await api.stop();
  }
  return times;
};

const ASKED = 400;

/** How often what was meant is among the first ten, by the number of mistakes, for somebody of the branch that knows the vehicle. */
export const recall = async (world: World): Promise<readonly number[]> => {
  const api = await serve('server.ts', world.env);
  const tokenOf = advisorOf(world.tokens, BRANCHES);
  const found = [0, 0];
  try {
    for (let n = 0; n < ASKED; n += 1) {
      const vehicle = (n * STRIDE) % world.vehicles;
      const typed = mistyped(plateOf(vehicle), n);
      const answer = await send(api.url, {
        method: 'GET',
        path: `/search/vehicles?registration=${typed}&partial=true`,
        token: tokenOf(vehicle),
      });
      const { data } = JSON.parse(answer.body) as { data: { vehicle: { registration: string } }[] };
      if (data.some(({ vehicle: { registration } }) => registration === plateOf(vehicle))) found[n % 2]! += 1;
    }
  } finally {
    await api.stop();
  }
  return found.map((count) => (2 * count) / ASKED);
};
