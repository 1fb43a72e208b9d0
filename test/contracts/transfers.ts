import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Part } from '@dms/domain/inventory/part';
import type { StockTransfer } from '@dms/domain/inventory/stock-transfer';
import { receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import { type Actor, everywhere } from '@dms/domain/shared/actor';
import { DomainError, type ErrorCode } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { refusal } from '../unit/shared/refusals.ts';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const q = (text: string): Quantity => Quantity.parse(text);

/** What became of each that was asked at once: `ok`, or the code of its refusal. */
const outcomes = async (asked: readonly Promise<unknown>[]): Promise<('ok' | ErrorCode)[]> =>
  (await Promise.allSettled(asked)).map((one) => {
    if (one.status === 'fulfilled') return 'ok';
    if (one.reason instanceof DomainError) return one.reason.code;
    throw one.reason;
  });

/** Stock between branches, as every adapter has to keep it (TRF-01, TRF-02). */
export const transfers = contract('a stock transfer', (given) => {
  const [from, to] = [() => given().basics.branches.blr01.id, () => given().basics.branches.blr02.id];

  /** On hand, reserved, in transit, and worth. */
  const stock = (partId: string, serviceCenterId: string): Promise<string[]> =>
    given().transact(somebody, async ({ stockItems }) => {
      const [item] = await stockItems.lock(serviceCenterId, [partId], everywhere);
      return item ? [item.onHand, item.reserved, item.inTransit, item.stockValue].map(String) : [];
    });

  const load = (id: string): Promise<StockTransfer> =>
    given().transact(somebody, ({ stockTransfers }) => stockTransfers.get(id, everywhere));

  const buy = (partId: string, quantity: string, unitCost: string, serviceCenterId: string = from()): Promise<void> =>
    given().transact(somebody, async (unit) => {
      const items = [{ partId, quantity: q(quantity), unitCost: Money.parse(unitCost) }];
      const document = { type: 'GoodsReceipt', id: given().ids.next() };
      await receiveFromSupplier(given())(unit, { serviceCenterId, document, items }, somebody, everywhere);
      unit.record(noted('StockReceived', partId));
    });

  const boss = (): Actor => given().basics.actors.admin;

  it('TRF-01 goes from asking to receiving: reserved when the other side agrees, on the road when it is sent, on the shelf when it comes', async () => {
    const { make, desk, eventsOf, basics } = given();
    const part = await make.partInStock('10');
    const neighbour = (await make.colleague('SC_MANAGER', basics.branches.blr02)).actor;
    const asked = await make.transfer([{ partId: part.id, quantity: q('4') }], 'pending', { by: neighbour });
    assert.equal(asked.makerServiceCenterId, to());
    assert.match(asked.transferNumber, /^TR-BLR01-2627-\d{5}$/);
    assert.deepEqual(await stock(part.id, from()), ['10.000', '0.000', '0.000', '1000.00']);

    const transferId = asked.id;
    await desk.transfer.approve({ transferId, comments: 'Take them' }, basics.actors.manager);
    assert.deepEqual(await stock(part.id, from()), ['10.000', '4.000', '0.000', '1000.00']);

    await desk.transfer.dispatch({ transferId, vehicleNumber: 'KA01AB1234', transporter: 'own van' }, basics.actors.staff);
    assert.deepEqual(await stock(part.id, from()), ['6.000', '0.000', '0.000', '600.00']);
    assert.deepEqual(await stock(part.id, to()), ['0.000', '0.000', '4.000', '0.00']);

    await desk.transfer.receive({ transferId, items: [{ partId: part.id, quantity: q('1') }] }, neighbour);
    assert.deepEqual(
      [(await load(transferId)).status, ...(await stock(part.id, to()))],
      ['partially_received', '1.000', '0.000', '3.000', '100.00'],
    );
    await desk.transfer.receive({ transferId, items: [{ partId: part.id, quantity: q('3') }] }, neighbour);
    assert.deepEqual(await stock(part.id, to()), ['4.000', '0.000', '0.000', '400.00']);

    const done = await load(transferId);
    assert.deepEqual(
      [done.status, done.vehicleNumber, done.transporter, String(done.approvedValue), String(done.lines[0]!.dispatchedValue)],
      ['received', 'KA01AB1234', 'own van', '400.00', '400.00'],
    );
    assert.deepEqual(
      done.transitions.map(({ event, movedBy }) => [event, movedBy]),
      [
        ['submit', neighbour.userId],
        ['approve', basics.people.manager.id],
        ['dispatch', basics.people.staff.id],
        ['receive', neighbour.userId],
        ['receive', neighbour.userId],
        ['complete', neighbour.userId],
      ],
    );
    assert.deepEqual(await eventsOf(transferId), [
      'StockTransferCreated',
      'StockTransferApproved',
      'StockTransferDispatched',
      'StockTransferReceived',
      'StockTransferReceived',
    ]);
  });

  it('TRF-02 within one GSTIN it travels with a challan of its own series, with every particular of Rule 55', async () => {
    const { make, basics } = given();
    const part = await make.partInStock('9');
    const one = await make.transfer([{ partId: part.id, quantity: q('3') }]);
    const two = await make.transfer([{ partId: part.id, quantity: q('1.5') }]);
    const serial = ({ documentNumber }: StockTransfer): number => Number(/^TBLR012627\/(\d{5})$/.exec(documentNumber!)![1]);
    assert.equal(serial(two), serial(one) + 1);
    const { challan, documentKind, invoiceId, gstin } = await load(two.id);
    assert.deepEqual([documentKind, invoiceId, gstin], ['CHALLAN', null, '29AABCS1429B1ZQ']);
    assert.equal(challan!.title, 'Delivery Challan');
    assert.equal(challan!.number, two.documentNumber);
    assert.equal(challan!.date, '2026-11-22');
    assert.deepEqual([challan!.consignor.gstin, challan!.consignor.branchCode], ['29AABCS1429B1ZQ', 'BLR01']);
    assert.deepEqual([challan!.consignee.gstin, challan!.consignee.branchCode], ['29AABCS1429B1ZQ', 'BLR02']);
    assert.deepEqual(challan!.lines, [
      { position: 1, sku: part.sku, description: part.name, hsn: '87083000', quantity: '1.500', unit: 'PCS', taxableValue: '150.00' },
    ]);
    assert.deepEqual([challan!.taxableValue, challan!.reason, challan!.copies.length], ['150.00', 'Booked for tomorrow', 3]);
    assert.equal(challan!.transferNumber, two.transferNumber);
    assert.equal(basics.branches.blr01.gstNumber, basics.branches.blr02.gstNumber);
  });

  it('TRF-02 between two GSTINs it travels with a tax invoice of the sender’s series, taxed by the place of supply', async () => {
    const { make, basics, transact, eventsOf } = given();
    const { pun01 } = basics.branches;
    const part = await make.partInStock('9');
    const before = await make.invoice();
    const sent = await make.transfer([{ partId: part.id, quantity: q('3') }], 'in_transit', { to: pun01.id });
    const { documentKind, documentNumber, challan, invoiceId } = await load(sent.id);
    assert.deepEqual([documentKind, challan], ['INVOICE', null]);
    const invoice = await transact(somebody, ({ invoices }) => invoices.get(invoiceId!, everywhere));
    assert.equal(invoice.invoiceNumber, documentNumber);
    assert.equal(Number(documentNumber!.slice(-5)), Number(before.invoiceNumber!.slice(-5)) + 1);
    assert.deepEqual(
      [invoice.status, invoice.sourceType, invoice.sourceId, invoice.payer, invoice.placeOfSupply, invoice.supplyType, invoice.customerId],
      ['UNPAID', 'transfer', sent.id, 'INTERNAL', '27', 'INTER', null],
    );
    // 3 at 100.00, brake parts at 18 %.
    assert.deepEqual([invoice.taxable, invoice.cgst, invoice.sgst, invoice.igst, invoice.totalAmount].map(String), [
      '300.00',
      '0.00',
      '0.00',
      '54.00',
      '354.00',
    ]);
    assert.deepEqual(
      [invoice.document!.seller.gstin, invoice.document!.buyer.gstin, invoice.document!.transfer],
      ['29AABCS1429B1ZQ', '27AABCS1429B1ZU', { number: sent.transferNumber }],
    );
    assert.deepEqual(await eventsOf(invoice.id), ['InvoiceDrafted', 'InvoiceIssued']);
  });

  it('TRF-02 STK-05 the invoice bears the cost that left the books, to the paisa, and so does the credit for what comes back', async () => {
    const { make, desk, basics, transact } = given();
    const part = await make.partInStock('1');
    await buy(part.id, '299', '33.11');
    assert.deepEqual(await stock(part.id, from()), ['300.000', '0.000', '0.000', '9999.89']);
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('300') }], 'in_transit', {
      to: basics.branches.pun01.id,
    });
    const invoiceOf = async () => {
      const { invoiceId } = await load(transferId);
      return transact(somebody, ({ invoices }) => invoices.get(invoiceId!, everywhere));
    };
    const { taxable, igst, totalAmount, lines } = await invoiceOf();
    assert.deepEqual([taxable, igst, totalAmount, lines[0]!.unitPrice, lines[0]!.quantity, lines[0]!.taxable].map(String), [
      '9999.89',
      '1799.98',
      '11800.00',
      '33.33',
      '300.000',
      '9999.89',
    ]);
    await desk.transfer.recall({ transferId, outcome: 'RETURNED', reason: 'Wrong branch' }, boss());
    assert.equal(String((await invoiceOf()).creditedAmount), '11800.00');
    assert.deepEqual(await stock(part.id, from()), ['300.000', '0.000', '0.000', '9999.89']);
  });

  it('TRF-02 a challan and the numbers of a transfer are never changed', async () => {
    const { make, transact } = given();
    const part = await make.partInStock('2');
    const { id } = await make.transfer([{ partId: part.id, quantity: q('1') }]);
    const forged = transact(somebody, async ({ stockTransfers, record }) => {
      const transfer = await stockTransfers.getForChange(id, everywhere);
      transfer.documentNumber = 'TBLR012627/99999';
      record(noted('StockTransferDispatched', id));
    });
    await assert.rejects(forged, refusal('record.refused'));
  });

  it('TRF-01 what comes short or damaged stays on the road until it is decided, and then the transfer is received', async () => {
    const { make, desk, movementsOf, basics } = given();
    const part = await make.partInStock('10');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('10') }]);
    const receiver = (await make.colleague('SC_STAFF', basics.branches.blr02)).actor;
    const items = [{ partId: part.id, quantity: q('5'), short: q('2'), damaged: q('3') }];
    const reported = await desk.transfer.receive({ transferId, items }, receiver);
    assert.equal(reported.status, 'partially_received');
    assert.deepEqual(await stock(part.id, to()), ['5.000', '0.000', '5.000', '500.00']);
    await assert.rejects(
      desk.transfer.receive({ transferId, items: [{ partId: part.id, quantity: q('0.001') }] }, receiver),
      refusal('transfer.refused'),
    );
    await assert.rejects(
      desk.transfer.recall({ transferId, outcome: 'RETURNED', reason: 'Wrong' }, boss()),
      refusal('transfer.transition'),
    );

    const [short, damaged] = (['SHORT', 'DAMAGED'] as const).map((kind) => reported.variances.find((each) => each.kind === kind)!.id);
    await desk.transfer.decide({ transferId, varianceId: short!, outcome: 'WRITTEN_OFF', note: 'Never loaded' }, boss());
    assert.equal((await load(transferId)).status, 'partially_received');
    await assert.rejects(desk.transfer.decide({ transferId, varianceId: short!, outcome: 'FOUND' }, boss()), refusal('transfer.refused'));
    await desk.transfer.decide({ transferId, varianceId: damaged!, outcome: 'WRITTEN_OFF' }, boss());
    const done = await load(transferId);
    const [line] = done.lines;
    assert.deepEqual(
      [done.status, ...[line!.received, line!.writtenOff, line!.short, line!.damaged, line!.writtenOffValue].map(String)],
      ['received', '5.000', '5.000', '2.000', '3.000', '500.00'],
    );
    assert.deepEqual(await stock(part.id, to()), ['5.000', '0.000', '0.000', '500.00']);
    const left = (await movementsOf(part.id))
      .filter((each) => each.from.type === 'IN_TRANSIT')
      .map((each) => [each.to.type, each.quantity, each.value]);
    assert.deepEqual(left.toSorted(), [
      ['ADJUSTMENT', '2.000', '200.00'],
      ['SCRAP', '3.000', '300.00'],
      ['STORE', '5.000', '500.00'],
    ]);
  });

  it('TRF-01 what was missed can be found after all, or have gone back', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('4');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('3') }]);
    const { variances } = await desk.transfer.receive(
      { transferId, items: [{ partId: part.id, quantity: Quantity.zero, short: q('2'), damaged: q('1') }] },
      somebody,
    );
    const of = (kind: string) => variances.find((each) => each.kind === kind)!.id;
    await desk.transfer.decide({ transferId, varianceId: of('SHORT'), outcome: 'FOUND' }, boss());
    await desk.transfer.decide({ transferId, varianceId: of('DAMAGED'), outcome: 'RETURNED' }, boss());
    assert.deepEqual(await stock(part.id, to()), ['2.000', '0.000', '0.000', '200.00']);
    assert.deepEqual(await stock(part.id, from()), ['2.000', '0.000', '0.000', '200.00']);
    assert.equal((await load(transferId)).status, 'received');
  });

  it('ACC-02 who reported it, or sent it off, does not write it off', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('4');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('3') }], 'approved');
    await desk.transfer.dispatch({ transferId }, boss());
    await assert.rejects(desk.transfer.recall({ transferId, outcome: 'WRITTEN_OFF', reason: 'Lost' }, boss()), refusal('access.denied'));
    const { variances } = await desk.transfer.receive(
      { transferId, items: [{ partId: part.id, quantity: q('2'), damaged: q('1') }] },
      boss(),
    );
    const varianceId = variances[0]!.id;
    await assert.rejects(desk.transfer.decide({ transferId, varianceId, outcome: 'WRITTEN_OFF' }, boss()), refusal('access.denied'));
    const other = (await make.colleague('ADMIN')).actor;
    assert.equal((await desk.transfer.decide({ transferId, varianceId, outcome: 'WRITTEN_OFF' }, other)).status, 'received');
  });

  it('TRF-01 is cancelled before it is sent, which frees the stock, and not after', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('4');
    const items = [{ partId: part.id, quantity: q('3') }];
    for (const until of ['pending', 'approved'] as const) {
      const { id: transferId } = await make.transfer(items, until);
      await desk.transfer.cancel({ transferId, reason: 'Not needed' }, somebody);
      assert.deepEqual(
        [(await load(transferId)).status, ...(await stock(part.id, from()))],
        ['cancelled', '4.000', '0.000', '0.000', '400.00'],
      );
    }
    const { id: transferId } = await make.transfer(items);
    await assert.rejects(desk.transfer.cancel({ transferId, reason: 'Too late' }, somebody), refusal('transfer.transition'));
  });

  it('TRF-01 is declined by the other side, and nothing is reserved', async () => {
    const { make, desk, eventsOf } = given();
    const part = await make.partInStock('4');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('3') }], 'pending');
    const rejected = await desk.transfer.reject({ transferId, rejectionReason: 'We need them' }, somebody);
    assert.equal(rejected.status, 'rejected');
    assert.deepEqual(await stock(part.id, from()), ['4.000', '0.000', '0.000', '400.00']);
    assert.deepEqual(await eventsOf(transferId), ['StockTransferCreated', 'StockTransferRejected']);
    await assert.rejects(desk.transfer.approve({ transferId }, somebody), refusal('transfer.transition'));
  });

  it('TRF-01 is recalled to the sender at the cost it left with, whatever the average is by then', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('4');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('3') }]);
    await buy(part.id, '1', '300.00');
    await desk.transfer.receive({ transferId, items: [{ partId: part.id, quantity: q('1') }] }, somebody);
    const recalled = await desk.transfer.recall({ transferId, outcome: 'RETURNED', reason: 'Wrong branch' }, boss());
    assert.equal(recalled.status, 'recalled');
    assert.deepEqual(await stock(part.id, from()), ['4.000', '0.000', '0.000', '600.00']);
    assert.deepEqual(await stock(part.id, to()), ['1.000', '0.000', '0.000', '100.00']);
  });

  it('TRF-01 what was lost on the road is written off by a recall, and ends on nobody’s shelf', async () => {
    const { make, desk, movementsOf } = given();
    const part = await make.partInStock('4');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('3') }]);
    await desk.transfer.recall({ transferId, outcome: 'WRITTEN_OFF', reason: 'The van burnt out' }, boss());
    assert.deepEqual(await stock(part.id, from()), ['1.000', '0.000', '0.000', '100.00']);
    assert.deepEqual(await stock(part.id, to()), ['0.000', '0.000', '0.000', '0.00']);
    assert.deepEqual((await movementsOf(part.id)).at(-1)!.to, { type: 'ADJUSTMENT', id: null });
  });

  it('STK-05 a cost that does not divide goes along to the paisa', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('1');
    await buy(part.id, '2', '0.01');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('3') }]);
    for (const quantity of ['1', '1', '1'])
      await desk.transfer.receive({ transferId, items: [{ partId: part.id, quantity: q(quantity) }] }, somebody);
    const [line] = (await load(transferId)).lines;
    assert.deepEqual([line!.dispatchedValue, line!.receivedValue, line!.transitValue].map(String), ['100.02', '100.02', '0.00']);
    assert.deepEqual(await stock(part.id, to()), ['3.000', '0.000', '0.000', '100.02']);
  });

  it('TRF-01 what nobody has is refused with what there is, and what is on no shelf of the receiver begins there', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('2');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('3') }], 'pending');
    await assert.rejects(desk.transfer.approve({ transferId }, somebody), (error: unknown) => {
      assert.ok(refusal('stock.insufficient')(error));
      assert.deepEqual((error as DomainError).details.shortages, [{ partId: part.id, requested: '3.000', available: '2.000' }]);
      return true;
    });
    assert.deepEqual(await stock(part.id, to()), []);
  });

  it('TRF-01 more than was sent, a part that is not on it, or nothing at all is not received', async () => {
    const { make, desk } = given();
    const [part, other] = [await make.partInStock('4'), await make.partInStock('4')];
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('3') }]);
    for (const items of [
      [{ partId: part.id, quantity: q('3.001') }],
      [{ partId: part.id, quantity: q('2'), short: q('0.5'), damaged: q('0.501') }],
      [
        { partId: part.id, quantity: q('2') },
        { partId: part.id, quantity: q('1.5') },
      ],
      [{ partId: other.id, quantity: q('1') }],
      [{ partId: part.id, quantity: Quantity.zero }],
    ])
      await assert.rejects(desk.transfer.receive({ transferId, items }, somebody), refusal('transfer.refused'));
    assert.deepEqual(await stock(part.id, to()), ['0.000', '0.000', '3.000', '0.00']);
  });

  it('STK-10 a discontinued part is refused on a new transfer, and leaves with one that was agreed on', async () => {
    const { make, desk, transact } = given();
    const part = await make.partInStock('4');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('3') }], 'approved');
    await transact(somebody, async ({ parts, record }) => {
      Object.assign(await parts.getForChange(part.id, everywhere), { active: false });
      record(noted('PartCreated', part.id));
    });
    assert.equal((await desk.transfer.dispatch({ transferId }, somebody)).status, 'in_transit');
    await assert.rejects(make.transfer([{ partId: part.id, quantity: q('1') }], 'pending'), refusal('part.inactive'));
  });

  it('STK-04 a part that is tracked by serial number travels by whole units', async () => {
    const { make } = given();
    const part = await make.partInStock('4', { serialTracked: true });
    await assert.rejects(make.transfer([{ partId: part.id, quantity: q('1.5') }], 'pending'), refusal('quantity.malformed'));
  });

  it('TRF-01 a part named twice is one demand, and a branch sends nothing to itself', async () => {
    const { make } = given();
    const part = await make.partInStock('4');
    const one = { partId: part.id, quantity: q('1') };
    assert.deepEqual(
      (await make.transfer([one, one], 'pending')).lines.map(({ quantity }) => quantity.toString()),
      ['2.000'],
    );
    await assert.rejects(make.transfer([one], 'pending', { to: from() }), refusal('request.invalid'));
  });

  it('ACC-03 is there for both of its branches, and for no other', async () => {
    const { make, basics, transact } = given();
    const part = await make.partInStock('4');
    const { id } = await make.transfer([{ partId: part.id, quantity: q('1') }], 'pending');
    const get = (branch: string) => transact(somebody, ({ stockTransfers }) => stockTransfers.get(id, { kind: 'branches', ids: [branch] }));
    assert.equal((await get(from())).id, id);
    assert.equal((await get(to())).id, id);
    await assert.rejects(get(basics.branches.pun01.id), refusal('entity.absent'));
  });

  it('ACC-04 who approves does so up to their limit, by document and by day', async () => {
    const { make, desk, basics } = given();
    const neighbour = (await make.colleague('SC_MANAGER', basics.branches.blr02)).actor;
    const approver = (await make.colleague('SC_MANAGER', basics.branches.blr01)).actor;
    const part = await make.partInStock('3000');
    const ask = async (quantity: string) =>
      (await make.transfer([{ partId: part.id, quantity: q(quantity) }], 'pending', { by: neighbour })).id;
    const dear = await ask('1000.010');
    await assert.rejects(desk.transfer.approve({ transferId: dear }, approver), refusal('approval.unavailable'));
    assert.equal((await load(dear)).status, 'pending');
    await desk.transfer.approve({ transferId: await ask('600') }, approver);
    const second = await ask('400.010');
    await assert.rejects(desk.transfer.approve({ transferId: second }, approver), refusal('approval.unavailable'));
    await desk.transfer.approve({ transferId: await ask('400') }, approver);
    assert.deepEqual(await stock(part.id, from()), ['3000.000', '1000.000', '0.000', '300000.00']);
  });

  // Many at once

  it('STK-03 transfers both ways at once, with their parts in opposite orders, do not hold each other up', async () => {
    const { make, desk } = given();
    const parts = [await make.partInStock('40'), await make.partInStock('40')];
    const basket = parts.map(({ id: partId }) => ({ partId, quantity: q('10') }));
    const over = await make.transfer(basket);
    await desk.transfer.receive({ transferId: over.id, items: basket }, somebody);
    const one = (quantity = '1') => parts.map(({ id: partId }) => ({ partId, quantity: q(quantity) }));
    const ids: string[] = [];
    for (let n = 0; n < 8; n++) {
      const way = n % 2 === 0 ? [from(), to()] : [to(), from()];
      const items = n % 4 < 2 ? one() : one().toReversed();
      const sides = { fromServiceCenterId: way[0]!, toServiceCenterId: way[1]! };
      const { id: transferId } = await desk.transfer.create({ ...sides, items, reason: 'Both ways' }, somebody);
      await desk.transfer.approve({ transferId }, somebody);
      ids.push(transferId);
    }
    assert.deepEqual(
      await outcomes(ids.map((transferId) => desk.transfer.dispatch({ transferId }, somebody))),
      ids.map(() => 'ok'),
    );
    const receive = (transferId: string, index: number) =>
      desk.transfer.receive({ transferId, items: index % 3 === 0 ? one() : one().toReversed() }, somebody);
    assert.deepEqual(
      await outcomes(ids.map(receive)),
      ids.map(() => 'ok'),
    );
    for (const { id } of parts) {
      assert.deepEqual(await stock(id, from()), ['30.000', '0.000', '0.000', '3000.00']);
      assert.deepEqual(await stock(id, to()), ['10.000', '0.000', '0.000', '1000.00']);
    }
  });

  it('STK-03 goods that reach a branch for the first time from several others at once all set out', async () => {
    const { make, desk, transact, basics, ids } = given();
    const { blr01, blr02, pun01 } = basics.branches;
    const part = new Part({
      id: ids.next(),
      sku: `NEW-${ids.next()}`,
      name: 'Horn',
      hsn: '87083000',
      unit: 'PCS',
      unitPrice: Money.parse('150.00'),
    });
    await transact(somebody, async ({ parts, record }) => {
      parts.add(part);
      record(noted('PartCreated', part.id));
    });
    const transferIds: string[] = [];
    for (const branch of [blr02, pun01, blr02, pun01]) {
      await buy(part.id, '1', '100.00', branch.id);
      const items = [{ partId: part.id, quantity: q('1') }];
      const sides = { fromServiceCenterId: branch.id, toServiceCenterId: blr01.id };
      const { id: transferId } = await desk.transfer.create({ ...sides, items, reason: 'All to one' }, somebody);
      await desk.transfer.approve({ transferId }, somebody);
      transferIds.push(transferId);
    }
    assert.deepEqual(await outcomes(transferIds.map((transferId) => desk.transfer.dispatch({ transferId }, somebody))), [
      'ok',
      'ok',
      'ok',
      'ok',
    ]);
    assert.deepEqual(await stock(part.id, blr01.id), ['0.000', '0.000', '4.000', '0.00']);
    assert.equal(await make.onHand(part.id, blr02.id), '0.000');
  });

  it('TRF-01 of receipts at once as much is taken in as was sent', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('10');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('10') }]);
    const receive = () => desk.transfer.receive({ transferId, items: [{ partId: part.id, quantity: q('4') }] }, somebody);
    assert.deepEqual((await outcomes([receive(), receive(), receive(), receive()])).toSorted(), [
      'ok',
      'ok',
      'transfer.refused',
      'transfer.refused',
    ]);
    assert.deepEqual(await stock(part.id, to()), ['8.000', '0.000', '2.000', '800.00']);
  });

  it('TRF-01 of a dispatch and a cancellation at once one happens', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('10');
    for (let n = 0; n < 5; n++) {
      const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('1') }], 'approved');
      const both = [
        () => desk.transfer.dispatch({ transferId }, somebody),
        () => desk.transfer.cancel({ transferId, reason: 'Not needed' }, somebody),
      ];
      const answers = await outcomes((n % 2 === 0 ? both : both.toReversed()).map((ask) => ask()));
      assert.deepEqual(answers.toSorted(), ['ok', 'transfer.transition']);
      const { status, documentNumber } = await load(transferId);
      assert.equal(documentNumber === null, status === 'cancelled');
    }
    const [onHand, reserved] = await stock(part.id, from());
    const [, , inTransit] = (await stock(part.id, to())).concat('0.000', '0.000', '0.000');
    assert.equal(reserved, '0.000');
    assert.equal(q(onHand!).plus(q(inTransit!)).toString(), '10.000');
  });

  it('TRF-02 of a dispatch and a recall at once, goods that were billed and come back are credited', async () => {
    const { make, desk, basics, transact } = given();
    const part = await make.partInStock('20');
    for (let n = 0; n < 6; n++) {
      const to = basics.branches.pun01.id;
      const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('2') }], 'approved', { to });
      const [sent, recalled] = await outcomes([
        desk.transfer.dispatch({ transferId }, somebody),
        desk.transfer.recall({ transferId, outcome: 'RETURNED', reason: 'Wrong branch' }, boss()),
      ]);
      assert.ok(sent === 'ok' && ['ok', 'version.stale', 'transfer.transition'].includes(recalled!), `${sent} ${recalled}`);
      const { status, invoiceId } = await load(transferId);
      const { totalAmount, creditedAmount } = await transact(somebody, ({ invoices }) => invoices.get(invoiceId!, everywhere));
      assert.equal(String(creditedAmount), status === 'recalled' ? String(totalAmount) : '0.00', status);
    }
  });

  it('TRF-01 an approval and a cancellation at once leave nothing reserved that nobody will take', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('10');
    for (let n = 0; n < 5; n++) {
      const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('2') }], 'pending');
      const both = [
        () => desk.transfer.approve({ transferId }, somebody),
        () => desk.transfer.cancel({ transferId, reason: 'Not needed' }, somebody),
      ];
      const answers = await outcomes((n % 2 === 0 ? both : both.toReversed()).map((ask) => ask()));
      // Approved and then cancelled, or cancelled first: it ends cancelled either way.
      assert.ok(answers.includes('ok') && answers.every((each) => ['ok', 'transfer.transition'].includes(each)), answers.join());
      assert.equal((await load(transferId)).status, 'cancelled');
    }
    assert.deepEqual(await stock(part.id, from()), ['10.000', '0.000', '0.000', '1000.00']);
  });

  it('STK-03 approvals at once reserve no more than there is', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('10');
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) ids.push((await make.transfer([{ partId: part.id, quantity: q('3') }], 'pending')).id);
    const answers = await outcomes(ids.map((transferId) => desk.transfer.approve({ transferId }, somebody)));
    assert.deepEqual(answers.toSorted(), ['ok', 'ok', 'ok', 'stock.insufficient', 'stock.insufficient', 'stock.insufficient']);
    assert.deepEqual(await stock(part.id, from()), ['10.000', '9.000', '0.000', '1000.00']);
  });

  it('INV-01 challans of one series, sent off at once, have consecutive numbers', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('10');
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) ids.push((await make.transfer([{ partId: part.id, quantity: q('1') }], 'approved')).id);
    const sent = await Promise.all(ids.map((transferId) => desk.transfer.dispatch({ transferId }, somebody)));
    const serials = sent.map(({ documentNumber }) => Number(documentNumber!.slice(-5))).toSorted((a, b) => a - b);
    assert.deepEqual(
      serials,
      serials.map((_, index) => serials[0]! + index),
    );
  });

  it('STK-01 STK-02 what is on hand and in transit at both ends is the sum of the movements, and no value is made or lost', async () => {
    const { make, desk, movementsOf } = given();
    const part = await make.partInStock('10');
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('7') }]);
    const { variances } = await desk.transfer.receive(
      { transferId, items: [{ partId: part.id, quantity: q('2.5'), short: q('1'), damaged: q('0.5') }] },
      somebody,
    );
    await desk.transfer.decide({ transferId, varianceId: variances[0]!.id, outcome: 'WRITTEN_OFF' }, boss());
    const sums = new Map<string, { thousandths: bigint; paise: bigint }>();
    const add = ({ type, id }: { type: string; id: string | null }, sign: bigint, quantity: string, value: string) => {
      const { thousandths, paise } = sums.get(`${type} ${id}`) ?? { thousandths: 0n, paise: 0n };
      sums.set(`${type} ${id}`, {
        thousandths: thousandths + sign * q(quantity).thousandths,
        paise: paise + sign * Money.parse(value).paise,
      });
    };
    for (const each of await movementsOf(part.id)) {
      add(each.from, -1n, each.quantity, each.value);
      add(each.to, 1n, each.quantity, each.value);
    }
    const total = [...sums.values()].reduce((sum, each) => ({
      thousandths: sum.thousandths + each.thousandths,
      paise: sum.paise + each.paise,
    }));
    assert.deepEqual(total, { thousandths: 0n, paise: 0n });
    const [line] = (await load(transferId)).lines;
    for (const branch of [from(), to()]) {
      const [onHand, , inTransit, value] = await stock(part.id, branch);
      const [store, road] = [sums.get(`STORE ${branch}`), sums.get(`IN_TRANSIT ${branch}`)];
      assert.deepEqual([store!.thousandths, store!.paise], [q(onHand!).thousandths, Money.parse(value!).paise]);
      assert.equal(road?.thousandths ?? 0n, q(inTransit!).thousandths);
    }
    assert.equal(sums.get(`IN_TRANSIT ${to()}`)!.paise, line!.transitValue.paise);
  });
});
