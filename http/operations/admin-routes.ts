import type { Cradle } from '../../adapters/container.ts';
import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ByLetter, ByQueue, DeadLetterPage, DeadLetterQuery, Letter, Letters, Queues, Retried, Schedules } from './admin-schemas.ts';

const tags = ['operations'] as const;

const UNTOLD = 'It failed for a reason of the machine; the log has it under this id.';

/** Nothing of the machine's in any answer: `dms queue failed` shows all there is. */
const presentQueues = ({ queues, outbox }: Awaited<ReturnType<Cradle['inspectQueues']>>) => ({
  outbox,
  queues: queues.map(({ lastErrors, ...queue }) => ({
    ...queue,
    lastErrors: lastErrors.map(({ told, error, ...rest }) => ({ ...rest, error: told ? error : UNTOLD })),
  })),
});

type Dead = Awaited<ReturnType<Cradle['listDeadLetters']>>['data'][number];
/** What the work was about stays inside: it may name people. */
const presentDead = ({ id, jobId, queue, consumer, diedAt, failures }: Dead) => ({
  ...{ id, jobId, queue, consumer, diedAt },
  failures: failures.map(({ told, error, ...rest }) => ({ ...rest, error: told ? error : UNTOLD })),
});

const UNTOLD_RUN = 'It failed for a reason of the machine; `dms doctor schedules` and the log have it.';

type Inspected = Awaited<ReturnType<Cradle['inspectSchedules']>>[number];
const presentSchedule = ({ runs, ...schedule }: Inspected) => ({
  ...schedule,
  runs: runs.map(({ failed, ...run }) => ({ ...run, error: failed ? UNTOLD_RUN : null })),
});

/** What whoever looks after it sees and does: the page at /admin, or a program of their own. */
export const adminRoutes: RoutesOf = ({ inspectQueues, inspectSchedules, listDeadLetters, retryJobs, listLetters, readLetter }) => [
  route({
    method: 'GET',
    url: '/admin/queues',
    permission: 'queue.inspect',
    operationId: 'inspectQueues',
    summary: 'How much work waits, runs and was given up, and how far behind it is',
    description: 'What was given up is begun anew by `POST /jobs/{jobId}/retry`.',
    tags,
    answers: { 200: Queues },
    cache: 'no-store',
    handle: async ({ actor }) => ok(presentQueues(await inspectQueues({}, actor))),
  }),
  route({
    method: 'POST',
    url: '/admin/queues/:name/retry',
    permission: 'queue.retry',
    operationId: 'retryQueue',
    summary: 'Begins everything anew that a queue has given up',
    tags,
    params: ByQueue,
    answers: { 200: Retried },
    handle: async ({ params, actor }) => ok({ retried: (await retryJobs({ queue: params.name }, actor)).length }),
  }),
  route({
    method: 'GET',
    url: '/admin/dead-letters',
    permission: 'queue.inspect',
    operationId: 'listDeadLetters',
    summary: 'What was given up and not begun anew, with all that went wrong',
    tags,
    query: DeadLetterQuery,
    answers: { 200: DeadLetterPage },
    cache: 'no-store',
    handle: async ({ query: { limit, cursor, sort, count, queue }, actor }) => {
      const { data, page } = await listDeadLetters({ queue }, { limit, cursor, sort, count }, actor);
      return ok({ data: data.map(presentDead), page });
    },
  }),
  route({
    method: 'GET',
    url: '/admin/schedules',
    permission: 'queue.inspect',
    operationId: 'inspectSchedules',
    summary: 'What is done at which times, when next, and what became of the last runs',
    tags,
    answers: { 200: Schedules },
    cache: 'no-store',
    handle: async ({ actor }) => ok({ data: (await inspectSchedules({}, actor)).map(presentSchedule) }),
  }),
  route({
    method: 'GET',
    url: '/admin/letters',
    permission: 'queue.inspect',
    operationId: 'listLetters',
    summary: 'The letters that were written into the local folder, for want of a mail server',
    tags,
    answers: { 200: Letters },
    cache: 'no-store',
    handle: async ({ actor }) => ok(await listLetters({}, actor)),
  }),
  route({
    method: 'GET',
    url: '/admin/letters/:id',
    permission: 'queue.inspect',
    operationId: 'readLetter',
    summary: 'One of these letters',
    tags,
    params: ByLetter,
    answers: { 200: Letter },
    cache: 'no-store',
    handle: async ({ params, actor }) => ok(await readLetter(params, actor)),
  }),
];
