import { Readable } from 'node:stream';
import type { Actor } from '@dms/domain/shared/actor';
import type { Entry } from '@dms/domain/shared/feed';
import type { Logger } from 'pino';
import type { Followed } from '../answers.ts';
import { refusalOf } from '../problem.ts';
import type { Hub } from './hub.ts';
import { oneAtATime } from './one-at-a-time.ts';

export type Opening = Omit<Followed, 'feed'> & {
  readonly hub: Hub;
  readonly actor: Actor;
  /** The caller as they are by now. @throws DomainError once their session is over */
  readonly again: () => Promise<Actor>;
  /** Where they were, if they were here before. */
  readonly lastEventId: string | undefined;
  readonly beatMs: number;
  readonly logger: Pick<Logger, 'warn'>;
};

/** Why somebody has to look anew: they were away for too long, or other branches are theirs now. */
type ResetReason = 'GONE' | 'ACCESS_CHANGED';

/** Between one and three seconds, so that not all come back at once to a server that was started anew. */
const RETRY_MS = { least: 1_000, more: 2_000 };
const MOST_BUFFERED_BYTES = 64 * 1024;
const PLACE = /^\d{1,18}$/;

const message = (place: bigint, event: string, data: object): string => `id: ${place}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
/** No event for who listens, but their place moves on, and what stands between us sees that the line is alive. */
const beat = (place: bigint): string => `: beat\nid: ${place}\n\n`;

const reachOf = ({ role, serviceCenterIds }: Actor): string => [role, ...serviceCenterIds.toSorted()].join(' ');

/**
 * One caller's stream of server-sent events (WHATWG HTML, 9.2). It reads on from the caller's place whenever there is more and the caller has
 * taken what was sent before, so it holds no more than one batch. Before anything is sent it asks whether the caller may still have it.
 * Who takes nothing from one beat to the next is dropped, and comes back to where they were.
 */
export class EventStream {
  readonly body: Readable;
  private place = 0n;
  /** Before it has its place nothing can be sent from there on, whoever wakes it. */
  private begun = false;
  private ended = false;
  private beatDue = false;
  private stuckSinceBeat = false;
  private timer: NodeJS.Timeout | undefined;
  private taken: (() => void) | undefined;
  private readonly opening: Opening;
  private readonly reach: string;
  private readonly go: () => Promise<void>;
  private readonly wake = (): void => void this.go();

  constructor(opening: Opening) {
    this.opening = opening;
    this.reach = reachOf(opening.actor);
    this.go = oneAtATime(() => this.sendOn());
    this.body = new Readable({ highWaterMark: MOST_BUFFERED_BYTES, read: () => this.taken?.() });
    this.body.on('close', () => this.leave());
  }

  /** @throws whatever the feed throws: then nothing was sent yet */
  async begin(): Promise<void> {
    const { hub, lastEventId, beatMs } = this.opening;
    const present = await hub.begin(this.wake);
    const resumed = lastEventId === undefined ? undefined : await this.known(lastEventId);
    if (this.ended) return;
    this.place = resumed ?? present;
    this.body.push(`retry: ${Math.round(RETRY_MS.least + Math.random() * RETRY_MS.more)}\n`);
    this.body.push(lastEventId !== undefined && resumed === undefined ? this.reset('GONE') : message(this.place, 'ready', {}));
    this.timer = setInterval(() => this.onBeat(), beatMs);
    this.begun = true;
    this.wake();
  }

  end(): void {
    if (this.ended) return;
    this.leave();
    this.body.push(null);
  }

  /** The place that the caller names, where nothing after it is lost. */
  private async known(lastEventId: string): Promise<bigint | undefined> {
    if (!PLACE.test(lastEventId)) return undefined;
    const place = BigInt(lastEventId);
    return (await this.opening.hub.reachesBack(place)) ? place : undefined;
  }

  private leave(): void {
    this.ended = true;
    clearInterval(this.timer);
    this.taken?.();
    this.opening.hub.leave(this.wake);
  }

  private onBeat(): void {
    if (this.taken && this.stuckSinceBeat) this.body.destroy();
    this.stuckSinceBeat = this.taken !== undefined;
    this.beatDue = true;
    this.wake();
  }

  /** Sends what there is. Whatever goes wrong ends the stream: its caller comes back, and is told then. */
  private async sendOn(): Promise<void> {
    try {
      while (this.begun && !this.ended) {
        const found = await this.opening.hub.after(this.place);
        if (this.ended || (found.length === 0 && !this.beatDue)) return;
        await this.send(found);
      }
    } catch (error) {
      if (refusalOf(error).kind === 'unexpected') this.opening.logger.warn({ err: error }, 'A stream ended early');
      this.end();
    }
  }

  private async send(found: readonly Entry[]): Promise<void> {
    const actor = await this.opening.again();
    if (this.ended) return;
    if (reachOf(actor) !== this.reach) {
      await this.push(this.reset('ACCESS_CHANGED'));
      this.end();
      return;
    }
    const texts = found.flatMap((entry) => {
      const shown = this.opening.shows(entry as never, actor);
      return shown ? [message(entry.place, this.opening.name, shown)] : [];
    });
    this.place = found.at(-1)?.place ?? this.place;
    if (this.beatDue) texts.push(beat(this.place));
    this.beatDue = false;
    if (texts.length > 0) await this.push(texts.join(''));
  }

  private reset(reason: ResetReason): string {
    return message(this.place, 'reset', { reason });
  }

  /** Gives it to the caller, and waits until they have taken enough of it. */
  private async push(text: string): Promise<void> {
    if (this.ended || this.body.push(text)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.taken = resolve;
    await promise;
    this.taken = undefined;
    this.stuckSinceBeat = false;
  }
}
