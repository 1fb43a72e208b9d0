import type { ActionName } from '../shared/access/matrix.ts';

/** APR-05: what is asked for where the policy says "may only ask" or sets a limit, by its action. */
export const kindByAction = {
  'branch.edit-statutory': 'BRANCH_EDIT',
  'config.edit': 'CONFIG_CHANGE',
  'customer.edit-tax': 'CUSTOMER_TAX_EDIT',
  'customer.merge': 'CUSTOMER_MERGE',
  'customer.erase': 'CUSTOMER_ERASURE',
  'vehicle.transfer': 'VEHICLE_TRANSFER',
  'part.edit': 'PART_EDIT',
  'part.price': 'PART_PRICE',
  'stock.adjust': 'STOCK_ADJUSTMENT',
  'stock.count': 'STOCK_COUNT',
  'transfer.create': 'STOCK_TRANSFER',
  'transfer.approve': 'STOCK_TRANSFER',
  'transfer.recall': 'STOCK_TRANSFER_RECALL',
  'transfer.write-off': 'STOCK_TRANSFER_WRITE_OFF',
  'warranty.decide': 'WARRANTY_CLAIM',
  'discount.give': 'DISCOUNT_REQUEST',
  'order.return': 'ORDER_RETURN',
  'job.create': 'JOB_CREATION',
  'job.estimate': 'JOB_ESTIMATE',
  'job.deliver-on-credit': 'DELIVERY_ON_CREDIT',
  'job.cancel': 'JOB_CANCELLATION',
  'job.reopen': 'JOB_REOPENING',
  'timelog.correct': 'TIME_CORRECTION',
  'payment.record': 'PAYMENT',
  'payment.reverse': 'PAYMENT_REVERSAL',
  'payment.bounce': 'PAYMENT_BOUNCE',
  'creditnote.create': 'CREDIT_NOTE',
  'creditnote.approve': 'CREDIT_NOTE',
  'refund.approve': 'REFUND_REQUEST',
  writeoff: 'WRITE_OFF',
  'period.unlock': 'PERIOD_UNLOCK',
  'notification.broadcast': 'BROADCAST',
} as const satisfies Partial<Record<ActionName, string>>;

export type ApprovalKind = (typeof kindByAction)[keyof typeof kindByAction] | 'OTHER';
export const approvalKinds: readonly ApprovalKind[] = [...new Set<ApprovalKind>([...Object.values(kindByAction), 'OTHER'])];

/** Smaller actions are asked for as their parent is. */
export const kindOf = (action: ActionName, parent: ActionName): ApprovalKind => {
  const kinds: Readonly<Partial<Record<ActionName, ApprovalKind>>> = kindByAction;
  return kinds[action] ?? kinds[parent] ?? 'OTHER';
};
