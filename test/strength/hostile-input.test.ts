import { describe, it } from 'node:test';
import { besiege } from '../support/siege.ts';
import { freshBranches } from '../support/world.ts';

const REQUESTS = 12_000;

describe('hostile input at full size, made of the API’s own description', () => {
  it('is borne on every route ten thousand times, another ten thousand each run', async (t) => {
    const world = await freshBranches(t);
    const seed = Number(process.env.DMS_TEST_SEED ?? Date.now() % 2 ** 32);
    const statuses = await besiege(world, { requests: REQUESTS, clients: 16, seed });
    t.diagnostic(`seed ${seed}: ${JSON.stringify(statuses)}`);
  });
});
