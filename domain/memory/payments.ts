import type { Invoice } from '../billing/invoice.ts';
import type { Payment } from '../billing/payment.ts';
import type { Payments } from '../billing/ports.ts';
import { compareDays } from '../shared/calendar.ts';
import { Money } from '../shared/money.ts';
import type { Repository } from '../shared/repository.ts';
import type { WorkingTables } from './tables.ts';

const stands = ({ status }: Invoice): boolean => status !== 'DRAFT' && status !== 'CANCELLED' && status !== 'DISCARDED';

/** What bills that stand have counted of an advance beyond what it settles of each. */
const countedOf = (invoices: readonly Invoice[], { id, applied }: Payment): Money =>
  Money.sum(
    invoices.filter(stands).flatMap((invoice) => {
      const settled = applied.find(({ invoiceId }) => invoiceId === invoice.id)?.amount ?? Money.zero;
      const counted = Money.sum(
        invoice.countedAdvances.filter(({ paymentId }) => paymentId === id).map(({ amount }) => Money.parse(amount)),
      );
      return counted.compare(settled) > 0 ? [counted.minus(settled)] : [];
    }),
  );

export const memoryPayments = ({ payments, refunds, creditNotes, invoices }: WorkingTables, rooted: Repository<Payment>): Payments => ({
  ...rooted,
  ofOrder: async (provider, orderId) => payments.search((each) => each.provider === provider && each.providerOrderId === orderId),
  openAdvances: async (customerId, serviceCenterId) =>
    payments
      .rows()
      .filter((each) => each.customerId === customerId && each.serviceCenterId === serviceCenterId && each.advanceFor === 'SERVICE')
      .map((each) => ({ paymentId: each.id, day: each.businessDay, open: each.unallocated.minus(countedOf(invoices.rows(), each)) }))
      .filter(({ open }) => open.isPositive())
      .toSorted((a, b) => compareDays(a.day, b.day)),
  settling: async (invoiceId) =>
    payments
      .rows()
      .filter(({ applied }) => applied.some((share) => share.invoiceId === invoiceId))
      .map(({ id }) => id)
      .toSorted(),
  givenByNotes: async (paymentId, invoiceId) =>
    Money.sum(
      refunds
        .rows()
        .filter((each) => each.paymentId === paymentId && each.status !== 'failed' && each.creditNoteId !== null)
        .filter(({ creditNoteId }) => creditNotes.find(creditNoteId!)?.invoiceId === invoiceId)
        .map(({ amount }) => amount),
    ),
});
