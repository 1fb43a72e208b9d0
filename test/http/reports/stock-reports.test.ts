import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import { everywhere } from '@dms/domain/shared/actor';
import { addDays, startOfBusinessDay } from '@dms/domain/shared/calendar';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { noted, somebody } from '../../contracts/fixtures.ts';
import { withSuite } from '../../support/endings.ts';
import type { FixedClock } from '../../support/server.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Row = Readonly<Record<string, unknown>> & {
  readonly partId: string;
  readonly serviceCenterId: string;
  readonly category: string | null;
  readonly buckets: readonly { readonly days: string; readonly quantity: string; readonly value: string | null }[];
};
type Report = { readonly title: string; readonly figures: Record<string, string>; readonly data: readonly Row[] };

const q = (text: string): Quantity => Quantity.parse(text);
const TODAY = '2026-11-22';

describe('reports of stock over HTTP', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const run = async (key: string, query = '', who: Parameters<World['as']>[0] = 'superAdmin'): Promise<Report> => {
    const { status, body, text } = await world.as(who).get<Report>(`/reports/inventory/${key}?limit=100&${query}`);
    assert.equal(status, 200, text);
    return body;
  };
  const rowsOf = async (key: string, partId: string, query = '', who?: Parameters<World['as']>[0]): Promise<Row[]> =>
    (await run(key, query, who)).data.filter((row) => row.partId === partId);

  /** Something done so many days before today, at noon in India. */
  const daysAgo = async <Result>(days: number, work: () => Promise<Result>): Promise<Result> => {
    const clock = world.clock as FixedClock;
    const now = clock.now();
    clock.set(new Date(startOfBusinessDay(addDays(TODAY, -days)).getTime() + 12 * 3_600_000));
    try {
      return await work();
    } finally {
      clock.set(now);
    }
  };
  const buy = (partId: string, quantity: string, unitCost: string, serviceCenterId = world.basics.branches.blr01.id): Promise<void> =>
    world.cradle.transact(somebody, async (unit) => {
      const items = [{ partId, quantity: q(quantity), unitCost: Money.parse(unitCost) }];
      const document = { type: 'GoodsReceipt', id: world.cradle.ids.next() };
      const receipt = { serviceCenterId, document, items };
      await receiveFromSupplier(world.cradle)(unit, receipt, somebody, everywhere);
      unit.record(noted('StockReceived', partId));
    });
  const issue = async (partId: string, quantity: string): Promise<void> => {
    const { card } = await world.make.assignedCard();
    await world.desk.issueParts({ jobCardId: card.id, items: [{ partId, quantity: q(quantity) }] }, world.basics.actors.staff);
  };

  // First, for the numbers of challans keep the order of their days.
  it('STK-05 values the stock at the end of a business day, by branch and category, with what is on the road', async () => {
    const { blr01, blr02 } = world.basics.branches;
    const part = await daysAgo(40, () => world.make.partInStock('10', { category: 'Valued' }));
    await daysAgo(20, () => buy(part.id, '10', '150.00'));
    await daysAgo(10, () => world.make.transfer([{ partId: part.id, quantity: q('4') }]));
    const worth = async (query: string) =>
      (await run('valuation', query)).data
        .map(({ serviceCenterId, category, parts, value, inTransitValue }) => [
          serviceCenterId === blr01.id ? 'BLR01' : 'BLR02',
          ...[category, parts, value, inTransitValue],
        ])
        .toSorted();
    const on = (days: number): Promise<unknown[]> => worth(`category=Valued&date=${addDays(TODAY, -days)}`);
    assert.deepEqual(await on(41), []);
    assert.deepEqual(await on(40), [['BLR01', 'Valued', 1, '1000.00', '0.00']]);
    assert.deepEqual(await on(20), [['BLR01', 'Valued', 1, '2500.00', '0.00']]);
    assert.deepEqual(await on(10), [
      ['BLR01', 'Valued', 1, '2000.00', '0.00'],
      ['BLR02', 'Valued', 0, '0.00', '500.00'],
    ]);
    assert.deepEqual(await worth(`category=Valued&by=branch&serviceCenterId=${blr02.id}`), [['BLR02', null, 0, '0.00', '500.00']]);
    const all = await run('valuation', `by=branch&serviceCenterId=${blr01.id}`);
    const [kept] = await world.rows<{ value: string }>(
      `select (sum(stock_value) / 100)::numeric(14, 2)::text as value from inventory where service_center_id = '${blr01.id}'`,
    );
    assert.equal(all.data[0]!.value, kept!.value);
  });

  it('tells the levels of each part at each branch, with what the figures mean', async () => {
    const part = await world.make.partInStock('10', { reorderLevel: q('12'), category: 'Brakes' });
    await world.make.transfer([{ partId: part.id, quantity: q('3') }]);
    await world.make.transfer([{ partId: part.id, quantity: q('2') }], 'approved');
    const report = await run('levels', 'category=Brakes&below=reorder');
    assert.equal(report.title, 'Stock levels');
    assert.equal(report.figures.available, 'on hand − reserved');
    const { blr01, blr02 } = world.basics.branches;
    const picked = report.data
      .filter(({ partId }) => partId === part.id)
      .map(({ serviceCenterId, onHand, reserved, available, inTransit, averageCost, value, reorderAt, low }) => [
        serviceCenterId === blr01.id ? 'BLR01' : serviceCenterId === blr02.id ? 'BLR02' : '?',
        ...[onHand, reserved, available, inTransit, averageCost, value, reorderAt, low],
      ]);
    assert.deepEqual(picked.toSorted(), [
      ['BLR01', '7.000', '2.000', '5.000', '0.000', '100.00', '700.00', '12.000', true],
      ['BLR02', '0.000', '0.000', '0.000', '3.000', '0.00', '0.00', '12.000', true],
    ]);
  });

  it('tells what was used in a period, at the cost it left with', async () => {
    const part = await daysAgo(40, () => world.make.partInStock('20'));
    await daysAgo(31, () => issue(part.id, '1'));
    await daysAgo(30, () => issue(part.id, '2.5'));
    await daysAgo(1, () => issue(part.id, '4'));
    await issue(part.id, '8');
    const used = async (from: number, to: number) =>
      (await rowsOf('usage', part.id, `from=${addDays(TODAY, -from)}&to=${addDays(TODAY, -to)}`)).map((row) => [
        ...[row.issued, row.returned, row.sold, row.takenBack, row.used, row.usedValue],
      ]);
    assert.deepEqual(await used(30, 1), [['6.500', '0.000', '0.000', '0.000', '6.500', '650.00']]);
    assert.deepEqual(await used(31, 0), [['15.500', '0.000', '0.000', '0.000', '15.500', '1550.00']]);
    assert.deepEqual(await used(29, 2), []);
    // November so far.
    assert.deepEqual(
      (await rowsOf('usage', part.id)).map((row) => row.used),
      ['12.000'],
    );
  });

  it('tells how long what is on hand has lain there: the oldest left first, and all of it adds up to the balance', async () => {
    const part = await daysAgo(400, () => world.make.partInStock('10'));
    await daysAgo(366, () => buy(part.id, '1', '100.01'));
    await daysAgo(365, () => buy(part.id, '2', '100.00'));
    await daysAgo(91, () => buy(part.id, '3', '100.00'));
    await daysAgo(90, () => buy(part.id, '4', '100.00'));
    await daysAgo(31, () => buy(part.id, '5', '100.00'));
    await daysAgo(30, () => buy(part.id, '6', '100.00'));
    await daysAgo(5, () => issue(part.id, '10.5'));
    const [row] = await rowsOf('ageing', part.id);
    // 31 came, 10.5 left: the ten of old and a half of the one.
    assert.deepEqual(
      row!.buckets.map(({ days, quantity }) => [days, quantity]),
      [
        ['0-30', '6.000'],
        ['31-90', '9.000'],
        ['91-180', '3.000'],
        ['181-365', '2.000'],
        ['>365', '0.500'],
      ],
    );
    const sum = (texts: readonly string[]): string => Money.sum(texts.map((text) => Money.parse(text))).toString();
    assert.equal(sum(row!.buckets.map(({ value }) => value!)), row!.value);
    assert.equal(row!.onHand, '20.500');
    const [earlier] = await rowsOf('ageing', part.id, `date=${addDays(TODAY, -60)}`);
    assert.deepEqual(
      earlier!.buckets.map(({ quantity }) => quantity),
      // As of then: 4 of 30 days, 3 of 31, 2 of 305, 1 of 306 and 10 of 340.
      ['4.000', '3.000', '0.000', '13.000', '0.000'],
    );
  });

  it('LOW-01 STK-09 DEM-01 says what to reorder by levels and demand, what was asked for in vain included, and who could spare it', async () => {
    const { blr01, blr02 } = world.basics.branches;
    const { staff, advisor } = world.basics.actors;
    const part = await daysAgo(95, () => world.make.partInStock('40', { reorderLevel: q('5') }));
    await daysAgo(90, () => issue(part.id, '3'));
    await daysAgo(89, () => issue(part.id, '4'));
    const [one, other] = [(await world.make.assignedCard()).card.id, (await world.make.assignedCard()).card.id];
    const items = (quantity: string) => [{ partId: part.id, quantity: q(quantity) }];
    await world.desk.issueParts({ jobCardId: one, items: items('2') }, staff);
    await world.desk.returnParts({ jobCardId: one, items: items('1') }, staff);
    // 32 are left: three are lost, until one of them comes.
    await world.desk.requestParts({ jobCardId: other, items: items('35') }, advisor);
    const reorder = async (at: string, query = '') => {
      const rows = await rowsOf('reorder', part.id, `serviceCenterId=${at}&${query}`);
      return rows.map((row) => [row.available, row.low, row.used, row.lost, row.dailyDemand, row.suggested, row.surplus]);
    };
    // (5 + 3) a ninetieth a day; what lasts for thirty days is less than twice the level. The job that waits for three is served first.
    assert.deepEqual(await reorder(blr01.id), [['0.000', true, '5.000', '3.000', '0.089', '13.000', null]]);
    await buy(part.id, '1', '100.00');
    await world.desk.issueParts({ jobCardId: other, items: items('33') }, staff);
    await buy(part.id, '9', '100.00', blr02.id);
    // (5 + 33) + 2 in ninety days are 13.333 in thirty, two are still waited for, and nobody sells a third of a piece. The other branch has but
    // four beyond its level.
    const row = ['0.000', true, '38.000', '2.000', '0.444', '16.000'];
    assert.deepEqual(await reorder(blr01.id, 'below=reorder'), [[...row, null]]);
    await buy(part.id, '15', '100.00', blr02.id);
    assert.deepEqual(await reorder(blr01.id), [[...row, { serviceCenterId: blr02.id, quantity: '19.000' }]]);
    assert.deepEqual(await reorder(blr02.id), [['24.000', false, '0.000', '0.000', '0.000', '0.000', null]]);
    assert.deepEqual(await reorder(blr02.id, 'below=reorder'), []);
    await world.rows(`update inventory set max_level = 20 where part_id = '${part.id}' and service_center_id = '${blr01.id}' returning id`);
    assert.equal((await reorder(blr01.id))[0]![5], '22.000');
    await world.rows(`update parts set active = false where id = '${part.id}' returning id`);
    assert.deepEqual((await reorder(blr01.id))[0]!.slice(5), ['0.000', null]);
    const report = await run('reorder');
    assert.equal(report.figures.dailyDemand, '(used + lost) ÷ days');
  });

  it('REP-02 shows each only the stock of their branches, and costs to who may know them', async () => {
    const part = await world.make.partInStock('10');
    await world.make.transfer([{ partId: part.id, quantity: q('3') }]);
    const { blr01, blr02 } = world.basics.branches;
    for (const key of ['levels', 'ageing', 'reorder']) {
      for (const [who, branches] of [
        ['manager', [blr01.id]],
        ['staff2', [blr02.id]],
        ['staffElsewhere', []],
        ['engineer', []],
      ] as const) {
        const rows = await rowsOf(key, part.id, '', who);
        assert.deepEqual(
          rows.map(({ serviceCenterId }) => serviceCenterId),
          branches,
          `${key} as ${who}`,
        );
        assert.ok(rows.every(({ value }) => value !== null));
      }
      assert.deepEqual(await rowsOf(key, part.id, `serviceCenterId=${blr02.id}`, 'manager'), []);
    }
    for (const key of ['valuation', 'usage'])
      for (const [who, branch] of [
        ['manager', blr01.id],
        ['staff2', blr02.id],
      ] as const)
        assert.ok(
          (await run(key, '', who)).data.every(({ serviceCenterId }) => serviceCenterId === branch),
          `${key} as ${who}`,
        );
    for (const who of ['advisor', 'callCenter'] as const) {
      const { status, problem } = await world.as(who).get('/reports/inventory/levels');
      assert.deepEqual([status, problem.code, problem.explanation?.action], [403, 'access.denied', 'report.run']);
    }
  });

  it('refuses days that there are not, and periods that end before they begin', async () => {
    for (const [path, code] of [
      ['valuation?date=2026-02-30', 'request.invalid'],
      ['ageing?date=2026-02-30', 'request.invalid'],
      ['usage?from=2026-02-30&to=2026-03-31', 'request.invalid'],
      ['usage?from=2026-11-02&to=2026-11-01', 'request.invalid'],
      ['usage?since=2026-11-02', 'request.invalid'],
      ['levels?sort=sku', 'request.invalid'],
    ] as const) {
      const { status, problem, text } = await world.as('manager').get(`/reports/inventory/${path}`);
      assert.deepEqual([path, status, problem.code], [path, 400, code], text);
    }
  });
});
