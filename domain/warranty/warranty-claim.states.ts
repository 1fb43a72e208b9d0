import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';
import { type ClaimFacts, neverAppealed, nothingPaidOnRejection, paidWithinApproval, someLine } from './policies.ts';

export const claimStatuses = [
  'draft',
  'submitted',
  'more_info',
  'approved',
  'partially_approved',
  'rejected',
  'appealed',
  'settled',
] as const;
export type ClaimStatus = (typeof claimStatuses)[number];
export type ClaimEvent = 'submit' | 'ask_more' | 'approve' | 'approve_in_part' | 'reject' | 'appeal' | 'settle';

type ClaimMachine = Machine<ClaimStatus, ClaimEvent, ActionName, ClaimFacts>;

/** What can be decided on a claim that lies with whoever decides. */
const decisions = (from: 'submitted' | 'appealed'): ClaimMachine['edges'] => [
  { from, event: 'ask_more', to: 'more_info', action: 'warranty.decide' },
  { from, event: 'approve', to: 'approved', action: 'warranty.decide' },
  { from, event: 'approve_in_part', to: 'partially_approved', action: 'warranty.decide' },
  { from, event: 'reject', to: 'rejected', action: 'warranty.decide' },
];

/** The life of a warranty claim (WAR-01). A rejected one is appealed once, or closed with nothing paid. */
export const claimMachine: ClaimMachine = {
  name: 'warranty claim',
  initial: 'draft',
  terminal: ['settled'],
  edges: [
    { from: 'draft', event: 'submit', to: 'submitted', action: 'warranty.submit', guards: [someLine] },
    // The answer to a question is the claim submitted again.
    { from: 'more_info', event: 'submit', to: 'submitted', action: 'warranty.submit', guards: [someLine] },
    ...decisions('submitted'),
    ...decisions('appealed'),
    { from: 'rejected', event: 'appeal', to: 'appealed', action: 'warranty.appeal', guards: [neverAppealed] },
    { from: 'approved', event: 'settle', to: 'settled', action: 'warranty.settle', guards: [paidWithinApproval] },
    { from: 'partially_approved', event: 'settle', to: 'settled', action: 'warranty.settle', guards: [paidWithinApproval] },
    { from: 'rejected', event: 'settle', to: 'settled', action: 'warranty.settle', guards: [nothingPaidOnRejection] },
  ],
};

/** A claim that is not over: one of them per unit. */
export const openClaimStatuses: readonly ClaimStatus[] = claimStatuses.filter((status) => !['rejected', 'settled'].includes(status));
