import type { Payment } from '../billing/payment.ts';
import type { Payments } from '../billing/ports.ts';
import type { Repository } from '../shared/repository.ts';
import type { WorkingTables } from './tables.ts';

export const memoryPayments = ({ payments }: WorkingTables, rooted: Repository<Payment>): Payments => ({
  ...rooted,
  ofOrder: async (provider, orderId) => payments.search((each) => each.provider === provider && each.providerOrderId === orderId),
  settling: async (invoiceId) =>
    payments
      .rows()
      .filter(({ applied }) => applied.some((share) => share.invoiceId === invoiceId))
      .map(({ id }) => id)
      .toSorted(),
});
