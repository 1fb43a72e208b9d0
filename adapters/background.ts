import { join } from 'node:path';
import type { Logger } from 'pino';
import { storePaper } from '@dms/domain/files/use-cases/store-paper';
import { composeInvitation, composePasswordReset } from '@dms/domain/identity/use-cases/compose-one-time-token';
import type { AttemptLedger, Compose, Composers, JobQueues, Mail, RelayLedger, Sms } from '@dms/domain/notifications/ports';
import { composeInvoice } from '@dms/domain/notifications/use-cases/compose-invoice';
import { composeBroadcast } from '@dms/domain/notifications/use-cases/broadcast';
import { composeTest } from '@dms/domain/notifications/use-cases/test-message';
import { composeWork } from '@dms/domain/notifications/use-cases/compose-work';
import { noteUnsent, sendNotification } from '@dms/domain/notifications/use-cases/send-notification';
import { tellOfEvent } from '@dms/domain/notifications/use-cases/tell-of-event';
import { composePaymentReminder } from '@dms/domain/billing/use-cases/compose-payment-reminder';
import { deliverWebhook } from '@dms/domain/webhooks/use-cases/deliver-webhook';
import { composeServiceReminder } from '@dms/domain/workshop/use-cases/compose-service-reminder';
import { composeEstimate } from '@dms/domain/workshop/use-cases/compose-estimate';
import type { ScheduleName } from '@dms/domain/configuration/schedules';
import type { Clock, Ids } from '@dms/domain/shared/ports';
import type { ScheduledRuns } from '@dms/domain/shared/scheduled';
import type { Storage } from '@dms/domain/shared/storage';
import type { Config } from './config.ts';
import { folderMail } from './mail/folder-mail.ts';
import { probeFolder, type ProbeMail, probeServer } from './mail/probe-mail.ts';
import { smtpMail, type SmtpServer } from './mail/smtp-mail.ts';
import { drawingThread } from './pdf/drawing-thread.ts';
import { paperDrawer } from './pdf/paper-drawer.ts';
import { chooseSms } from './sms/choose-sms.ts';
import type { Database } from './postgres/database.ts';
import { beeQueues } from './queue/bee-queues.ts';
import { postgresAttemptLedger } from './queue/postgres-attempt-ledger.ts';
import { postgresRelayLedger } from './queue/postgres-relay-ledger.ts';
import { postgresScheduledRuns } from './schedule/postgres-scheduled-runs.ts';

type Foundation = {
  readonly config: Config;
  readonly database: Database;
  readonly databaseUrl: string;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: () => number;
  readonly logger: Logger;
  readonly wakeRelay: () => void;
};

/** What finds out what a message has to say. */
type ComposedApart =
  | 'composePasswordReset'
  | 'composeInvitation'
  | 'composeInvoice'
  | 'composePaymentReminder'
  | 'composeEstimate'
  | 'composeServiceReminder'
  | 'composeBroadcast'
  | 'composeTest';
type Composing = Readonly<Record<ComposedApart, Compose>> & {
  readonly composeWork: ReturnType<typeof composeWork>;
};

/**
 * What only workers need: queues, mail, the drawing of papers. Kept apart from the container's other parts because an API
 * process that never loads their libraries starts a third sooner and is 40 MB smaller.
 */
export const background = {
  mail: ({ config: { mail, dataFolder }, storage }: Foundation): Mail =>
    mail.host === undefined
      ? folderMail({ from: mail.from, storage, folder: join(dataFolder, 'outbox') })
      : smtpMail({ from: mail.from, storage, server: mail as SmtpServer }),
  probeMail: ({ config: { mail, dataFolder } }: Foundation): ProbeMail =>
    mail.host === undefined ? probeFolder({ folder: join(dataFolder, 'outbox') }) : probeServer(mail as SmtpServer),
  drawing: drawingThread,
  drawPaper: ({ storage, drawing }: Foundation & { drawing: ReturnType<typeof drawingThread> }) =>
    paperDrawer({ storage, draw: drawing.draw }),
  jobQueues: ({ config, logger }: Foundation): JobQueues => beeQueues({ address: config.redis, logger }),
  relayLedger: (deps: Foundation): RelayLedger => postgresRelayLedger(deps),
  attemptLedger: (deps: Foundation): AttemptLedger => postgresAttemptLedger(deps),
  storePaper,
  scheduledRuns: (deps: Foundation): ScheduledRuns<ScheduleName> => postgresScheduledRuns(deps),
  sms: ({ config, logger }: Foundation): Sms => chooseSms(config, logger),
  composePasswordReset,
  composeInvitation,
  composeInvoice,
  composePaymentReminder,
  composeEstimate,
  composeServiceReminder,
  composeWork,
  composeBroadcast,
  composeTest,
  composers: (cradle: Composing): Composers => ({
    'password-reset': cradle.composePasswordReset,
    invitation: cradle.composeInvitation,
    invoice: cradle.composeInvoice,
    'invoice-copy': cradle.composeInvoice,
    'payment-reminder': cradle.composePaymentReminder,
    estimate: cradle.composeEstimate,
    'service-reminder': cradle.composeServiceReminder,
    broadcast: cradle.composeBroadcast,
    test: cradle.composeTest,
    ...cradle.composeWork,
  }),
  tellOfEvent,
  deliverWebhook,
  sendNotification,
  noteUnsent,
};
