import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { StockReport } from '@dms/domain/inventory/use-cases/verify-stock';
import { systemActor } from '@dms/domain/shared/actor';
import { Quantity } from '@dms/domain/shared/quantity';
import { somebody } from '../contracts/fixtures.ts';
import { query } from '../support/embedded.ts';
import { withSuite } from '../support/endings.ts';
import { spawnDms } from '../support/processes.ts';
import { variablesOf } from '../support/server.ts';
import { freshBranches, type World } from '../support/world.ts';

const q = (text: string): Quantity => Quantity.parse(text);

describe('the proof of the stock', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const verify = (): Promise<StockReport> => world.cradle.verifyStock(systemActor('test'));

  /** As a superuser who switches off what protects the rows. */
  const tamper = async (...statements: string[]): Promise<void> => {
    await query(world.database.adminUrl, `set session_replication_role = 'replica'`, ...statements);
  };

  /** What the proof finds once something was planted; afterwards it is taken out again, and nothing is found. */
  const findsOf = async (plant: string, remove: string): Promise<string[]> => {
    await tamper(plant);
    const { sound, faults, faultCount } = await verify();
    assert.equal(sound, faultCount === 0);
    assert.equal(faultCount, faults.length);
    await tamper(remove);
    assert.deepEqual((await verify()).faults, []);
    return faults.map(({ kind, sentence }) => `${kind}: ${sentence}`);
  };

  const lived = async () => {
    const part = await world.make.partInStock('10');
    const { card } = await world.make.assignedCard();
    await world.desk.issueParts({ jobCardId: card.id, items: [{ partId: part.id, quantity: q('4') }] }, world.basics.actors.staff);
    const transfer = await world.make.transfer([{ partId: part.id, quantity: q('3') }]);
    await world.desk.transfer.receive({ transferId: transfer.id, items: [{ partId: part.id, quantity: q('1') }] }, somebody);
    const held = await world.make.transfer([{ partId: part.id, quantity: q('2') }], 'approved');
    const { blr01, blr02 } = world.basics.branches;
    const at = (branch: { id: string }): string => `service_center_id = '${branch.id}' and part_id = '${part.id}'`;
    return { part, card, transfer, held, here: at(blr01), there: at(blr02) };
  };

  it('STK-02 finds nothing wrong with what the application wrote, and says how much it looked at', async () => {
    await lived();
    const { sound, balances, movements, faults } = await verify();
    assert.deepEqual([sound, faults], [true, []]);
    const [counted] = await world.rows<{ balances: number; movements: number }>(
      'select (select count(*)::int from inventory) as balances, (select count(*)::int from stock_movements) as movements',
    );
    assert.deepEqual({ balances, movements }, counted);
  });

  it('STK-02 names every balance that is not what its movements add up to', async () => {
    const { part, here, there } = await lived();
    const set = (change: string, where: string): string => `update inventory set ${change} where ${where}`;
    assert.deepEqual(await findsOf(set('on_hand = on_hand + 0.001', here), set('on_hand = on_hand - 0.001', here)), [
      `on-hand: BLR01, ${part.sku}: 3.001 on hand, and the movements add up to 3.000.`,
    ]);
    assert.deepEqual(await findsOf(set('stock_value = stock_value - 1', here), set('stock_value = stock_value + 1', here)), [
      `value: BLR01, ${part.sku}: worth ₹299.99, and the movements add up to ₹300.00.`,
    ]);
    assert.deepEqual(await findsOf(set('in_transit = in_transit + 1', there), set('in_transit = in_transit - 1', there)), [
      `in-transit: BLR02, ${part.sku}: 3.000 in transit, and the movements add up to 2.000.`,
    ]);
    assert.deepEqual(await findsOf(set('reserved = reserved - 1', here), set('reserved = reserved + 1', here)), [
      `reserved: BLR01, ${part.sku}: 1.000 reserved, and transfers and jobs hold 2.000.`,
    ]);
  });

  it('STK-03 names what is less than nothing, and what is promised twice, where the constraints are gone', async () => {
    const { part, here } = await lived();
    const checks = ['inventory_on_hand_not_negative', 'inventory_available_not_negative'];
    await tamper(...checks.map((check) => `alter table inventory drop constraint ${check}`));
    const found = await findsOf(
      `update inventory set on_hand = on_hand - 4 where ${here}`,
      `update inventory set on_hand = on_hand + 4 where ${here}`,
    );
    assert.deepEqual(found, [
      `on-hand: BLR01, ${part.sku}: -1.000 on hand, and the movements add up to 3.000.`,
      `available: BLR01, ${part.sku}: 2.000 reserved of -1.000 on hand.`,
      `negative: BLR01, ${part.sku}: less than nothing: -1.000 on hand, 2.000 reserved, 0.000 in transit, worth ₹300.00.`,
    ]);
    await tamper(
      'alter table inventory add constraint inventory_on_hand_not_negative check (on_hand >= 0)',
      'alter table inventory add constraint inventory_available_not_negative check (reserved <= on_hand)',
    );
  });

  it('STK-01 names what follows from a movement that was removed, altered or made up, and one that is none', async () => {
    const { part, card } = await lived();
    const issued = `part_id = '${part.id}' and to_type = 'JOB'`;
    const kinds = async (plant: string, remove: string): Promise<string[]> =>
      (await findsOf(plant, remove)).map((found) => found.split(':')[0]!).toSorted();

    await tamper(`create table kept as select * from stock_movements where ${issued}`);
    const removed = await findsOf(`delete from stock_movements where ${issued}`, 'insert into stock_movements select * from kept');
    assert.deepEqual(removed, [
      `on-hand: BLR01, ${part.sku}: 3.000 on hand, and the movements add up to 7.000.`,
      `value: BLR01, ${part.sku}: worth ₹300.00, and the movements add up to ₹700.00.`,
      `job: ${card.jobNumber}, ${part.sku}: the card says 4.000 worth ₹400.00 lie on the job, and the movements add up to 0.000 worth ₹0.00.`,
    ]);
    const alter = (change: string): string => `update stock_movements set ${change} where ${issued}`;
    assert.deepEqual(await kinds(alter('value = value + 1'), alter('value = value - 1')), ['job', 'value']);
    assert.deepEqual(await kinds(alter('quantity = quantity + 1'), alter('quantity = quantity - 1')), ['job', 'on-hand']);
    const madeUp = `insert into stock_movements select (jsonb_populate_record(m, '{"id":"00000000-0000-7000-8000-000000000001"}')).* from stock_movements m where ${issued}`;
    assert.deepEqual(await kinds(madeUp, `delete from stock_movements where id = '00000000-0000-7000-8000-000000000001'`), [
      'job',
      'on-hand',
      'value',
    ]);

    await tamper('alter table stock_movements drop constraint stock_movements_own_books');
    const { blr02, blr01 } = world.basics.branches;
    const books = (branch: { id: string }): string => alter(`service_center_id = '${branch.id}'`);
    const [found] = await findsOf(books(blr02), books(blr01));
    assert.match(found!, /^movement: Movement [0-9a-f-]{36} moves nothing, goes nowhere, or is in another branch's books\.$/);
    await tamper('drop table kept');
  });

  it('STK-02 names a part that moved where no balance of it is kept, and transfers that say otherwise', async () => {
    const { part, transfer, there } = await lived();
    await tamper(`create table kept as select * from inventory where ${there}`);
    assert.deepEqual(await findsOf(`delete from inventory where ${there}`, 'insert into inventory select * from kept'), [
      `no-balance: BLR02, ${part.sku}: no balance, and the movements add up to 1.000 on hand and 2.000 in transit.`,
    ]);
    await tamper('drop table kept');
    const line = (change: string): string => `update stock_transfer_items set ${change} where transfer_id = '${transfer.id}'`;
    assert.deepEqual(
      await findsOf(
        line('in_transit = in_transit - 1, received = received + 1'),
        line('in_transit = in_transit + 1, received = received - 1'),
      ),
      [
        `transfer: BLR02, ${part.sku}: transfers say that 1.000 worth ₹200.00 are on the road, and the movements add up to 2.000 worth ₹200.00.`,
      ],
    );
  });

  it('STK-04 names a store, a road and a job that have other units than the balance says', async () => {
    const part = await world.make.partInStock('6', { serialTracked: true });
    const { card } = await world.make.assignedCard();
    const issued = [{ partId: part.id, quantity: q('1'), serials: ['U1'] }];
    await world.desk.issueParts({ jobCardId: card.id, items: issued }, world.basics.actors.staff);
    const { id: transferId } = await world.make.transfer([{ partId: part.id, quantity: q('2') }], 'approved');
    await world.desk.transfer.dispatch({ transferId, items: [{ partId: part.id, serials: ['U2', 'U3'] }] }, somebody);
    assert.deepEqual((await verify()).faults, []);
    const move = (serial: string, to: string, place: string): string =>
      `update stock_serials set location_type = '${to}', location_id = ${place} where part_id = '${part.id}' and serial = '${serial}'`;
    const { blr01, blr02 } = world.basics.branches;
    const [store, road, job, scrap] = [
      ['STORE', `'${blr01.id}'`],
      ['IN_TRANSIT', `'${blr02.id}'`],
      ['JOB', `'${card.id}'`],
      ['SCRAP', 'null'],
    ] as const;
    assert.deepEqual(await findsOf(move('U4', ...scrap), move('U4', ...store)), [
      `serials: BLR01, ${part.sku}: 3.000 on hand and 0.000 in transit, and by their serial numbers 2 units are in the store and 0 on the road.`,
    ]);
    assert.deepEqual(await findsOf(move('U2', ...scrap), move('U2', ...road)), [
      `serials: BLR02, ${part.sku}: 0.000 on hand and 2.000 in transit, and by their serial numbers 0 units are in the store and 1 on the road.`,
    ]);
    assert.deepEqual(await findsOf(move('U1', ...scrap), move('U1', ...job)), [
      `serials: ${card.jobNumber}, ${part.sku}: the card says 1.000 lie on the job, and by their serial numbers 0 units do.`,
    ]);
  });

  it('STK-02 sees one instant while others write', async () => {
    const part = await world.make.partInStock('200');
    const cards = await Promise.all(Array.from({ length: 4 }, () => world.make.assignedCard()));
    let writing = true;
    const write = async (jobCardId: string): Promise<number> => {
      let written = 0;
      for (; writing && written < 40; written += 1)
        await world.desk.issueParts({ jobCardId, items: [{ partId: part.id, quantity: q('1') }] }, world.basics.actors.staff);
      return written;
    };
    const writers = Promise.all(cards.map(({ card }) => write(card.id)));
    for (let n = 0; n < 8; n += 1) assert.deepEqual((await verify()).faults, []);
    writing = false;
    assert.ok((await writers).every((written) => written > 0));
    assert.deepEqual((await verify()).faults, []);
  });

  it('STK-02 `dms stock verify` ends with 0 when everything adds up and with 1 when something does not, and prints JSON', async () => {
    const { part, here } = await lived();
    const env = await variablesOf({ databaseUrl: world.database.url, redisUrl: world.redisUrl });
    const run = async (...options: string[]) => {
      const dms = await spawnDms(['stock', 'verify', ...options], { env });
      const { code } = await dms.exited;
      return { code, text: dms.logs() };
    };
    const sound = await run();
    assert.equal(sound.code, 0, sound.text);
    assert.match(sound.text, /^Every balance is what its movements add up to\.\nBalances looked at: \d+, of \d+ movements\.$/m);
    await tamper(`update inventory set on_hand = on_hand + 1 where ${here}`);
    const found = await run('--json');
    assert.equal(found.code, 1, found.text);
    const report = JSON.parse(found.text) as StockReport;
    assert.deepEqual([report.sound, report.faultCount, report.faults[0]!.partId], [false, 1, part.id]);
    await tamper(`update inventory set on_hand = on_hand - 1 where ${here}`);
  });
});
