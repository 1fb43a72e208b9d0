import { join } from 'node:path';
import { inspectSchedules } from '@dms/domain/configuration/use-cases/inspect-schedules';
import type { KeptLetters } from '@dms/domain/notifications/kept-letters';
import type { QueueDesk } from '@dms/domain/notifications/queue-desk';
import { listLetters, readLetter } from '@dms/domain/notifications/use-cases/inspect-letters';
import { inspectQueues, listDeadLetters, replayOutbox, retryJob, retryJobs } from '@dms/domain/notifications/use-cases/operate-queues';
import type { ScheduleReads } from '@dms/domain/shared/scheduled';
import { folderLetters, noLetters } from '../mail/kept-letters.ts';
import { postgresScheduleReads } from '../postgres/reads/schedules.ts';
import { translating } from '../postgres/translating.ts';
import { postgresQueueDesk } from '../queue/postgres-queue-desk.ts';
import type { Foundation } from './foundation.ts';

export const queues = {
  queueDesk: (deps: Foundation & { wakeRelay: () => void }): QueueDesk => translating(postgresQueueDesk(deps)),
  scheduleReads: ({ database }: Foundation): ScheduleReads => translating(postgresScheduleReads(database.pool)),
  keptLetters: ({ config: { mail, dataFolder, production } }: Foundation): KeptLetters =>
    mail.host === undefined && !production ? folderLetters({ folder: join(dataFolder, 'outbox') }) : noLetters,
  inspectQueues,
  inspectSchedules,
  listLetters,
  readLetter,
  listDeadLetters,
  retryJob,
  retryJobs,
  replayOutbox,
};
