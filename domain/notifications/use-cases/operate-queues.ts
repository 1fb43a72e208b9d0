import type { Actor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { DomainEvent } from '../../shared/events.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit } from '../../shared/permit.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { DeadLetter, OutboxFigures, QueueDesk, QueueFigures, ReplaySpan, Revived } from '../queue-desk.ts';
import type { QueueName } from '../queues.ts';

type Reading = { readonly queueDesk: QueueDesk };
type Writing = Reading & { readonly transact: Transact<object> };

/** How much work waits, runs and was given up, by queue, and how far behind the outbox is. @throws DomainError `access.denied` */
export const inspectQueues =
  ({ queueDesk }: Reading) =>
  async (_: object, actor: Actor): Promise<{ readonly queues: readonly QueueFigures[]; readonly outbox: OutboxFigures }> => {
    permit(actor, 'queue.inspect', { serviceCenterId: null });
    const [queues, outbox] = await Promise.all([queueDesk.figures(), queueDesk.outbox()]);
    return { queues, outbox };
  };

/** What was given up, with its history (NOT-04). @throws DomainError `access.denied` */
export const listDeadLetters =
  ({ queueDesk }: Reading) =>
  async ({ queue }: { readonly queue?: QueueName | undefined }, page: PageRequest, actor: Actor): Promise<Page<DeadLetter>> => {
    permit(actor, 'queue.inspect', { serviceCenterId: null });
    return queueDesk.deadLetters(queue, page);
  };

const revivedEvent = ({ id, queue, consumer, serviceCenterId }: Revived): DomainEvent => ({
  name: 'JobRetried',
  entityId: id,
  serviceCenterId,
  data: { queue, consumer },
});

/**
 * Begins one piece of work anew that was given up (NOT-04).
 * @throws DomainError `entity.absent`, `record.refused` for what was not given up, `access.denied`
 */
export const retryJob =
  ({ transact, queueDesk }: Writing) =>
  ({ jobId }: { readonly jobId: string }, actor: Actor): Promise<Revived> =>
    transact(actor, async ({ record }) => {
      permit(actor, 'queue.retry', { serviceCenterId: null });
      const [revived] = await queueDesk.revive({ jobId }, 1);
      if (!revived) {
        if (!(await queueDesk.isKnown(jobId))) throw absent('job');
        throw new DomainError('record.refused', 'Only work that was given up is begun anew: this was not.');
      }
      record(revivedEvent(revived));
      return revived;
    });

const AT_ONCE = 500;

/** Begins everything anew that was given up, in one queue or in all. Says what. @throws DomainError `access.denied` */
export const retryJobs =
  ({ transact, queueDesk }: Writing) =>
  async ({ queue }: { readonly queue?: QueueName | undefined }, actor: Actor): Promise<readonly Revived[]> => {
    permit(actor, 'queue.retry', { serviceCenterId: null });
    const all: Revived[] = [];
    let some: readonly Revived[];
    do {
      some = await transact(actor, async ({ record }) => {
        const revived = await queueDesk.revive({ queue }, AT_ONCE);
        record(...revived.map(revivedEvent));
        return revived;
      });
      all.push(...some);
    } while (some.length === AT_ONCE);
    return all;
  };

/**
 * Has the events of a time handed on again, some hundreds in a transaction, so that nobody waits for it: whoever missed one gets it, and
 * nobody has it twice (OUT-02). Says how many, and from when on events are still there: those of before are forgotten (RET-01), or never were.
 * @throws DomainError `access.denied`
 */
export const replayOutbox =
  ({ transact, queueDesk, ids }: Writing & { readonly ids: Ids }) =>
  async ({ from, until, event }: ReplaySpan, actor: Actor): Promise<{ readonly replayed: number; readonly keptFrom: Date | null }> => {
    permit(actor, 'queue.retry', { serviceCenterId: null });
    const { oldestAt: keptFrom } = await queueDesk.outbox();
    let [replayed, after, more]: [number, string | null, boolean] = [0, null, true];
    while (more) {
      const { count, last } = await transact(actor, async ({ record }) => {
        const some = await queueDesk.replay({ from, until, event }, after, AT_ONCE);
        const data = { from: from.toISOString(), until: until.toISOString(), event: event ?? null, count: some.count };
        record({ name: 'OutboxReplayed', entityId: ids.next(), serviceCenterId: null, data });
        return some;
      });
      replayed += count;
      after = last;
      more = count === AT_ONCE;
    }
    return { replayed, keptFrom };
  };
