import type { Policy } from '../shared/policy.ts';

/** As much of a transfer as its guards look at. */
export type TransferFacts = {
  readonly lines: readonly { readonly inTransit: { isZero(): boolean } }[];
  readonly variances: readonly { readonly outcome: string | null }[];
};

export const everythingAccountedFor: Policy<TransferFacts> = ({ lines }) =>
  lines.every(({ inTransit }) => inTransit.isZero()) ? undefined : 'Some of it is still on the way, or waits for a decision.';

// What lies damaged or counted short at the receiver is decided there: a recall speaks of what has not arrived.
export const nothingToDecide: Policy<TransferFacts> = ({ variances }) =>
  variances.every(({ outcome }) => outcome !== null) ? undefined : 'Decide first on what came short or damaged.';
