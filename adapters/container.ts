import { join } from 'node:path';
import { asFunction, asValue, type AwilixContainer, createContainer, InjectionMode } from 'awilix';
import { approvable, type ApprovableName } from '@dms/domain/approvals/approvable';
import type { ApprovalReads } from '@dms/domain/approvals/reads';
import { askForApproval } from '@dms/domain/approvals/use-cases/ask-for-approval';
import { delegateApprovals, endDelegation } from '@dms/domain/approvals/use-cases/delegate-approvals';
import { approve, cancelApproval, outdateApproval, reject } from '@dms/domain/approvals/use-cases/decide-approval';
import { expireApprovals } from '@dms/domain/approvals/use-cases/expire-approvals';
import { listApprovals, listDelegations, readApproval, readDelegation } from '@dms/domain/approvals/use-cases/read-approvals';
import type { Actor } from '@dms/domain/shared/actor';
import { postgresApprovalReads } from './postgres/reads/approvals.ts';
import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { AnchorLog, AuditKeys, AuditTrail } from '@dms/domain/audit/ports';
import type { AuditReads } from '@dms/domain/audit/reads';
import { anchorAuditTrail } from '@dms/domain/audit/use-cases/anchor-audit-trail';
import { listAuditLogs } from '@dms/domain/audit/use-cases/read-audit-logs';
import { verifyAuditTrail } from '@dms/domain/audit/use-cases/verify-audit-trail';
import { draftInvoice } from '@dms/domain/billing/use-cases/draft-invoice';
import { issueInvoice } from '@dms/domain/billing/use-cases/issue-invoice';
import { listInvoices, printInvoice, readInvoice, readPayment } from '@dms/domain/billing/use-cases/read-invoices';
import { recordPayment } from '@dms/domain/billing/use-cases/record-payment';
import type { BillingReads } from '@dms/domain/billing/reads';
import type { Configuration } from '@dms/domain/configuration/ports';
import { listSettings, readSetting } from '@dms/domain/configuration/use-cases/read-settings';
import { setSetting } from '@dms/domain/configuration/use-cases/set-setting';
import { readHistory } from '@dms/domain/customers/use-cases/read-history';
import { searchVehicles } from '@dms/domain/customers/use-cases/search-vehicles';
import type { CustomerReads } from '@dms/domain/customers/reads';
import type { FailedLogins, Passwords } from '@dms/domain/identity/ports';
import type { IdentityReads } from '@dms/domain/identity/reads';
import { activateUser } from '@dms/domain/identity/use-cases/activate-user';
import { assignServiceCenters } from '@dms/domain/identity/use-cases/assign-service-centers';
import { createUser, inviteByMail } from '@dms/domain/identity/use-cases/create-user';
import { deactivateUser } from '@dms/domain/identity/use-cases/deactivate-user';
import { editUser } from '@dms/domain/identity/use-cases/edit-user';
import { explainAccess } from '@dms/domain/identity/use-cases/explain-access';
import { changePassword } from '@dms/domain/identity/use-cases/change-password';
import { listUsers } from '@dms/domain/identity/use-cases/list-users';
import { listParts, listStock } from '@dms/domain/inventory/use-cases/read-stock';
import type { TransferReads } from '@dms/domain/inventory/transfer-reads';
import { cancelTransfer } from '@dms/domain/inventory/use-cases/cancel-transfer';
import { createTransfer } from '@dms/domain/inventory/use-cases/create-transfer';
import { approveTransfer, rejectTransfer } from '@dms/domain/inventory/use-cases/decide-transfer';
import { dispatchTransfer } from '@dms/domain/inventory/use-cases/dispatch-transfer';
import { listTransfers, readTransfer } from '@dms/domain/inventory/use-cases/read-transfers';
import { receiveTransfer } from '@dms/domain/inventory/use-cases/receive-transfer';
import { decideVariance, recallTransfer } from '@dms/domain/inventory/use-cases/write-off-transfer';
import { logIn } from '@dms/domain/identity/use-cases/log-in';
import { endSession, logOut, logOutEverywhere } from '@dms/domain/identity/use-cases/log-out';
import { refreshSession } from '@dms/domain/identity/use-cases/refresh-session';
import { requestPasswordReset } from '@dms/domain/identity/use-cases/request-password-reset';
import { acceptInvitation, resetPassword } from '@dms/domain/identity/use-cases/set-password-by-token';
import { readUser } from '@dms/domain/identity/use-cases/read-user';
import { suspendUser } from '@dms/domain/identity/use-cases/suspend-user';
import { unlockUser } from '@dms/domain/identity/use-cases/unlock-user';
import type { InventoryReads } from '@dms/domain/inventory/reads';
import type { JobQueues, JobRuns, Mail } from '@dms/domain/notifications/ports';
import type { ServiceCenterReads } from '@dms/domain/service-centers/reads';
import { editServiceCenter } from '@dms/domain/service-centers/use-cases/edit-service-center';
import { openServiceCenter } from '@dms/domain/service-centers/use-cases/open-service-center';
import { listServiceCenters, readServiceCenter } from '@dms/domain/service-centers/use-cases/read-service-centers';
import type { Clock, Digest, Ids } from '@dms/domain/shared/ports';
import type { Storage } from '@dms/domain/shared/storage';
import type { WarrantyReads } from '@dms/domain/warranty/reads';
import {
  appealWarrantyClaim,
  decideWarrantyClaim,
  settleWarrantyClaim,
  submitWarrantyClaim,
} from '@dms/domain/warranty/use-cases/change-claim';
import { makeWarrantyClaim } from '@dms/domain/warranty/use-cases/make-claim';
import { listWarranties, listWarrantyClaims, listWarrantyTerms, readWarrantyClaim } from '@dms/domain/warranty/use-cases/read-warranties';
import { setWarrantyTerms } from '@dms/domain/warranty/use-cases/set-warranty-terms';
import type { WorkshopReads } from '@dms/domain/workshop/reads';
import { assignEngineer } from '@dms/domain/workshop/use-cases/assign-engineer';
import { checkQuality } from '@dms/domain/workshop/use-cases/check-quality';
import { deliverVehicle } from '@dms/domain/workshop/use-cases/deliver-vehicle';
import { issueParts } from '@dms/domain/workshop/use-cases/issue-parts';
import { moveJobCard } from '@dms/domain/workshop/use-cases/move-job-card';
import { openJobCard } from '@dms/domain/workshop/use-cases/open-job-card';
import { explainJobCard, listJobCards, readJobCard } from '@dms/domain/workshop/use-cases/read-job-cards';
import { recordCustomerApproval } from '@dms/domain/workshop/use-cases/record-customer-approval';
import { finishTask, pauseTask, startTask } from '@dms/domain/workshop/use-cases/work-on-task';
import { hmacKeys } from './audit/hmac-keys.ts';
import { localAnchorLog } from './audit/local-anchor-log.ts';
import type { background } from './background.ts';
import type { Config } from './config.ts';
import { freePort } from './embedded/data-folder.ts';
import { planAggregates } from './postgres/aggregate-store.ts';
import { aggregates } from './postgres/aggregates.ts';
import { postgresAuditTrail } from './postgres/audit-trail.ts';
import { deployedSettings, postgresConfiguration, type Rereading } from './postgres/configuration.ts';
import { type Database, openDatabase } from './postgres/database.ts';
import { type Idempotency, postgresIdempotency } from './postgres/idempotency.ts';
import { relayWaker } from './postgres/relay-waker.ts';
import { postgresReadiness } from './postgres/readiness.ts';
import { aggregateReader, type ReadAggregate } from './postgres/read-aggregate.ts';
import { postgresAuditReads } from './postgres/reads/audit.ts';
import { postgresBillingReads } from './postgres/reads/billing.ts';
import { postgresCustomerReads } from './postgres/reads/customers.ts';
import { postgresIdentityReads } from './postgres/reads/identity.ts';
import { postgresInventoryReads } from './postgres/reads/inventory.ts';
import { postgresServiceCenterReads } from './postgres/reads/service-centers.ts';
import { postgresTransferReads } from './postgres/reads/transfers.ts';
import { postgresWarrantyReads } from './postgres/reads/warranty.ts';
import { postgresWorkshopReads } from './postgres/reads/workshop.ts';
import { translating } from './postgres/translating.ts';
import { postgresTransact } from './postgres/unit-of-work.ts';
import { postgresJobRuns } from './queue/postgres-job-runs.ts';
import { redisFailedLogins } from './redis/redis-failed-logins.ts';
import { openRedis } from './redis/redis.ts';
import { type AskRedis, whileReachable } from './redis/while-reachable.ts';
import { type AccessSnapshots, accessSnapshots } from './security/access-snapshots.ts';
import { bcryptPasswords } from './security/bcrypt-passwords.ts';
import { type AccessTokens, jwtTokens } from './security/jwt-tokens.ts';
import { renewingTransact } from './security/renewing-transact.ts';
import { openLogger } from './logger.ts';
import { patiently } from './patience.ts';
import { sha256, systemClock, timeOrderedIds } from './security/system.ts';
import { localStorage } from './storage/local-storage.ts';

/** What is open and has to be closed, or is handed in from outside. */
type Foundation = {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
  readonly random: () => number;
  readonly logger: Logger;
  readonly freePort: typeof freePort;
};

const ports = {
  databaseUrl: ({ config }: Foundation) => config.database.url,
  redis: ({ config, logger }: Foundation): Redis => openRedis({ redisUrl: config.redis.url, logger }),
  askRedis: ({ redis, logger }: Foundation & { redis: Redis }): AskRedis => whileReachable({ redis, logger }),
  wakeRelay: ({ database, logger }: Foundation) => relayWaker({ database, logger }),
  plans: ({ database }: Foundation) => planAggregates(database.orm, aggregates),
  auditKeys: ({ config }: Foundation): AuditKeys => hmacKeys(config.audit),
  auditTrail: (deps: Foundation): AuditTrail => translating(postgresAuditTrail(deps)),
  anchorLog: ({ config }: Foundation): AnchorLog => localAnchorLog({ file: join(config.dataFolder, 'files', 'audit', 'anchors.jsonl') }),
  deployed: ({ config }: Foundation) => deployedSettings(config),
  configuration: (deps: Foundation & Parameters<typeof postgresConfiguration>[0]): Configuration & Rereading =>
    translating(postgresConfiguration(deps)),
  transact: (deps: Foundation & Parameters<typeof postgresTransact>[0] & Parameters<typeof renewingTransact>[1]) =>
    renewingTransact(postgresTransact(deps), deps),
  idempotency: postgresIdempotency as (deps: Foundation) => Idempotency,
  readAggregate: ({ database, plans }: Foundation & { plans: ReturnType<typeof planAggregates> }): ReadAggregate =>
    aggregateReader(database.pool, plans),
  passwords: ({ config }: Foundation): Passwords & { close(): Promise<void> } => bcryptPasswords({ rounds: config.auth.bcryptRounds }),
  tokens: ({ config, clock }: Foundation): AccessTokens => jwtTokens(config.auth, clock),
  access: (deps: Foundation & { redis: Redis; askRedis: AskRedis }): AccessSnapshots => translating(accessSnapshots(deps)),
  failedLogins: (deps: Foundation & { redis: Redis; askRedis: AskRedis }): FailedLogins => redisFailedLogins(deps),
  storage: ({ config }: Foundation): Storage => localStorage({ folder: join(config.dataFolder, 'files') }),
  /** Any use case that can be asked for, made when it is carried out. */
  carryOut: (cradle: { readonly [Name in ApprovableName]: unknown }) => (name: ApprovableName) =>
    cradle[name] as (command: never, actor: Actor) => Promise<unknown>,
  patiently: () => patiently,
  jobRuns: (deps: Foundation & { wakeRelay: () => void }): JobRuns => translating(postgresJobRuns(deps)),
  readiness: postgresReadiness,
  outboxLag: ({ database }: Foundation) => outboxLagSeconds(database),
  poolStats: ({ database }: Foundation) => poolFigures(database),
  /** Figures of the business that are configuration: those in force when they are asked for. */
  billing: ({ configuration }: Foundation & { configuration: Configuration }) => ({
    get numberPattern() {
      return configuration.latest().of('series.patterns').INVOICE;
    },
    get challanPattern() {
      return configuration.latest().of('series.patterns').CHALLAN;
    },
    get paymentTermsDays() {
      return configuration.latest().of('billing.payment-terms-days');
    },
  }),
};

const reads = {
  approvalReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): ApprovalReads =>
    translating(postgresApprovalReads(database.pool, readAggregate)),
  auditReads: ({ database }: Foundation): AuditReads => translating(postgresAuditReads(database.pool)),
  identityReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): IdentityReads =>
    translating(postgresIdentityReads(database.pool, readAggregate)),
  customerReads: ({ database }: Foundation): CustomerReads => translating(postgresCustomerReads(database)),
  serviceCenterReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): ServiceCenterReads =>
    translating(postgresServiceCenterReads(database.pool, readAggregate)),
  inventoryReads: ({ database }: Foundation): InventoryReads => translating(postgresInventoryReads(database.pool)),
  transferReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): TransferReads =>
    translating(postgresTransferReads(database.pool, readAggregate)),
  warrantyReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): WarrantyReads =>
    translating(postgresWarrantyReads(database.pool, readAggregate)),
  workshopReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): WorkshopReads =>
    translating(postgresWorkshopReads(database.pool, readAggregate)),
  billingReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): BillingReads =>
    translating(postgresBillingReads(database.pool, readAggregate)),
};

const useCases = {
  askForApproval,
  approveApproval: approve,
  rejectApproval: reject,
  cancelApproval,
  expireApprovals,
  outdateApproval,
  listApprovals,
  readApproval,
  delegateApprovals,
  endDelegation,
  listDelegations,
  readDelegation,
  listAuditLogs,
  anchorAuditTrail,
  verifyAuditTrail,
  logIn,
  refreshSession,
  logOut,
  logOutEverywhere,
  endSession,
  changePassword,
  requestPasswordReset,
  resetPassword,
  acceptInvitation,
  createUser,
  inviteByMail,
  readUser,
  editUser,
  assignServiceCenters,
  suspendUser,
  activateUser,
  deactivateUser,
  unlockUser,
  explainAccess,
  openServiceCenter,
  editServiceCenter: approvable('editServiceCenter', editServiceCenter),
  readServiceCenter,
  listServiceCenters,
  listSettings,
  readSetting,
  setSetting: approvable('setSetting', setSetting),
  openJobCard: approvable('openJobCard', openJobCard),
  moveJobCard: approvable('moveJobCard', moveJobCard),
  recordCustomerApproval,
  assignEngineer,
  issueParts,
  startTask,
  pauseTask,
  finishTask,
  checkQuality,
  deliverVehicle: approvable('deliverVehicle', deliverVehicle),
  draftInvoice,
  issueInvoice,
  recordPayment: approvable('recordPayment', recordPayment),
  listUsers,
  listParts,
  listStock,
  listTransfers,
  readTransfer,
  createTransfer: approvable('createTransfer', createTransfer),
  approveTransfer: approvable('approveTransfer', approveTransfer),
  rejectTransfer,
  cancelTransfer: approvable('cancelTransfer', cancelTransfer),
  dispatchTransfer,
  receiveTransfer,
  decideVariance: approvable('decideVariance', decideVariance),
  recallTransfer: approvable('recallTransfer', recallTransfer),
  setWarrantyTerms: approvable('setWarrantyTerms', setWarrantyTerms),
  listWarrantyTerms,
  listWarranties,
  makeWarrantyClaim,
  listWarrantyClaims,
  readWarrantyClaim,
  submitWarrantyClaim,
  decideWarrantyClaim: approvable('decideWarrantyClaim', decideWarrantyClaim),
  appealWarrantyClaim,
  settleWarrantyClaim: approvable('settleWarrantyClaim', settleWarrantyClaim),
  searchVehicles,
  readHistory,
  listJobCards,
  readJobCard,
  explainJobCard,
  listInvoices,
  readInvoice,
  readPayment,
  printInvoice,
};

type Made<Makers> = { readonly [Name in keyof Makers]: Makers[Name] extends (...args: never[]) => infer Result ? Result : never };

/** Everything there is, by name: what http and workers are given. */
export type Cradle = Foundation & Made<typeof ports> & Made<typeof reads> & Made<typeof useCases> & Made<typeof background>;

export type Container = { readonly cradle: Cradle; dispose(): Promise<void> };

/** What a test or an embedder hands in instead of the system's own. */
export type Overrides = Partial<Pick<Cradle, 'clock' | 'ids' | 'logger' | 'random' | 'mail'>>;

/** How what is open is closed; the rest holds nothing. */
const disposers: Partial<Record<keyof Cradle, (opened: never) => unknown>> = {
  redis: (redis: Redis) => redis.disconnect(),
  passwords: (passwords: { close(): Promise<void> }) => passwords.close(),
  jobQueues: (queues: JobQueues) => queues.close(),
  mail: (mail: Mail & { close?(): void }) => mail.close?.(),
  wakeRelay: (wake: Cradle['wakeRelay']) => wake.settle(),
};

const register = (container: AwilixContainer<Cradle>, makers: Record<string, (deps: never) => unknown>): void => {
  for (const [name, make] of Object.entries(makers)) {
    const resolver = asFunction(make as (deps: Cradle) => unknown).singleton();
    const dispose = disposers[name as keyof Cradle];
    container.register(name, dispose ? resolver.disposer(dispose as (opened: unknown) => Promise<unknown>) : resolver);
  }
};

/**
 * The one composition root. Nothing is opened but the database; the rest is made when it is first asked for. For a process
 * that serves requests alone, `withoutBackground` does not even load what workers need.
 */
export const buildContainer = async (
  config: Config,
  overrides: Overrides = {},
  { withoutBackground = false }: { readonly withoutBackground?: boolean } = {},
): Promise<Container> => {
  const logger = overrides.logger ?? openLogger(config.logLevel);
  const database = await openDatabase({ url: config.database.url, poolSize: config.database.poolSize });
  const foundation = { config, database, clock: systemClock, ids: timeOrderedIds, digest: sha256, random: Math.random, logger, freePort };
  const container = createContainer<Cradle>({ injectionMode: InjectionMode.PROXY, strict: true });
  const forWorkers = withoutBackground ? {} : (await import('./background.ts')).background;
  register(container, { ...ports, ...reads, ...useCases, ...forWorkers });
  for (const [name, value] of Object.entries({ ...foundation, ...overrides })) container.register(name, asValue(value));
  return {
    cradle: container.cradle,
    async dispose() {
      await container.dispose();
      await database.close();
    },
  };
};

const outboxLagSeconds = (database: Database) => async (): Promise<number> => {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(extract(epoch from now() - min(occurred_at)), 0)::float as seconds from outbox where dispatched_at is null`.execute(
    database.pool,
  );
  return rows[0]?.seconds ?? 0;
};

const poolFigures = (database: Database) => () => {
  const { total, idle, waiting } = database.poolStats();
  return { idle, busy: total - idle, waiting };
};
