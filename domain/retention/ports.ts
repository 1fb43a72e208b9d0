import type { RetainedName } from '../shared/retained.ts';

/** What was forgotten of a kind, and the content in storage that nothing speaks of any more. */
export type Forgotten = { readonly count: number; readonly keys: readonly string[] };

export type Retention = {
  /** Forgets so many of a kind at most whose time was over before that instant, in the transaction under way. */
  forget(name: RetainedName, before: Date, most: number): Promise<Forgotten>;
};
