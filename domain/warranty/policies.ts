import { Money } from '../shared/money.ts';
import type { Policy } from '../shared/policy.ts';
import type { WarrantyClaim } from './warranty-claim.ts';

/** What a guard may look at: the claim, and what the manufacturer is said to have paid. */
export type ClaimFacts = { readonly claim: WarrantyClaim; readonly paid?: Money };

export const someLine: Policy<ClaimFacts> = ({ claim }) =>
  claim.lines.length > 0 ? undefined : 'The claim asks for nothing: it needs a line with an amount.';

export const neverAppealed: Policy<ClaimFacts> = ({ claim }) =>
  claim.transitions.some(({ event }) => event === 'appeal') ? 'A claim is appealed once, and this one has been.' : undefined;

export const paidWithinApproval: Policy<ClaimFacts> = ({ claim, paid = Money.zero }) =>
  paid.compare(claim.approvedAmount) > 0 ? `₹${paid} is above the ₹${claim.approvedAmount} that were approved.` : undefined;

export const nothingPaidOnRejection: Policy<ClaimFacts> = ({ paid = Money.zero }) =>
  paid.isZero() ? undefined : 'Nothing is paid on a claim that was rejected: appeal it, or close it with 0.00.';
