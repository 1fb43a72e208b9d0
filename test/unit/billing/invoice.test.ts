import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { Invoice } from '@dms/domain/billing/invoice';
import { invoiceMachine } from '@dms/domain/billing/invoice.states';
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
  'UNPAID pay_part': (invoice) => invoice.receive(Money.parse('68.00'), at),
  'UNPAID pay_rest': (invoice) => invoice.receive(invoice.balance, at),
  'PARTIAL pay_part': (invoice) => invoice.receive(Money.parse('1000.00'), at),
  'PARTIAL pay_rest': (invoice) => invoice.receive(invoice.balance, at),
};

void describe('the invoice', () => {
  const ways: { readonly [state: string]: readonly string[] } = {
    DRAFT: [],
    UNPAID: ['DRAFT issue'],
    PARTIAL: ['DRAFT issue', 'UNPAID pay_part'],
  };
  for (const { from, event, to } of invoiceMachine.edges) {
    it(`PAY-01 goes from ${from} to ${to} by ${event}`, () => {
      const invoice = newInvoice();
      for (const step of [...ways[from]!, `${from} ${event}`]) walks[step]!(invoice);
      assert.equal(invoice.status, to);
      assert.equal(invoice.paidAt, to === 'PAID' ? at : null);
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
  const invoice = newInvoice([
    { kind: 'PART', description: 'Clip', hsn: '87083000', quantity: '1', unitPrice: '10.00', taxRate: '18', discount: '10.00' },
  ]);
  issue(invoice);
  assert.deepEqual([invoice.status, invoice.balance.toString(), invoice.paidAt], ['PAID', '0.00', at]);
});

test('PAY-01 whatever comes in, paid and balance add up to the total, and PAID means that nothing is due', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 1n, max: 600_000n }), { maxLength: 12 }), (amounts) => {
      const invoice = newInvoice();
      issue(invoice);
      for (const paise of amounts) {
        const amount = Money.ofPaise(paise);
        const before = invoice.balance;
        if (amount.compare(before) > 0) assert.throws(() => invoice.receive(amount, at), refusal('payment.exceeds_balance'));
        else invoice.receive(amount, at);
        assert.ok(invoice.paidAmount.plus(invoice.balance).equals(invoice.totalAmount));
        assert.ok(!invoice.balance.isNegative());
        assert.equal(invoice.status === 'PAID', invoice.balance.isZero());
        assert.equal(invoice.status === 'UNPAID', invoice.paidAmount.isZero());
      }
    }),
  );
});
