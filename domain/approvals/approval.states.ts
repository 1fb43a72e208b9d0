import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';

export const approvalStatuses = ['PENDING', 'APPROVED', 'EXECUTED', 'REJECTED', 'CANCELLED', 'EXPIRED', 'STALE'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

export type ApprovalEvent = 'approve' | 'execute' | 'reject' | 'cancel' | 'expire' | 'outdate';

/** The life of an approval. To approve and to execute are two states of one transaction: nobody ever finds the first (APR-03). */
export const approvalMachine: Machine<ApprovalStatus, ApprovalEvent, ActionName, object> = {
  name: 'approval',
  initial: 'PENDING',
  terminal: ['EXECUTED', 'REJECTED', 'CANCELLED', 'EXPIRED', 'STALE'],
  edges: [
    { from: 'PENDING', event: 'approve', to: 'APPROVED', action: 'approval.decide' },
    { from: 'APPROVED', event: 'execute', to: 'EXECUTED', action: 'approval.decide' },
    { from: 'PENDING', event: 'reject', to: 'REJECTED', action: 'approval.decide' },
    { from: 'PENDING', event: 'cancel', to: 'CANCELLED', action: 'approval.cancel' },
    { from: 'PENDING', event: 'expire', to: 'EXPIRED', action: 'approval.read' },
    { from: 'PENDING', event: 'outdate', to: 'STALE', action: 'approval.decide' },
  ],
};
