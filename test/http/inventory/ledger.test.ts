import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { noted, somebody } from '../../contracts/fixtures.ts';
import type { ListOf, StockBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { query } from '../../support/embedded.ts';
import { withSuite } from '../../support/endings.ts';
import type { FixedClock } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Place = { readonly type: string; readonly id: string | null };
type MovementBody = {
  readonly id: string;
  readonly partId: string;
  readonly from: Place;
  readonly to: Place;
  readonly quantity: string;
  readonly unitCost: string | null;
  readonly value: string | null;
  readonly document: { readonly type: string; readonly id: string };
  readonly serviceCenterId: string;
  readonly at: string;
  readonly by: string | null;
};
type PastBody = Pick<StockBody, 'partId' | 'serviceCenterId' | 'onHand' | 'inTransit'> & {
  readonly averageCost: string | null;
  readonly value: string | null;
};
type BalanceBody = StockBody & PastBody & { readonly id: string; readonly reorderAt: string; readonly low: boolean };

const q = (text: string): Quantity => Quantity.parse(text);

describe('movements of stock, and what follows from them, over HTTP', () => {
  const suite = withSuite();
  let world: World;
  let clock: FixedClock;
  before(async () => {
    world = await freshBranches(suite);
    clock = world.clock as FixedClock;
  });

  const MINUTE_MS = 60_000;
  const later = (): string => {
    clock.advance(MINUTE_MS);
    return clock.now().toISOString();
  };
  const blr01 = (): string => world.basics.branches.blr01.id;
  const blr02 = (): string => world.basics.branches.blr02.id;

  const buy = (partId: string, quantity: string, unitCost: string): Promise<void> =>
    world.cradle.transact(somebody, async (unit) => {
      const items = [{ partId, quantity: q(quantity), unitCost: Money.parse(unitCost) }];
      const document = { type: 'GoodsReceipt', id: world.cradle.ids.next() };
      await receiveFromSupplier(world.cradle)(unit, { serviceCenterId: blr01(), document, items }, somebody, everywhere);
      unit.record(noted('StockReceived', partId));
    });

  const movements = async (filter: string, who: Parameters<World['as']>[0] = 'manager') => {
    const answer = await world.as(who).get<ListOf<MovementBody>>(`/inventory/movements?limit=100&${filter}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.data;
  };
  const asOf = async (at: string, filter: string, who: Parameters<World['as']>[0] = 'manager') => {
    const answer = await world.as(who).get<ListOf<PastBody>>(`/inventory/as-of?at=${at}&${filter}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.data;
  };
  const balances = async (filter: string, who: Parameters<World['as']>[0] = 'manager') =>
    (await world.as(who).get<ListOf<BalanceBody>>(`/inventory?limit=100&${filter}`)).body.data;

  /** Ten at 100.00, three at 90.01, four to a job, five of what is left sent on. */
  const life = async () => {
    const part = await world.make.partInStock('10');
    const bought = later();
    await buy(part.id, '3', '90.01');
    const { card } = await world.make.assignedCard();
    const filled = later();
    await world.desk.issueParts({ jobCardId: card.id, items: [{ partId: part.id, quantity: q('4') }] }, world.basics.actors.staff);
    const issued = later();
    const transfer = await world.make.transfer([{ partId: part.id, quantity: q('5') }]);
    const sent = later();
    await world.desk.transfer.receive({ transferId: transfer.id, items: [{ partId: part.id, quantity: q('2') }] }, somebody);
    return { part, card, transfer, bought, filled, issued, sent };
  };

  it('STK-01 tells of every movement from where to where, under which document and by whom, newest first', async () => {
    const { part, card, transfer } = await life();
    const [received, dispatched, issued, second, first] = await movements(`partId=${part.id}`);
    const [store, road] = [
      { type: 'STORE', id: blr01() },
      { type: 'IN_TRANSIT', id: blr02() },
    ];
    assert.deepEqual([first!.from, first!.to, first!.quantity, first!.value], [{ type: 'SUPPLIER', id: null }, store, '10.000', '1000.00']);
    assert.deepEqual([second!.quantity, second!.unitCost, second!.value], ['3.000', '90.01', '270.03']);
    // (1000.00 + 270.03) ÷ 13 × 4 = 390.7784…
    assert.deepEqual(
      [issued!.from, issued!.to, issued!.value, issued!.document, issued!.by],
      [store, { type: 'JOB', id: card.id }, '390.78', { type: 'JobCard', id: card.id }, world.people.staff.id],
    );
    assert.deepEqual([dispatched!.from, dispatched!.to, dispatched!.serviceCenterId], [store, road, blr01()]);
    assert.deepEqual(
      [received!.from, received!.to, received!.serviceCenterId, received!.document],
      [road, { type: 'STORE', id: blr02() }, blr02(), { type: 'StockTransfer', id: transfer.id }],
    );
  });

  it('STK-01 finds movements by branch, by document and by time, and pages through them', async () => {
    const { part, transfer, filled, sent } = await life();
    const of = async (filter: string) => (await movements(`partId=${part.id}&${filter}`)).map(({ quantity }) => quantity);
    assert.deepEqual(await of(''), ['2.000', '5.000', '4.000', '3.000', '10.000']);
    assert.deepEqual(await of(`serviceCenterId=${blr01()}`), ['5.000', '4.000', '3.000', '10.000']);
    assert.deepEqual(await of(`serviceCenterId=${blr02()}`), ['2.000']);
    assert.deepEqual(await of(`documentId=${transfer.id}`), ['2.000', '5.000']);
    assert.deepEqual(await of('documentType=GoodsReceipt'), ['3.000', '10.000']);
    assert.deepEqual(await of(`from=${filled}&to=${sent}`), ['5.000', '4.000']);
    const day = '2026-11-22';
    assert.deepEqual((await movements(`partId=${part.id}&to=2026-11-21`)).length, 0);
    assert.ok((await movements(`from=${day}`)).length > 0);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await world.as('manager').get<ListOf<MovementBody>>(`/inventory/movements?partId=${part.id}&limit=2${cursor}`);
      seen.push(...body.data.map(({ quantity }) => quantity));
      cursor = body.page.next === null ? '' : `&cursor=${body.page.next}`;
    } while (cursor !== '');
    assert.deepEqual(seen, await of(''));
  });

  it('STK-05 tells what was on hand, on its way and worth at any past instant, the same whatever happened since', async () => {
    const { part, bought, filled, issued, sent } = await life();
    const at = async (instant: string) =>
      (await asOf(instant, `partId=${part.id}`, 'superAdmin'))
        .filter(({ serviceCenterId }) => [blr01(), blr02()].includes(serviceCenterId))
        .map(({ serviceCenterId, onHand, inTransit, averageCost, value }) => [
          serviceCenterId === blr01() ? 'BLR01' : 'BLR02',
          ...[onHand, inTransit, averageCost, value],
        ])
        .toSorted();
    const none = ['BLR02', '0.000', '0.000', '0.00', '0.00'];
    const earlier = new Date(Date.parse(bought) - 2 * MINUTE_MS).toISOString();
    const told = async () => [await at(earlier), await at(bought), await at(filled), await at(issued), await at(sent)];
    const expected = [
      [['BLR01', '0.000', '0.000', '0.00', '0.00'], none],
      // The second delivery came at the very instant that is asked for.
      [['BLR01', '13.000', '0.000', '97.69', '1270.03'], none],
      // The issue to the job too.
      [['BLR01', '9.000', '0.000', '97.69', '879.25'], none],
      // 879.25 ÷ 9 × 5 = 488.472…
      [
        ['BLR01', '4.000', '0.000', '97.70', '390.78'],
        ['BLR02', '0.000', '5.000', '0.00', '0.00'],
      ],
      // 488.47 ÷ 5 × 2 = 195.388
      [
        ['BLR01', '4.000', '0.000', '97.70', '390.78'],
        ['BLR02', '2.000', '3.000', '97.70', '195.39'],
      ],
    ];
    assert.deepEqual(await told(), expected);
    later();
    await buy(part.id, '7', '300.00');
    await world.make.transfer([{ partId: part.id, quantity: q('2') }]);
    assert.deepEqual(await told(), expected);
  });

  it('STK-05 waits for what is under way: nothing of before the instant is still to come when it has answered', async () => {
    const part = await world.make.partInStock('3');
    const at = later();
    const [begun, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const bought = world.cradle.transact(somebody, async (unit) => {
      const document = { type: 'GoodsReceipt', id: world.cradle.ids.next() };
      const items = [{ partId: part.id, quantity: q('6'), unitCost: Money.parse('100.00') }];
      await receiveFromSupplier(world.cradle)(unit, { serviceCenterId: blr01(), document, items }, somebody, everywhere);
      unit.record(noted('StockReceived', part.id));
      begun.resolve();
      await told.promise;
    });
    await begun.promise;
    let answered = false;
    const first = asOf(at, `partId=${part.id}`).finally(() => (answered = true));
    const waits = async () =>
      (await world.rows(`select from pg_stat_activity where query like '%await_stock_writers%' and wait_event = 'PgSleep'`)).length > 0;
    await until(async () => answered || (await waits()));
    told.resolve();
    await bought;
    assert.deepEqual(await first, await asOf(at, `partId=${part.id}`));
    assert.equal((await first)[0]!.onHand, '9.000');
  });

  it('STK-05 tells of now what the balances tell', async () => {
    const { part } = await life();
    const now = clock.now().toISOString();
    const picked = ({ onHand, inTransit, averageCost, value }: PastBody) => ({ onHand, inTransit, averageCost, value });
    assert.deepEqual((await asOf(now, `partId=${part.id}`)).map(picked), (await balances(`partId=${part.id}`)).map(picked));
  });

  it('STK-05 knows nothing of the future, nor of a day that there is not', async () => {
    const [soon, never] = [new Date(clock.now().getTime() + 1).toISOString(), '2026-02-30T10:00:00.000Z'];
    for (const [path, pointer] of [
      [`/inventory/as-of?at=${soon}`, '/at'],
      [`/inventory/as-of?at=${never}`, '/at'],
      ['/inventory/as-of', '/at'],
      ['/inventory/as-of?at=2026-11-22', '/at'],
      ['/inventory/movements?from=2026-02-30', '/from'],
      ['/inventory/movements?documentType=goods', '/documentType'],
      ['/inventory/movements?branch=BLR01', '/branch'],
      ['/inventory?below=zero', '/below'],
    ] as const) {
      const { status, problem, text } = await world.as('manager').get(path);
      assert.deepEqual([path, status, problem.code], [path, 400, 'request.invalid'], text);
      assert.deepEqual(
        problem.errors!.map((error) => error.pointer),
        [pointer],
      );
    }
  });

  it('ACC-06 tells costs to who may know them at the branch, and null to everybody else', async () => {
    const { part, issued } = await life();
    for (const [who, sees] of [
      ['superAdmin', ['BLR01', 'BLR02']],
      ['manager', ['BLR01']],
      ['staff2', ['BLR02']],
      ['advisor', []],
      ['callCenter', []],
      ['staffElsewhere', []],
    ] as const) {
      const branch = (id: string): string => (id === blr01() ? 'BLR01' : 'BLR02');
      const lists = [
        await movements(`partId=${part.id}`, who),
        await asOf(issued, `partId=${part.id}`, who),
        await balances(`partId=${part.id}`, who),
      ];
      for (const rows of lists) {
        assert.deepEqual([...new Set(rows.map((row) => branch(row.serviceCenterId)))].toSorted(), ['BLR01', 'BLR02'], who);
        for (const row of rows) {
          const costs = 'unitCost' in row ? [row.unitCost, row.value] : [row.averageCost, row.value];
          assert.equal(
            costs.every((cost) => cost !== null),
            (sees as readonly string[]).includes(branch(row.serviceCenterId)),
            who,
          );
          assert.equal(
            costs.every((cost) => cost === null),
            !(sees as readonly string[]).includes(branch(row.serviceCenterId)),
            who,
          );
        }
      }
    }
    const own = await movements(`partId=${part.id}`, 'engineer');
    assert.deepEqual([...new Set(own.map(({ serviceCenterId }) => serviceCenterId))], [blr01()]);
    assert.deepEqual(await movements(`partId=${part.id}`, 'engineerElsewhere'), []);
  });

  it('STK-09 lists what is at or below its level: the branch’s own, else that of the part, against what is available', async () => {
    const part = await world.make.partInStock('10', { reorderLevel: q('4') });
    const unlevelled = await world.make.partInStock('1');
    const low = async () => (await balances(`below=reorder&serviceCenterId=${blr01()}`)).filter(({ partId }) => partId === part.id);
    const level = (minLevel: string): Promise<unknown> =>
      world.rows(
        `update inventory set min_level = ${minLevel} where part_id = '${part.id}' and service_center_id = '${blr01()}' returning id`,
      );
    assert.deepEqual(await low(), []);
    // Reserved is not available: 10 on hand, 6 of them promised.
    const { id: transferId } = await world.make.transfer([{ partId: part.id, quantity: q('6') }], 'approved');
    assert.deepEqual(
      (await low()).map(({ onHand, available, reorderAt, low: isLow }) => [onHand, available, reorderAt, isLow]),
      [['10.000', '4.000', '4.000', true]],
    );
    await level('3.999');
    assert.deepEqual(await low(), []);
    await world.desk.transfer.cancel({ transferId, reason: 'Not needed' }, somebody);
    await level('10');
    assert.equal((await low()).length, 1);
    await level('null');
    assert.deepEqual(await low(), []);
    await world.rows(`update parts set reorder_level = 10 where id = '${part.id}' returning id`);
    assert.equal((await low()).length, 1);
    // No level, nothing to reorder, be it empty.
    const { card } = await world.make.assignedCard();
    const items = [{ partId: unlevelled.id, quantity: '1.000' }];
    assert.equal((await world.as('staff').post(`/job-cards/${card.id}/parts/issue`, { items }, { key: freshKey() })).status, 200);
    const [empty] = await balances(`partId=${unlevelled.id}`);
    assert.deepEqual([empty!.onHand, empty!.low], ['0.000', false]);
  });

  it('STK-01 lets nobody change or remove a movement: not the application, not the owner, not a superuser', async () => {
    await world.make.partInStock('1');
    const { url, ownerUrl, adminUrl } = world.database;
    const before = await world.rows('select * from stock_movements order by id');
    for (const statement of ['update stock_movements set quantity = quantity', 'delete from stock_movements', 'truncate stock_movements']) {
      await assert.rejects(query(url, statement), /permission denied for table stock_movements/, statement);
      for (const other of [ownerUrl, adminUrl]) await assert.rejects(query(other, statement), /these rows are written once/, statement);
    }
    for (const statement of [
      'alter table stock_movements disable trigger all',
      'drop trigger stock_movements_append_only on stock_movements',
      `set session_replication_role = 'replica'`,
    ])
      await assert.rejects(query(url, statement), /must be owner|permission denied/, statement);
    assert.deepEqual(await world.rows('select * from stock_movements order by id'), before);
  });

  it('STK-01 refuses a movement that goes nowhere, that moves nothing, or that is in another branch’s books', async () => {
    const part = await world.make.partInStock('1');
    const insert = (change: object): Promise<unknown> =>
      query(
        world.database.url,
        `insert into stock_movements select (jsonb_populate_record(m, '${JSON.stringify({ id: world.cradle.ids.next(), ...change })}')).*
         from stock_movements m where part_id = '${part.id}'`,
      );
    for (const [change, constraint] of [
      [{ quantity: 0 }, 'stock_movements_quantity'],
      [{ quantity: -1 }, 'stock_movements_quantity'],
      [{ value: -1 }, 'stock_movements_value'],
      [{ from_type: 'STORE', from_id: blr01() }, 'stock_movements_somewhere_else'],
      [{ to_type: 'NOWHERE' }, 'stock_movements_locations'],
      [{ service_center_id: blr02() }, 'stock_movements_own_books'],
      [{ to_id: null }, 'stock_movements_own_books'],
      [{ to_type: 'IN_TRANSIT', to_id: null }, 'stock_movements_own_books'],
    ] as const)
      await assert.rejects(insert(change), new RegExp(constraint), JSON.stringify(change));
    assert.equal((await movements(`partId=${part.id}`)).length, 1);
  });
});
