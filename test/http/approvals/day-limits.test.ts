import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { cardFor } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

const LABOUR = { kind: 'LABOUR', description: 'Overhaul', hsn: '998714', quantity: '25.000', unitPrice: '800.00' };

describe('limits by user and day', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const discount = async (who: 'advisor' | 'manager', value: string) => {
    const estimate = { lines: [{ ...LABOUR, discount: { type: 'AMOUNT', value } }] };
    const card = { ...cardFor(world, await world.make.vehicle()), estimate };
    return world.as(who).post<{ approvalId: string }>('/job-cards', card);
  };
  const dayOf = async (who: 'advisor' | 'manager' | 'admin'): Promise<string> =>
    (await world.rows<{ sum: string }>(`select sum(amount)::text from limit_uses where user_id = '${world.people[who].id}'`))[0]!.sum;

  it('ACC-04 what somebody lets happen counts towards their own day, also for three at once, and not towards that of who asked', async () => {
    const asked: string[] = [];
    for (let n = 0; n < 3; n += 1) asked.push((await discount('advisor', '3000.00')).body.approvalId); // 15 % of 20,000; 5,000 a day
    const answers = await together(3, (n) => world.as('manager').post(`/approvals/${asked[n]}/approve`));
    assert.deepEqual(tally(answers), { '200': 1, '403 access.denied': 2 });
    const [left] = asked.filter((_, n) => answers[n]!.status === 403);
    assert.equal((await world.as('admin').post(`/approvals/${left}/approve`)).status, 200);
    assert.deepEqual([await dayOf('manager'), await dayOf('admin')], ['300000', '300000']);
    assert.equal((await discount('advisor', '500.00')).status, 201, 'the whole day of the advisor is left');
    assert.equal((await discount('advisor', '0.01')).status, 202);
    assert.equal(await dayOf('advisor'), '50000');
    assert.equal((await discount('manager', '2000.00')).status, 201);
    assert.equal((await discount('manager', '0.01')).status, 202);
  });

  it('ACC-04 ACC-07 the limit of the day is the configured one, and what went before counts against it', async () => {
    const limit = { value: { amount: '600.00', percent: '5' }, reason: 'monsoon offer' };
    assert.equal(
      (await world.as('superAdmin').ask('PUT', '/system-config/limits.discount.give.SERVICE_ADVISOR', { body: limit })).status,
      200,
    );
    assert.equal((await discount('advisor', '100.01')).status, 202);
    assert.equal((await discount('advisor', '100.00')).status, 201);
  });
});
