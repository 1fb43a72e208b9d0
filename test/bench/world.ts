import { totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrateUp } from '../../db/migrate.ts';
import { loadConfig } from '../../adapters/config.ts';
import { buildContainer } from '../../adapters/container.ts';
import { startPrivatePostgres } from '../../adapters/embedded/postgres.ts';
import { startPrivateRedis } from '../../adapters/embedded/redis.ts';
import { onDatabase } from '../support/embedded.ts';
import { workFolder } from '../support/test-home.ts';
import { serve, type Serving } from './processes.ts';
import type { Exchange } from './template.ts';
import { layOutShop, PASSWORD, type Shop } from './shop.ts';
import { fillVehicles } from './vehicles.ts';
import type { Request } from './load.ts';
import { LET_UNCHAINED_IN } from './without-chain.ts';

/** A quarter of the memory, as PostgreSQL's manual begins with, and no more than a million vehicles and their indexes need: 1.5 GB. */
const BUFFERS_MB = Math.min(2_048, Math.floor(totalmem() / 4 / 2 ** 20));

/** Durable as in production: every commit is on the disk before it is answered. */
const POSTGRES = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: `${BUFFERS_MB}MB`,
  max_wal_size: '4GB',
  checkpoint_timeout: '30min', // a checkpoint would fall into one round and not into the next
};
const POOL_SIZE = '10';
const SECRET = 'only-for-measuring-on-one-machine-0123456789-XYZ';

/** Numbers of vehicles that no bench uses: for the job that the others are cloned from, and for trying the way. */
const KEPT = 64;

export type World = {
  readonly client: pg.Client;
  readonly shop: Shop;
  readonly vehicles: number;
  /** Access tokens of the advisors, by branch. */
  readonly tokens: readonly (readonly string[])[];
  /** The access token of the storekeeper at the first of them. */
  readonly staff: string;
  /** So many numbers of vehicles that no other bench has. */
  reserve(count: number): { readonly from: number; readonly upTo: number };
  /** One request to the API, as somebody; it fails unless it succeeds. */
  ask(who: 'advisor' | keyof Shop['people'], method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** The environment of a server, the application or a floor. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

export type Answered = Exchange['answer'];

/** Sends one request and reads its answer. */
export const send = async (url: string, { method, path, token, body, key }: Request): Promise<Answered> => {
  const answer = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const kept = ['content-type', 'location'].flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name)!]] : []));
  return { status: answer.status, headers: Object.fromEntries(kept) as Record<string, string>, body: await answer.text() };
};

const logIn = async (url: string, username: string): Promise<string> => {
  const answer = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  if (answer.status !== 200) throw new Error(`${username} cannot log in: ${await answer.text()}`);
  return ((await answer.json()) as { accessToken: string }).accessToken;
};

const environment = (url: string, redisUrl: string, folder: string): Record<string, string> => ({
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn', // the floor writes no line for each request, so the application does not either
  DATABASE_URL: url,
  DATABASE_POOL_SIZE: POOL_SIZE,
  REDIS_URL: redisUrl,
  JWT_SECRET: SECRET.replace('only-for-measuring', 'mZ7qPv3'),
  AUDIT_HMAC_KEY: SECRET.replace('only-for-measuring', 'aU4dRt9'),
  JWT_EXPIRES_IN: '12h',
  SMTP_HOST: '127.0.0.1',
  DATA_DIR: folder,
});

const rates = async (client: pg.Client): Promise<void> => {
  for (const [hsn, rate] of [
    ['9987', 18],
    ['2710', 18],
    ['8421', 18],
  ] as const)
    await client.query(
      `insert into tax_rates (id, hsn, description, rate, treatment, valid_from, created_at) values (uuidv7(), $1, 'for a bench', $2, 'TAXABLE', '2017-07-01', now())`,
      [hsn, rate],
    );
};

/** A private PostgreSQL and Redis, and the data that the benches share. */
export const openWorld = async (vehicles: number): Promise<World> => {
  const [postgres, redis] = await Promise.all([
    startPrivatePostgres({ home: await workFolder('bench-postgres'), settings: POSTGRES, firstPort: 26432 }),
    startPrivateRedis({ home: await workFolder('bench-redis'), firstPort: 27379 }),
  ]);
  await migrateUp(postgres.ownerUrl, { appRole: 'dms_app' });
  const client = new pg.Client({ connectionString: onDatabase(postgres.adminUrl, 'dms') });
  await client.connect();
  await client.query(LET_UNCHAINED_IN);
  await rates(client);

  const env = environment(postgres.appUrl, redis.url, join(await workFolder('bench-data')));
  const container = await buildContainer(loadConfig(env));
  const shop = await layOutShop(container);
  await container.dispose();
  await fillVehicles(client, shop, vehicles);

  const api = await serve('server.ts', env);
  const tokens: string[][] = [];
  for (const names of shop.advisors) tokens.push(await Promise.all(names.map((name) => logIn(api.url, name))));
  const people = Object.fromEntries(
    await Promise.all(Object.entries(shop.people).map(async ([who, name]) => [who, await logIn(api.url, name)] as const)),
  ) as Record<keyof Shop['people'], string>;
  let next = KEPT;

  return {
    client,
    shop,
    vehicles,
    tokens,
    staff: people.staff,
    env,
    reserve: (count) => {
      const from = next;
      next += count;
      if (next > vehicles) throw new Error(`The benches need ${next} vehicles: run with --vehicles ${next} or more, or shorter rounds.`);
      return { from, upTo: next };
    },
    ask: (who, method, path, body) =>
      asked(api, { method: method as Request['method'], path, token: who === 'advisor' ? tokens[0]![0]! : people[who], body }),
    close: async () => {
      await api.stop();
      await client.end();
      postgres.stop();
      await redis.stop();
    },
  };
};

const asked = async (api: Serving, request: Request): Promise<Record<string, unknown>> => {
  const key = request.method === 'POST' ? `bench-${performance.now()}` : undefined;
  const { status, body } = await send(api.url, { ...request, ...(key && { key }) });
  if (status >= 300) throw new Error(`${request.method} ${request.path} answered ${status}: ${body}`);
  return JSON.parse(body) as Record<string, unknown>;
};
