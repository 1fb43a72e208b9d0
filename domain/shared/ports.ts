/** The present instant. Injected, so that a test decides what time it is. */
export type Clock = { now(): Date };

/** UUIDv7: unique, and in the order of time. */
export type Ids = { next(): string };

/** SHA-256, as lower-case hexadecimal. */
export type Digest = (content: string | Uint8Array) => string;
