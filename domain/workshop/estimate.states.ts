import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';
import type { EstimateStatus } from './estimate.ts';

export type EstimateEvent = 'accept' | 'accept_partly' | 'decline' | 'supersede';

/** The life of one revision of an estimate. It is decided on once, by the customer's link or by who takes their word down. */
export const estimateMachine: Machine<EstimateStatus, EstimateEvent, ActionName, object> = {
  name: 'estimate',
  initial: 'open',
  terminal: ['accepted', 'partially_accepted', 'declined', 'superseded'],
  edges: [
    { from: 'open', event: 'accept', to: 'accepted', action: 'job.record-customer-approval' },
    { from: 'open', event: 'accept_partly', to: 'partially_accepted', action: 'job.record-customer-approval' },
    { from: 'open', event: 'decline', to: 'declined', action: 'job.record-customer-approval' },
    { from: 'open', event: 'supersede', to: 'superseded', action: 'job.estimate' },
  ],
};
