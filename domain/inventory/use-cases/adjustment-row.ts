import { type AskedFor, commandOf } from '../../approvals/use-cases/read-approvals.ts';
import { Money } from '../../shared/money.ts';
import type { AdjustmentRow } from '../adjustment-reads.ts';
import type { StockAdjustment } from '../stock-adjustment.ts';
import type { AdjustStock } from './adjust-stock.ts';

/** An adjustment that is posted, with what is known of the decision on it, where it had to be asked for. */
export const postedRow = (
  { id, status, serviceCenterId, partId, delta, reason, serials, value, requestedBy, approvalId, postedAt, version }: StockAdjustment,
  approval?: AskedFor,
): AdjustmentRow => ({
  ...{ id, status, serviceCenterId, partId, delta, reason, serials, value, requestedBy, approvalId, postedAt },
  // While it waited it had its approval's version: it goes on from there.
  version: version + (approval?.version ?? 0),
  requestedAt: approval?.requestedAt ?? postedAt!,
  decidedBy: approval?.decidedBy ?? null,
  decidedAt: approval?.decidedAt ?? null,
  comments: approval?.comments ?? null,
});

/** An adjustment of which there is nothing but the approval: it waits, or it was not let happen. */
export const unpostedRow = (approval: AskedFor): AdjustmentRow => {
  const { id, amount, requestedBy, requestedAt, decidedBy, decidedAt, comments, version } = approval;
  const { serviceCenterId, partId, delta, reason, serials = [] } = commandOf(approval) as AdjustStock;
  const size = amount ?? Money.zero;
  return {
    ...{ id, serviceCenterId, partId, delta, reason, serials, requestedBy, requestedAt, decidedBy, decidedAt, comments, version },
    status: approval.status === 'PENDING' ? 'pending' : 'rejected',
    value: delta.isNegative() ? size.negated() : size,
    approvalId: id,
    postedAt: null,
  };
};
