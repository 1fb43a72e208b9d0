import type { Money } from '../shared/money.ts';

/** An order at a provider: the customer pays it there, under this id. */
export type ProviderOrder = { readonly orderId: string; readonly checkoutUrl: string };

type Paid = { readonly orderId: string; readonly paymentId: string; readonly amount: Money };

/** What a provider says of money that it collects or sends back. Its id is the same for each time it says so. */
export type ProviderEvent = { readonly id: string } & (
  | ({ readonly kind: 'payment.authorised' } & Paid)
  | ({ readonly kind: 'payment.captured' } & Paid)
  | { readonly kind: 'payment.failed'; readonly orderId: string }
  | { readonly kind: 'refund.succeeded'; readonly refundId: string; readonly reference: string }
  | { readonly kind: 'refund.failed'; readonly refundId: string; readonly reason: string }
);

/** A callback as it came in: whether it is the provider's can only be told from its very bytes. */
export type SignedCallback = {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: string;
};

/** Who collects money for us. Whatever is asked twice under one id is done once. */
export type PaymentProvider = {
  readonly name: string;
  create(order: { readonly id: string; readonly amount: Money }): Promise<ProviderOrder>;
  /** Takes what was only authorised; a callback says when it is there. */
  capture(payment: { readonly paymentId: string; readonly amount: Money }): Promise<void>;
  /** Sends money back by the way it came; a callback says when it is there. */
  refund(refund: { readonly id: string; readonly paymentId: string; readonly amount: Money }): Promise<void>;
  /** What it says, or nothing where it is not the provider who says it, or not now. */
  verify(callback: SignedCallback, now: Date): ProviderEvent | undefined;
};

export type PaymentProviders = {
  /** By whom new payments are collected; nobody where none is configured. */
  readonly chosen: PaymentProvider | undefined;
  find(name: string): PaymentProvider | undefined;
};

/** Which callbacks had their effect. */
export type PaymentCallbacks = {
  /** Whether this is the first time; another unit that takes down the same is waited for. */
  takeDown(provider: string, event: ProviderEvent, at: Date): Promise<boolean>;
};
