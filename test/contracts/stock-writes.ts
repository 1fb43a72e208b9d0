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

  const adjust = (partId: string, delta: string, more: object = {}, by = given().basics.actors.manager) =>
    given().desk.stock.adjust({ serviceCenterId: here(), partId, delta: q(delta), reason: 'counted again', ...more }, by);
  const nextDay = (): void => given().clock.advance(86_400_000);

  it('STK-06 within the limit an adjustment is posted at once, at the average cost, from or to nowhere', async () => {
    const { make, transact, movementsOf, eventsOf } = given();
    const part = await make.partInStock('3');
    await receive(part.id, '1', { unitCost: rupees('200.01') }); // 4 for 500.01
    const less = await adjust(part.id, '-1');
    assert.deepEqual([less.status, String(less.value), less.approvalId], ['posted', '-125.00', null]);
    const more = await adjust(part.id, '2');
    assert.equal(String(more.value), '250.01'); // two of three that are worth 375.01
    assert.deepEqual(await balance(part.id), ['5.000', '0.000', '625.02']);
    const [nowhere, store] = [
      { type: 'ADJUSTMENT', id: null },
      { type: 'STORE', id: here() },
    ];
    assert.deepEqual((await movementsOf(part.id)).slice(-2), [
      { quantity: '1.000', value: '125.00', from: store, to: nowhere },
      { quantity: '2.000', value: '250.01', from: nowhere, to: store },
    ]);
    assert.deepEqual(await eventsOf(less.id), ['StockAdjusted']);
    const kept = await transact(somebody, ({ stockAdjustments }) => stockAdjustments.find(more.id, everywhere));
    assert.deepEqual([String(kept?.delta), kept?.reason, kept?.status], ['2.000', 'counted again', 'posted']);
    assert.deepEqual([...(await eventsOf(more.id))], ['StockAdjusted']);
  });

  it('STK-06 into an empty store more comes in at the cost that is given, or else at that of the catalogue, and judged no lower', async () => {
    const part = await newPart({ cost: rupees('40.00'), unitPrice: rupees('9000.00') });
    const first = await adjust(part.id, '2');
    assert.equal(String(first.value), '80.00');
    await assert.rejects(adjust(part.id, '1', { unitCost: rupees('1.00') }), refusal('request.invalid', /average cost of ₹40.00/));
    await adjust(part.id, '-2');
    assert.equal(String((await adjust(part.id, '1', { unitCost: rupees('55.00') })).value), '55.00');
    // A low cost is judged by the catalogue's, and an unknown one by the price.
    const dear = await newPart({ cost: rupees('9000.00') });
    await assert.rejects(adjust(dear.id, '3', { unitCost: rupees('0.01') }), refusal('approval.unavailable'));
    const unknown = await newPart({ unitPrice: rupees('9000.00') });
    await assert.rejects(adjust(unknown.id, '3'), refusal('approval.unavailable'));
  });

  it('ACC-04 STK-06 above the limit by document, by day or by units somebody else decides', async () => {
    const { make, basics } = given();
    const { staff, manager } = basics.actors;
    nextDay();
    const part = await make.partInStock('1000'); // at 100.00
    await assert.rejects(adjust(part.id, '-5.001', {}, staff), refusal('approval.unavailable'));
    for (const delta of ['-5', '5', '-5', '5']) await adjust(part.id, delta, {}, staff); // 2,000 together, whatever the sign
    await assert.rejects(adjust(part.id, '-0.001', {}, staff), refusal('approval.unavailable'));
    await assert.rejects(adjust(part.id, '-250.001', {}, manager), refusal('approval.unavailable'));
    await adjust(part.id, '-250', {}, manager);
    await assert.rejects(adjust(part.id, '-0.001', {}, manager), refusal('approval.unavailable'));
    await adjust(part.id, '-700', {}, basics.actors.admin);
    nextDay();
    await adjust(part.id, '-5', {}, staff);
    await assert.rejects(adjust(part.id, '-1', {}, basics.actors.advisor), refusal('access.denied'));
  });

  it('STK-03 STK-06 nothing goes that is not there or is reserved, and nothing at all is no adjustment', async () => {
    const { make } = given();
    nextDay();
    const part = await make.partInStock('4');
    await make.transfer([{ partId: part.id, quantity: q('3') }], 'approved');
    await assert.rejects(adjust(part.id, '-1.001'), refusal('stock.insufficient', /Only 1.000 available/));
    await adjust(part.id, '-1');
    await assert.rejects(adjust(part.id, '0'), refusal('request.invalid'));
    await assert.rejects(adjust((await newPart()).id, '-1'), refusal('stock.insufficient', /Only 0.000 available/));
    await assert.rejects(adjust(given().ids.next(), '1'), refusal('entity.absent'));
    await assert.rejects(adjust(part.id, '1', { serviceCenterId: given().basics.branches.blr02.id }), refusal('entity.absent'));
    assert.deepEqual(await balance(part.id), ['3.000', '3.000', '300.00']);
  });

  it('STK-10 what is left of a discontinued part can be written off, and no more of it put on the shelf', async () => {
    const { make, desk, basics } = given();
    nextDay();
    const part = await make.partInStock('2');
    await desk.stock.editPart({ partId: part.id, active: false }, basics.actors.admin);
    await adjust(part.id, '-1');
    await assert.rejects(adjust(part.id, '1'), refusal('part.inactive'));
  });

  it('STK-03 of many adjustments of the last units at once as many are posted as there are units', async () => {
    const { make, basics } = given();
    nextDay();
    const part = await make.partInStock('3');
    const all = await codes(Array.from({ length: AT_ONCE }, () => adjust(part.id, '-1', {}, basics.actors.admin)));
    assert.deepEqual(all, ['done', 'done', 'done', ...Array.from({ length: AT_ONCE - 3 }, () => 'stock.insufficient')]);
    assert.deepEqual(await balance(part.id), ['0.000', '0.000', '0.00']);
  });

  it('STK-04 the units that are found or gone are named, and only those that are here go', async () => {
    const { transact } = given();
    nextDay();
    const part = await newPart({ serialTracked: true });
    await receive(part.id, '2', { serials: ['A-1', 'A-2'] });
    await assert.rejects(adjust(part.id, '-1'), refusal('serial.refused'));
    await assert.rejects(adjust(part.id, '-1', { serials: ['B-7'] }), refusal('serial.refused'));
    await adjust(part.id, '-1', { serials: ['a-1'] });
    await adjust(part.id, '1', { serials: ['C-3'] });
    await adjust(part.id, '1', { serials: ['A-1'] });
    const units = await transact(somebody, ({ serials }) => serials.at(part.id, { type: 'STORE', id: here() }));
    assert.deepEqual(units.map(({ serial }) => serial).toSorted(), ['A-1', 'A-2', 'C-3']);
  });

  const started = async (): Promise<string> =>
    (await given().desk.stock.startCount({ serviceCenterId: here() }, given().basics.actors.staff)).id;
  const count = (countId: string, items: readonly { partId: string; quantity: Quantity; serials?: string[] }[]) =>
    given().desk.stock.count({ countId, items }, given().basics.actors.staff);
  const post = (countId: string) => given().desk.stock.postCount({ countId }, given().basics.actors.manager);

  it('STK-02 a count corrects by the difference when it was counted, whatever was sold or came in since', async () => {
    const { make, transact, eventsOf, movementsOf } = given();
    const [short, over, right, never] = [
      await make.partInStock('10'),
      await make.partInStock('4'),
      await make.partInStock('7'),
      await newPart(),
    ];
    const id = await started();
    const taken = await count(id, [
      { partId: short.id, quantity: q('8') },
      { partId: over.id, quantity: q('4.5') },
      { partId: right.id, quantity: q('7') },
      { partId: never.id, quantity: q('2') },
    ]);
    assert.deepEqual(
      taken.lines.map(({ partId, difference }) => [partId, String(difference)]).toSorted(),
      [
        [short.id, '-2.000'],
        [over.id, '0.500'],
        [right.id, '0.000'],
        [never.id, '2.000'],
      ].toSorted(),
    );
    // It freezes nothing: three are sent to the neighbours, and twenty come in.
    await make.transfer([{ partId: short.id, quantity: q('3') }]);
    await receive(over.id, '20', { unitCost: rupees('100.00') });
    const posted = await post(id);
    assert.equal(posted.status, 'posted');
    assert.deepEqual(await Promise.all([short, over, right, never].map(async (part) => (await balance(part.id))[0])), [
      ...['5.000', '24.500', '7.000', '2.000'],
    ]);
    assert.equal(String(posted.value), '-150.00'); // two at 100.00 are gone, half of one is found
    assert.equal((await movementsOf(right.id)).length, 1);
    assert.deepEqual(await eventsOf(id), ['StockCountStarted', 'StockCounted', 'StockCountPosted']);
    const kept = await transact(somebody, ({ stockCounts }) => stockCounts.get(id, everywhere));
    assert.deepEqual(kept.lines.find(({ partId }) => partId === short.id)?.delta?.toString(), '-2.000');
    await assert.rejects(post(id), refusal('count.refused', /posted already/));
    await assert.rejects(count(id, [{ partId: short.id, quantity: q('1') }]), refusal('count.refused'));
  });

  it('STK-06 what was adjusted after it was counted has to be counted again, and is not corrected twice', async () => {
    const { make } = given();
    nextDay();
    const [part, other] = [await make.partInStock('10'), await make.partInStock('10')];
    const [one, two] = [await started(), await started()];
    const found = [part, other].map(({ id }) => ({ partId: id, quantity: q('8') }));
    await count(one, found);
    await count(two, found);
    await post(one);
    await assert.rejects(post(two), refusal('count.refused', /corrected after it was counted: count it again/));
    await count(two, [{ partId: part.id, quantity: q('8') }]);
    await assert.rejects(post(two), refusal('count.refused', new RegExp(`of ${other.sku} were`)));
    await count(two, [{ partId: other.id, quantity: q('7') }]);
    await post(two);
    assert.deepEqual([(await balance(part.id))[0], (await balance(other.id))[0]], ['8.000', '7.000']);
  });

  it('STK-06 an adjustment and a count of the same loss at once take it away once', async () => {
    const { make, basics } = given();
    for (let round = 0; round < 4; round += 1) {
      nextDay();
      const part = await make.partInStock('10');
      const id = await started();
      await count(id, [{ partId: part.id, quantity: q('8') }]);
      const [posted, adjusted] = await Promise.allSettled([post(id), adjust(part.id, '-2', {}, basics.actors.admin)]);
      assert.equal(adjusted.status, 'fulfilled');
      // The count first, and then whoever adjusts does so on top of it, as they said; or the adjustment first, and the count is refused.
      assert.equal((await balance(part.id))[0], posted.status === 'fulfilled' ? '6.000' : '8.000');
      if (posted.status === 'rejected') assert.ok(refusal('count.refused')(posted.reason));
    }
  });

  it('STK-03 of many who post a count at once one does, and what is reserved for others is not taken away', async () => {
    const { make } = given();
    const part = await make.partInStock('10');
    const id = await started();
    await count(id, [{ partId: part.id, quantity: q('4') }]);
    assert.deepEqual(await codes(Array.from({ length: AT_ONCE }, () => post(id))), [
      ...Array.from({ length: AT_ONCE - 1 }, () => 'count.refused'),
      'done',
    ]);
    assert.equal((await balance(part.id))[0], '4.000');
    await make.transfer([{ partId: part.id, quantity: q('3') }], 'approved');
    const again = await started();
    await count(again, [{ partId: part.id, quantity: q('2') }]);
    await assert.rejects(post(again), refusal('stock.insufficient', /Only 1.000 available, 2.000 asked for/));
    assert.deepEqual((await balance(part.id)).slice(0, 2), ['4.000', '3.000']);
  });

  it('ACC-04 staff count, and only ask for it to be posted; an empty count and another branch’s are not', async () => {
    const { make, desk, basics } = given();
    const part = await make.partInStock('3');
    const id = await started();
    await assert.rejects(post(id), refusal('count.refused', /Nothing was counted/));
    await count(id, [{ partId: part.id, quantity: q('3') }]);
    await assert.rejects(desk.stock.postCount({ countId: id }, basics.actors.staff), refusal('approval.unavailable'));
    await assert.rejects(desk.stock.postCount({ countId: id }, basics.actors.elsewhere), refusal('entity.absent'));
    await assert.rejects(desk.stock.postCount({ countId: id, version: 1 }, basics.actors.manager), refusal('version.stale'));
    await assert.rejects(desk.stock.startCount({ serviceCenterId: here() }, basics.actors.advisor), refusal('access.denied'));
    const twice = [part, part].map(({ id: partId }) => ({ partId, quantity: q('1') }));
    await assert.rejects(count(id, twice), refusal('count.refused', /named twice/));
    await assert.rejects(count(id, [{ partId: given().ids.next(), quantity: q('1') }]), refusal('entity.absent'));
  });

  it('STK-04 a count names the units, writes off those that are missing, and lets be those that turned up since', async () => {
    const { transact, ids } = given();
    const part = await newPart({ serialTracked: true });
    await receive(part.id, '4', { serials: ['A', 'B', 'C', 'D'] });
    const id = await started();
    const { lines } = await count(id, [{ partId: part.id, quantity: q('3'), serials: ['a', 'X', 'Y'] }]);
    assert.deepEqual([lines[0]!.missing, lines[0]!.surplus, String(lines[0]!.difference)], [['B', 'C', 'D'], ['X', 'Y'], '-1.000']);
    // One that was missing is found and leaves, one that was found comes in by its paper.
    await receive(part.id, '1', { serials: ['Y'] });
    await transact(somebody, async (unit) => {
      const [item] = await unit.stockItems.lock(here(), [part.id], everywhere);
      item!.reserve(q('1'));
      item!.issueReserved(q('1'));
      const job = { type: 'JOB', id: ids.next() } as const;
      await moveSerials({ ids })(unit, { part, quantity: q('1'), serials: ['B'], from: { type: 'STORE', id: here() }, to: job });
      unit.record(noted('PartsIssued', part.id));
    });
    await post(id);
    const units = await transact(somebody, ({ serials }) => serials.at(part.id, { type: 'STORE', id: here() }));
    assert.deepEqual(units.map(({ serial }) => serial).toSorted(), ['A', 'X', 'Y']);
    assert.equal((await balance(part.id))[0], '3.000');
  });

  it('STK-09 a branch sets its least and greatest level, the least not above the greatest, under the version it saw', async () => {
    const { make, desk, basics, transact } = given();
    const part = await make.partInStock('3');
    const load = () => transact(somebody, async ({ stockItems }) => (await stockItems.lock(here(), [part.id], everywhere))[0]!);
    const { id: stockItemId, version } = await load();
    const set = (levels: object, by = basics.actors.manager) => desk.stock.setLevels({ stockItemId, ...levels }, by);
    const levels = async () => {
      const { minLevel, maxLevel } = await load();
      return [minLevel?.toString() ?? null, maxLevel?.toString() ?? null];
    };
    await set({ minLevel: q('2.5'), maxLevel: q('10'), version });
    assert.deepEqual(await levels(), ['2.500', '10.000']);
    await assert.rejects(set({ maxLevel: q('2') }), refusal('request.invalid', /above the greatest/));
    await assert.rejects(set({ minLevel: q('-1') }), refusal('request.invalid'));
    await assert.rejects(set({ minLevel: q('1'), version }), refusal('version.stale'));
    await set({ minLevel: null });
    assert.deepEqual(await levels(), [null, '10.000']);
    await assert.rejects(set({ minLevel: q('1') }, basics.actors.staff), refusal('access.denied'));
    await assert.rejects(set({ minLevel: q('1') }, basics.actors.elsewhere), refusal('entity.absent'));
  });
});
