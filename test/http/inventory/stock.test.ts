import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { ListOf, PartBody, StockBody } from '../../support/bodies.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('parts and stock over HTTP', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  it('finds a part by its SKU in whatever letters, with its price without tax', async () => {
    for (const sku of ['OIL-5W30', 'oil-5w30']) {
      const { status, body } = await world.as('advisor').get<ListOf<PartBody>>(`/parts?sku=${sku}`);
      assert.equal(status, 200);
      assert.deepEqual(
        body.data.map((part) => [part.sku, part.unitPrice, part.mrp]),
        [['OIL-5W30', '650.00', '820.00']],
      );
    }
    assert.deepEqual((await world.as('advisor').get<ListOf<PartBody>>('/parts?sku=NONE')).body, { data: [], page: { next: null } });
  });

  it('ACC-06 shows the cost of a part to those who may see it and null to the others', async () => {
    for (const [who, sees] of [
      ...(['superAdmin', 'admin', 'manager', 'staff'] as const).map((name) => [name, true] as const),
      ...(['callCenter', 'advisor', 'engineer'] as const).map((name) => [name, false] as const),
    ]) {
      const { body } = await world.as(who).get<ListOf<PartBody>>('/parts');
      assert.ok(body.data.length > 0);
      for (const { cost } of body.data) assert.equal(cost !== null, sees, who);
    }
  });

  it('STK-02 shows every branch’s stock to every branch, and to an engineer that of their own', async () => {
    const { blr01, pun01 } = world.basics.branches;
    const stock = async (who: Parameters<World['as']>[0], query = '') =>
      (await world.as(who).get<ListOf<StockBody>>(`/inventory?partId=${world.basics.parts.oil.id}${query}`)).body.data;
    for (const who of ['advisor', 'elsewhere', 'callCenter', 'engineer'] as const) {
      const found = await stock(who);
      assert.deepEqual(
        found.map(({ serviceCenterId, onHand }) => [serviceCenterId, onHand]),
        [[blr01.id, '1000.000']],
        who,
      );
    }
    assert.deepEqual(await stock('engineerElsewhere'), []);
    assert.deepEqual(await stock('advisor', `&serviceCenterId=${pun01.id}`), []);
  });

  it('refuses what it does not know', async () => {
    for (const [path, pointer] of [
      ['/parts?SKU=OIL-5W30', '/SKU'],
      ['/parts?sku=', '/sku'],
      [`/parts?sku=${'x'.repeat(65)}`, '/sku'],
      ['/parts?sort=-sku', '/sort'],
      ['/inventory?partId=OIL-5W30', '/partId'],
      ['/inventory?serviceCenterId=BLR01', '/serviceCenterId'],
      ['/inventory?limit=-1', '/limit'],
      ['/inventory?limit=9999999999999999999', '/limit'],
      ['/inventory?cursor=!', '/cursor'],
      ['/inventory?cursor=WyJhIiwiYiJd', '/cursor'],
    ] as const) {
      const { status, problem, text } = await world.as('manager').get(path);
      assert.deepEqual([path, status, problem.code], [path, 400, 'request.invalid'], text);
      assert.deepEqual(
        problem.errors!.map((error) => error.pointer),
        [pointer],
      );
    }
  });

  it('takes a cursor of another list for none of its own, or finds its place by it, and never fails', async () => {
    for (let count = 0; count < 3; count += 1) await world.make.partInStock('1');
    const { body } = await world.as('manager').get<ListOf<PartBody>>('/parts?limit=1');
    const { status } = await world.as('manager').get(`/inventory?cursor=${body.page.next}`);
    assert.ok(status === 400 || status === 200, `it answered ${status}`);
  });
});
