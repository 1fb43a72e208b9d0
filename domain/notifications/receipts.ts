/** What a provider says became of a message that it took: it arrived, or it will not any more. */
export type Receipt = {
  readonly notificationId: string;
  readonly outcome: 'delivered' | 'undelivered';
  /** What the provider calls it; nothing where it says no more. */
  readonly detail: string | null;
};

/** A receipt as it came in. */
export type SignedReceipt = {
  readonly provider: string;
  /** The last part of the address that it was sent to. */
  readonly key: string;
  readonly signature: string | undefined;
  /** To the letter: the signature is over it. */
  readonly body: string;
};

export type ReceiptReader = {
  /** What is said, which is nothing as long as the message is on its way. Undefined where it is not the provider who says it. */
  read(receipt: SignedReceipt): readonly Receipt[] | undefined;
};
