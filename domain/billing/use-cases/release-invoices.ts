import { everywhere } from '../../shared/actor.ts';
import type { Money } from '../../shared/money.ts';
import type { Invoice } from '../invoice.ts';
import type { Booking, Payment } from '../payment.ts';
import type { CashTotals, Invoices } from '../ports.ts';

export type Reopened = { readonly invoice: Invoice; readonly amount: Money };

/** Takes back so much of what a payment settles, invoice by invoice in the order of their ids; each is due again by as much. */
export const releaseInvoices = async (
  { invoices, cashTotals }: { readonly invoices: Invoices; readonly cashTotals: CashTotals },
  payment: Payment,
  wanted: Money,
  booking: Booking,
): Promise<Reopened[]> => {
  const reopened: Reopened[] = [];
  let left = wanted;
  for (const { invoiceId, amount: settled } of payment.applied) {
    if (!left.isPositive()) break;
    const amount = settled.compare(left) < 0 ? settled : left;
    const invoice = await invoices.getForChange(invoiceId, everywhere);
    invoice.takeBack(amount);
    payment.release(invoiceId, amount, booking);
    reopened.push({ invoice, amount });
    left = left.minus(amount);
  }
  if (payment.method === 'CASH')
    for (const { invoice, amount } of reopened)
      await cashTotals.addForSource(`${invoice.sourceType} ${invoice.sourceId}`, payment.inMoney(amount).negated());
  return reopened;
};
