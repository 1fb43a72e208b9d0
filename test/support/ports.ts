/**
 * Where each kind of server looks for its port. No two ranges meet, nor those of `dms start` (3000, 9464, 25432, 26379) and of the benches
 * (26432, 26532, 27379): a server that is killed and comes back must find its port free, and nobody must talk to a stranger on it.
 * All are below 32768, where the system takes ports by itself, and none is one that fetch refuses (10080).
 */
const perProcess = (first: number, processes: number): number => first + (process.pid % processes) * 10;

export const FIRST_PORTS = {
  /** 11000 to 20999: `dms api` in a process of its own. */
  api: perProcess(11_000, 1_000),
  /** 21000 to 23499. */
  sentinels: perProcess(21_000, 250),
  /** 23600, 23700, 23800: one test file each. */
  testOfPostgres: 23_600,
  testOfRedis: 23_700,
  testOfFreePort: 23_800,
  /** 24000 to 24999. */
  testOfBackup: perProcess(24_000, 100),
  sharedPostgres: 27_432,
  /** 27442 to 28341. */
  ownPostgres: perProcess(27_442, 90),
  sharedRedis: 28_379,
  /** 28389 to 32388. */
  ownRedis: perProcess(28_389, 400),
} as const;
