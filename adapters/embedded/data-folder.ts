import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

export const checkout = resolve(import.meta.dirname, '../..');

export const isRoot = (): boolean => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root, and Redis should not: both are run as `nobody` then. */
export const unprivileged = (): { uid?: number; gid?: number } => (isRoot() ? { uid: 65534, gid: 65534 } : {});

/**
 * Where everything that stays is kept. Root's default lies outside of the checkout, since that is often below a home
 * folder of mode 700, where `nobody` cannot come.
 */
export function dataFolder(env: Environment = process.env): string {
  if (env.DATA_DIR) return resolve(env.DATA_DIR);
  const ofCheckout = createHash('sha256').update(checkout).digest('hex').slice(0, 12);
  return isRoot() ? `/var/tmp/dms-${ofCheckout}` : join(checkout, '.data');
}

/** Where unpacked and copied programs are kept, shared by all data folders of this user. */
export function cacheFolder(env: Environment = process.env): string {
  const uid = process.getuid?.() ?? 0;
  const shared = `/var/tmp/dms-cache-${uid}`;
  if (isRoot()) return shared; // root's own cache is below /root, where `nobody` cannot come
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'dms');
  return existsSync(homedir()) && homedir() !== '/' ? join(homedir(), '.cache', 'dms') : shared;
}

/**
 * Makes a folder that is ours alone to write. A folder in /var/tmp has a name that anybody can guess, so one that
 * somebody else made before us is refused rather than trusted.
 */
export function ownFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid())) {
    throw new Error(`${folder} belongs to another user, so nothing is kept in it. Set DATA_DIR to a folder of your own.`);
  }
  return folder;
}

/** A folder for a server's own files, which it alone may read, below a folder of ours. */
export function serverFolder(home: string, name: string): string {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, gid } = unprivileged();
  if (uid === undefined || gid === undefined) return folder;
  chownSync(folder, uid, gid);
  if (spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', uid, gid }).status !== 0) {
    throw new Error(
      `The private servers do not run as root but as nobody, who cannot come to ${folder}. ` +
        'Set DATA_DIR to a folder that is not below a private one, as in /var/tmp/dms.',
    );
  }
  return folder;
}

/** Writes a file so that a reader, or a crash, finds the old text or the new, never half of it. */
export function replaceFile(file: string, text: string, mode = 0o600): void {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, file);
}

/** Where a running server is found, for those who did not start it. */
export type Addresses = { url: string; metricsUrl: string; pid: number };
const addressesFile = (folder: string): string => join(folder, 'ports.json');

export function writeAddresses(folder: string, addresses: Addresses): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  replaceFile(addressesFile(folder), `${JSON.stringify(addresses, null, 2)}\n`, 0o644);
}

export function readAddresses(folder: string): Addresses | undefined {
  const file = addressesFile(folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Addresses) : undefined;
}

/** Takes the addresses away, unless another server has written its own since. */
export function removeAddresses(folder: string, pid: number): void {
  if (readAddresses(folder)?.pid === pid) rmSync(addressesFile(folder), { force: true });
}

const EPHEMERAL = 32768; // from here on an outgoing connection of anybody may hold a port for a moment

const isFree = (port: number): Promise<boolean> =>
  new Promise((answer, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? answer(false) : fail(error),
    );
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => answer(true)));
  });

/** The first free port of 127.0.0.1 at or after `from`, below 32768. */
export async function freePort(from: number): Promise<number> {
  for (let port = from; port < EPHEMERAL; port++) if (await isFree(port)) return port;
  throw new Error(`There is no free port from ${from} to ${EPHEMERAL - 1}.`);
}
