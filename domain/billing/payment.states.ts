import type { ActionName } from '../shared/access/matrix.ts';
import type { Policy } from '../shared/policy.ts';
import type { Machine } from '../shared/state-machine.ts';

export const paymentStatuses = ['pending', 'captured', 'partially_refunded', 'refunded', 'failed', 'bounced', 'reversed'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];
export type PaymentEvent = 'capture' | 'fail' | 'refund_part' | 'refund_rest' | 'bounce' | 'reverse';

export type PaymentFacts = {
  readonly byCheque?: boolean;
  readonly refunding?: boolean;
  /** Whether a provider collected it. */
  readonly collected?: boolean;
};

const byCheque: Policy<PaymentFacts> = (facts) => (facts.byCheque ? undefined : 'Only a cheque bounces: anything else is reversed.');
const nothingRefunded: Policy<PaymentFacts> = ({ refunding }) =>
  refunding ? 'A refund of it is asked for or was made: that has to fail first.' : undefined;

// What a provider collected is with us, whatever anybody takes down.
const takenDownByHand: Policy<PaymentFacts> = ({ collected }) =>
  collected ? 'A provider collected it: it was not recorded by mistake, and goes back by a refund.' : undefined;

/** The life of money that came in. What is recorded at the counter begins as captured; what a provider is to bring, as pending. */
export const paymentMachine: Machine<PaymentStatus, PaymentEvent, ActionName, PaymentFacts> = {
  name: 'payment',
  initial: 'pending',
  terminal: ['captured', 'refunded', 'failed', 'bounced', 'reversed'],
  edges: [
    { from: 'pending', event: 'capture', to: 'captured', action: 'payment.record' },
    { from: 'pending', event: 'fail', to: 'failed', action: 'payment.record' },
    // At the provider a second try of the same order may succeed, or be told of first.
    { from: 'failed', event: 'capture', to: 'captured', action: 'payment.record' },
    { from: 'captured', event: 'refund_part', to: 'partially_refunded', action: 'refund.approve' },
    { from: 'captured', event: 'refund_rest', to: 'refunded', action: 'refund.approve' },
    { from: 'partially_refunded', event: 'refund_part', to: 'partially_refunded', action: 'refund.approve' },
    { from: 'partially_refunded', event: 'refund_rest', to: 'refunded', action: 'refund.approve' },
    { from: 'captured', event: 'bounce', to: 'bounced', action: 'payment.bounce', guards: [byCheque, nothingRefunded] },
    { from: 'captured', event: 'reverse', to: 'reversed', action: 'payment.reverse', guards: [takenDownByHand, nothingRefunded] },
  ],
};
