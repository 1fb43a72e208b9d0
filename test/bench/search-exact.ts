import { advisorOf, type Duel } from './duel.ts';
import { BRANCHES } from './shop.ts';
import { plateOf } from './vehicles.ts';
import type { World } from './world.ts';

type Plan = Pick<World, 'tokens' | 'vehicles'>;

/** Steps through all vehicles in no order, without a random number for each request; prime, so that it comes by every one. */
const STRIDE = 611_953;

export const searchExact: Duel<Plan> = {
  name: 'search-exact',
  what: 'GET /search/vehicles?registration=',
  aim: 0.75,
  clients: 50,
  route: { method: 'GET', url: '/search/vehicles' },
  status: 200,
  repeatable: true,
  prepare: async ({ tokens, vehicles }) => ({ from: 0, upTo: vehicles, plan: { tokens, vehicles } }),
  requests: ({ tokens, vehicles }) => {
    const tokenOf = advisorOf(tokens, BRANCHES);
    return (n) => {
      const vehicle = (n * STRIDE) % vehicles;
      return { method: 'GET', path: `/search/vehicles?registration=${plateOf(vehicle)}`, token: tokenOf(vehicle) };
    };
  },
};
