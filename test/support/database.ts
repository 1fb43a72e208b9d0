import { randomBytes } from 'node:crypto';
import { within } from '../../adapters/embedded/running.ts';
import { ensureTemplate, onDatabase, query, sharedPostgres, TEMPLATE } from './embedded.ts';

export type FreshDatabase = {
  name: string;
  /** Of the application's role. */
  url: string;
  /** Of the role that owns the tables. */
  ownerUrl: string;
  /** Of the superuser. */
  adminUrl: string;
  drop(): Promise<void>;
};

/** Whoever lets something be done at its end: a test context, or `{ after }` of node:test for a whole file. */
export type Ending = { after(work: () => Promise<void>): void };

/** Whether somebody is connected: PostgreSQL would wait five seconds for them to leave before it refuses the drop. */
const isInUse = async (adminUrl: string, name: string): Promise<boolean> =>
  (await query(adminUrl, `select from pg_stat_activity where datname = '${name}' and backend_type = 'client backend'`)).length > 0;

/**
 * A database of one's own: a clone of the migrated template, or an empty one. It is dropped at the end of the test, or,
 * if a pool that is closed only later still uses it, with the whole cluster at the end of the run.
 */
export async function freshDatabase(ending?: Ending, { migrated = true } = {}): Promise<FreshDatabase> {
  const server = await (migrated ? ensureTemplate() : sharedPostgres());
  const name = `t_${randomBytes(6).toString('hex')}`;
  await query(
    server.adminUrl,
    // the files are copied: to write each page into the log, for a recovery that nobody will ask for, costs six times as much
    `create database ${name} owner dms_owner template ${migrated ? TEMPLATE : 'template1'} strategy file_copy`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to dms_app`,
  );
  const drop = async (): Promise<void> => {
    await query(server.adminUrl, `drop database if exists ${name} with (force)`);
  };
  ending?.after(async () => {
    // a connection that was closed just now takes a moment to be gone
    const left = await within(500, async () => ((await isInUse(server.adminUrl, name)) ? undefined : true));
    if (left) await drop();
  });
  const [url, ownerUrl, adminUrl] = [server.appUrl, server.ownerUrl, server.adminUrl].map((each) => onDatabase(each, name));
  return { name, url: url!, ownerUrl: ownerUrl!, adminUrl: adminUrl!, drop };
}
