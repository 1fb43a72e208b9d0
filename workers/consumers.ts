import type { Actor } from '@dms/domain/shared/actor';
import type { EventName } from '@dms/domain/shared/event-catalogue';
import type { Fate, More, PublishedEvent, Result, Work } from '@dms/domain/notifications/ports';
import type { QueueName } from '@dms/domain/notifications/queues';
import type { Subscription } from '@dms/domain/webhooks/ports';

/** What a handler is told beside the payload. */
export type Run = {
  /** The same for each attempt at the same work. */
  readonly id: string;
  readonly actor: Actor;
  progress(percent: number): Promise<void>;
};

/** Work that takes many steps, each in a transaction of its own: what is open between them is closed at the end, however that comes. */
export type Steps = { step(): Promise<Result | More>; end(): Promise<void> };

/**
 * Who acts upon an event, the work that it makes, and the one use case that is called. The use case runs in the
 * transaction that marks the work as done, so its effect stays if and only if the work counts as done (OUT-02).
 */
export type Consumer<Uses, Payload = never> = {
  /** Of several events, each makes work of its own. */
  readonly on: EventName | readonly EventName[];
  /** None where the event is of a kind that needs no work. */
  readonly work: (event: PublishedEvent, subscriptions: readonly Subscription[]) => Work | readonly Work[] | undefined;
  readonly handle: (uses: Uses) => (payload: Payload, run: Run) => Promise<Result> | Steps;
  /** What is noted elsewhere than with the run when an attempt brought nothing. */
  readonly failed?: (uses: Uses) => (payload: Payload, fate: Fate, actor: Actor) => Promise<void>;
};

/** By queue, and there by the name that the work carries. */
export type Handlers<Uses> = { readonly [Queue in QueueName]?: Readonly<Record<string, Consumer<Uses>>> };

/** The work that an event makes for all who listen to it. */
export const workOf =
  (handlers: Handlers<never>) =>
  (event: PublishedEvent, subscriptions: readonly Subscription[] = []): Work[] =>
    Object.values(handlers)
      .flatMap((ofQueue) => Object.values(ofQueue))
      .flatMap(({ on, work }) => ([on].flat().includes(event.name) ? (work(event, subscriptions) ?? []) : []));
