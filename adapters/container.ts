import { join } from 'node:path';
import { asFunction, asValue, type AwilixContainer, createContainer, InjectionMode } from 'awilix';
import type { ApprovableName } from '@dms/domain/approvals/approvable';
import { watchingStock } from '@dms/domain/inventory/use-cases/watch-stock';
import type { Actor } from '@dms/domain/shared/actor';
import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import type { AnchorLog, ArchiveFiles, AuditArchives, AuditKeys, AuditTrail } from '@dms/domain/audit/ports';
import type { Configuration } from '@dms/domain/configuration/ports';
import type { RecentSearches } from '@dms/domain/customers/reads';
import type { FailedLogins, Passwords } from '@dms/domain/identity/ports';
import type { JobQueues, JobRuns, Mail } from '@dms/domain/notifications/ports';
import { Money } from '@dms/domain/shared/money';
import type { Storage } from '@dms/domain/shared/storage';
import { hmacKeys } from './audit/hmac-keys.ts';
import { localAnchorLog } from './audit/local-anchor-log.ts';
import { storedArchives } from './audit/stored-archives.ts';
import type { background } from './background.ts';
import type { Foundation } from './composition/foundation.ts';
import { approvals } from './composition/approvals.ts';
import { audit } from './composition/audit.ts';
import { billing } from './composition/billing.ts';
import { configuration as configurationModule } from './composition/configuration.ts';
import { customers } from './composition/customers.ts';
import { files } from './composition/files.ts';
import { identity } from './composition/identity.ts';
import { imports } from './composition/imports.ts';
import { inventory } from './composition/inventory.ts';
import { notifications } from './composition/notifications.ts';
import { queues } from './composition/queues.ts';
import { reports } from './composition/reports.ts';
import { retention } from './composition/retention.ts';
import { serviceCenters } from './composition/service-centers.ts';
import { tax } from './composition/tax.ts';
import { warranty } from './composition/warranty.ts';
import { webhooks } from './composition/webhooks.ts';
import { workshop } from './composition/workshop.ts';
import type { Config } from './config.ts';
import { freePort } from './embedded/data-folder.ts';
import { type ServerProbes, serverProbes } from './server-probes.ts';
import { openLogger } from './logger.ts';
import { planAggregates } from './postgres/aggregate-store.ts';
import { aggregates } from './postgres/aggregates.ts';
import { postgresAuditArchives } from './postgres/audit-archives.ts';
import { postgresAuditTrail } from './postgres/audit-trail.ts';
import { deployedSettings, postgresConfiguration, type Rereading } from './postgres/configuration.ts';
import { type Database, openDatabase } from './postgres/database.ts';
import { type Idempotency, postgresIdempotency } from './postgres/idempotency.ts';
import { relayWaker } from './postgres/relay-waker.ts';
import { postgresReadiness } from './postgres/readiness.ts';
import { aggregateReader, type ReadAggregate } from './postgres/read-aggregate.ts';
import { translating } from './postgres/translating.ts';
import { postgresTransact } from './postgres/unit-of-work.ts';
import { postgresJobRuns } from './queue/postgres-job-runs.ts';
import { redisHeldHits, type RedisHeldHits } from './redis/redis-held-hits.ts';
import { redisRecentSearches } from './redis/redis-recent-searches.ts';
import { redisFailedLogins } from './redis/redis-failed-logins.ts';
import { openRedis } from './redis/redis.ts';
import { type AskRedis, whileReachable } from './redis/while-reachable.ts';
import { type AccessSnapshots, accessSnapshots } from './security/access-snapshots.ts';
import { bcryptPasswords } from './security/bcrypt-passwords.ts';
import { type AccessTokens, jwtTokens } from './security/jwt-tokens.ts';
import { renewingTransact } from './security/renewing-transact.ts';
import { patiently } from './patience.ts';
import { offsetClock, sha256, systemClock, timeOrderedIds } from './security/system.ts';
import { openStorage } from './storage/open-storage.ts';
import type { Tracing } from './telemetry/tracing.ts';

const ports = {
  databaseUrl: ({ config }: Foundation) => config.database.url,
  redis: ({ config, logger }: Foundation): Redis => openRedis({ address: config.redis, logger }),
  askRedis: ({ redis, logger }: Foundation & { redis: Redis }): AskRedis => whileReachable({ redis, logger }),
  wakeRelay: ({ database, logger }: Foundation) => relayWaker({ database, logger }),
  plans: ({ database }: Foundation) => planAggregates(database.orm, aggregates),
  auditKeys: ({ config }: Foundation): AuditKeys => hmacKeys(config.audit),
  auditTrail: (deps: Foundation): AuditTrail => translating(postgresAuditTrail(deps)),
  auditArchives: (deps: Foundation): AuditArchives => translating(postgresAuditArchives(deps)),
  archiveFiles: ({ storage }: { storage: Storage }): ArchiveFiles => storedArchives({ storage }),
  anchorLog: ({ config }: Foundation): AnchorLog => localAnchorLog({ file: join(config.dataFolder, 'files', 'audit', 'anchors.jsonl') }),
  deployed: ({ config }: Foundation) => deployedSettings(config),
  configuration: (deps: Foundation & Parameters<typeof postgresConfiguration>[0]): Configuration & Rereading =>
    translating(postgresConfiguration(deps)),
  transact: (deps: Foundation & Parameters<typeof postgresTransact>[0] & Parameters<typeof renewingTransact>[1]) =>
    renewingTransact(watchingStock(postgresTransact(deps), deps), deps),
  idempotency: postgresIdempotency as (deps: Foundation) => Idempotency,
  readAggregate: ({ database, plans }: Foundation & { plans: ReturnType<typeof planAggregates> }): ReadAggregate =>
    aggregateReader(database.pool, plans),
  passwords: ({ config }: Foundation): Passwords & { close(): Promise<void> } => bcryptPasswords({ rounds: config.auth.bcryptRounds }),
  tokens: ({ config, clock }: Foundation): AccessTokens => jwtTokens(config.auth, clock),
  access: (deps: Foundation & { redis: Redis; askRedis: AskRedis }): AccessSnapshots => translating(accessSnapshots(deps)),
  failedLogins: (deps: Foundation & { redis: Redis; askRedis: AskRedis }): FailedLogins => redisFailedLogins(deps),
  heldHits: (deps: Foundation & { redis: Redis; askRedis: AskRedis }): RedisHeldHits => redisHeldHits(deps),
  recentSearches: (deps: Foundation & { redis: Redis; askRedis: AskRedis }): RecentSearches => redisRecentSearches(deps),
  /** Any use case that can be asked for, made when it is carried out. */
  carryOut: (cradle: { readonly [Name in ApprovableName]: unknown }) => (name: ApprovableName) =>
    cradle[name] as (command: never, actor: Actor) => Promise<unknown>,
  patiently: () => patiently,
  jobRuns: (deps: Foundation & { wakeRelay: () => void }): JobRuns => translating(postgresJobRuns(deps)),
  readiness: postgresReadiness,
  probes: (deps: Foundation & { redis: Redis; databaseUrl: string }): ServerProbes => serverProbes(deps),
  outboxLag: ({ database }: Foundation) => outboxLagSeconds(database),
  poolStats: ({ database }: Foundation) => poolFigures(database),
  /** Figures of the business that are configuration: those in force when they are asked for. */
  billing: ({ configuration }: Foundation & { configuration: Configuration }) => ({
    get numberPattern() {
      return configuration.latest().of('series.patterns').INVOICE;
    },
    get creditNotePattern() {
      return configuration.latest().of('series.patterns').CREDIT_NOTE;
    },
    get debitNotePattern() {
      return configuration.latest().of('series.patterns').DEBIT_NOTE;
    },
    get challanPattern() {
      return configuration.latest().of('series.patterns').CHALLAN;
    },
    get receiptPattern() {
      return configuration.latest().of('series.patterns').RECEIPT;
    },
    get refundVoucherPattern() {
      return configuration.latest().of('series.patterns').REFUND_VOUCHER;
    },
    get cashLimit() {
      return rupees(configuration.latest().of('billing.cash-limit'));
    },
    get cashRefundLimit() {
      return rupees(configuration.latest().of('billing.cash-refund-limit'));
    },
    get bounceCharge() {
      return rupees(configuration.latest().of('billing.bounce-charge'));
    },
    get tdsLimits() {
      return configuration.latest().of('billing.tds-limits');
    },
    get recipientValues() {
      return configuration.latest().of('gst.recipient-values');
    },
    get paymentTermsDays() {
      return configuration.latest().of('billing.payment-terms-days');
    },
  }),
};

const rupees = (count: number): Money => Money.ofPaise(BigInt(count) * 100n);

/** The read ports and use cases of each module, by name. A new module adds its line. */
const modules = {
  ...approvals,
  ...audit,
  ...billing,
  ...configurationModule,
  ...customers,
  ...files,
  ...identity,
  ...imports,
  ...inventory,
  ...notifications,
  ...queues,
  ...reports,
  ...retention,
  ...serviceCenters,
  ...tax,
  ...warranty,
  ...webhooks,
  ...workshop,
};

type Made<Makers> = { readonly [Name in keyof Makers]: Makers[Name] extends (...args: never[]) => infer Result ? Result : never };

/** Everything there is, by name: what http and workers are given. */
export type Cradle = Foundation & { readonly storage: Storage } & Made<typeof ports> & Made<typeof modules> & Made<typeof background>;

export type Container = { readonly cradle: Cradle; dispose(): Promise<void> };

/** What a test or an embedder hands in instead of the system's own. */
export type Overrides = Partial<Pick<Cradle, 'clock' | 'ids' | 'logger' | 'random' | 'mail'>>;

/** How what is open is closed; the rest holds nothing. */
const disposers: Partial<Record<keyof Cradle, (opened: never) => unknown>> = {
  redis: (redis: Redis) => redis.disconnect(),
  passwords: (passwords: { close(): Promise<void> }) => passwords.close(),
  jobQueues: (queues: JobQueues) => queues.close(),
  drawing: (thread: Cradle['drawing']) => thread.close(),
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
  const clock = config.clockOffsetFile === undefined ? systemClock : offsetClock(config.clockOffsetFile);
  const storage = await openStorage(config, logger);
  const tracing = await openTracing(config);
  const foundation = {
    config,
    database,
    clock,
    ids: timeOrderedIds,
    digest: sha256,
    random: Math.random,
    logger,
    freePort,
    storage,
    tracing,
  };
  const container = createContainer<Cradle>({ injectionMode: InjectionMode.PROXY, strict: true });
  const forWorkers = withoutBackground ? {} : (await import('./background.ts')).background;
  register(container, { ...ports, ...modules, ...forWorkers });
  for (const [name, value] of Object.entries({ ...foundation, ...overrides })) container.register(name, asValue(value));
  return {
    cradle: container.cradle,
    async dispose() {
      await container.dispose();
      storage.close();
      await database.close();
      await tracing?.close();
    },
  };
};

/** Whoever traces nothing does not even load what it takes. */
const openTracing = async ({ telemetry: { endpoint, ...settings } }: Config): Promise<Tracing | undefined> =>
  endpoint === undefined ? undefined : (await import('./telemetry/open-telemetry.ts')).openTelemetry({ endpoint, ...settings });

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
