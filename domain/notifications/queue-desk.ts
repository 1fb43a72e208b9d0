import type { Page, PageRequest } from '../shared/page.ts';
import type { QueueName } from './queues.ts';

/** What went wrong last with some work of a queue. */
export type LastError = {
  readonly jobId: string;
  readonly consumer: string;
  readonly at: Date;
  readonly error: string;
  /** Whether it is a sentence for people, with nothing of the machine in it. */
  readonly told: boolean;
  /** Whether it was given up. */
  readonly dead: boolean;
};

export type QueueFigures = {
  readonly name: QueueName;
  /** Waiting for its time or its turn. */
  readonly waiting: number;
  /** Of these, waiting longer than it should. */
  readonly due: number;
  /** Due, and of a module that is switched off. */
  readonly resting: number;
  /** With a worker, or on its way to one. */
  readonly running: number;
  /** Given up, and not begun anew. */
  readonly dead: number;
  /** For how long the one that has waited longest should have been begun. */
  readonly lagSeconds: number;
  readonly lastErrors: readonly LastError[];
};

export type OutboxFigures = {
  /** Events that nobody has looked at yet. */
  readonly waiting: number;
  readonly lagSeconds: number;
  /** Events that are kept although they were handed on. */
  readonly dispatched: number;
  readonly oldestAt: Date | null;
  readonly lastDispatchedAt: Date | null;
};

/** Work that was given up, with all that went wrong. */
export type DeadLetter = {
  readonly id: string;
  readonly jobId: string;
  readonly queue: string;
  readonly consumer: string;
  readonly payload: object;
  /** `told` is true of a sentence for people, with nothing of the machine in it. */
  readonly failures: readonly { readonly attempt: number; readonly at: string; readonly error: string; readonly told: boolean }[];
  readonly diedAt: Date;
};

export type Revived = { readonly id: string; readonly queue: string; readonly consumer: string; readonly serviceCenterId: string | null };

/** Events of a name, or of any, from an instant on and before another. */
export type ReplaySpan = { readonly from: Date; readonly until: Date; readonly event?: string | undefined };

/** What an operator sees of the queues and does about them. It joins the transaction under way. */
export type QueueDesk = {
  figures(): Promise<readonly QueueFigures[]>;
  outbox(): Promise<OutboxFigures>;
  /** Those that nobody has begun anew, the latest first. */
  deadLetters(queue: QueueName | undefined, page: PageRequest): Promise<Page<DeadLetter>>;
  /** Whether there is such work at all. */
  isKnown(jobId: string): Promise<boolean>;
  /** Begins anew what was given up, as if it had never been begun; what went wrong stays with it. */
  revive(which: { readonly jobId: string } | { readonly queue: QueueName | undefined }, limit: number): Promise<readonly Revived[]>;
  /**
   * Has events handed on again, at most so many, of those that come after one of these by its id. Work that was made of them is not made
   * twice (OUT-02). Says how many, and which the last one was.
   */
  replay(span: ReplaySpan, after: string | null, limit: number): Promise<{ readonly count: number; readonly last: string | null }>;
};
