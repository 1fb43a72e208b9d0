import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { type Actor, systemActor } from '@dms/domain/shared/actor';
import type { DomainEvent, Json } from '@dms/domain/shared/events';
import type { Clock } from '@dms/domain/shared/ports';
import type { AuditReport } from '@dms/domain/audit/use-cases/verify-audit-trail';
import { loadConfig } from '../../adapters/config.ts';
import { buildContainer, type Container } from '../../adapters/container.ts';
import { type Ending, freshDatabase, type FreshDatabase } from '../support/database.ts';
import { query } from '../support/embedded.ts';
import { freshRedis } from '../support/redis.ts';
import { variablesOf } from '../support/server.ts';

export const AUDIT_HMAC_KEY = 'Zr5uHq1kVw8nXb3yTj6mLc0pGs9dFe2A';

export const somebody: Actor = { ...systemActor('audit-test'), address: '10.0.4.17', agent: 'a browser' };

export const eventOf = (data: { readonly [key: string]: Json } = {}, more: Partial<DomainEvent> = {}): DomainEvent => ({
  name: 'TaskStarted',
  entityId: randomUUID(),
  serviceCenterId: null,
  from: 'open',
  to: 'in_progress',
  data,
  ...more,
});

export type Kept = { readonly id: string; readonly lane: number; readonly position: number; readonly hash: string };

/** Holds every lane but one, so that writers can take only that. */
const whileOthersAreTaken = async <Result>(adminUrl: string, lane: number, work: () => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select from audit_lanes where lane <> $1 for update', [lane]);
    return await work();
  } finally {
    await client.end();
  }
};

export type Trail = {
  readonly cradle: Container['cradle'];
  readonly database: FreshDatabase;
  readonly variables: Readonly<Record<string, string>>;
  /** Where the anchors are kept. */
  readonly anchorFile: string;
  /** One transaction that records these events and does nothing else. */
  write(...events: DomainEvent[]): Promise<void>;
  /** So many transactions one after another, in one lane. Answers all rows of that lane. */
  writeInLane(lane: number, count: number): Promise<Kept[]>;
  anchor(): Promise<unknown>;
  verify(): Promise<AuditReport>;
  rows<Row extends object>(statement: string): Promise<Row[]>;
  /** As a superuser who switches off what protects the rows. */
  tamper(...statements: string[]): Promise<void>;
};

/** An audit trail of one's own. With the same database and folder as another, the same trail seen by another process. */
export const freshTrail = async (
  ending: Ending,
  {
    database,
    variables = {},
    clock,
    role = 'url',
  }: { database?: FreshDatabase; variables?: Readonly<Record<string, string>>; clock?: Clock; role?: 'url' | 'ownerUrl' } = {},
): Promise<Trail> => {
  const own = database ?? (await freshDatabase(ending));
  const addresses = { databaseUrl: own[role], redisUrl: (await freshRedis()).url };
  const all = await variablesOf(addresses, { AUDIT_HMAC_KEY, DATABASE_POOL_SIZE: '16', ...variables });
  const config = loadConfig(all);
  const container = await buildContainer(config, clock && { clock });
  ending.after(() => container.dispose());
  const { cradle } = container;
  const write: Trail['write'] = (...events) =>
    cradle.transact(somebody, async ({ record }) => {
      record(...events);
    });
  const rows: Trail['rows'] = (statement) => query(own.adminUrl, statement) as Promise<never[]>;
  return {
    cradle,
    database: own,
    variables: all,
    anchorFile: join(config.dataFolder, 'files', 'audit', 'anchors.jsonl'),
    write,
    writeInLane: (lane, count) =>
      whileOthersAreTaken(own.adminUrl, lane, async () => {
        for (let n = 0; n < count; n += 1) await write(eventOf({ n, amount: '1180.00' }));
        return rows<Kept>(`select id, lane, position::int, hash from audit_logs where lane = ${lane} order by position`);
      }),
    anchor: () => cradle.anchorAuditTrail(),
    verify: () => cradle.verifyAuditTrail(somebody),
    rows,
    tamper: async (...statements) => {
      await query(
        own.adminUrl,
        'alter table audit_logs disable trigger user',
        'alter table audit_lanes disable trigger user',
        ...statements,
      );
    },
  };
};
