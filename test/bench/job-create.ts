import { cloneId } from './clone.ts';
import { advisorOf, type Duel } from './duel.ts';
import { walkthroughEstimate } from './jobs.ts';
import { BRANCHES, type Shop } from './shop.ts';
import type { World } from './world.ts';

type Plan = Pick<World, 'tokens'> & Pick<Shop, 'branches' | 'parts' | 'customerId' | 'vehicleId'>;

export const jobCreate: Duel<Plan> = {
  name: 'job-create',
  what: 'POST /job-cards with an estimate of 3 lines',
  aim: 0.6,
  clients: 50,
  route: { method: 'POST', url: '/job-cards' },
  status: 201,
  repeatable: false,
  prepare: async ({ reserve, tokens, shop: { branches, parts, customerId, vehicleId } }, count) => ({
    ...reserve(count),
    plan: { tokens, branches, parts, customerId, vehicleId },
  }),
  requests: ({ tokens, branches, customerId, vehicleId, ...shop }) => {
    const tokenOf = advisorOf(tokens, BRANCHES);
    const estimate = walkthroughEstimate(shop);
    return (n) => ({
      method: 'POST',
      path: '/job-cards',
      token: tokenOf(n),
      body: {
        customerId: cloneId(customerId, n),
        vehicleId: cloneId(vehicleId, n),
        serviceCenterId: branches[n % BRANCHES],
        type: 'PERIODIC_SERVICE',
        priority: 'NORMAL',
        description: '20,000 km service',
        odometer: 20150,
        promisedAt: '2030-01-01T11:30:00.000Z',
        estimate,
      },
    });
  },
};
