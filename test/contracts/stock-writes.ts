import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Part } from '@dms/domain/inventory/part';
import { moveSerials } from '@dms/domain/inventory/use-cases/move-serials';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { refusal } from '../unit/shared/refusals.ts';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const q = (text: string): Quantity => Quantity.parse(text);
const rupees = (text: string): Money => Money.parse(text);
const AT_ONCE = 8;

/** What became of each of those that were asked at once: `done`, or the code of the refusal. */
const codes = async (asked: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(asked))
    .map((one) => {
      if (one.status === 'fulfilled') return 'done';
      if (one.reason instanceof DomainError) return one.reason.code;
      throw one.reason;
    })
    .toSorted();

/** The catalogue and what comes onto the shelves, kept by whatever keeps the data. */
export const stockWrites = contract('the writing side of stock', (given) => {
  let skus = 0;
  const newPart = (change: object = {}): Promise<Part> => {
    const fields = { sku: `NEW-${(skus += 1)}`, name: 'Brake pad', hsn: '87083000', unit: 'PCS', unitPrice: rupees('100.00') };
    return given().desk.stock.createPart({ ...fields, ...change }, given().basics.actors.admin);
  };
  const load = (id: string): Promise<Part> => given().transact(somebody, ({ parts }) => parts.get(id, everywhere));
  const here = (): string => given().basics.branches.blr01.id;
  const receive = (partId: string, quantity: string, more: { unitCost?: Money; serials?: string[]; at?: string } = {}) => {
    const { unitCost = rupees('10.00'), serials, at = here() } = more;
    const paper = { serviceCenterId: at, supplier: 'Sahyadri Spares', reference: 'INV/4711' };
    return given().desk.stock.receive(
      { ...paper, items: [{ partId, quantity: q(quantity), unitCost, serials }] },
      given().basics.actors.staff,
    );
  };
  const balance = (partId: string, at: string = here()): Promise<string[]> =>
    given().transact(somebody, async ({ stockItems }) => {
      const [item] = await stockItems.lock(at, [partId], everywhere);
      return item ? [item.onHand, item.reserved, item.stockValue].map(String) : [];
    });

  it('STK-10 a part is kept as it was given, changed under its version, and its SKU is there once in whatever letters', async () => {
    const { desk, basics, eventsOf } = given();
    const { admin } = basics.actors;
    const substitute = await newPart();
    const { id: partId, sku } = await newPart({ category: ' Brakes ', mrp: rupees('118.00'), substitutes: [substitute.id] });
    const kept = await load(partId);
    assert.deepEqual(
      [kept.category, String(kept.mrp), kept.substitutes, kept.active, kept.description],
      ['Brakes', '118.00', [substitute.id], true, null],
    );
    await assert.rejects(newPart({ sku: sku.toLowerCase() }), refusal('record.duplicate'));
    const edited = await desk.stock.editPart({ partId, active: false, name: 'Brake pads', version: 1 }, admin);
    assert.deepEqual([edited.active, edited.name, (await load(partId)).version], [false, 'Brake pads', 2]);
    await assert.rejects(desk.stock.editPart({ partId, name: 'Other', version: 1 }, admin), refusal('version.stale'));
    assert.deepEqual(await eventsOf(partId), ['PartCreated', 'PartEdited']);
  });

  it('TAX-07 a price with the tax of the day is at most the printed one, also when only one of the two is changed', async () => {
    const { desk, basics } = given();
    const edit = (partId: string, change: object) => desk.stock.editPart({ partId, ...change }, basics.actors.admin);
    // Brake parts bear 18 % on this day.
    await assert.rejects(newPart({ mrp: rupees('117.99') }), refusal('price.above_mrp', /118.00 with tax/));
    const { id } = await newPart({ mrp: rupees('118.00') });
    await assert.rejects(edit(id, { unitPrice: rupees('100.01') }), refusal('price.above_mrp'));
    await assert.rejects(edit(id, { mrp: rupees('117.99') }), refusal('price.above_mrp'));
    await edit(id, { unitPrice: rupees('200.00'), mrp: null });
    await assert.rejects(newPart({ hsn: '99999999' }), refusal('tax_rate.unknown'));
  });

  it('STK-10 what cannot be right of a part is refused with its field', async () => {
    const ghost = given().ids.next();
    for (const [change, pointer] of [
      [{ sku: ' ' }, '/sku'],
      [{ hsn: '87083' }, '/hsn'],
      [{ unit: 'LITRE' }, '/unit'],
      [{ unitPrice: rupees('-1.00') }, '/unitPrice'],
      [{ reorderLevel: q('-1') }, '/reorderLevel'],
      [{ taxTreatment: 'FREE' }, '/taxTreatment'],
      [{ substitutes: [ghost] }, '/substitutes/0'],
    ] as const)
      await assert.rejects(newPart(change), (error) => {
        assert.ok(error instanceof DomainError);
        assert.deepEqual([error.code, error.details.errors?.map((each) => each.pointer)], ['request.invalid', [pointer]]);
        return true;
      });
    const { id: partId } = await newPart();
    await assert.rejects(
      given().desk.stock.editPart({ partId, substitutes: [partId] }, given().basics.actors.admin),
      refusal('request.invalid', /part itself/),
    );
  });

  it('ACC-04 who may only ask for a part or a price is asked for, and who may not touch a price is denied it', async () => {
    const { desk, basics } = given();
    const { manager, staff, advisor } = basics.actors;
    const { id: partId } = await newPart();
    const asked = (action: string) => (error: unknown) => {
      assert.ok(error instanceof DomainError && error.code === 'approval.unavailable');
      assert.equal((error.details.explanation as { action: string }).action, action);
      return true;
    };
    await assert.rejects(desk.stock.editPart({ partId, name: 'Pad' }, manager), asked('part.edit'));
    await assert.rejects(desk.stock.editPart({ partId, name: 'Pad' }, staff), asked('part.edit'));
    await assert.rejects(desk.stock.editPart({ partId, unitPrice: rupees('9.00') }, manager), asked('part.price'));
    await assert.rejects(desk.stock.editPart({ partId, unitPrice: rupees('9.00') }, staff), refusal('access.denied'));
    await assert.rejects(desk.stock.editPart({ partId, name: 'Pad' }, advisor), refusal('access.denied'));
  });

  it('STK-04 whether a part is tracked by serial number is changed while there is none of it', async () => {
    const { desk, basics } = given();
    const { admin } = basics.actors;
    const { id: partId } = await newPart();
    await desk.stock.editPart({ partId, serialTracked: true }, admin);
    await receive(partId, '1', { serials: ['A-1'] });
    await assert.rejects(desk.stock.editPart({ partId, serialTracked: false }, admin), refusal('part.refused'));
  });

  it('STK-01 a goods receipt is kept with its lines, moves stock from the supplier at what it cost, and is never changed', async () => {
    const { desk, basics, transact, movementsOf, eventsOf } = given();
    const [one, two] = [await newPart(), await newPart({ unit: 'LTR', hsn: '27101980' })];
    const items = [
      { partId: two.id, quantity: q('2.500'), unitCost: rupees('480.00') },
      { partId: one.id, quantity: q('4'), unitCost: rupees('33.33') },
    ];
    const paper = { serviceCenterId: here(), supplier: 'Sahyadri Spares', reference: 'INV/4711' };
    const { id } = await desk.stock.receive({ ...paper, items }, basics.actors.staff);
    const kept = await transact(somebody, ({ goodsReceipts }) => goodsReceipts.get(id, everywhere));
    assert.deepEqual(
      [kept.supplier, kept.reference, kept.receivedBy, String(kept.value)],
      ['Sahyadri Spares', 'INV/4711', basics.actors.staff.userId, '1333.32'],
    );
    assert.deepEqual(
      kept.lines.map(({ position, partId, quantity, value }) => [position, partId, String(quantity), String(value)]),
      [
        [1, two.id, '2.500', '1200.00'],
        [2, one.id, '4.000', '133.32'],
      ],
    );
    assert.deepEqual(await balance(two.id), ['2.500', '0.000', '1200.00']);
    const from = { type: 'SUPPLIER', id: null };
    assert.deepEqual(await movementsOf(one.id), [{ quantity: '4.000', value: '133.32', from, to: { type: 'STORE', id: here() } }]);
    assert.deepEqual(await eventsOf(id), ['StockReceived']);
    const forged = transact(somebody, async ({ goodsReceipts, record }) => {
      Object.assign(await goodsReceipts.get(id, everywhere), { supplier: 'Somebody else' });
      record(noted('StockReceived', id));
    });
    // The application's role has no right to it either.
    await assert.rejects(forged, (error: Error) => refusal('record.refused')(error) || /permission denied/.test(error.message));
  });

  it('STK-03 the first of a part comes in as often as it is brought, also when all come at once', async () => {
    const { id } = await newPart();
    assert.deepEqual(
      await codes(Array.from({ length: AT_ONCE }, () => receive(id, '1.5'))),
      Array.from({ length: AT_ONCE }, () => 'done'),
    );
    assert.deepEqual(await balance(id), ['12.000', '0.000', '120.00']);
  });

  it('STK-10 SCN-02 nothing comes in of a discontinued part, at a closed branch, or at somebody else’s', async () => {
    const { desk, basics, transact, make } = given();
    const { id: partId } = await newPart({ active: false });
    await assert.rejects(receive(partId, '1'), refusal('part.inactive'));
    const { id } = await newPart();
    await assert.rejects(receive(id, '1', { at: basics.branches.pun01.id }), refusal('entity.absent'));
    const { pun01 } = basics.branches;
    const { actor: guest } = await make.colleague('SC_STAFF', pun01);
    const closed = (status: 'INACTIVE' | 'ACTIVE') =>
      transact(somebody, async ({ serviceCenters, record }) => {
        Object.assign(await serviceCenters.getForChange(pun01.id, everywhere), { status });
        record(noted('ServiceCenterMoved', pun01.id));
      });
    await closed('INACTIVE');
    const items = [{ partId: id, quantity: q('1'), unitCost: rupees('1.00') }];
    const taken = desk.stock.receive({ serviceCenterId: pun01.id, supplier: 'A', reference: 'B', items }, guest);
    await assert.rejects(taken, refusal('service_center.closed'));
    await closed('ACTIVE');
    assert.deepEqual(await balance(id, pun01.id), []);
  });

  it('STK-04 a part that is tracked by serial number comes in by unit, and each unit is known once', async () => {
    const { transact } = given();
    const part = await newPart({ serialTracked: true });
    for (const [quantity, serials] of [
      ['1.500', ['A-1', 'A-2']],
      ['2', ['A-1']],
      ['2', []],
      ['2', ['A-1', 'a-1 ']],
    ] as const)
      await assert.rejects(
        receive(part.id, quantity, { serials: [...serials] }),
        refusal(quantity === '1.500' ? 'quantity.malformed' : 'serial.refused'),
      );
    await receive(part.id, '2', { serials: ['A-1', 'A-2'] });
    await assert.rejects(receive(part.id, '1', { serials: ['a-2'] }), refusal('serial.refused', /is here already: in a store/));
    assert.deepEqual(await balance(part.id), ['2.000', '0.000', '20.00']);
    const units = await transact(somebody, ({ serials }) => serials.at(part.id, { type: 'STORE', id: here() }));
    assert.deepEqual(units.map(({ serial }) => serial).toSorted(), ['A-1', 'A-2']);
    const plain = await newPart();
    await assert.rejects(receive(plain.id, '1', { serials: ['A-1'] }), refusal('serial.refused', /is not tracked/));
  });

  it('STK-04 of many who bring in the same unit at once, one does', async () => {
    const part = await newPart({ serialTracked: true });
    const all = await codes(Array.from({ length: AT_ONCE }, () => receive(part.id, '1', { serials: ['ONE'] })));
    assert.deepEqual(all, ['done', ...Array.from({ length: AT_ONCE - 1 }, () => 'serial.refused')]);
    assert.deepEqual(await balance(part.id), ['1.000', '0.000', '10.00']);
  });

  it('STK-04 a unit goes where it is taken to, only from where it is, and may come back from outside', async () => {
    const { transact, ids } = given();
    const part = await newPart({ serialTracked: true });
    await receive(part.id, '1', { serials: ['A-1'] });
    const [store, job, customer] = [
      { type: 'STORE', id: here() },
      { type: 'JOB', id: ids.next() },
      { type: 'CUSTOMER', id: null },
    ] as const;
    const move = (from: typeof store | typeof job | typeof customer, to: typeof store | typeof job | typeof customer, serial = 'a-1') =>
      transact(somebody, async (unit) => {
        await moveSerials({ ids })(unit, { part, quantity: q('1'), serials: [serial], from, to });
        unit.record(noted('PartsIssued', part.id));
      });
    await assert.rejects(move(job, customer), refusal('serial.refused', /not there to be taken: it is in a store/));
    await assert.rejects(move(store, job, 'B-7'), refusal('serial.refused', /no unit B-7/));
    await move(store, job);
    await assert.rejects(move(store, job), refusal('serial.refused', /on a job/));
    await assert.rejects(receive(part.id, '1', { serials: ['A-1'] }), refusal('serial.refused', /on a job/));
    await move(job, customer);
    await receive(part.id, '1', { serials: ['A-1'] });
    const units = await transact(somebody, ({ serials }) => serials.lock(part.id, ['A-1']));
    assert.deepEqual(
      units.map(({ locationType, locationId }) => [locationType, locationId]),
      [['STORE', here()]],
    );
  });
});
