import type { Entry, Feed } from '@dms/domain/shared/feed';
import type { Logger } from 'pino';
import { oneAtATime } from './one-at-a-time.ts';

/** Stands behind a wake-up that was lost. */
const POLL_MS = 2_000;
const BATCH = 200;
const MOST_KEPT = 1_000;

export type Hub = {
  /** The place up to which this process has read. Whoever begins there misses nothing. */
  begin(wake: () => void): Promise<bigint>;
  leave(wake: () => void): void;
  /** The next entries after a place: those at hand, or for who is further behind than these reach, those of the feed. */
  after(place: bigint): Promise<readonly Entry[]>;
  reachesBack(place: bigint): Promise<boolean>;
};

/** The last entries of a feed: all after `since`, up to `place`. */
class Recent {
  place: bigint;
  private since: bigint;
  private entries: Entry[] = [];

  constructor(place: bigint) {
    this.place = place;
    this.since = place;
  }

  add(entries: readonly Entry[]): void {
    this.entries.push(...entries);
    this.place = this.entries.at(-1)?.place ?? this.place;
    const forgotten = this.entries.splice(0, this.entries.length - MOST_KEPT);
    this.since = forgotten.at(-1)?.place ?? this.since;
  }

  /** Undefined for a place before what is kept. */
  after(place: bigint): readonly Entry[] | undefined {
    if (place < this.since) return undefined;
    const first = this.entries.findIndex((entry) => entry.place > place);
    return first < 0 ? [] : this.entries.slice(first, first + BATCH);
  }
}

type Reading = { readonly recent: Recent; close(): Promise<void> };

/**
 * Reads a feed once for all who follow it in this process, for as long as anybody does. Followers go on from their own places, each
 * as fast as it can: nothing waits here for the slow.
 */
export const hubOf = (feed: Feed<Entry>, logger: Pick<Logger, 'warn'>): Hub => {
  const followers = new Set<() => void>();
  let reading: Promise<Reading> | undefined;

  const startReading = async (): Promise<Reading> => {
    const recent = new Recent(await feed.last());
    let failing = false;
    let closed = false;
    const readOn = oneAtATime(async () => {
      try {
        for (let full = true; full && !closed;) {
          const found = await feed.after(recent.place, BATCH);
          full = found.length === BATCH;
          if (found.length === 0) continue;
          recent.add(found);
          for (const wake of followers) wake();
        }
        failing = false;
      } catch (error) {
        if (!failing && !closed) logger.warn({ err: error }, 'What happens cannot be read; it is tried again');
        failing = true;
      }
    });
    const signal = feed.listen(() => void readOn());
    const timer = setInterval(() => void readOn(), POLL_MS);
    return {
      recent,
      close: async () => {
        closed = true;
        clearInterval(timer);
        await signal.close();
      },
    };
  };

  const stopReading = (): void => {
    const stopped = reading;
    reading = undefined;
    stopped?.then((open) => open.close()).catch((error: unknown) => logger.warn({ err: error }, 'A stream could not be left cleanly'));
  };

  return {
    async begin(wake) {
      followers.add(wake);
      const started = (reading ??= startReading());
      try {
        return (await started).recent.place;
      } catch (error) {
        if (reading === started) reading = undefined;
        followers.delete(wake);
        throw error;
      }
    },
    leave(wake) {
      followers.delete(wake);
      if (followers.size === 0) stopReading();
    },
    after: async (place) => (await reading)?.recent.after(place) ?? feed.after(place, BATCH),
    reachesBack: (place) => feed.reachesBack(place),
  };
};
