import { businessDay } from '../../shared/calendar.ts';
import { Money } from '../../shared/money.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import { debitNoteDrafted } from '../events.ts';
import { Invoice, InvoiceLine } from '../invoice.ts';
import type { Payment } from '../payment.ts';
import type { Invoices } from '../ports.ts';
import { type DebitDeps, type DebitNumbering, numberDebitNote } from './issue-debit-note.ts';

const none = Money.zero;

/**
 * The debit note for the charge of a cheque that was not honoured, in the unit that says so (PAY-05). It makes good a breach and is
 * consideration for no supply, so it bears no tax and is in no return (CBIC Circular 178/10/2022-GST, para 7). It is due at once.
 */
export const billBounceCharge = async (
  deps: DebitDeps,
  unit: { invoices: Invoices } & DebitNumbering & Recording,
  payment: Payment,
): Promise<Invoice | undefined> => {
  const { bounceCharge: charge, receipt, gstin, seriesPrefix, id: paymentId, serviceCenterId, customerId } = payment;
  if (!charge.isPositive() || receipt === null || gstin === null) return undefined;
  const id = deps.ids.next();
  const reason = `The cheque ${payment.reference ?? ''} was not honoured`.replace('  ', ' ');
  const amounts = { gross: charge, discount: none, taxable: charge, cgst: none, sgst: none, igst: none };
  const line = new InvoiceLine({
    ...{ id: deps.ids.next(), invoiceId: id, position: 1, kind: 'CHARGE', description: reason, hsn: '', unit: 'OTH' },
    ...{ quantity: Quantity.parse('1'), unitPrice: charge, taxRate: '0', treatment: 'NOT_A_SUPPLY', ...amounts },
  });
  const note = new Invoice({
    ...{ id, kind: 'DEBIT_NOTE', reason, serviceCenterId, customerId, sourceType: 'payment', sourceId: paymentId },
    ...{ placeOfSupply: gstin.slice(0, 2), supplyType: 'INTRA', subtotal: charge, discount: none, taxable: charge },
    ...{ cgst: none, sgst: none, igst: none, tax: none, roundOff: none, totalAmount: charge, lines: [line] },
  });
  payment.chargeId = id;
  unit.invoices.add(note);
  unit.record(debitNoteDrafted(note));
  const { template, seller, buyer } = receipt;
  const dueDate = businessDay(deps.clock.now());
  await numberDebitNote(deps, unit, note, { template, seller, buyer, gstin, prefix: seriesPrefix ?? '', dueDate });
  return note;
};
