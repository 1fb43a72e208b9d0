import { randomUUID } from 'node:crypto';
import { NO_HASH, type LaneHead } from '@dms/domain/audit/chain';
import { systemActor } from '@dms/domain/shared/actor';
import { CompiledQuery, sql } from 'kysely';
import { hmacKeys } from '../../adapters/audit/hmac-keys.ts';
import { startPrivatePostgres } from '../../adapters/embedded/postgres.ts';
import { writeAuditRows } from '../../adapters/postgres/audit-rows.ts';
import { takeLane } from '../../adapters/postgres/audit-trail.ts';
import { type Database, type Executor, openDatabase } from '../../adapters/postgres/database.ts';
import { sha256, systemClock, timeOrderedIds } from '../../adapters/security/system.ts';
import { migrateUp } from '../../db/migrate.ts';
import { onDatabase, query } from '../support/embedded.ts';
import { workFolder } from '../support/test-home.ts';
import { median } from './figures.ts';
import { LET_UNCHAINED_IN, withoutChain } from './without-chain.ts';

// What the audit chain costs: the same transaction, as short as a payment, over sixteen connections, without a chain, with the
// lanes, and with one head that all have to wait for. `node test/bench/audit-lanes.ts [seconds] [rounds]`.

const CONNECTIONS = 16;
const ACCOUNTS = 10_000;
const [seconds = 2, rounds = 7] = process.argv.slice(2).map(Number);

const deps = {
  clock: systemClock,
  ids: timeOrderedIds,
  digest: sha256,
  auditKeys: hmacKeys({ key: 'a key for measuring, of forty bytes ......', previousKeys: [] }),
};
const actor = { ...systemActor('bench'), userId: randomUUID(), address: '10.0.4.17', agent: 'bench' };
const recordedFor = (entityId: string) => [
  {
    actor,
    event: { name: 'PaymentReceived', entityId, serviceCenterId: actor.userId, data: { amount: '1180.00', method: 'UPI' } } as const,
  },
];

const head: LaneHead = { lane: 0, position: 0, hash: NO_HASH };

/** The statement of the application without what belongs to the chain. */
const unchained = (db: Executor): Executor =>
  ({
    executeQuery: ({ sql: text, parameters }: CompiledQuery) => {
      const [bare] = withoutChain([{ text, values: parameters, rows: [], rowCount: 0 }]);
      return db.executeQuery(CompiledQuery.raw(bare!.text, bare!.values as unknown[]));
    },
  }) as unknown as Executor;

const oneHead = async (db: Executor): Promise<LaneHead> => {
  const { rows } = await sql<{ lane: number; position: string; hash: string }>`
    select lane, position, hash from audit_lanes where lane = ${0} for update`.execute(db);
  return { ...rows[0]!, position: Number(rows[0]!.position) };
};

const variants: Readonly<Record<string, (db: Executor, entityId: string) => Promise<void>>> = {
  'no chain': (db, entityId) => writeAuditRows(unchained(db), deps, recordedFor(entityId), () => Promise.resolve(head)),
  'sixteen lanes': (db, entityId) => writeAuditRows(db, deps, recordedFor(entityId), takeLane),
  'one head': (db, entityId) => writeAuditRows(db, deps, recordedFor(entityId), oneHead),
};

const pay = (database: Database, account: number, write: (typeof variants)[string]): Promise<void> =>
  database.run(async (db) => {
    await sql`select balance from bench_accounts where id = ${account} for update`.execute(db);
    const id = timeOrderedIds.next();
    await sql`insert into bench_payments (id, account, amount, method, at) values (${id}, ${account}, ${118000}, ${'UPI'}, ${new Date().toISOString()})`.execute(
      db,
    );
    await sql`update bench_accounts set balance = balance + ${118000}, version = version + 1 where id = ${account}`.execute(db);
    await write(db, id);
  });

const round = async (database: Database, write: (typeof variants)[string]): Promise<number> => {
  const endsAt = performance.now() + seconds * 1000;
  const startedAt = performance.now();
  let done = 0;
  let next = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      await pay(database, (next = (next + 7919) % ACCOUNTS), write);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return (done * 1000) / (performance.now() - startedAt);
};

const postgres = await startPrivatePostgres({
  home: await workFolder('bench-postgres'),
  settings: { shared_buffers: '256MB', max_wal_size: '4GB' },
  firstPort: 26532,
});
await migrateUp(postgres.ownerUrl, { appRole: 'dms_app' });
await query(
  onDatabase(postgres.adminUrl, 'dms'),
  ...LET_UNCHAINED_IN.split('; '),
  'create table bench_accounts (id int primary key, balance bigint not null, version int not null) with (fillfactor = 80)',
  `insert into bench_accounts select n, 0, 1 from generate_series(0, ${ACCOUNTS - 1}) n`,
  'create table bench_payments (id uuid primary key, account int not null references bench_accounts (id), amount bigint not null, method text not null, at timestamptz not null)',
  'grant select, insert, update on bench_accounts, bench_payments to dms_app',
);
const database = await openDatabase({ url: postgres.appUrl, poolSize: CONNECTIONS });
const rates: Record<string, number[]> = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
for (let number = -1; number < rounds; number += 1)
  for (const [name, write] of Object.entries(variants)) {
    const rate = await round(database, write);
    if (number >= 0) rates[name]!.push(rate);
  }
const bare = rates['no chain']!;
for (const [name, each] of Object.entries(rates)) {
  const ratios = each.map((rate, index) => rate / bare[index]!);
  console.log(
    `${name.padEnd(16)} ${Math.round(median(each))}/s, of the bare one ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})`,
  );
}
await database.close();
postgres.stop();
process.exit(0);
