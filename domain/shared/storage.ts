/** What a put kept: the size in bytes, and the SHA-256 of the content as lower-case hexadecimal. */
export type Kept = { readonly size: number; readonly sha256: string };

/** Content and its size in bytes. Read it once, to the end: a file is never whole in memory (FIL-01). */
export type Stored = { readonly size: number; readonly content: AsyncIterable<Uint8Array> };

/** What a listing tells of one piece of content: when it was put there, too. */
export type Listed = { readonly key: string; readonly size: number; readonly at: Date };

/**
 * Where the content of files is kept, by key: parts of letters, digits, `.`, `_` and `-`, parted by `/`, as in
 * `invoices/0198…/invoice.pdf`. Other keys are refused, so that no key leads outside.
 */
export type Storage = {
  /** Keeps the content whole or not at all. The same key again replaces it. */
  put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>, about: { readonly contentType: string }): Promise<Kept>;
  /** @throws DomainError `entity.absent` */
  get(key: string): Promise<Stored>;
  stat(key: string): Promise<{ readonly size: number } | undefined>;
  /** Removing what is not there is no fault. */
  remove(key: string): Promise<void>;
  /** Everything below a prefix such as `invoices/`, piece by piece and in no particular order. */
  list(prefix: string): AsyncIterable<Listed>;
  /** @throws DomainError `service.unavailable` where nothing can be kept or read just now */
  probe(): Promise<void>;
  /** Forgets what was begun before that instant and never became content, as by a process that was killed. Says how much that was. */
  removeUnfinished(before: Date): Promise<number>;
};

const KEY_SHAPE = /^(?!\.)[\w.-]+(?:\/(?!\.)[\w.-]+)*$/;
const LONGEST_KEY = 512;

/** Whether a key is of the shape that every driver can keep; none of its parts begins with a dot. */
export const isStorageKey = (key: string): boolean => key.length <= LONGEST_KEY && KEY_SHAPE.test(key);
