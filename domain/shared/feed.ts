/** Something that happened, and its place in the order in which everybody comes to know it. */
export type Entry = { readonly place: bigint };

/**
 * What happens, entry after entry. None comes to be seen before one with an earlier place was: whoever has read up to a place has
 * missed nothing before it, whichever process they ask, and may go on from there in another.
 */
export type Feed<Told extends Entry> = {
  /** The place of the last entry; zero before the first. */
  last(): Promise<bigint>;
  /** The next entries after a place, at most so many. */
  after(place: bigint, most: number): Promise<readonly Told[]>;
  /** Whether every entry after the place is still there, and they are few and new enough to be told again. */
  reachesBack(place: bigint): Promise<boolean>;
  /** Calls `wake` whenever there may be more. A call may be lost: whoever waits looks for themselves now and then. */
  listen(wake: () => void): { close(): Promise<void> };
};
