import { DomainError } from '../shared/errors.ts';
import { type DatedPercents, percentOn } from '../shared/gst/dated-amounts.ts';
import { HUNDRED_PERCENT, Percent } from '../shared/gst/percent.ts';
import { Money } from '../shared/money.ts';
import type { Invoice } from './invoice.ts';
import type { Payment } from './payment.ts';

const PAISE_OF_A_RUPEE = 100n;

/**
 * Tax deducted at source settles an invoice without money, so it is taken from a registered payer alone, and no more of it on all payments
 * of the invoices together than the law lets deduct of their value before GST. It is deducted in whole rupees.
 * @param earlier the payments that settle these invoices already
 * @throws DomainError `payment.refused`
 */
export const refuseBeyondDeductible = (
  tds: Money,
  invoices: readonly Invoice[],
  earlier: readonly Payment[],
  limits: DatedPercents,
): void => {
  if (!tds.isPositive()) return;
  if (invoices.some(({ document }) => document !== null && !document.buyer.gstin))
    throw new DomainError('payment.refused', 'Tax is deducted at source by who is registered: this buyer has no GSTIN.');
  const most = Money.sum(invoices.map((invoice) => deductible(invoice, limits)));
  const deducted = Money.sum(earlier.map((payment) => deductedOf(payment, invoices)));
  if (deducted.plus(tds).compare(most) <= 0) return;
  throw new DomainError(
    'payment.refused',
    `Of these invoices ₹${most} can be deducted at source, of which ₹${deducted} are, and not ₹${tds} more: what is not paid stays due.`,
  );
};

const deductible = ({ taxable, documentDate }: Invoice, limits: DatedPercents): Money => {
  if (documentDate === null) return Money.zero;
  const share = taxable.paise * Percent.parse(percentOn(limits, documentDate)).tenThousandths;
  const unit = HUNDRED_PERCENT * PAISE_OF_A_RUPEE;
  return Money.ofPaise(((share + unit - 1n) / unit) * PAISE_OF_A_RUPEE);
};

/** What is deducted of a payment for these invoices: of several that it settles, their part. */
const deductedOf = (payment: Payment, invoices: readonly Invoice[]): Money => {
  const here = payment.applied.filter(({ invoiceId }) => invoices.some(({ id }) => id === invoiceId));
  const settled = Money.sum(here.map(({ amount }) => amount));
  return settled.minus(payment.inMoney(settled));
};
