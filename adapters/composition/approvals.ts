import type { ApprovalReads } from '@dms/domain/approvals/reads';
import { askForApproval } from '@dms/domain/approvals/use-cases/ask-for-approval';
import { approve, cancelApproval, outdateApproval, reject } from '@dms/domain/approvals/use-cases/decide-approval';
import { delegateApprovals, endDelegation } from '@dms/domain/approvals/use-cases/delegate-approvals';
import { expireApprovals } from '@dms/domain/approvals/use-cases/expire-approvals';
import { listApprovals, listDelegations, readApproval, readDelegation } from '@dms/domain/approvals/use-cases/read-approvals';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresApprovalReads } from '../postgres/reads/approvals.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const approvals = {
  approvalReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): ApprovalReads =>
    translating(postgresApprovalReads(database.pool, readAggregate)),
  askForApproval,
  approveApproval: approve,
  rejectApproval: reject,
  cancelApproval,
  expireApprovals,
  outdateApproval,
  listApprovals,
  readApproval,
  delegateApprovals,
  endDelegation,
  listDelegations,
  readDelegation,
};
