import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { besiege } from '../support/siege.ts';
import { freshBranches } from '../support/world.ts';

describe('hostile input, made of the API’s own description', () => {
  it('is borne on every route: no 500, and nothing said of what is inside', async (t) => {
    const world = await freshBranches(t);
    const statuses = await besiege(world, { requests: 3_000, clients: 8, seed: 20_261_122 });
    assert.ok((statuses[200] ?? 0) + (statuses[201] ?? 0) > 20, `hardly anything got through: ${JSON.stringify(statuses)}`);
  });
});
