import type { Payment } from '../billing/payment.ts';
import type { Payments } from '../billing/ports.ts';
import { compareDays } from '../shared/calendar.ts';
import { Money } from '../shared/money.ts';
import type { Repository } from '../shared/repository.ts';
import type { WorkingTables } from './tables.ts';

export const memoryPayments = ({ payments, refunds, creditNotes }: WorkingTables, rooted: Repository<Payment>): Payments => ({
  ...rooted,
  ofOrder: async (provider, orderId) => payments.search((each) => each.provider === provider && each.providerOrderId === orderId),
  openAdvances: async (customerId, serviceCenterId) =>
    payments
      .rows()
      .filter((each) => each.customerId === customerId && each.serviceCenterId === serviceCenterId && each.advanceFor === 'SERVICE')
      .map(({ businessDay: day, unallocated: open }) => ({ day, open }))
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
