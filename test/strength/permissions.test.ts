import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideOnReal, everybody } from '../support/permissions/matrix.ts';
import { persons } from '../support/permissions/row.ts';
import { freshBranches } from '../support/world.ts';

describe('the whole permission matrix over every route', () => {
  it('ACC-08 is decided for real records as the table says and as it is explained, for everybody at every operation', async (t) => {
    const asked = await decideOnReal(await freshBranches(t), everybody);
    assert.ok(asked >= 200 * persons.length, `only ${asked} cells were asked`);
    t.diagnostic(`${asked} cells`);
  });
});
