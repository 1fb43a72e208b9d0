import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import type { PartBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Told = { partId: string; sku: string; available: string; inTransit: string; level: string; reorder: string; surplus: object | null };

describe('low stock, as it is told', () => {
  const suite = withSuite();
  let world: World;
  let skus = 0;
  before(async () => {
    world = await freshBranches(suite);
  });

  const branch = (code: 'blr01' | 'blr02' | 'pun01'): string => world.basics.branches[code].id;
  const newPart = async (reorderLevel: string): Promise<string> => {
    const fields = { sku: `LOW-${(skus += 1)}`, name: 'Battery', hsn: '87083000', unit: 'PCS', unitPrice: '100.00', reorderLevel };
    const { status, text, body } = await world.as('admin').post<PartBody>('/parts', fields);
    assert.equal(status, 201, text);
    return body.id;
  };
  const receive = async (partId: string, at: 'blr01' | 'blr02' | 'pun01', quantity: string): Promise<void> => {
    const items = [{ partId, quantity, unitCost: '10.00' }];
    const body = { serviceCenterId: branch(at), supplier: 'Sahyadri Spares', reference: 'INV/1', items };
    const who = { blr01: 'staff', blr02: 'staff2', pun01: 'staffElsewhere' } as const;
    const answer = await world.as(who[at]).post('/inventory/receipts', body, { key: freshKey() });
    assert.equal(answer.status, 201, answer.text);
  };
  const lower = async (partId: string, quantity: string): Promise<void> => {
    const body = {
      fromServiceCenterId: branch('blr01'),
      toServiceCenterId: branch('blr02'),
      items: [{ partId, quantity }],
      reason: 'Booked',
    };
    const asked = await world.as('manager').post<{ id: string }>('/stock-transfers', body, { key: freshKey() });
    assert.equal(asked.status, 201, asked.text);
    const approved = await world.as('manager2').post(`/stock-transfers/${asked.body.id}/approve`, {});
    assert.equal(approved.status, 200, approved.text);
  };
  const told = async (partId: string): Promise<Told[]> =>
    (
      await world.rows<{ data: Told }>(
        `select data from outbox where name = 'StockLow' and data ->> 'partId' = '${partId}' order by position`,
      )
    ).map(({ data }) => data);
  const ownLevels = (partId: string, at: 'blr01' | 'blr02' | 'pun01', min: string | null, max: string | null) =>
    world.rows(
      `update inventory set min_level = ${min}, max_level = ${max} where part_id = '${partId}' and service_center_id = '${branch(at)}'`,
    );

  it('LOW-01 it is told in the transaction of the movement, with what fills it to twice its level', async () => {
    const partId = await newPart('4');
    await receive(partId, 'blr01', '10');
    await lower(partId, '7');
    const [only, ...more] = await told(partId);
    assert.deepEqual(more, []);
    const { available, inTransit, level, reorder, surplus } = only!;
    assert.deepEqual([available, inTransit, level, reorder, surplus], ['3.000', '0.000', '4.000', '5.000', null]);
    const [row] = await world.rows(
      `select o.version, o.service_center_id as branch, a.request_id = o.request_id as same from outbox o
       join audit_logs a on a.event = 'StockLow' and a.entity_id = o.entity_id where o.name = 'StockLow' and o.data ->> 'partId' = '${partId}'`,
    );
    assert.deepEqual({ ...row }, { version: 1, branch: branch('blr01'), same: true });
  });

  it('LOW-01 the branch’s own levels come before the part’s: low at the minimum, filled to the maximum', async () => {
    const partId = await newPart('1');
    await receive(partId, 'blr01', '10');
    await ownLevels(partId, 'blr01', '6', '20');
    await lower(partId, '4');
    const [{ level, reorder }] = (await told(partId)) as [Told];
    assert.deepEqual([level, reorder], ['6.000', '14.000']);
  });

  it('LOW-01 a branch with more than it wants is named: above its maximum, or able to spare the whole need', async () => {
    const enough = await newPart('4');
    await receive(enough, 'blr01', '10');
    await receive(enough, 'pun01', '9');
    await receive(enough, 'blr02', '8');
    await lower(enough, '7');
    // Five are needed: Pune has five beyond its level of four, the other branch of Bengaluru four.
    assert.deepEqual((await told(enough))[0]!.surplus, { serviceCenterId: branch('pun01'), quantity: '5.000' });

    const above = await newPart('4');
    await receive(above, 'blr01', '10');
    await receive(above, 'blr02', '8');
    await ownLevels(above, 'blr02', null, '6');
    await lower(above, '7');
    assert.deepEqual((await told(above))[0]!.surplus, { serviceCenterId: branch('blr02'), quantity: '2.000' });
  });

  it('STK-09 what jobs wait for is ordered beside what fills the shelf, and pieces by whole ones', async () => {
    const partId = await newPart('4');
    await receive(partId, 'blr01', '10');
    await ownLevels(partId, 'blr01', '3.5', '10.5');
    const { card } = await world.make.assignedCard();
    const items = [{ partId, quantity: '18' }];
    const asked = await world.as('advisor').post(`/job-cards/${card.id}/parts-request`, { items });
    assert.equal(asked.status, 200, asked.text);
    const [{ available, reorder }] = (await told(partId)) as [Told];
    assert.deepEqual([available, reorder], ['0.000', '19.000']);
  });

  it('LOW-01 at nine in the morning the scheduler tells what is low and was not told, once', async () => {
    const partId = await newPart('4');
    await receive(partId, 'blr01', '10');
    const clock = world.clock as FixedClock;
    await world.startWorkers('scheduler');
    await until(async () => (await world.rows("select from schedules where name = 'low-stock'")).length > 0);
    await ownLevels(partId, 'blr01', '15', null);
    assert.deepEqual(await told(partId), []);
    clock.set('2026-11-23T03:30:00.000Z');
    const [only] = await until(async () => ((await told(partId)).length > 0 ? told(partId) : undefined));
    assert.deepEqual([only!.available, only!.level, only!.reorder], ['10.000', '15.000', '20.000']);
    clock.set('2026-11-24T03:30:00.000Z');
    await until(async () => (await world.rows("select from scheduled_runs where name = 'low-stock' and state = 'done'")).length === 2);
    assert.equal((await told(partId)).length, 1);
  });
});
