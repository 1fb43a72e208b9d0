import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

// SQLite is used for its file locks alone: the operating system frees them when a process dies, however it dies, so
// that none can be left behind by `kill -9`, and no guess is made about whose pid a stale file names.

export type Lock = { release(): void };

const SQLITE_BUSY = 5;
const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;

function attempt(file: string, statements: string): Lock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec(statements);
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** The lock, if nobody has it or shares it. */
export const tryExclusive = (file: string): Lock | undefined => attempt(file, 'begin exclusive');

async function eventually(take: () => Lock | undefined, what: string, timeoutMs: number): Promise<Lock> {
  for (const deadline = Date.now() + timeoutMs; ; await pause(25)) {
    const lock = take();
    if (lock) return lock;
    if (Date.now() > deadline) throw new Error(`${what} has been locked by another process for ${timeoutMs / 1000} seconds.`);
  }
}

/** A lock that any number of processes hold together, and that keeps the exclusive one from all. */
export const takeShared = (file: string): Promise<Lock> =>
  eventually(() => attempt(file, 'begin; select count(*) from sqlite_master'), file, 10_000);

/** Does the work while no other process does any under the same file. */
export async function whileLocked<T>(file: string, work: () => Promise<T>, timeoutMs = 180_000): Promise<T> {
  const lock = await eventually(() => tryExclusive(file), file, timeoutMs);
  try {
    return await work();
  } finally {
    lock.release();
  }
}
