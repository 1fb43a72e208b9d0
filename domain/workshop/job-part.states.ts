import type { ActionName } from '../shared/access/matrix.ts';
import type { Policy } from '../shared/policy.ts';
import type { Machine } from '../shared/state-machine.ts';

export const jobPartStatuses = ['requested', 'reserved', 'backordered', 'issued', 'consumed', 'returned', 'cancelled'] as const;
export type JobPartStatus = (typeof jobPartStatuses)[number];
export type JobPartEvent = 'request' | 'reserve' | 'backorder' | 'fill' | 'issue' | 'consume' | 'return' | 'cancel';

/** As much of a line as its guards look at. */
export type JobPartFacts = { readonly unfilled: { isPositive(): boolean }; readonly onJob: { isPositive(): boolean } };

export const nothingUnfilled: Policy<JobPartFacts> = ({ unfilled }) =>
  unfilled.isPositive() ? 'Some of what was asked for is not issued.' : undefined;
export const nothingOfItOnTheJob: Policy<JobPartFacts> = ({ onJob }) => (onJob.isPositive() ? 'Some of it is on the job.' : undefined);

const unfilledStates = ['requested', 'reserved', 'backordered'] as const;
const settledStates = ['issued', 'consumed', 'returned', 'cancelled'] as const;

/**
 * The life of a line of a parts request. A part of its quantity moves without a step: the state says how the line stands as a whole. What
 * nobody asked for walks requested, reserved and issued at once; so does a line of which the rest is called off, when some of it is there.
 */
export const jobPartMachine: Machine<JobPartStatus, JobPartEvent, ActionName, JobPartFacts> = {
  name: 'parts request line',
  initial: 'requested',
  terminal: ['consumed', 'returned', 'cancelled'],
  edges: [
    { from: 'requested', event: 'reserve', to: 'reserved', action: 'parts.reserve' },
    { from: 'requested', event: 'backorder', to: 'backordered', action: 'parts.reserve' },
    { from: 'reserved', event: 'backorder', to: 'backordered', action: 'parts.reserve' },
    // By whatever brings stock in: a receipt, a return, a transfer, what somebody else had reserved.
    { from: 'backordered', event: 'fill', to: 'reserved', action: 'stock.receive' },
    { from: 'reserved', event: 'issue', to: 'issued', action: 'parts.issue', guards: [nothingUnfilled] },
    { from: 'issued', event: 'consume', to: 'consumed', action: 'invoice.issue' },
    { from: 'issued', event: 'return', to: 'returned', action: 'parts.return', guards: [nothingOfItOnTheJob] },
    ...unfilledStates.map(
      (from) => ({ from, event: 'cancel', to: 'cancelled', action: 'parts.cancel', guards: [nothingOfItOnTheJob] }) as const,
    ),
    ...settledStates.map((from) => ({ from, event: 'request', to: 'requested', action: 'parts.request' }) as const),
  ],
};
