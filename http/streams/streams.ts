import type { Readable } from 'node:stream';
import { DomainError } from '@dms/domain/shared/errors';
import type { Entry, Feed } from '@dms/domain/shared/feed';
import type { Logger } from 'pino';
import type { Followed } from '../answers.ts';
import { type Hub, hubOf } from './hub.ts';
import { EventStream, type Opening } from './stream.ts';

export type StreamLimits = {
  /** How often a silent stream is told that it is alive, and its caller's session is looked at. */
  readonly beatMs: number;
  readonly perUser: number;
  readonly inAll: number;
};
export const streamLimits: StreamLimits = { beatMs: 15_000, perUser: 6, inAll: 1_000 };

export type Caller = Pick<Opening, 'actor' | 'again' | 'lastEventId'>;

export type Streams = {
  /** @throws DomainError `rate.limited` for too many of one user, `service.unavailable` for too many in all, or while closing */
  open(followed: Followed, caller: Caller): Promise<Readable>;
  endAll(): void;
};

/** The streams of this process: how many there may be, of whom, and their common end. */
export const openStreams = (logger: Pick<Logger, 'warn'>, { beatMs, perUser, inAll }: StreamLimits = streamLimits): Streams => {
  const hubs = new WeakMap<Feed<Entry>, Hub>();
  const open = new Map<EventStream, string | null>();
  let closing = false;

  const hubFor = (feed: Feed<Entry>): Hub => {
    const hub = hubs.get(feed) ?? hubOf(feed, logger);
    hubs.set(feed, hub);
    return hub;
  };

  const refuseTooMany = (userId: string | null): void => {
    const own = [...open.values()].filter((of) => of === userId).length;
    if (own >= perUser)
      throw new DomainError('rate.limited', `At most ${perUser} streams are open for one user at a time. Close one of the others.`, {
        retryAfterSeconds: Math.ceil(beatMs / 1_000),
      });
    if (closing || open.size >= inAll) throw new DomainError('service.unavailable', 'There is no room for another stream here just now.');
  };

  return {
    async open({ feed, name, shows }, caller) {
      const { userId } = caller.actor;
      refuseTooMany(userId);
      const stream = new EventStream({ ...caller, hub: hubFor(feed), name, shows, beatMs, logger });
      open.set(stream, userId);
      stream.body.on('close', () => open.delete(stream));
      try {
        await stream.begin();
      } catch (error) {
        stream.body.destroy();
        throw error;
      }
      if (closing) stream.end();
      return stream.body;
    },
    endAll() {
      closing = true;
      for (const stream of open.keys()) stream.end();
    },
  };
};
