import { type PaperKind, type PaperRef, suffixOf } from '../files/ports.ts';
import type { Actor } from '../shared/actor.ts';
import type { Json } from '../shared/events.ts';
import type { EventName } from '../shared/event-catalogue.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import type { Subscription } from '../webhooks/ports.ts';
import type { KindName } from './kinds.ts';
import type { Said } from './notification.ts';
import type { QueueName } from './queues.ts';
import type { Wording } from './template.ts';
import type { Vars } from './template-text.ts';

export type Attachment = { readonly filename: string; readonly contentType: string } & (
  | { readonly bytes: Uint8Array }
  | { readonly storageKey: string }
);

export type Letter = {
  /** The same for each try to send the same letter, so that a second copy can be told from a second letter (OUT-02). */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for whoever's reader shows it; none where the text is all there is. */
  readonly html?: string | undefined;
  readonly attachments: readonly Attachment[];
};

export type Mail = {
  /** Resolves once somebody else is answerable for the letter; throws if it has to be tried again. @throws Hopeless where the mailbox is refused for good */
  send(letter: Letter): Promise<void>;
};

export type TextMessage = {
  /** By which the provider says later what became of it. */
  readonly notificationId: string;
  /** The same for each try to send the same message (OUT-02). */
  readonly messageId: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** What was inserted into the text, for a provider that keeps the text itself. */
  readonly vars: Vars;
  /** What the operators know the text by (NOT-03). */
  readonly dltTemplateId: string | null;
  readonly promotional: boolean;
};

export type Sms = {
  /** Whether what is sent goes to an Indian operator, who refuses a text that is not registered. */
  readonly needsRegistration: boolean;
  /** Resolves once the provider has taken it. @throws Hopeless where no other try will be taken either */
  send(message: TextMessage): Promise<void>;
};

/** Work that cannot succeed however often it is tried, as a message to a number that does not exist. */
export class Hopeless extends Error {
  override name = 'Hopeless';
}

/** Work that has to wait for its time, as what falls into quiet hours: no failure, and no attempt that counts. */
export class NotNow extends Error {
  override name = 'NotNow';
  readonly until: Date;

  constructor(until: Date) {
    super(`It waits until ${until.toISOString()}.`);
    this.until = until;
  }
}

/** A worker that went away while it was at this work and at nothing else. */
export class WorkerDied extends Error {
  override name = 'WorkerDied';

  constructor() {
    super('The worker died while it was at this and at nothing else.');
  }
}

/**
 * waiting for its time → handed to a queue → running → done; after a failure waiting again, after the last one dead. What is due while its module
 * is switched off is resting, and waits again once that is on.
 */
export const jobRunStates = ['waiting', 'resting', 'handed', 'running', 'done', 'dead'] as const;
export type JobRunState = (typeof jobRunStates)[number];

/** A step of work that takes many is done, so far in percent: the next follows at once, in a transaction of its own. */
export type More = { readonly progress: number };

/** What came of some work: the path under which its result is found, a sentence on why there is none, or nothing to tell. */
export type Result = string | null;

export type Payload = { readonly [key: string]: Json };

/** A piece of work for the background. The same consumer with the same dedupe key is the same piece. */
export type Work = {
  readonly consumer: string;
  readonly queue: QueueName;
  readonly dedupeKey: string;
  readonly payload: Payload;
  /** Pieces of one consumer and one order key are done one after the other, in the order they came. */
  readonly orderKey?: string;
};

/** Work of one consumer: all of it, or what has this in its payload. */
export type WorkKind = { readonly consumer: string; readonly payload?: Readonly<Record<string, string>> };

/** Whether a piece of work is of one of these kinds. */
export const isOfKind = (kinds: readonly WorkKind[], { consumer, payload }: Pick<Work, 'consumer' | 'payload'>): boolean =>
  kinds.some((kind) => kind.consumer === consumer && Object.entries(kind.payload ?? {}).every(([name, value]) => payload[name] === value));

/** What whoever asked for the work may see of it. */
export type JobRunView = {
  readonly id: string;
  readonly kind: string;
  /** What makes it this piece of work and no other: mostly the id of what it is about. */
  readonly about: string;
  readonly status: 'queued' | 'running' | 'succeeded' | 'failed';
  /** In percent. */
  readonly progress: number;
  /** How often somebody began with it. */
  readonly attempts: number;
  /** Where the result is, or why there is none, once the work is done. */
  readonly result: string | null;
  /** A sentence on what went wrong last, without anything of the machine's. */
  readonly error: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
};

/** Background work as its askers see it. */
export type JobRuns = {
  /** The id of the run of this work, begun now if there was none. Who asks may read it from then on. */
  ensure(work: Work, asker: Pick<Actor, 'userId' | 'requestId'>, serviceCenterId: string | null): Promise<string>;
  /** The same for many, none of which anybody waits for: what there is already stays as it is. */
  ensureAll(works: readonly Work[], asker: Pick<Actor, 'userId' | 'requestId'>, serviceCenterId: string | null): Promise<void>;
  /**
   * For whoever asked for it, and for those who may inspect the queues.
   * @throws DomainError `entity.absent`
   */
  read(id: string, actor: Actor): Promise<JobRunView>;
};

/** An event as it lies in the outbox (OUT-01). */
export type PublishedEvent = {
  readonly id: string;
  readonly name: EventName;
  readonly version: number;
  readonly entityType: string;
  readonly entityId: string;
  readonly serviceCenterId: string | null;
  readonly actorId: string | null;
  readonly requestId: string;
  readonly occurredAt: Date;
  readonly data: Payload;
};

/**
 * One attempt at a run, as a queue carries it: whoever holds a newer attempt knows this one to be out of date. Its number grows with what was put
 * off too; how often somebody began is `starts`.
 */
export type Attempt = { readonly runId: string; readonly attempt: number; readonly queue: QueueName };

/** The work that an event makes, with who else is told of what as it is relayed. */
export type WorkOf = (event: PublishedEvent, subscriptions: readonly Subscription[]) => readonly Work[];

/** What the relay reads and writes: from the outbox to runs, from runs to queues. */
export type RelayLedger = {
  /**
   * Makes runs of the oldest events that were not dispatched yet, each once, and numbers the messages of inboxes. Answers how many of either
   * it took, whichever are more.
   */
  dispatch(workOf: WorkOf, limit: number): Promise<number>;
  /**
   * Marks attempts that are due as handed over, and answers them. Others that ask at the same time get others. What is due of the kinds that
   * are off rests instead, as long as it takes; of those that are on, what rested waits again, at most so much at once.
   */
  handOver(limit: number, kinds?: { readonly off: readonly WorkKind[]; readonly on: readonly WorkKind[] }): Promise<Attempt[]>;
  /** What could not be handed over waits again. */
  takeBack(attempts: readonly Attempt[]): Promise<void>;
  /** Attempts handed over longer ago than this and not ended: they may have been lost, and are handed over again. */
  overdue(olderThanMs: number, limit: number): Promise<Attempt[]>;
  /** Calls `wake` whenever there may be something new to dispatch. */
  listen(wake: () => void): { close(): Promise<void> };
};

/** A run that a worker has claimed for one attempt. */
export type ClaimedRun = {
  readonly id: string;
  readonly attempt: number;
  readonly queue: QueueName;
  readonly consumer: string;
  readonly payload: Payload;
  readonly requestId: string;
  /** How often a worker began with it, this time included; not what was put off or given back. The wait before the next start grows by it. */
  readonly starts: number;
  readonly maxAttempts: number;
  /** Its worker went away while it was at this alone. That is to be noted, and nothing is to be begun. */
  readonly died: boolean;
};

/** What became of an attempt that brought nothing: another one follows, or none, or it was not its time. */
export type Fate = { readonly state: 'failed' | 'dead'; readonly reason: string } | { readonly state: 'postponed'; readonly until: Date };

/** What a worker reads and writes of the attempts it makes. */
export type AttemptLedger = {
  /**
   * Nothing, if the attempt is out of date or somebody is at it right now. `alone` where a worker went away in the middle of it, and whoever asks
   * has other work under way: it may have been this that the worker died of, and counts as begun only where nothing is beside it (ADR 48).
   */
  claim(attempt: Attempt, alone: boolean): Promise<ClaimedRun | 'alone' | undefined>;
  /**
   * Runs `effect` and marks the run as done, in one transaction; a message that the consumer has had before is not handled
   * again. The transaction is the lease: a killed worker frees it, and nothing of what it did remains. Nor does it when
   * `abandoned` comes true first. Of work in steps it is one step that is marked: the run goes on, and the starts of before count no
   * more, for it gets on; nor has it to be alone any more.
   */
  perform(run: ClaimedRun, effect: () => Promise<Result | More>, abandoned: Promise<void>): Promise<'done' | 'more'>;
  /**
   * Keeps what went wrong; the run waits for its next attempt, or is dead after the last. Answers which. What `told` writes of it stays if
   * and only if that does.
   */
  fail(run: ClaimedRun, error: unknown, told?: (fate: Fate) => Promise<void>): Promise<'waiting' | 'dead' | 'superseded'>;
  progress(run: ClaimedRun, percent: number): Promise<void>;
  /** Its module was switched off on the way: it rests, as if it had not been started. Steps that are done stay done. */
  rest(run: ClaimedRun): Promise<void>;
  /** Running attempts of a worker that has to stop: they wait again, as if they had not been started. */
  giveBack(runs: readonly ClaimedRun[]): Promise<void>;
};

export type TakenQueue = {
  /** Takes no more, waits so long for what runs, then gives up whatever still does. */
  close(graceMs: number): Promise<void>;
};

/** The queues themselves. They may lose everything: the ledgers know what has to be done. */
export type JobQueues = {
  /** Whether it makes sense to hand over now. */
  isUp(): boolean;
  /** Hands over; an attempt that the queue holds already is not held twice. Throws if some may not have arrived. */
  hand(attempts: readonly Attempt[]): Promise<void>;
  /** Takes from a queue and calls `work` for each attempt, so many at the same time. */
  take(queue: QueueName, concurrency: number, work: (attempt: Attempt) => Promise<void>): TakenQueue;
  /** Forgets attempts, so that they can be handed over anew. */
  forget(attempts: readonly Attempt[]): Promise<void>;
  close(): Promise<void>;
};

/** Who draws each kind of paper. */
export const paperConsumers = {
  INVOICE: 'invoice-pdf',
  CHALLAN: 'challan-pdf',
  RECEIPT: 'receipt-pdf',
  REFUND_VOUCHER: 'refund-voucher-pdf',
  CREDIT_NOTE: 'credit-note-pdf',
  DEBIT_NOTE: 'debit-note-pdf',
  GATE_PASS: 'gate-pass-pdf',
  HISTORY: 'history-pdf',
} as const satisfies Record<PaperKind, string>;

/** The PDF of a paper: begun by what froze it, or by who asks for it sooner or for another copy. */
export const paperWork = (paper: PaperRef): Work => ({
  consumer: paperConsumers[paper.kind],
  queue: 'pdf',
  dedupeKey: `${paper.id}${suffixOf(paper)}`,
  payload: paper,
});

/** Who brings files in, one after the other. */
export const IMPORT_CONSUMER = 'import';

export const importWork = (importId: string): Work => ({
  consumer: IMPORT_CONSUMER,
  queue: 'inventory',
  dedupeKey: importId,
  payload: { importId },
});

/** Who has the registration portal cancel what was registered. */
export const PORTAL_CANCELLING = 'e-invoice-cancelling';

/** One attempt of one invoice after the other: the next has to know what became of the one before. */
export const portalCancellingWork = ({ id, entityId }: Pick<PublishedEvent, 'id' | 'entityId'>): Work => ({
  consumer: PORTAL_CANCELLING,
  queue: 'portal',
  dedupeKey: id,
  payload: { invoiceId: entityId },
  orderKey: entityId,
});

/** Who decides whom an event is told to, and by what. */
export const TELLING = 'notifications';

/** What is decided on for an event: whom it is told to. In the order of what happened to the same thing (OUT-01). */
export const tellingWork = ({ id, name, entityId, serviceCenterId, actorId, data }: PublishedEvent): Work => ({
  consumer: TELLING,
  queue: 'reminders',
  dedupeKey: id,
  payload: { id, name, entityId, serviceCenterId, actorId, data },
  orderKey: entityId,
});

export const sendingConsumers = { EMAIL: 'notification-email', SMS: 'notification-sms' } as const;

/** The sending of one message; to one recipient one after the other, but for what does not wait for the morning (OUT-01). */
export const sendingWork = (message: {
  readonly id: string;
  readonly channel: keyof typeof sendingConsumers;
  readonly recipientId: string | null;
  readonly urgent: boolean;
}): Work => ({
  consumer: sendingConsumers[message.channel],
  queue: message.channel === 'EMAIL' ? 'email' : 'sms',
  dedupeKey: message.id,
  payload: { notificationId: message.id },
  orderKey: `${message.recipientId ?? message.id}${message.urgent ? ' urgent' : ''}`,
});

/** How it is found out whom a message is for. */
export const audienceNames = [
  'user',
  'customer',
  'owner',
  'engineer',
  'assignee',
  'engineer-of-job',
  'who-receives-stock',
  'receiving-branch',
  'sending-branch',
  'who-cancels-invoices',
  'deciders',
  'asker',
  'broadcast',
] as const;
export type AudienceName = (typeof audienceNames)[number];

/** What there is to tell, and to whom. */
export type Occasion = {
  readonly entityId: string;
  readonly serviceCenterId: string | null;
  readonly data: Payload;
  readonly eventName: EventName | null;
  readonly recipientId: string | null;
  readonly recipientName: string;
  readonly language: PaperLanguage;
};

/** What is inserted and enclosed, or why there is nothing to tell any more. */
export type Composed =
  | {
      readonly vars: Vars;
      readonly attachments?: readonly Attachment[];
      /** In place of a template, where what is said comes with the message. */
      readonly said?: { readonly wording: Wording; readonly by?: Pick<Said, 'templateId' | 'templateVersion'> };
    }
  | { readonly suppressed: string };

/** Finds out what a message has to say at the moment it is sent, in the transaction in which it is. */
export type Compose = (occasion: Occasion, actor: Actor) => Promise<Composed>;
export type Composers = { readonly [Name in KindName]: Compose };
