import type { Request } from './load.ts';
import type { World } from './world.ts';

/** Numbers of requests, each of which can be sent once. */
export type Range = { readonly from: number; readonly upTo: number };

/** A bench of one route against its floor. */
export type Duel<Plan = unknown> = {
  readonly name: string;
  readonly what: string;
  /** Requests per second, as a share of the floor's. */
  readonly aim: number;
  readonly clients: number;
  readonly route: { readonly method: 'GET' | 'POST'; readonly url: string };
  readonly status: number;
  /** A request may be sent again with the same effect, which is none. */
  readonly repeatable: boolean;
  /** Each request reads other rows, and the answer is these. */
  readonly answersRows?: true;
  /** Makes what so many requests need. `plan` is all that the load generator is told. */
  prepare(world: World, count: number): Promise<Range & { readonly plan: Plan }>;
  /** The request of each number. */
  requests(plan: Plan): (n: number) => Request;
  /** What has to be true of the data when all rounds are over. */
  check?(world: World): Promise<void>;
};

/** Whose token a request of this number carries: an advisor of the branch, in turn. */
export const advisorOf =
  (tokens: World['tokens'], branches: number) =>
  (n: number): string => {
    const desk = tokens[n % branches]!;
    return desk[Math.floor(n / branches) % desk.length]!;
  };
