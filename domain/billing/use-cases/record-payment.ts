import type { LimitUses } from '../../shared/access/limit-uses.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { addDays, businessDay, compareDays } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { DatedPercents } from '../../shared/gst/dated-amounts.ts';
import { Money } from '../../shared/money.ts';
import { permitToday } from '../../shared/permit-today.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { refuseBeyondDeductible } from '../tax-deducted.ts';
import { countCash } from '../cash-limit.ts';
import { paymentReceived } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import { Payment, type PaymentMethod } from '../payment.ts';
import type { CashTotals, Invoices, NumberSeries, Payments } from '../ports.ts';
import { type InvoiceShare, lockInvoices, refuseUnlessOneCustomer, type Share } from './lock-invoices.ts';
import { writeReceipt } from './write-receipt.ts';

export type RecordPayment = {
  /** One invoice, to which the whole amount goes … */
  readonly invoiceId?: string | undefined;
  /** … or several of one customer. */
  readonly allocations?: readonly Share[] | undefined;
  /** By default what is allocated. */
  readonly amount?: Money | undefined;
  /** Tax that the payer deducted at source; it settles beside the amount. */
  readonly tds?: Money | undefined;
  readonly method: PaymentMethod;
  readonly reference?: string | undefined;
  readonly notes?: string | undefined;
  /** When the money came in; by default now. Not in the future. */
  readonly receivedAt?: Date | undefined;
};

type Deps = {
  readonly transact: Transact<{
    invoices: Invoices;
    payments: Payments;
    limitUses: LimitUses;
    numberSeries: NumberSeries;
    cashTotals: CashTotals;
  }>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly billing: { readonly receiptPattern: string; readonly cashLimit: Money; readonly tdsLimits: DatedPercents };
};

/**
 * Takes down money against one invoice, never more than is due, or spread over several of one customer, where an excess becomes the
 * customer's credit (PAY-01). The invoices are locked, so of many payments of the whole amount at once one is taken (PAY-03).
 * @throws DomainError `payment.exceeds_balance` with the balance, `payment.refused`, `payment.cash_limit`, `invoice.transition` for a draft
 */
export const recordPayment =
  ({ transact, clock, ids, billing }: Deps) =>
  (command: RecordPayment, actor: Actor): Promise<Payment> =>
    transact(actor, async (unit) => {
      const now = clock.now();
      const { amount, tds, shares } = sharesOf(command);
      const at = receivedBy(command.receivedAt, now);
      const settled = await lockInvoices(unit, shares, actor, 'payment.record');
      const { serviceCenterId, customerId, sourceType } = settled[0]!.invoice;
      refuseUnlessOneCustomer(settled, customerId);
      if (tds.isPositive()) {
        const invoices = settled.map(({ invoice }) => invoice);
        refuseBeyondDeductible(tds, invoices, await paymentsOf(unit, invoices), billing.tdsLimits);
      }
      await permitToday(unit, now, actor, 'payment.record', {
        ...{ serviceCenterId, source: sourceType, amountPaise: amount.paise, paidInCash: command.method === 'CASH' },
      });
      const payment = new Payment({
        ...{ id: ids.next(), serviceCenterId, customerId, amount, tdsAmount: tds, method: command.method },
        ...{ reference: command.reference ?? null, notes: command.notes ?? null, receivedAt: at, businessDay: businessDay(at) },
      });
      const before = settled.map(({ invoice }) => invoice.status);
      settle(payment, settled, { at, ids });
      if (customerId === null && payment.unallocated.isPositive())
        throw new DomainError('payment.refused', 'A buyer without a name on record has no credit: take what is due.');
      if (payment.method === 'CASH')
        await countCash({ billing })(unit, { customerId, receivedAt: at, amount, shares: inMoney(payment, settled) });
      await writeReceipt({ clock, billing })(unit, payment, partsOf(settled));
      unit.payments.add(payment);
      unit.record(paymentReceived(payment, settled, before));
      return payment;
    });

/** Those that settle one of the invoices, which are locked: no other is taken down meanwhile. */
const paymentsOf = async ({ payments }: { readonly payments: Payments }, invoices: readonly Invoice[]): Promise<Payment[]> => {
  const ids = new Set<string>();
  for (const { id } of invoices) for (const payment of await payments.settling(id)) ids.add(payment);
  const found: Payment[] = [];
  for (const id of ids) found.push(await payments.get(id, everywhere));
  return found;
};

/** What of each share changed hands. */
export const inMoney = (payment: Payment, shares: readonly InvoiceShare[]): readonly InvoiceShare[] =>
  shares.map(({ invoice, amount }) => ({ invoice, amount: payment.inMoney(amount) }));

/** Each invoice receives its share, and the payment keeps what it was used for. */
export const settle = (payment: Payment, shares: readonly InvoiceShare[], booking: { readonly at: Date; readonly ids: Ids }): void => {
  for (const { invoice, amount } of shares) {
    invoice.receive(amount, booking.at);
    payment.allocate(invoice.id, amount, booking);
  }
};

/** @throws DomainError `request.invalid`, `payment.refused` */
const sharesOf = ({ invoiceId, allocations, amount: given, tds = Money.zero }: RecordPayment) => {
  if ((invoiceId === undefined) === (allocations === undefined))
    throw new DomainError('request.invalid', 'Name either one invoice or allocations.');
  if (invoiceId !== undefined && given === undefined)
    throw new DomainError('request.invalid', 'Say how much came in.', { errors: [{ pointer: '/amount', message: 'is missing' }] });
  const allocated = Money.sum((allocations ?? []).map((share) => share.amount));
  const amount = given ?? allocated.minus(tds);
  if (!amount.isPositive() || tds.isNegative() || allocations?.some((share) => !share.amount.isPositive()))
    throw new DomainError('payment.refused', 'The amount has to be more than zero.');
  const worth = amount.plus(tds);
  if (invoiceId !== undefined) return { amount, tds, shares: [{ invoiceId, amount: worth }] };
  if (allocated.compare(worth) > 0) throw new DomainError('payment.refused', `₹${allocated} are allocated, and only ₹${worth} came in.`);
  return { amount, tds, shares: allocations! };
};

/** A return is filed by then: what came in longer ago is in the books of its day, or was never there. */
const MOST_DAYS_BACK = 31;

/** @throws DomainError `payment.refused` */
export const receivedBy = (receivedAt: Date | undefined, now: Date): Date => {
  const at = receivedAt ?? now;
  if (compareDays(businessDay(at), addDays(businessDay(now), -MOST_DAYS_BACK)) < 0)
    throw new DomainError('payment.refused', `Money is taken down within ${MOST_DAYS_BACK} days after it came in.`);
  if (at > now) throw new DomainError('payment.refused', 'Money cannot have been received in the future.');
  return at;
};

/** The invoices say whose receipt it is, and in which language: nothing has to be read for it. */
export const partsOf = (settled: readonly InvoiceShare[]) => {
  const { gstin, seriesPrefix, document } = settled[0]!.invoice;
  return {
    gstin: gstin!,
    prefix: seriesPrefix!,
    language: document!.template.language,
    seller: document!.seller,
    buyer: document!.buyer,
    invoices: settled.map(({ invoice }) => invoice),
  };
};
