import bcrypt from 'bcrypt';
import type { User } from '@dms/domain/identity/user';
import { type Role, systemActor } from '@dms/domain/shared/actor';
import type { Container } from '../../adapters/container.ts';
import { addBasics, basicRates, type Basics, newUser } from '../contracts/basics.ts';
import { desk, type Desk } from '../contracts/desk.ts';
import { fixtures, type Fixtures } from '../contracts/fixtures.ts';
import type { Harness } from '../contracts/harness.ts';
import { type Client, clientAt } from './client.ts';
import { type Ending, type FreshDatabase, freshDatabase } from './database.ts';
import { query } from './embedded.ts';
import { lastFirst } from './endings.ts';
import { freshRedis } from './redis.ts';
import { type Running, startServer } from './server.ts';

export const PASSWORD = 'Demo-Pass-2026!';

type Cradle = Container['cradle'];
type PersonName =
  | keyof Basics['people']
  | 'superAdmin'
  | 'callCenter'
  | 'manager2'
  | 'advisor2'
  | 'staff2'
  | 'staffElsewhere'
  | 'engineerElsewhere';
export type People = Readonly<Record<PersonName, User>>;

/** One person of each role and some at the neighbours', beside those that the contracts have. */
const hireMore = ({ transact, clock, ids }: Cradle, { branches: { blr01, blr02, pun01 } }: Basics) =>
  transact(systemActor('test'), async ({ users, record }) => {
    const hire = (role: Role, email: string, ...branches: (typeof blr01)[]): User => {
      const user = newUser(ids, clock.now(), role, branches, email);
      users.add(user);
      record({ name: 'UserCreated', entityId: user.id, serviceCenterId: null, data: {} });
      return user;
    };
    return {
      superAdmin: hire('SUPER_ADMIN', 'superadmin@dms.example'),
      callCenter: hire('CALL_CENTER', 'callcenter@dms.example'),
      manager2: hire('SC_MANAGER', 'manager.blr02@dms.example', blr02),
      advisor2: hire('SERVICE_ADVISOR', 'advisor.blr02@dms.example', blr02),
      staff2: hire('SC_STAFF', 'staff.blr02@dms.example', blr02),
      staffElsewhere: hire('SC_STAFF', 'staff.pun01@dms.example', pun01),
      engineerElsewhere: hire('SERVICE_ENGINEER', 'engineer.pun01@dms.example', pun01),
    };
  });

const addRates = (ownerUrl: string, { ids }: Cradle) => {
  const values = basicRates.map(
    ({ hsn, rate, treatment, validFrom }) => `('${ids.next()}', '${hsn}', 'for a test', ${rate}, '${treatment}', '${validFrom}', now())`,
  );
  return query(
    ownerUrl,
    `insert into tax_rates (id, hsn, description, rate, treatment, valid_from, created_at) values ${values.join(', ')}`,
  );
};

const harnessOf = (cradle: Cradle): Harness => ({
  ...(cradle as unknown as Harness),
  seedBasics: () => Promise.reject(new Error('A world is seeded when it is made.')),
  eventsOf: () => Promise.reject(new Error('Ask with rows().')),
  movementsOf: () => Promise.reject(new Error('Ask with rows().')),
  verifyStock: () => cradle.verifyStock(systemActor('test')),
  stockAsOf: () => Promise.reject(new Error('Ask over HTTP.')),
});

export type Settled = {
  readonly basics: Basics;
  readonly people: People;
  readonly desk: Desk;
  /** Rows that no other test has, made by the use cases without HTTP where HTTP is not what is shown. */
  readonly make: Fixtures;
};

/** Three branches, somebody of each role, a customer with a car, parts on the shelf, and rates of tax. */
export async function settle(cradle: Cradle, ownerUrl: string): Promise<Settled> {
  await addRates(ownerUrl, cradle);
  await logEverybodyIn(ownerUrl);
  const basics = await addBasics(cradle);
  const people = { ...basics.people, ...(await hireMore(cradle, basics)) };
  const use = desk(cradle);
  const hash = await bcrypt.hash(PASSWORD, 4);
  await query(ownerUrl, `update users set password = '${hash}'`, `update customers set email = 'asha.rao@customers.example'`);
  return { basics, people, desk: use, make: fixtures(harnessOf(cradle), basics, use) };
}

/** Everybody there will be has a session under their own id that no list shows and nothing ends, as if they had logged in once and for all. */
const logEverybodyIn = (ownerUrl: string) =>
  query(
    ownerUrl,
    `create function log_in() returns trigger language plpgsql security definer as $$
     begin
       insert into sessions (id, user_id, family, refresh_token_hash, expires_at, version, created_at, updated_at)
       values (new.id, new.id, new.id, md5(new.id::text), '2020-01-01', 1, now(), now());
       return new;
     end $$`,
    'create trigger log_in after insert on users for each row execute function log_in()',
    `create function stay_in() returns trigger language plpgsql as $$ begin return case when tg_op = 'UPDATE' then old end; end $$`,
    'create trigger stay_in before update or delete on sessions for each row when (old.id = old.user_id) execute function stay_in()',
  );

/** A token as a login would give it, without the time that a password takes. */
export const tokenFor = ({ tokens }: Pick<Cradle, 'tokens'>, user: Pick<User, 'id' | 'tokenVersion'>): string =>
  tokens.signAccess({ userId: user.id, sessionId: user.id, tokenVersion: user.tokenVersion }).token;

export type World = Running &
  Settled & {
    readonly database: FreshDatabase;
    readonly redisUrl: string;
    readonly cradle: Cradle;
    /** Somebody who is logged in. */
    as(who: PersonName | User): Client;
    readonly anybody: Client;
    /** What a statement finds, with the eyes of the superuser. */
    rows<Row extends object = Record<string, unknown>>(statement: string): Promise<Row[]>;
  };

type Options = Omit<Parameters<typeof startServer>[1], 'databaseUrl' | 'redisUrl'> & {
  readonly database?: FreshDatabase;
  readonly redisUrl?: string;
};

/** The API over a database of its own in which a small company is at work. */
export async function freshBranches(owner: Ending, { database, redisUrl, ...options }: Options = {}): Promise<World> {
  const ending = lastFirst(owner);
  const own = database ?? (await freshDatabase(ending));
  const redis = redisUrl ?? (await freshRedis(ending)).url;
  const running = await startServer(ending, { databaseUrl: own.url, redisUrl: redis, ...options });
  const { cradle } = running.container;
  const settled = await settle(cradle, own.ownerUrl);
  const clients = new Map<User, Client>();
  const clientOf = (user: User): Client => {
    const client = clients.get(user) ?? clientAt(running.url, tokenFor(cradle, user));
    clients.set(user, client);
    return client;
  };
  return {
    ...running,
    ...settled,
    database: own,
    redisUrl: redis,
    cradle,
    as: (who) => clientOf(typeof who === 'string' ? settled.people[who] : who),
    anybody: clientAt(running.url),
    rows: (statement) => query(own.adminUrl, statement) as Promise<never[]>,
  };
}
