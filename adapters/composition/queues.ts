import type { QueueDesk } from '@dms/domain/notifications/queue-desk';
import { inspectQueues, listDeadLetters, replayOutbox, retryJob, retryJobs } from '@dms/domain/notifications/use-cases/operate-queues';
import { translating } from '../postgres/translating.ts';
import { postgresQueueDesk } from '../queue/postgres-queue-desk.ts';
import type { Foundation } from './foundation.ts';

export const queues = {
  queueDesk: (deps: Foundation & { wakeRelay: () => void }): QueueDesk => translating(postgresQueueDesk(deps)),
  inspectQueues,
  listDeadLetters,
  retryJob,
  retryJobs,
  replayOutbox,
};
