import {
  chmodSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRoot } from '../../adapters/embedded/data-folder.ts';
import { takeShared, tryExclusive, type Lock } from '../../adapters/embedded/lock.ts';
import { isRunning } from '../../adapters/embedded/running.ts';

// Everything that the tests start or write is below one folder, the home of the run. Under `npm test` the runner makes
// it (global.ts) and removes it with whatever still runs in it; a file that is run alone makes and removes its own.

const VARIABLE = 'DMS_TEST_HOME';
const base = (): string => (isRoot() ? '/var/tmp' : tmpdir()); // root's servers run as nobody, who cannot come to every TMPDIR
const locks = new Map<string, Lock>();

/** A new home for a run, after those that killed runs have left behind are cleared away. */
export async function makeTestHome(): Promise<string> {
  sweepAbandoned();
  const home = mkdtempSync(join(base(), 'dms-test-'));
  chmodSync(home, 0o711);
  for (const folder of ['processes', 'work']) mkdirSync(join(home, folder));
  locks.set(home, await takeShared(join(home, 'use.lock')));
  process.env[VARIABLE] = home; // test files are child processes of the runner, and inherit it
  return home;
}

let ownHome: Promise<string> | undefined;

/** The home of this run. */
export function testHome(): Promise<string> {
  const given = process.env[VARIABLE];
  if (given && !ownHome) return Promise.resolve(given);
  ownHome ??= makeTestHome().then((home) => {
    process.on('exit', () => removeTestHome(home));
    return home;
  });
  return ownHome;
}

/** A new folder below the home of this run. */
export async function workFolder(name = 'folder'): Promise<string> {
  const folder = mkdtempSync(join(await testHome(), 'work', `${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}

/** Notes a process, so that it is ended with the run even if the test that started it is killed. */
export async function noteProcess(pid: number, named: string): Promise<void> {
  writeFileSync(join(await testHome(), 'processes', String(pid)), named);
}

type Left = { pid: number; named: string; signal: NodeJS.Signals };

/** PostgreSQL's SIGQUIT is its immediate stop: unlike SIGKILL it takes the children and the shared memory along. */
const leftRunning = (home: string): Left[] => [
  ...readdirSync(join(home, 'processes')).map((pid): Left => ({
    pid: Number(pid),
    named: readFileSync(join(home, 'processes', pid), 'utf8'),
    signal: 'SIGKILL',
  })),
  ...globSync('**/postmaster.pid', { cwd: home }).map((file): Left => ({
    pid: Number.parseInt(readFileSync(join(home, file), 'utf8'), 10),
    named: home,
    signal: 'SIGQUIT',
  })),
  ...globSync('**/state.json', { cwd: home }).map((file): Left => {
    const { pid, port } = JSON.parse(readFileSync(join(home, file), 'utf8')) as { pid: number; port: number };
    return { pid, named: `127.0.0.1:${port}`, signal: 'SIGKILL' };
  }),
];

/** Without awaiting anything, so that it can be done while the process exits. */
function waitWhile(condition: () => boolean, timeoutMs: number): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (const deadline = Date.now() + timeoutMs; condition() && Date.now() < deadline;) Atomics.wait(clock, 0, 0, 10);
}

export function end(pid: number, named: string, signal: NodeJS.Signals = 'SIGKILL'): void {
  for (const each of [signal, 'SIGKILL'] as const) {
    if (!isRunning(pid, named)) return;
    process.kill(pid, each);
    waitWhile(() => isRunning(pid, named), 5000);
  }
}

/** Ends what runs in it and removes it. */
export function removeTestHome(home: string): void {
  if (!existsSync(home)) return;
  for (const { pid, named, signal } of leftRunning(home)) end(pid, named, signal);
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  // Only now: nobody else is to begin with what is half removed.
  locks.get(home)?.release();
}

const ABANDONED_AFTER_MS = 60_000; // a home younger than this may not have been locked yet

/** One process at a time clears away: of several that start together, the others leave it to that one. */
function sweepAbandoned(): void {
  const sweeping = tryExclusive(join(base(), `dms-sweep-${process.getuid?.() ?? 0}.lock`));
  if (!sweeping) return;
  try {
    for (const name of readdirSync(base())) if (name.startsWith('dms-test-')) sweep(join(base(), name));
  } finally {
    sweeping.release();
  }
}

function sweep(home: string): void {
  try {
    if (!isAbandoned(home)) return;
    const lock = tryExclusive(join(home, 'use.lock'));
    if (!lock) return;
    locks.set(home, lock);
    removeTestHome(home);
    locks.delete(home);
  } catch (error) {
    // Whoever used it has just removed it themselves.
    if (existsSync(home)) throw error;
  }
}

const isAbandoned = (home: string): boolean => {
  if (!existsSync(join(home, 'use.lock'))) return false;
  const { mtimeMs, uid } = lstatSync(home);
  return uid === process.getuid?.() && Date.now() - mtimeMs >= ABANDONED_AFTER_MS;
};
