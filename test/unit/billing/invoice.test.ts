import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { Invoice } from '@dms/domain/billing/invoice';
import { invoiceMachine } from '@dms/domain/billing/invoice.states';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import fc from 'fast-check';
import { invoiceDocument } from '../../support/invoice-documents.ts';
import { refusal } from '../shared/refusals.ts';
import { newInvoice } from './invoices.ts';

const at = new Date('2026-11-22T10:15:30.000Z');

const issue = (invoice: Invoice): void =>
  invoice.issue({
    ...{ number: 'BLR01/2627/00001', gstin: '29AABCS1429B1ZQ', prefix: 'BLR01', financialYear: 2026, day: '2026-11-22', at },
    ...{ dueDate: '2026-11-29', document: invoiceDocument() },
  });

/** How each edge is walked on the invoice itself. */
const walks: { readonly [step: string]: (invoice: Invoice) => void } = {
  'DRAFT issue': issue,
  'DRAFT discard': (invoice) => invoice.discard(),
  'UNPAID pay_part': (invoice) => invoice.receive(Money.parse('68.00'), at),
  'UNPAID pay_rest': (invoice) => invoice.receive(invoice.balance, at),
  'PARTIAL pay_part': (invoice) => invoice.receive(Money.parse('1000.00'), at),
  'PARTIAL pay_rest': (invoice) => invoice.receive(invoice.balance, at),
  'PAID reopen_part': (invoice) => invoice.takeBack(Money.parse('68.00')),
  'PAID reopen': (invoice) => invoice.takeBack(invoice.paidAmount),
  'PARTIAL reopen': (invoice) => invoice.takeBack(invoice.paidAmount),
  'WRITTEN_OFF reopen_part': (invoice) => invoice.takeBack(invoice.paidAmount),
  'UNPAID cancel': (invoice) => invoice.cancel('2026-11-22', at),
  'PAID cancel': (invoice) => invoice.cancel('2026-11-22', at),
  'UNPAID write_off': (invoice) => void invoice.writeOff(at),
  'PARTIAL write_off': (invoice) => void invoice.writeOff(at),
};

const nothingToPay = (): Invoice =>
  newInvoice([{ kind: 'PART', description: 'Clip', hsn: '87083000', quantity: '1', unitPrice: '10.00', taxRate: '18', discount: '10.00' }]);

void describe('the invoice', () => {
  const ways: { readonly [state: string]: readonly string[] } = {
    DRAFT: [],
    UNPAID: ['DRAFT issue'],
    PARTIAL: ['DRAFT issue', 'UNPAID pay_part'],
    PAID: ['DRAFT issue', 'UNPAID pay_rest'],
    WRITTEN_OFF: ['DRAFT issue', 'UNPAID pay_part', 'PARTIAL write_off'],
  };
  for (const { from, event, to } of invoiceMachine.edges) {
    it(`PAY-01 goes from ${from} to ${to} by ${event}`, () => {
      // What was paid is not cancelled; the bill of a free service is paid without it.
      const free = from === 'PAID' && event === 'cancel';
      const invoice = free ? nothingToPay() : newInvoice();
      for (const step of free ? ['DRAFT issue', 'PAID cancel'] : [...ways[from]!, `${from} ${event}`]) walks[step]!(invoice);
      assert.equal(invoice.status, to);
      assert.equal(invoice.paidAt, to === 'PAID' || to === 'WRITTEN_OFF' ? at : null);
      assert.equal(invoice.cancelledAt, to === 'CANCELLED' ? at : null);
    });
  }
});

test('INV-02 an issue gives number, series, day, due date and the frozen copy', () => {
  const invoice = newInvoice();
  assert.deepEqual([invoice.balance.toString(), invoice.invoiceNumber, invoice.document], ['5068.00', null, null]);
  issue(invoice);
  assert.deepEqual(
    [invoice.invoiceNumber, invoice.gstin, invoice.seriesPrefix, invoice.financialYear, invoice.documentDate, invoice.dueDate],
    ['BLR01/2627/00001', '29AABCS1429B1ZQ', 'BLR01', 2026, '2026-11-22', '2026-11-29'],
  );
  assert.equal(invoice.document?.totals.total, '5068.00');
});

test('INV-02 an invoice is issued once', () => {
  const invoice = newInvoice();
  issue(invoice);
  assert.throws(() => issue(invoice), refusal('invoice.transition', /possible from "DRAFT", and this invoice is "UNPAID"/));
  assert.throws(() => invoice.refuseUnlessDraft(), refusal('invoice.transition'));
});

test('PAY-01 a draft takes no money, and nothing is taken beyond the balance', () => {
  const invoice = newInvoice();
  assert.throws(() => invoice.receive(Money.parse('1.00'), at), refusal('invoice.transition', /issue it first/));
  issue(invoice);
  assert.throws(() => invoice.receive(Money.parse('5068.01'), at), refusal('payment.exceeds_balance', /above the balance of ₹5068.00/));
  invoice.receive(Money.parse('5068.00'), at);
  assert.throws(() => invoice.receive(Money.parse('0.01'), at), refusal('payment.exceeds_balance'));
});

test('an invoice of zero is paid when it is issued', () => {
  const invoice = nothingToPay();
  issue(invoice);
  assert.deepEqual([invoice.status, invoice.balance.toString(), invoice.paidAt], ['PAID', '0.00', at]);
});

test('PAY-05 nothing is taken back beyond what was paid, and a reopened invoice takes money again', () => {
  const invoice = newInvoice();
  issue(invoice);
  assert.throws(() => invoice.takeBack(Money.parse('0.01')), refusal('payment.refused'));
  invoice.receive(invoice.balance, at);
  assert.throws(() => invoice.takeBack(Money.parse('5068.01')), refusal('payment.refused', /of the ₹5068.00 that are paid/));
  assert.throws(() => invoice.takeBack(Money.parse('-1.00')), refusal('payment.refused'));
  invoice.takeBack(Money.parse('68.00'));
  invoice.takeBack(Money.parse('1000.00'));
  assert.deepEqual([invoice.status, invoice.paidAmount.toString(), invoice.balance.toString()], ['PARTIAL', '4000.00', '1068.00']);
  invoice.receive(Money.parse('1068.00'), at);
  assert.equal(invoice.status, 'PAID');
});

test('CRN-01 an applied credit note lowers the balance as money does, never below nothing', () => {
  const invoice = newInvoice();
  issue(invoice);
  invoice.credit(Money.parse('68.00'), at);
  assert.deepEqual([invoice.status, invoice.creditedAmount.toString(), invoice.balance.toString()], ['PARTIAL', '68.00', '5000.00']);
  assert.throws(() => invoice.credit(Money.parse('5000.01'), at), refusal('payment.exceeds_balance', /balance of ₹5000.00/));
  invoice.receive(Money.parse('5000.00'), at);
  assert.equal(invoice.status, 'PAID');
  invoice.takeBack(Money.parse('5000.00'));
  assert.equal(invoice.status, 'PARTIAL', 'what was credited stays credited');
});

test('INV-02 an invoice is cancelled on the day it bears and while nothing is settled; its number stays', () => {
  const [invoice, paid, credited] = [newInvoice(), newInvoice(), newInvoice()];
  for (const one of [invoice, paid, credited]) issue(one);
  paid.receive(paid.balance, at);
  credited.credit(Money.parse('1.00'), at);
  assert.throws(() => invoice.cancel('2026-11-23', at), refusal('invoice.transition', /on the day it bears/));
  assert.throws(() => paid.cancel('2026-11-22', at), refusal('invoice.transition', /take that back first/));
  assert.throws(() => credited.cancel('2026-11-22', at), refusal('invoice.transition'));
  invoice.cancel('2026-11-22', at);
  assert.deepEqual([invoice.invoiceNumber, invoice.balance.toString()], ['BLR01/2627/00001', '0.00']);
  assert.throws(() => invoice.receive(Money.parse('1.00'), at), refusal('invoice.transition', /takes no money/));
});

test('PAY-01 what is written off is due no more, and due again as far as a payment behind it fails', () => {
  const invoice = newInvoice();
  issue(invoice);
  invoice.receive(Money.parse('5000.00'), at);
  assert.equal(invoice.writeOff(at).toString(), '68.00');
  assert.deepEqual([invoice.status, invoice.writtenOffAmount.toString(), invoice.balance.toString()], ['WRITTEN_OFF', '68.00', '0.00']);
  assert.throws(() => invoice.writeOff(at), refusal('invoice.transition'));
  invoice.takeBack(Money.parse('5000.00'));
  assert.deepEqual([invoice.status, invoice.balance.toString()], ['PARTIAL', '5000.00']);
});

type Deed = { readonly kind: 'receive' | 'credit' | 'takeBack' | 'writeOff'; readonly paise: bigint };
const deeds: { readonly [Kind in Deed['kind']]: (invoice: Invoice, amount: Money) => unknown } = {
  receive: (invoice, amount) => invoice.receive(amount, at),
  credit: (invoice, amount) => invoice.credit(amount, at),
  takeBack: (invoice, amount) => invoice.takeBack(amount),
  writeOff: (invoice) => invoice.writeOff(at),
};
const anyDeed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom('receive', 'receive', 'receive', 'credit', 'takeBack', 'takeBack', 'writeOff'),
  paise: fc.oneof(fc.bigInt({ min: 1n, max: 600_000n }), fc.constant(506_800n)),
});

test('PAY-01 whatever is paid, credited, taken back and written off, the total is what they and the balance come to', () => {
  fc.assert(
    fc.property(fc.array(anyDeed, { maxLength: 14 }), (done) => {
      const invoice = newInvoice();
      issue(invoice);
      for (const { kind, paise } of done) {
        const before = { ...invoice };
        try {
          deeds[kind](invoice, Money.ofPaise(paise));
        } catch (error) {
          assert.ok(error instanceof DomainError, String(error));
          assert.deepEqual({ ...invoice }, before, 'a refusal changes nothing');
        }
        const { paidAmount, creditedAmount, writtenOffAmount, balance, totalAmount, status } = invoice;
        assert.ok(Money.sum([paidAmount, creditedAmount, writtenOffAmount, balance]).equals(totalAmount));
        assert.ok([paidAmount, creditedAmount, writtenOffAmount, balance].every((figure) => !figure.isNegative()));
        assert.equal(status === 'PAID' || status === 'WRITTEN_OFF', balance.isZero());
        assert.equal(status === 'UNPAID', balance.equals(totalAmount));
        assert.equal(invoice.paidAt !== null, balance.isZero());
      }
    }),
  );
});
