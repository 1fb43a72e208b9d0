import autocannon from 'autocannon';
import { sql } from 'kysely';
import type { BillingReads } from '@dms/domain/billing/reads';
import { listInvoices, readInvoice } from '@dms/domain/billing/use-cases/read-invoices';
import { recordPayment } from '@dms/domain/billing/use-cases/record-payment';
import { listJobCards } from '@dms/domain/workshop/use-cases/read-job-cards';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import type { WorkshopReads } from '@dms/domain/workshop/reads';
import { type Config, loadConfig } from '../../adapters/config.ts';
import { buildContainer, type Container } from '../../adapters/container.ts';
import type { Database, Executor } from '../../adapters/postgres/database.ts';
import { aggregateReader } from '../../adapters/postgres/read-aggregate.ts';
import { postgresBillingReads } from '../../adapters/postgres/reads/billing.ts';
import { postgresWorkshopReads } from '../../adapters/postgres/reads/workshop.ts';
import { postgresTransact } from '../../adapters/postgres/unit-of-work.ts';
import { grantApplication } from '../../db/grants.ts';
import { startHttp } from '../../http/server.ts';
import { cloneId } from './clone.ts';
import { median } from './figures.ts';
import { cloneIssued, draftByWalking, issue } from './jobs.ts';
import { openWorld, type World } from './world.ts';

// What row-level security costs as a second wall behind the scope: the same API twice over the same data, once as it is, once
// under a role with policies, for which every read runs in a transaction that says whose branches are meant.
// `node test/bench/row-level-security.ts [seconds] [rounds]`.

type Cradle = Container['cradle'];
const [seconds = 3, rounds = 5] = process.argv.slice(2).map(Number);
const CONNECTIONS = 16;
const NO_LIMIT = 1_000_000_000;
const TABLES = ['job_cards', 'invoices', 'payments', 'inventory'];
const ROLE = 'dms_app_walled';
const PASSWORD = 'only-for-measuring';
const WALL = `service_center_id = any ((select string_to_array(current_setting('app.branches', true), ',')::uuid[])::uuid[])`;

const raiseWall = async ({ client }: World): Promise<void> => {
  await client.query(`create role ${ROLE} login password '${PASSWORD}'`);
  await client.query(`grant connect on database dms to ${ROLE}`);
  await grantApplication(client, ROLE);
  for (const table of TABLES) {
    await client.query(`alter table ${table} enable row level security`);
    await client.query(`create policy open on ${table} to dms_app using (true) with check (true)`);
    await client.query(`create policy walled on ${table} to ${ROLE} using (${WALL}) with check (${WALL})`);
  }
};

const within = (database: Database, branches: readonly string[]) => ({
  run: <Result>(work: (db: Executor) => Promise<Result>): Promise<Result> =>
    database.run(async (db) => {
      await sql`select set_config('app.branches', ${branches.join(',')}, true)`.execute(db);
      return work(db);
    }),
});

/** The container whose reads and writes say first, in their transaction, whose branches are meant. */
const walled = (cradle: Cradle, branches: readonly string[]): Cradle => {
  const { run } = within(cradle.database, branches);
  const billing = (db: Executor) => postgresBillingReads(db, aggregateReader(db, cradle.plans));
  const workshop = (db: Executor) => postgresWorkshopReads(db, aggregateReader(db, cradle.plans));
  const billingReads = { ...cradle.billingReads };
  const workshopReads = { ...cradle.workshopReads };
  Object.assign(billingReads, {
    invoices: (...args: Parameters<BillingReads['invoices']>) => run((db) => billing(db).invoices(...args)),
    invoice: (...args: Parameters<BillingReads['invoice']>) => run((db) => billing(db).invoice(...args)),
  });
  Object.assign(workshopReads, {
    jobCards: (...args: Parameters<WorkshopReads['jobCards']>) => run((db) => workshop(db).jobCards(...args)),
  });
  let said = new WeakSet<object>();
  const database: Database = {
    ...cradle.database,
    run: (work) =>
      cradle.database.run(async (db, running) => {
        if (!said.has(running)) {
          said.add(running);
          await sql`select set_config('app.branches', ${branches.join(',')}, true)`.execute(db);
        }
        return work(db, running);
      }),
  };
  said = new WeakSet();
  const transact = postgresTransact({ ...copied(cradle), database });
  const replaced: Partial<Record<keyof Cradle, unknown>> = {
    billingReads,
    listInvoices: listInvoices({ billingReads, clock: cradle.clock }),
    readInvoice: readInvoice({ billingReads }),
    listJobCards: listJobCards({ workshopReads, clock: cradle.clock }),
    recordPayment: recordPayment({ ...copied(cradle), transact }),
  };
  return new Proxy(cradle, { get: (target, name) => replaced[name as keyof Cradle] ?? target[name as keyof Cradle] });
};

/** What writes need of a container, which itself cannot be spread. */
const copied = ({ database, plans, clock, ids, digest, auditKeys, wakeRelay, billing, deployed }: Cradle) => ({
  ...{ database, plans, clock, ids, digest, auditKeys, wakeRelay, billing, deployed },
});

const unlimited = (config: Config): Config => ({
  ...config,
  http: { ...config.http, rateLimits: { auth: NO_LIMIT, search: NO_LIMIT, export: NO_LIMIT, public: NO_LIMIT } },
});

type Side = { readonly cradle: Cradle; readonly url: string };

const open = async (env: Readonly<Record<string, string>>, wall: readonly string[] | undefined): Promise<Side> => {
  const container = await buildContainer(unlimited(loadConfig(env)));
  const cradle = wall ? walled(container.cradle, wall) : container.cradle;
  const { url } = await startHttp({ container: { cradle, dispose: () => container.dispose() } });
  return { cradle, url };
};

const reads = async (path: string, { url }: Side, token: string): Promise<number> => {
  const result = await autocannon({
    url: url + path,
    connections: CONNECTIONS,
    duration: seconds,
    workers: 1,
    headers: { authorization: `Bearer ${token}` },
  });
  if (result.non2xx > 0) throw new Error(`${path}: ${result.non2xx} refused`);
  return result.requests.total / result.duration;
};

const world = await openWorld(40_000);
const draft = await draftByWalking(world);
const { totalAmount } = (await issue(world, draft)) as { totalAmount: string };
const range = world.reserve(30_000);
await cloneIssued(world, draft, range);
// Clones are all of one instant, which no list ever is.
for (const table of ['invoices', 'job_cards'])
  await world.client.query(`update ${table} set created_at = created_at - random() * interval '90 days'`);
await world.client.query('vacuum analyze');
await raiseWall(world);
const branches = [world.shop.branches[0]!];
const wallUrl = Object.assign(new URL(world.env.DATABASE_URL!), { username: ROLE, password: PASSWORD }).href;
const plain = await open(world.env, undefined);
const behind = await open({ ...world.env, DATABASE_URL: wallUrl }, branches);
const token = world.tokens[0]![0]!;
const { rows: users } = await world.client.query<{ id: string }>(`select id from users where email = $1`, [world.shop.advisors[0]![0]]);
const advisor: Actor = {
  userId: users[0]!.id,
  role: 'SERVICE_ADVISOR',
  serviceCenterIds: branches,
  requestId: 'bench',
  address: null,
  agent: null,
};

let next = range.from;
const payments = async ({ cradle }: Side): Promise<number> => {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  let done = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < endsAt && next < range.upTo) {
      await cradle.recordPayment({ invoiceId: cloneId(draft.invoiceId, next++), amount: Money.parse(totalAmount), method: 'UPI' }, advisor);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return (done * 1000) / (performance.now() - startedAt);
};

const paths: Readonly<Record<string, (side: Side) => Promise<number>>> = {
  'GET /invoices (page of 20)': (side) => reads('/invoices?limit=20', side, token),
  'GET /invoices/:id': (side) => reads(`/invoices/${draft.invoiceId}`, side, token),
  'GET /job-cards (page of 20)': (side) => reads('/job-cards?limit=20', side, token),
  'record a payment': payments,
};

for (const [name, measure] of Object.entries(paths)) {
  const ratios: number[] = [];
  const rates: [number, number][] = [];
  for (let round = -1; round < rounds; round += 1) {
    const pair = [await measure(plain), await measure(behind)] as [number, number];
    if (round < 0) continue;
    rates.push(pair);
    ratios.push(pair[1] / pair[0]);
  }
  const [as, walledRate] = [0, 1].map((side) => Math.round(median(rates.map((pair) => pair[side]!))));
  console.log(
    `${name.padEnd(30)} ${as}/s, behind the wall ${walledRate}/s: ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})`,
  );
}
process.exit(0);
