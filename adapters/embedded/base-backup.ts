import { constants as modes } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** What a base backup leaves out (PostgreSQL 18, "Making a Base Backup Using the Low Level API"). */
const LEFT_OUT =
  /^(?:postmaster\.(?:pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label.*|tablespace_map.*|current_logfiles|backup_manifest)$/;
/** Folders that are there and empty in it; of the log it gets what is needed, at the end. */
const EMPTY = new Set(['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);

const ifGone = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};

/** A file of a running server may go while others are copied: then nobody needs it. */
export const copyTree = async (from: string, to: string, { skips = /^$/, empties = new Set<string>() } = {}): Promise<void> => {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of (await readdir(from).catch(ifGone)) ?? []) {
    if (skips.test(name)) continue;
    const [source, target] = [join(from, name), join(to, name)];
    const found = await lstat(source).catch(ifGone);
    if (found?.isDirectory() && empties.has(name)) await mkdir(target, { mode: 0o700 });
    else if (found?.isDirectory()) await copyTree(source, target, { skips });
    else if (found?.isFile()) await copyFile(source, target, modes.COPYFILE_FICLONE).catch(ifGone);
  }
};

type Begun = { readonly segment: string };
type Ended = { readonly label: string; readonly segment: string };

/** A connection that keeps the log from the beginning of the backup on, for as long as it is open. */
const begin = async (client: pg.Client): Promise<Begun> => {
  await client.query(`select pg_create_physical_replication_slot('dms_backup_' || pg_backend_pid(), true, true)`);
  const { rows } = await client.query<Begun>(`select pg_walfile_name(pg_backup_start('dms backup', true)) as segment`);
  return rows[0]!;
};

const end = async (client: pg.Client): Promise<Ended> => {
  const { rows } = await client.query<Ended>(
    `select stopped.labelfile as label, pg_walfile_name(stopped.lsn) as segment from pg_backup_stop(false) as stopped`,
  );
  return rows[0]!;
};

const SEGMENT = /^[0-9A-F]{24}$/;

/** The log from the beginning of the backup to its end: with it the copy is as the server was at the end. */
const copyLog = async (data: string, into: string, first: string, last: string): Promise<void> => {
  const all = (await readdir(join(data, 'pg_wal'))).filter((name) => SEGMENT.test(name) && name >= first && name <= last);
  if (!all.includes(first) || !all.includes(last)) throw new Error(`The log of ${first} to ${last} is not there any more.`);
  for (const name of all) await copyFile(join(data, 'pg_wal', name), join(into, 'pg_wal', name));
};

type BaseBackup = {
  readonly adminUrl: string;
  readonly data: string;
  readonly into: string;
  /** What has to agree with the instant of the backup is done around its end. */
  readonly around: (end: () => Promise<void>) => Promise<void>;
};

/** Copies the cluster of a running server, as its superuser, while others go on writing. The copy starts like after a crash. */
export const baseBackup = async ({ adminUrl, data, into, around }: BaseBackup): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { segment: first } = await begin(client);
    await copyTree(data, into, { skips: LEFT_OUT, empties: EMPTY });
    await around(async () => {
      const { label, segment: last } = await end(client);
      await writeFile(join(into, 'backup_label'), label, { mode: 0o600 });
      await mkdir(join(into, 'pg_wal', 'archive_status'), { recursive: true, mode: 0o700 });
      await copyLog(data, into, first, last);
    });
  } finally {
    await client.end();
  }
};
