import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';

export const refundStatuses = ['requested', 'approved', 'processing', 'succeeded', 'failed'] as const;
export type RefundStatus = (typeof refundStatuses)[number];
export type RefundEvent = 'approve' | 'reject' | 'process' | 'succeed' | 'fail' | 'succeed_late';

/** The life of a refund: asked for, agreed to by somebody else, under way, and there or not. */
export const refundMachine: Machine<RefundStatus, RefundEvent, ActionName, object> = {
  name: 'refund',
  initial: 'requested',
  terminal: ['succeeded', 'failed'],
  edges: [
    { from: 'requested', event: 'approve', to: 'approved', action: 'refund.approve' },
    { from: 'requested', event: 'reject', to: 'failed', action: 'refund.approve' },
    { from: 'approved', event: 'process', to: 'processing', action: 'refund.request' },
    { from: 'processing', event: 'succeed', to: 'succeeded', action: 'refund.request' },
    { from: 'processing', event: 'fail', to: 'failed', action: 'refund.request' },
    // A provider told of a failure first, and then that the money arrived all the same.
    { from: 'failed', event: 'succeed_late', to: 'succeeded', action: 'refund.request' },
  ],
};
