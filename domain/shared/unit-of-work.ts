import type { Actor } from './actor.ts';
import type { DomainEvent } from './events.ts';

/** What every unit of work offers beside its repositories. */
export type Recording = {
  /** Takes down what happened; audit and outbox rows follow in the same transaction. A write that records nothing is refused. */
  record(...events: readonly DomainEvent[]): void;
  /** Sends the changes so far to the database, so that a lock taken next is the last one waited for. */
  flush(): Promise<void>;
};

/**
 * Runs `work` in one transaction for `actor`: rows, audit and outbox are committed together or not at all.
 * Called inside a running unit of work, it joins it. A deadlock or serialization failure runs `work` again from the start,
 * so `work` must have no effect but through its unit.
 */
export type Transact<Repositories> = <Result>(actor: Actor, work: (unit: Repositories & Recording) => Promise<Result>) => Promise<Result>;
