type Attributes = Readonly<Record<string, string | number>>;

export type Begun = {
  readonly kind: 'request' | 'job';
  readonly name: string;
  /** With the `traceparent` of whoever asks (W3C Trace Context), if they trace too. */
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  readonly attributes: Attributes;
};

export type Span = {
  /** What is known only now: a better name, more about it, and whether it failed. */
  end(about: { readonly name?: string; readonly attributes?: Attributes; readonly failed?: boolean }): void;
};

/** Tells a collector what takes how long. */
export type Tracing = {
  begin(begun: Begun): Span;
  /** Sends what is not sent yet, for as long as a shutdown can wait. */
  close(): Promise<void>;
};
