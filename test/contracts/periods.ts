import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Invoice } from '@dms/domain/billing/invoice';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError, type ErrorCode } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { ApprovalNeeded } from '@dms/domain/shared/approval-needed';
import { Quantity } from '@dms/domain/shared/quantity';
import { noted, somebody } from './fixtures.ts';
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

/** A draft of a credit note on a tenth of an hour of the bill. */
const noteOn = ({ desk, basics }: Given, bill: Invoice) => {
  const lines = [{ lineId: bill.lines[0]!.id, quantity: Quantity.parse('0.100') }];
  return desk.note.draft({ invoiceId: bill.id, lines, reason: 'It was not done' }, basics.actors.advisor);
};

/** Months of the books. The clock stands at 22 November 2026. */
export const periods = contract('a locked month', (given) => {
  it('PER-01 refuses everything that would bear a day of it, and nothing else; opened again it takes it', async () => {
    const { desk, make, basics, transact } = given();
    const { advisor, manager, admin } = basics.actors;
    const [draft, bill, paid, second] = [await make.draft(), await make.invoice(), await make.invoice(), await make.invoice()];
    const whole = { amount: bill.totalAmount, method: 'CHEQUE' } as const;
    const payment = await desk.pay({ invoiceId: paid.id, ...whole }, advisor);
    const to = { serviceCenterId: basics.branches.blr01.id, customerId: bill.customerId!, amount: rupees('10.00'), method: 'UPI' } as const;
    const advance = await desk.advance(to, advisor);
    const refund = await desk.refund.request({ paymentId: advance.id, amount: rupees('1.00'), reason: 'too much' }, advisor);
    await desk.refund.approve({ refundId: refund.id }, manager);
    await desk.refund.process({ refundId: refund.id }, advisor);
    const { card } = await make.assignedCard();
    const part = await make.partInStock('1.000');

    const october = await desk.lockPeriod({ month: '2026-10' }, admin);
    assert.deepEqual([october.month, october.locked], ['2026-10', true]);
    assert.equal(await codeOf(desk.pay({ invoiceId: bill.id, amount: rupees('1.00'), method: 'UPI' }, advisor)), 'done');
    const late = new Date('2026-10-31T18:29:59.000Z');
    const receiving = { invoiceId: bill.id, amount: rupees('1.00'), method: 'UPI' } as const;
    assert.equal(await codeOf(desk.pay({ ...receiving, receivedAt: late }, advisor)), 'period.locked');

    await desk.lockPeriod({ month: '2026-11', reason: 'filed' }, admin);
    const attempts = {
      issue: () => desk.issue({ invoiceId: draft.id }, advisor),
      pay: () => desk.pay(receiving, advisor),
      advance: () => desk.advance(to, advisor),
      apply: () => desk.apply({ paymentId: advance.id, invoiceId: bill.id }, advisor),
      reverse: () => desk.reverse({ paymentId: payment.id, reason: 'by mistake' }, manager),
      bounce: () => desk.bounce({ paymentId: payment.id, reason: 'no funds' }, manager),
      refund: () => desk.refund.complete({ refundId: refund.id }, advisor),
      cancel: () => desk.cancel({ invoiceId: second.id, reason: 'wrong customer' }, manager),
      writeOff: () => desk.writeOff({ invoiceId: second.id, reason: 'the firm is closed' }, admin),
      stock: () =>
        desk.issueParts({ jobCardId: card.id, items: [{ partId: part.id, quantity: Quantity.parse('1') }] }, basics.actors.staff),
    };
    for (const [name, attempt] of Object.entries(attempts)) assert.deepEqual([name, await codeOf(attempt())], [name, 'period.locked']);
    const untouched = await transact(somebody, ({ invoices }) => invoices.get(draft.id, everywhere));
    assert.deepEqual([untouched.status, untouched.invoiceNumber], ['DRAFT', null]);
    assert.equal(
      await codeOf(desk.changeDueDate({ invoiceId: bill.id, dueDate: '2026-12-31' }, manager)),
      'done',
      'a due date is no date of the books',
    );

    assert.equal(await codeOf(desk.unlockPeriod({ month: '2026-11', reason: 'a late bill' }, admin)), 'asked');
    await desk.unlockPeriod({ month: '2026-11', reason: 'a late bill' }, somebody);
    assert.equal(await codeOf(attempts.issue()), 'done');
    assert.equal(await codeOf(attempts.reverse()), 'done');
  });

  it('PER-01 refuses credit notes of the month, and what of them is used in it', async () => {
    const { desk, make, basics, transact } = given();
    const { advisor, manager, admin } = basics.actors;
    const [bill, paid] = [await make.invoice(), await make.invoice()];
    await desk.pay({ invoiceId: paid.id, amount: paid.totalAmount, method: 'UPI' }, advisor);
    const [draft, open] = [await noteOn(given(), bill), await noteOn(given(), paid)];
    await desk.note.issue({ creditNoteId: open.id }, advisor);
    const to = {
      serviceCenterId: basics.branches.blr01.id,
      customerId: bill.customerId!,
      amount: rupees('10.00'),
      method: 'CHEQUE',
    } as const;
    const cheque = await desk.advance(to, advisor);
    await desk.lockPeriod({ month: '2026-11' }, admin);
    const attempts = {
      issue: () => desk.note.issue({ creditNoteId: draft.id }, advisor),
      apply: () => desk.note.apply({ creditNoteId: open.id, invoiceId: paid.id, amount: rupees('1.00') }, advisor),
      bounceOfAnAdvance: () => desk.bounce({ paymentId: cheque.id, reason: 'no funds' }, manager),
    };
    assert.equal(await codeOf(attempts.issue()), 'period.locked');
    assert.equal(await codeOf(attempts.bounceOfAnAdvance()), 'period.locked');
    const kept = await transact(somebody, ({ creditNotes }) => creditNotes.get(draft.id, everywhere));
    assert.deepEqual([kept.status, kept.noteNumber, kept.applications.length], ['draft', null, 0]);
    const drafted = await noteOn(given(), bill);
    assert.equal(drafted.status, 'draft', 'a draft bears no day');
    await desk.unlockPeriod({ month: '2026-11', reason: 'for the next test' }, somebody);
    // What is open is used on another bill of its customer, on a day of its own.
    const owned = await transact(somebody, async ({ vehicles, jobCards }) => {
      const { vehicleId } = await jobCards.get(paid.sourceId, everywhere);
      return vehicles.get(vehicleId, everywhere);
    });
    const next = await (await make.repair(owned, [make.labour], 29_000)).bill([]);
    await desk.lockPeriod({ month: '2026-11' }, admin);
    const using = () => desk.note.apply({ creditNoteId: open.id, invoiceId: next.id }, advisor);
    assert.equal(await codeOf(using()), 'period.locked');
    await desk.unlockPeriod({ month: '2026-11', reason: 'for the next test' }, somebody);
    assert.equal(await codeOf(using()), 'done');
  });

  it('PER-01 of credit notes issued while the month is locked none is dated in it after the lock', async () => {
    const { desk, make, basics, transact } = given();
    const bill = await make.invoice();
    const notes: string[] = [];
    for (let n = 0; n < 6; n += 1) notes.push((await noteOn(given(), bill)).id);
    const numbered = async () => {
      const seen = [];
      for (const id of notes)
        seen.push((await transact(somebody, ({ creditNotes }) => creditNotes.get(id, everywhere))).noteNumber !== null);
      return seen;
    };
    const locking = codeOf(desk.lockPeriod({ month: '2026-11' }, basics.actors.admin)).then(async (code) => {
      assert.equal(code, 'done');
      return numbered();
    });
    const issuing = notes.map((creditNoteId) => codeOf(desk.note.issue({ creditNoteId }, basics.actors.advisor)));
    const [whenLocked, codes] = [await locking, await Promise.all(issuing)];
    const inTheEnd = await numbered();
    assert.deepEqual(inTheEnd, whenLocked, 'what was not there when the month was locked came afterwards');
    assert.deepEqual(
      codes,
      inTheEnd.map((there) => (there ? 'done' : 'period.locked')),
    );
    await desk.unlockPeriod({ month: '2026-11', reason: 'for the next test' }, somebody);
  });

  it('PER-01 TAX-12 while the portal is asked to cancel what bears a day of it a month is not locked, and another is', async () => {
    const { desk, make, basics, transact, clock } = given();
    const { id: documentId, invoiceNumber } = await make.invoice();
    const at = clock.now();
    await transact(somebody, async ({ eInvoices, record }) => {
      const answer = { irn: documentId.replaceAll('-', '').padEnd(64, '0'), ackNumber: '1', ackDate: at, signedQr: 'a.b.c' };
      await eInvoices.keep({ ...answer, documentKind: 'INVOICE', documentId, registeredAt: at, registeredBy: null });
      record(noted('EInvoiceRegistered', documentId));
    });
    const asked = await desk.cancel({ invoiceId: documentId, reason: 'wrong firm' }, basics.actors.manager);
    assert.equal(asked.isBeingCancelled, true);
    const lock = (month: string) => desk.lockPeriod({ month }, basics.actors.admin);
    await assert.rejects(
      lock('2026-11'),
      ({ code, message }: DomainError) => code === 'period.transition' && message.includes(invoiceNumber!),
    );
    assert.equal(await codeOf(lock('2026-12')), 'done');
    await transact(somebody, async ({ invoices, eInvoices, record }) => {
      const invoice = await invoices.getForChange(documentId, everywhere);
      invoice.stand('An e-way bill was made for it.');
      await eInvoices.dropCancellation(documentId);
      record(noted('InvoiceCancellationRefused', documentId));
    });
    assert.equal(await codeOf(lock('2026-11')), 'done');
    await desk.unlockPeriod({ month: '2026-11', reason: 'for the next test' }, somebody);
  });

  it('PER-01 a month is locked once, and opened once', async () => {
    const { desk, basics } = given();
    const month = '2025-01';
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(desk.lockPeriod({ month }, basics.actors.admin))));
    assert.equal(codes.filter((code) => code === 'done').length, 1, String(codes));
    assert.equal(codes.filter((code) => code === 'period.transition').length, 5, String(codes));
    await desk.unlockPeriod({ month, reason: 'a late bill' }, somebody);
    assert.equal(await codeOf(desk.unlockPeriod({ month, reason: 'again' }, somebody)), 'period.transition');
    assert.equal(await codeOf(desk.lockPeriod({ month: '2025-13' }, basics.actors.admin)), 'day.malformed');
  });

  it('PER-01 of invoices issued while the month is locked none is dated in it after the lock', async () => {
    const { desk, make, basics, transact } = given();
    const drafts: Invoice[] = [];
    for (let n = 0; n < 6; n += 1) drafts.push(await make.draft());
    const locking = codeOf(desk.lockPeriod({ month: '2026-11' }, basics.actors.admin)).then(async (code) => {
      assert.equal(code, 'done');
      const seen = [];
      for (const { id } of drafts) seen.push((await transact(somebody, ({ invoices }) => invoices.get(id, everywhere))).status);
      return seen;
    });
    const issuing = drafts.map(({ id }) => codeOf(desk.issue({ invoiceId: id }, basics.actors.advisor)));
    const [whenLocked, codes] = [await locking, await Promise.all(issuing)];
    const inTheEnd = [];
    for (const { id } of drafts) inTheEnd.push((await transact(somebody, ({ invoices }) => invoices.get(id, everywhere))).status);
    assert.deepEqual(inTheEnd, whenLocked, 'what was not there when the month was locked came afterwards');
    assert.deepEqual(
      codes,
      inTheEnd.map((status) => (status === 'DRAFT' ? 'period.locked' : 'done')),
    );
    await desk.unlockPeriod({ month: '2026-11', reason: 'for the next test' }, somebody);
  });
});
