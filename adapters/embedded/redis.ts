import { spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort, ownFolder, replaceFile, serverFolder, unprivileged } from './data-folder.ts';
import { takeShared, tryExclusive, whileLocked } from './lock.ts';
import { findRedis } from './redis-program.ts';
import { isRunning, lastLines, within } from './running.ts';
import { keptSecret, randomSecret } from './secrets.ts';

export type RedisOptions = {
  /** The folder that holds its files and its password. */
  home: string;
  /** Settings beside, or instead of, the ordinary ones. */
  settings?: Readonly<Record<string, string>>;
  /** Where the search for a free port begins. */
  firstPort?: number;
};

export type PrivateRedis = {
  url: string;
  port: number;
  pid: number;
  /** Whether it was running already. */
  reused: boolean;
  /** Lets go of it: the last process that does so stops the server. */
  release(): Promise<void>;
  /** Stops the server, whoever else uses it. */
  stop(): Promise<void>;
};

/** Every command is logged before a second has passed, and nothing is thrown away to make room: queues live here. */
const SETTINGS: Readonly<Record<string, string>> = {
  bind: '127.0.0.1',
  'protected-mode': 'yes',
  daemonize: 'no',
  appendonly: 'yes',
  appendfsync: 'everysec',
  save: '""',
  'maxmemory-policy': 'noeviction',
  loglevel: 'notice',
};

const START_TIMEOUT_MS = 20_000;

const filesOf = (home: string) => ({
  files: join(home, 'files'),
  settings: join(home, 'redis.conf'),
  log: join(home, 'redis.log'),
  state: join(home, 'state.json'),
  password: join(home, 'password'),
  startLock: join(home, 'start.lock'),
  useLock: join(home, 'use.lock'),
});

type State = { port: number; pid: number };

const readState = (home: string): State | undefined => {
  const { state } = filesOf(home);
  return existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as State) : undefined;
};

const urlOf = (port: number, password: string): string => `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}/0`;

async function withClient<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T | undefined> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 1000,
    commandTimeout: 2000,
    disconnectTimeout: 20,
    enableReadyCheck: false,
  });
  client.on('error', () => undefined); // connect() and the command tell the same
  try {
    await client.connect();
    return await work(client);
  } catch {
    return undefined; // nobody there, or somebody who does not know our password: not ours
  } finally {
    client.disconnect();
  }
}

/** Only our own server knows the password of this home; that it also has its settings file makes sure. */
async function isOurs(home: string, url: string): Promise<true | undefined> {
  const info = await withClient(url, (client) => client.info('all'));
  return info?.includes(`config_file:${filesOf(home).settings}`) && !info.includes('loading:1') ? true : undefined;
}

/** Redis writes its address over its command line, once it has read its settings. */
const isServer = (home: string, { pid, port }: State): boolean =>
  isRunning(pid, `127.0.0.1:${port}`) || isRunning(pid, filesOf(home).settings);

/** A server that this home has started and that still lives, once it has read its log and answers. */
async function runningServer(home: string, password: string): Promise<State | undefined> {
  const state = readState(home);
  if (!state || !isServer(home, state)) return undefined;
  const ours = await within(START_TIMEOUT_MS, () => isOurs(home, urlOf(state.port, password)));
  if (!ours) throw new Error(`Redis runs in ${home} (process ${state.pid}) but does not answer.\n${lastLines(filesOf(home).log)}`);
  return state;
}

function writeSettings({ home, settings }: RedisOptions, port: number, password: string): void {
  const { files, settings: file } = filesOf(home);
  const all = { ...SETTINGS, dir: JSON.stringify(files), port: String(port), requirepass: password, ...settings };
  const lines = Object.entries(all).map(([name, value]) => `${name} ${value}\n`);
  replaceFile(file, lines.join('')); // in a file, as arguments can be read by everybody on the machine
  const { uid, gid } = unprivileged();
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
}

async function launch(options: RedisOptions, password: string): Promise<State> {
  const { home, firstPort = 26379 } = options;
  const { files, settings, log, state } = filesOf(home);
  const { program, env } = await findRedis();
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline;) {
    const port = await freePort(readState(home)?.port ?? firstPort);
    writeSettings(options, port, password);
    const output = openSync(log, 'a', 0o600);
    const server = spawn(program, [settings], {
      ...unprivileged(),
      cwd: files,
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...env },
    });
    closeSync(output);
    let failure: Error | undefined;
    server.on('error', (error) => (failure = error));
    server.unref();
    const pid = server.pid;
    if (pid === undefined) throw new Error(`Redis did not start: ${program} cannot be run`, { cause: failure });
    replaceFile(state, JSON.stringify({ port, pid })); // before it answers: who comes after a crash of ours must find it
    const ended = (): boolean => server.exitCode !== null || server.signalCode !== null;
    const ready = await within(deadline - Date.now(), async () =>
      ended() ? 'ended' : ((await isOurs(home, urlOf(port, password))) && 'ready') || undefined,
    );
    if (ready === 'ready') return { port, pid };
    if (!/already in use/.test(lastLines(log, 6))) break; // another program took the port first: try the next
  }
  throw new Error(`Redis did not start.\n${lastLines(log)}\n(from ${log})`);
}

async function stopServer(home: string, { pid, port }: State): Promise<void> {
  if (!isServer(home, { pid, port })) return;
  process.kill(pid, 'SIGTERM'); // upon which it writes what it has not written yet
  const gone = await within(10_000, () => (isServer(home, { pid, port }) ? undefined : true));
  if (!gone) throw new Error(`Redis (process ${pid}) did not stop.`);
}

/**
 * A Redis of our own below `home`, on a port of 127.0.0.1 and with a password: made at the first call, attached to
 * when it runs, started again after any crash. It outlives this process if that is killed.
 */
export async function startPrivateRedis(options: RedisOptions): Promise<PrivateRedis> {
  const home = ownFolder(options.home);
  serverFolder(home, 'files');
  const { password: passwordFile, startLock, useLock } = filesOf(home);
  return whileLocked(startLock, async () => {
    const password = keptSecret(passwordFile, () => randomSecret());
    const running = await runningServer(home, password);
    const state = running ?? (await launch(options, password));
    const url = urlOf(state.port, password);
    const use = await takeShared(useLock);
    const stop = (): Promise<void> => stopServer(home, state);
    return {
      url,
      ...state,
      reused: running !== undefined,
      stop,
      release: () =>
        whileLocked(startLock, async () => {
          use.release();
          const last = tryExclusive(useLock);
          if (last) await stop();
          last?.release();
        }),
    };
  });
}
