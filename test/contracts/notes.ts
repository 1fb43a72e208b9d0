import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { CreditNote } from '@dms/domain/billing/credit-note';
import type { Invoice } from '@dms/domain/billing/invoice';
import { everywhere } from '@dms/domain/shared/actor';
import { ApprovalNeeded } from '@dms/domain/shared/approval-needed';
import { DomainError, type ErrorCode } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { somebody } from './fixtures.ts';
import { contract, type Given } from './harness.ts';

const rupees = (text: string): Money => Money.parse(text);
const codeOf = async (asked: Promise<unknown>): Promise<ErrorCode | 'done' | 'asked'> => {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (error instanceof ApprovalNeeded) return 'asked';
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};
const noteOf = ({ transact }: Given, id: string): Promise<CreditNote> =>
  transact(somebody, ({ creditNotes }) => creditNotes.get(id, everywhere));
const paymentOf = ({ transact }: Given, id: string) => transact(somebody, ({ payments }) => payments.get(id, everywhere));
const figuresOf = ({ status, appliedAmount, refundAmount, refundedAmount, openAmount }: CreditNote) =>
  [status, ...[appliedAmount, refundAmount, refundedAmount, openAmount].map(String)] as const;

/** A bill of ₹1,888.00. */
const half = { quantity: Quantity.parse('1.000') };
const drafted = ({ desk }: Given, bill: Invoice, quantity = half.quantity): Promise<CreditNote> =>
  desk.note.draft({ invoiceId: bill.id, lines: [{ lineId: bill.lines[0]!.id, quantity }], reason: 'Half of it was not done' }, somebody);
const issued = async (given: Given, bill: Invoice): Promise<CreditNote> =>
  given.desk.note.issue({ creditNoteId: (await drafted(given, bill)).id }, somebody);

/** Credit notes whose money goes back, and drafts that nobody wants. */
export const notes = contract('credit notes', (given) => {
  it('INV-02 CRN-01 an invoice is not cancelled under a credit note, though nothing of it is settled any more', async () => {
    const { desk, make, basics } = given();
    const { advisor, manager } = basics.actors;
    const bill = await make.invoice();
    const paid = await desk.pay({ invoiceId: bill.id, amount: bill.totalAmount, method: 'UPI' }, advisor);
    const note = await issued(given(), bill);
    await desk.reverse({ paymentId: paid.id, reason: 'by mistake' }, manager);
    const cancel = desk.cancel({ invoiceId: bill.id, reason: 'wrong customer' }, manager);
    await assert.rejects(cancel, ({ code, message }: DomainError) => code === 'invoice.transition' && message.includes(note.noteNumber!));
    const other = await make.invoice();
    await drafted(given(), other);
    assert.equal(
      (await desk.cancel({ invoiceId: other.id, reason: 'wrong customer' }, manager)).status,
      'CANCELLED',
      'a draft is no note yet',
    );
  });

  it('CRN-01 PAY-06 what was written off is given up once: notes give back no more than was paid, drafted before or after', async () => {
    const { desk, make, basics } = given();
    const { advisor, admin } = basics.actors;
    const unpaid = await make.invoice();
    const early = await drafted(given(), unpaid);
    await desk.writeOff({ invoiceId: unpaid.id, reason: 'moved away' }, admin);
    assert.equal(await codeOf(desk.note.issue({ creditNoteId: early.id }, somebody)), 'creditnote.exceeds');
    await desk.note.discard({ creditNoteId: early.id }, somebody);
    assert.equal(await codeOf(drafted(given(), unpaid)), 'creditnote.exceeds');

    const part = await make.invoice();
    await desk.pay({ invoiceId: part.id, amount: rupees('944.00'), method: 'UPI' }, advisor);
    await desk.writeOff({ invoiceId: part.id, reason: 'a gesture' }, admin);
    const note = await issued(given(), part);
    assert.deepEqual(figuresOf(note), ['issued', '0.00', '0.00', '0.00', '944.00'], 'what was paid of it can come back');
    assert.equal(await codeOf(drafted(given(), part, Quantity.parse('0.001'))), 'creditnote.exceeds');

    const two = await make.invoice();
    const [first] = [await drafted(given(), two), await drafted(given(), two)];
    await desk.pay({ invoiceId: two.id, amount: rupees('944.00'), method: 'UPI' }, advisor);
    await desk.writeOff({ invoiceId: two.id, reason: 'a gesture' }, admin);
    assert.equal(await codeOf(desk.note.issue({ creditNoteId: first.id }, somebody)), 'done', 'whatever else is only drafted');
  });

  it('CRN-01 what is open of a note goes back by the way its invoice was paid, once somebody else agrees', async () => {
    const { desk, make, basics } = given();
    const { advisor, manager } = basics.actors;
    const bill = await make.invoice();
    const card = await desk.pay({ invoiceId: bill.id, amount: bill.totalAmount, method: 'CARD' }, advisor);
    const note = await issued(given(), bill);
    assert.deepEqual(figuresOf(note), ['issued', '0.00', '0.00', '0.00', '944.00']);
    const refund = await desk.note.refund({ creditNoteId: note.id, reason: 'no other bill' }, advisor);
    assert.deepEqual(
      [refund.method, refund.paymentId, refund.creditNoteId, refund.amount.toString(), refund.status],
      ['CARD', card.id, note.id, '944.00', 'requested'],
    );
    assert.deepEqual(figuresOf(await noteOf(given(), note.id)), ['issued', '0.00', '944.00', '0.00', '0.00'], 'set aside');
    assert.equal(await codeOf(desk.note.refund({ creditNoteId: note.id, reason: 'again' }, advisor)), 'creditnote.exceeds');
    assert.equal(await codeOf(desk.refund.approve({ refundId: refund.id }, advisor)), 'access.denied');
    await desk.refund.approve({ refundId: refund.id }, manager);
    await desk.refund.process({ refundId: refund.id }, advisor);
    await desk.refund.complete({ refundId: refund.id, reference: 'UTR-1' }, advisor);
    assert.deepEqual(figuresOf(await noteOf(given(), note.id)), ['refunded', '0.00', '944.00', '944.00', '0.00']);
    const paid = await paymentOf(given(), card.id);
    assert.deepEqual([paid.status, paid.allocatedAmount.toString()], ['captured', '1888.00'], 'the invoice is paid by it all the same');
    assert.equal(
      await codeOf(desk.refund.request({ paymentId: card.id, amount: rupees('944.01'), reason: 'more' }, advisor)),
      'payment.refused',
      'no more goes back than came',
    );
    assert.equal(await codeOf(desk.reverse({ paymentId: card.id, reason: 'by mistake' }, manager)), 'payment.transition');
  });

  it('CRN-01 a part that went back is used, one that failed is open again, and the rest can be applied', async () => {
    const { desk, make, basics } = given();
    const { advisor, manager } = basics.actors;
    const vehicle = await make.vehicle();
    const bill = await (await make.repair(vehicle, [make.labour], 21_000)).bill([]);
    await desk.pay({ invoiceId: bill.id, amount: bill.totalAmount, method: 'UPI' }, advisor);
    const note = await issued(given(), bill);
    const ask = async (amount: string) =>
      (await desk.note.refund({ creditNoteId: note.id, amount: rupees(amount), reason: 'a part' }, advisor)).id;
    const [sent, failed, declined] = [await ask('100.00'), await ask('200.00'), await ask('300.00')];
    await desk.refund.reject({ refundId: declined, reason: 'apply it' }, manager);
    for (const refundId of [sent, failed]) {
      await desk.refund.approve({ refundId }, manager);
      await desk.refund.process({ refundId }, advisor);
    }
    await desk.refund.complete({ refundId: sent }, advisor);
    await desk.refund.fail({ refundId: failed, reason: 'the account is closed' }, advisor);
    assert.deepEqual(figuresOf(await noteOf(given(), note.id)), ['partially_applied', '0.00', '100.00', '100.00', '844.00']);
    const next = await (await make.repair(vehicle, [make.labour], 22_000)).bill([]);
    const used = await desk.note.apply({ creditNoteId: note.id, invoiceId: next.id }, advisor);
    assert.deepEqual(figuresOf(used), ['applied', '844.00', '100.00', '100.00', '0.00']);
  });

  it('CRN-01 no payment gives back more than it brought: two are named each for its part, cash up to its limit', async () => {
    const { desk, make, basics } = given();
    const { advisor } = basics.actors;
    const bill = await make.invoice();
    const pay = async (amount: string, method: 'CARD' | 'UPI') =>
      (await desk.pay({ invoiceId: bill.id, amount: rupees(amount), method }, advisor)).id;
    const [byCard, byUpi] = [await pay('500.00', 'CARD'), await pay('1388.00', 'UPI')];
    const whole = await drafted(given(), bill, Quantity.parse('2.000'));
    await desk.note.issue({ creditNoteId: whole.id }, somebody);
    const refund = (more: { amount?: Money; paymentId?: string }) =>
      desk.note.refund({ creditNoteId: whole.id, reason: 'back', ...more }, advisor);
    assert.equal(await codeOf(refund({})), 'creditnote.refused');
    assert.equal(await codeOf(refund({ amount: rupees('500.01'), paymentId: byCard })), 'creditnote.refused');
    const parts = [await refund({ amount: rupees('500.00'), paymentId: byCard }), await refund({})];
    assert.deepEqual(
      parts.map(({ method, amount, paymentId }) => [method, amount.toString(), paymentId]),
      [
        ['CARD', '500.00', byCard],
        ['UPI', '1388.00', byUpi],
      ],
    );
    const unpaid = await make.invoice();
    const draft = await drafted(given(), unpaid);
    assert.equal(await codeOf(desk.note.refund({ creditNoteId: draft.id, reason: 'early' }, advisor)), 'creditnote.transition');
    const dear = await make.invoice([{ ...make.labour, unitPrice: rupees('20000.00') }]);
    await desk.pay({ invoiceId: dear.id, amount: dear.totalAmount, method: 'CASH' }, somebody);
    const inCash = await issued(given(), dear);
    const ask = (amount: string) => desk.note.refund({ creditNoteId: inCash.id, amount: rupees(amount), reason: 'back' }, advisor);
    assert.equal(await codeOf(ask('10000.01')), 'payment.refused');
    assert.equal(await codeOf(ask('10000.00')), 'done');
  });

  it('CRN-01 of one payment of two invoices a note gives back for each what it brought there, and not again', async () => {
    const { desk, make, basics } = given();
    const { advisor } = basics.actors;
    const vehicle = await make.vehicle();
    const bills = [await (await make.repair(vehicle, [make.labour], 21_000)).bill([])];
    bills.push(await (await make.repair(vehicle, [make.labour], 22_000)).bill([]));
    const allocations = bills.map(({ id }) => ({ invoiceId: id, amount: rupees('500.00') }));
    const paid = await desk.pay({ allocations, method: 'CARD' }, advisor);
    const half = rupees('600.00'); // 708.00 with tax
    const note = async (): Promise<CreditNote> => {
      const [line] = bills[0]!.lines;
      const drawn = await desk.note.draft(
        { invoiceId: bills[0]!.id, lines: [{ lineId: line!.id, amount: half }], reason: 'too dear' },
        somebody,
      );
      return desk.note.issue({ creditNoteId: drawn.id }, somebody);
    };
    await desk.pay({ invoiceId: bills[0]!.id, amount: rupees('1388.00'), method: 'CHEQUE' }, advisor);
    const notes = [await note(), await note()];
    const back = (creditNoteId: string) =>
      codeOf(desk.note.refund({ creditNoteId, paymentId: paid.id, amount: rupees('500.00'), reason: 'back' }, advisor));
    assert.deepEqual([await back(notes[0]!.id), await back(notes[1]!.id)], ['done', 'creditnote.refused']);
    assert.equal((await paymentOf(given(), paid.id)).noteRefundAmount.toString(), '500.00');
  });

  it('TAX-10 a debit note is issued on no invoice that was cancelled, and none is cancelled while one stands', async () => {
    const { desk, make, basics } = given();
    const { manager } = basics.actors;
    const bill = await make.invoice();
    const lines = [{ lineId: bill.lines[0]!.id, amount: rupees('100.00') }];
    const [first, second] = [
      await desk.debit.draft({ invoiceId: bill.id, lines, reason: 'too little' }, manager),
      await desk.debit.draft({ invoiceId: bill.id, lines, reason: 'too little' }, manager),
    ];
    const cancel = (invoiceId: string) => codeOf(desk.cancel({ invoiceId, reason: 'the wrong customer' }, manager));
    await desk.debit.issue({ debitNoteId: first.id }, manager);
    assert.equal(await cancel(bill.id), 'invoice.transition', 'a note stands on it');
    assert.deepEqual([await cancel(first.id), await cancel(bill.id)], ['done', 'done']);
    assert.equal(await codeOf(desk.debit.issue({ debitNoteId: second.id }, manager)), 'debitnote.refused');
    const other = await make.invoice();
    const [line] = other.lines;
    const draft = await desk.debit.draft(
      { invoiceId: other.id, lines: [{ lineId: line!.id, amount: rupees('1.00') }], reason: 'x' },
      manager,
    );
    const codes = await Promise.all([codeOf(desk.debit.issue({ debitNoteId: draft.id }, manager)), cancel(other.id)]);
    assert.equal(codes.filter((code) => code === 'done').length, 1, String(codes));
  });

  it('CRN-01 of a note that is applied and refunded by many at once no more is used than it is worth', async () => {
    const { desk, make, basics } = given();
    const { advisor } = basics.actors;
    const vehicle = await make.vehicle();
    const bill = await (await make.repair(vehicle, [make.labour], 21_000)).bill([]);
    await desk.pay({ invoiceId: bill.id, amount: bill.totalAmount, method: 'CARD' }, advisor);
    const next = await (await make.repair(vehicle, [make.labour], 22_000)).bill([]);
    const note = await issued(given(), bill);
    const amount = rupees('300.00');
    const codes = await Promise.all([
      ...Array.from({ length: 4 }, () => codeOf(desk.note.refund({ creditNoteId: note.id, amount, reason: 'back' }, advisor))),
      ...Array.from({ length: 4 }, () => codeOf(desk.note.apply({ creditNoteId: note.id, invoiceId: next.id, amount }, advisor))),
    ]);
    assert.deepEqual(
      [codes.filter((code) => code === 'done').length, codes.filter((code) => code === 'creditnote.exceeds').length],
      [3, 5],
      String(codes),
    );
    const kept = await noteOf(given(), note.id);
    assert.deepEqual([Money.sum([kept.appliedAmount, kept.refundAmount]).toString(), kept.openAmount.toString()], ['900.00', '44.00']);
  });

  it('CRN-01 INV-04 a draft that is discarded frees what was on it, has no number, and stays discarded', async () => {
    const { desk, make, basics } = given();
    const { advisor } = basics.actors;
    const bill = await make.invoice();
    const note = await drafted(given(), bill, Quantity.parse('2.000'));
    assert.equal(await codeOf(drafted(given(), bill, Quantity.parse('0.001'))), 'creditnote.exceeds');
    const gone = await desk.note.discard({ creditNoteId: note.id, reason: 'the wrong bill' }, advisor);
    assert.deepEqual([gone.status, gone.noteNumber, gone.openAmount.toString()], ['discarded', null, '0.00']);
    const again = await drafted(given(), bill, Quantity.parse('2.000'));
    for (const creditNoteId of [note.id]) {
      assert.equal(await codeOf(desk.note.issue({ creditNoteId }, somebody)), 'creditnote.transition');
      assert.equal(await codeOf(desk.note.discard({ creditNoteId }, advisor)), 'creditnote.transition');
    }
    const numbered = await desk.note.issue({ creditNoteId: again.id }, somebody);
    assert.equal(await codeOf(desk.note.discard({ creditNoteId: numbered.id }, advisor)), 'creditnote.transition');

    const draft = await make.draft();
    assert.equal(await codeOf(desk.draft({ sourceType: 'job', sourceId: draft.sourceId }, advisor)), 'invoice.nothing_to_bill');
    const ended = await desk.discard({ invoiceId: draft.id }, advisor);
    assert.deepEqual([ended.status, ended.invoiceNumber, ended.balance.toString()], ['DISCARDED', null, '0.00']);
    assert.equal(await codeOf(desk.pay({ invoiceId: draft.id, amount: rupees('1.00'), method: 'UPI' }, advisor)), 'invoice.transition');
    assert.equal(await codeOf(desk.issue({ invoiceId: draft.id }, advisor)), 'invoice.transition');
    const next = await desk.draft({ sourceType: 'job', sourceId: draft.sourceId }, advisor);
    assert.deepEqual([next.totalAmount.toString(), next.replacesId], [draft.totalAmount.toString(), null]);
    await desk.issue({ invoiceId: next.id }, advisor);
    assert.equal(await codeOf(desk.discard({ invoiceId: next.id }, advisor)), 'invoice.transition');
  });

  it('TRF-02 goods that come back to another GSTIN are credited on the invoice they travelled under, in the unit that takes them back', async () => {
    const { desk, make, basics, transact, eventsOf } = given();
    const [oil, filter] = [await make.partInStock('10'), await make.partInStock('10')];
    const items = [oil, filter].map(({ id: partId }) => ({ partId, quantity: Quantity.parse('3') }));
    const notesOf = (invoiceId: string) => transact(somebody, ({ creditNotes }) => creditNotes.givenBackOn(invoiceId));
    const invoiceOf = (id: string) => transact(somebody, ({ invoices }) => invoices.get(id, everywhere));

    const recalled = await make.transfer(items, 'in_transit', { to: basics.branches.pun01.id });
    await desk.transfer.recall({ transferId: recalled.id, outcome: 'RETURNED', reason: 'the wrong branch' }, somebody);
    const bill = await invoiceOf(recalled.invoiceId!);
    assert.deepEqual([bill.totalAmount, bill.creditedAmount, bill.balance].map(String), ['708.00', '708.00', '0.00']);
    assert.deepEqual([bill.status, (await notesOf(bill.id)).lines.length], ['PAID', 2]);

    const short = await make.transfer(items, 'in_transit', { to: basics.branches.pun01.id });
    const received = await desk.transfer.receive(
      {
        transferId: short.id,
        items: [
          { partId: oil.id, quantity: Quantity.parse('1'), short: Quantity.parse('2') },
          { partId: filter.id, quantity: Quantity.parse('2'), damaged: Quantity.parse('1') },
        ],
      },
      somebody,
    );
    const [lost, broken] = [
      received.variances.find(({ kind }) => kind === 'SHORT')!,
      received.variances.find(({ kind }) => kind === 'DAMAGED')!,
    ];
    await desk.transfer.decide({ transferId: short.id, varianceId: lost.id, outcome: 'WRITTEN_OFF' }, basics.actors.admin);
    const untouched = await invoiceOf(short.invoiceId!);
    assert.equal(untouched.creditedAmount.toString(), '0.00', 'what is lost was supplied');
    await desk.transfer.decide({ transferId: short.id, varianceId: broken.id, outcome: 'RETURNED', note: 'dented' }, basics.actors.admin);
    const credited = await invoiceOf(short.invoiceId!);
    // 1 of 3 at ₹100 and 18 % IGST.
    assert.deepEqual([credited.creditedAmount, credited.balance].map(String), ['118.00', '590.00']);
    const [line] = (await notesOf(credited.id)).lines;
    assert.deepEqual([line!.quantity, line!.taxable, line!.igst].map(String), ['1.000', '100.00', '18.00']);
    assert.deepEqual(await eventsOf(short.invoiceId!), ['InvoiceDrafted', 'InvoiceIssued']);

    const challan = await make.transfer([{ partId: oil.id, quantity: Quantity.parse('1') }]);
    const within = await desk.transfer.recall({ transferId: challan.id, outcome: 'RETURNED', reason: 'no supply' }, somebody);
    assert.deepEqual([within.documentKind, within.invoiceId], ['CHALLAN', null]);
  });

  it('TAX-10 a debit note adds to its invoice at the rate, code and place of supply of the invoice, in a series of its own', async () => {
    const { desk, make, basics, eventsOf } = given();
    const { advisor } = basics.actors;
    const bill = await make.invoice(make.mainLines);
    const [labour, oil] = bill.lines;
    const lines = [
      { lineId: labour!.id, amount: rupees('100.00') },
      { lineId: oil!.id, quantity: Quantity.parse('0.500') },
    ];
    const draft = await desk.debit.draft({ invoiceId: bill.id, lines, reason: 'Half a litre was forgotten' }, advisor);
    // 100.00 + 18 %, and half of 650.00 + 18 %: 118.00 + 383.50, rounded to the rupee.
    assert.deepEqual([draft.taxable, draft.cgst, draft.sgst, draft.igst, draft.roundOff, draft.totalAmount].map(String), [
      '425.00',
      '38.25',
      '38.25',
      '0.00',
      '0.50',
      '502.00',
    ]);
    assert.deepEqual(
      draft.lines.map(({ hsn, taxRate, quantity, taxable }) => [hsn, taxRate, quantity.toString(), taxable.toString()]),
      [
        [labour!.hsn, labour!.taxRate, '0.000', '100.00'],
        [oil!.hsn, oil!.taxRate, '0.500', '325.00'],
      ],
    );
    assert.equal(draft.placeOfSupply, bill.placeOfSupply);
    assert.equal(await codeOf(desk.issue({ invoiceId: draft.id }, advisor)), 'entity.absent', 'it is no invoice');
    assert.equal(await codeOf(desk.debit.issue({ debitNoteId: bill.id }, advisor)), 'entity.absent');
    const note = await desk.debit.issue({ debitNoteId: draft.id }, advisor);
    assert.match(note.invoiceNumber!, /^DBLR012627\/\d{5}$/);
    assert.deepEqual([note.status, note.balance.toString(), note.dueDate], ['UNPAID', '502.00', '2026-11-29']);
    const { title, original, reason, totals, buyer } = note.document!;
    assert.deepEqual(
      [title, original, reason, totals.total],
      ['Debit Note', { number: bill.invoiceNumber, date: bill.documentDate }, 'Half a litre was forgotten', '502.00'],
    );
    assert.deepEqual(buyer, bill.document!.buyer);
    const link = new URL(note.document!.upi!.link).searchParams;
    assert.deepEqual([link.get('am'), link.get('tn')], ['502.00', `Debit note ${note.invoiceNumber}`]);
    assert.deepEqual(await eventsOf(note.id), ['DebitNoteDrafted', 'DebitNoteIssued']);
    // It is a receivable of its own: paid like an invoice, beside it too.
    const allocations = [bill, note].map(({ id, totalAmount: amount }) => ({ invoiceId: id, amount }));
    const paid = await desk.pay({ allocations, method: 'UPI' }, advisor);
    assert.equal(paid.unallocated.toString(), '0.00');
  });

  it('CRN-01 debit notes above ₹1,000 need somebody else; they are on issued invoices, each line once, for something', async () => {
    const { desk, make, basics } = given();
    const { admin, advisor, manager } = basics.actors;
    const bill = await make.invoice();
    const lineId = bill.lines[0]!.id;
    const ask = (lines: readonly { lineId: string; amount?: Money; quantity?: Quantity }[], invoiceId = bill.id, by = advisor) =>
      codeOf(desk.debit.draft({ invoiceId, lines, reason: 'too little' }, by));
    const amount = rupees('900.00'); // ₹1,062.00
    assert.equal(await ask([{ lineId, amount }], bill.id, admin), 'asked');
    assert.equal(await ask([{ lineId, amount: rupees('0.00') }]), 'debitnote.refused');
    assert.equal(await ask([{ lineId }]), 'debitnote.refused');
    assert.equal(await ask([{ lineId, amount, quantity: Quantity.parse('1') }]), 'debitnote.refused');
    assert.equal(
      await ask([
        { lineId, amount: rupees('1.00') },
        { lineId, amount: rupees('1.00') },
      ]),
      'debitnote.refused',
    );
    const draft = await make.draft();
    assert.equal(await ask([{ lineId: draft.lines[0]!.id, amount: rupees('1.00') }], draft.id), 'debitnote.refused');
    const unwanted = await desk.debit.draft({ invoiceId: bill.id, lines: [{ lineId, amount: rupees('1.00') }], reason: 'x' }, manager);
    assert.equal((await desk.debit.discard({ debitNoteId: unwanted.id }, manager)).status, 'DISCARDED');
    assert.equal(await codeOf(desk.debit.issue({ debitNoteId: unwanted.id }, manager)), 'invoice.transition');
    const note = await desk.debit.issue(
      { debitNoteId: (await desk.debit.draft({ invoiceId: bill.id, lines: [{ lineId, amount }], reason: 'x' }, somebody)).id },
      somebody,
    );
    const [line] = note.lines;
    const onNote = desk.note.draft({ invoiceId: note.id, lines: [{ lineId: line!.id, amount }], reason: 'x' }, somebody);
    assert.equal(await codeOf(onNote), 'creditnote.refused', 'a credit note corrects an invoice');
    const gone = await desk.cancel({ invoiceId: note.id, reason: 'by mistake' }, manager);
    assert.deepEqual([gone.status, gone.invoiceNumber], ['CANCELLED', note.invoiceNumber]);
  });

  it('PAY-05 the charge of a cheque that bounced is billed by a debit note without tax, once, and paid like an invoice', async () => {
    const { desk, make, basics, transact } = given();
    const { advisor, manager } = basics.actors;
    const bill = await make.invoice();
    const cheque = { amount: bill.totalAmount, method: 'CHEQUE', reference: '000123' } as const;
    const payment = await desk.pay({ invoiceId: bill.id, ...cheque }, advisor);
    const bouncing = Array.from({ length: 4 }, () => codeOf(desk.bounce({ paymentId: payment.id, reason: 'no funds' }, manager)));
    assert.deepEqual((await Promise.all(bouncing)).toSorted(), ['done', ...Array.from({ length: 3 }, () => 'payment.transition')]);
    const { chargeId } = await paymentOf(given(), payment.id);
    const charge = await transact(somebody, ({ invoices }) => invoices.get(chargeId!, everywhere));
    assert.deepEqual(
      [charge.kind, charge.status, charge.customerId, charge.balance.toString(), charge.tax.toString(), charge.lines[0]!.treatment],
      ['DEBIT_NOTE', 'UNPAID', bill.customerId, '500.00', '0.00', 'NOT_A_SUPPLY'],
    );
    assert.equal(charge.reason, 'The cheque 000123 was not honoured');
    const paid = await desk.pay({ invoiceId: charge.id, amount: rupees('500.00'), method: 'CASH' }, advisor);
    assert.equal(paid.allocatedAmount.toString(), '500.00');
  });
});
