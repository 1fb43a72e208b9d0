import { spawn } from 'node:child_process';
import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort, serverFolder, unprivileged } from '../../adapters/embedded/data-folder.ts';
import { startPrivateRedis } from '../../adapters/embedded/redis.ts';
import { findRedis } from '../../adapters/embedded/redis-program.ts';
import type { Ending } from './database.ts';
import { FIRST_PORTS } from './ports.ts';
import { end, noteProcess, workFolder } from './test-home.ts';
import { until } from './until.ts';

export const MASTER = 'dms-test';
const PASSWORD = 'known to the servers alone';
export const SENTINEL_PASSWORD = 'known-to-the-sentinels-alone';

/** Long enough that a machine at work elsewhere is not taken for dead. */
const DOWN_AFTER_MS = 1_000;
const HOW_MANY = 3;

type Process = { readonly port: number; readonly pid: number };
type Server = Process & { readonly home: string; readonly client: Redis };

const clientAt = (ending: Ending, port: number, password: string): Redis => {
  const client = new Redis({ port, password, maxRetriesPerRequest: null, retryStrategy: () => 50, disconnectTimeout: 20 });
  client.on('error', () => {});
  ending.after(async () => client.disconnect());
  return client;
};

/** Its files are in a home that outlives it: who is started there anew is the same server with another role. */
const startServer = async (ending: Ending, home: string, of?: Process): Promise<Server> => {
  writeFileSync(join(home, 'password'), PASSWORD, { mode: 0o600 });
  const following = of && { replicaof: `127.0.0.1 ${of.port}` };
  const settings = {
    requirepass: `"${PASSWORD}"`,
    masterauth: `"${PASSWORD}"`,
    'repl-diskless-sync-delay': '0',
    appendonly: 'no',
    ...following,
  };
  const { port, pid } = await startPrivateRedis({ home, settings, firstPort: FIRST_PORTS.ownRedis });
  ending.after(async () => end(pid, `127.0.0.1:${port}`));
  const server = { home, port, pid, client: clientAt(ending, port, PASSWORD) };
  if (of) await until(async () => /master_link_status:up/.test(await server.client.info('replication')), { what: 'a replica to follow' });
  return server;
};

const startSentinel = async (ending: Ending, master: Process): Promise<Process & { readonly client: Redis }> => {
  const home = await workFolder('sentinel');
  const dir = serverFolder(home, 'files');
  const port = await freePort(FIRST_PORTS.sentinels);
  // A sentinel writes down in its settings what it has learned.
  const file = join(dir, 'sentinel.conf');
  const { program, env } = await findRedis();
  writeFileSync(
    file,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir "${dir}"`,
      `requirepass ${SENTINEL_PASSWORD}`,
      `sentinel monitor ${MASTER} 127.0.0.1 ${master.port} 2`,
      `sentinel auth-pass ${MASTER} "${PASSWORD}"`,
      `sentinel down-after-milliseconds ${MASTER} ${DOWN_AFTER_MS}`,
      `sentinel failover-timeout ${MASTER} 2000`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const { uid, gid } = unprivileged();
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
  const { pid } = spawn(program, [file, '--sentinel'], { ...unprivileged(), cwd: dir, stdio: 'ignore', env: { ...process.env, ...env } });
  if (pid === undefined) throw new Error(`${program} cannot be run`);
  await noteProcess(pid, `127.0.0.1:${port}`);
  ending.after(async () => end(pid, `127.0.0.1:${port}`));
  const client = clientAt(ending, port, SENTINEL_PASSWORD);
  await until(() => client.status === 'ready', { timeoutMs: 10_000, what: `the sentinel at port ${port}` });
  return { port, pid, client };
};

/** What a sentinel knows, a field of its own wording after another. */
const known = (told: unknown): Record<string, string> => {
  const fields = told as string[];
  return Object.fromEntries(fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1]!]] : [])));
};

/** One master, one replica, and three sentinels of which two have to agree that the master is gone. */
export const startWatchedRedis = async (ending: Ending) => {
  let master = await startServer(ending, await workFolder('redis'));
  let replica = await startServer(ending, await workFolder('redis'), master);
  const sentinels: Awaited<ReturnType<typeof startSentinel>>[] = [];
  while (sentinels.length < HOW_MANY) sentinels.push(await startSentinel(ending, master));
  const last = sentinels.at(-1)!;
  await until(
    async () => {
      const told = await Promise.all(sentinels.map(async ({ client }) => known(await client.call('SENTINEL', 'MASTER', MASTER))));
      return told.every((of) => of['num-slaves'] === '1' && of['num-other-sentinels'] === String(HOW_MANY - 1));
    },
    { what: 'the sentinels to know of each other and of the replica' },
  );
  /** Waits until they have made a master of the replica. */
  const promoted = async (): Promise<void> => {
    await until(async () => /role:master/.test(await replica.client.info('replication')), { what: 'the replica to be master' });
    [master, replica] = [replica, master];
  };
  return {
    url: `redis://:${encodeURIComponent(PASSWORD)}@${MASTER}/0`,
    variables: {
      REDIS_SENTINELS: sentinels.map(({ port }) => `127.0.0.1:${port}`).join(),
      REDIS_SENTINEL_PASSWORD: SENTINEL_PASSWORD,
    },
    master: () => master,
    replica: () => replica,
    /** As a crash of the machine on which the first of the sentinels ran as well: connections end. */
    async killMaster(): Promise<void> {
      for (const { pid, port } of [sentinels[0]!, master]) end(pid, `127.0.0.1:${port}`);
    },
    /** As a machine that is gone from the network: no connection ends, and nothing answers. */
    hangMaster: (): true => process.kill(master.pid, 'SIGSTOP'),
    promoted,
    /** Whoever was master comes back as the replica of who is. */
    async comeBack(): Promise<void> {
      replica = await startServer(ending, replica.home, master);
      await until(
        async () => {
          const replicas = ((await last.client.call('SENTINEL', 'REPLICAS', MASTER)) as unknown[]).map(known);
          return replicas.some(({ port, flags }) => port === String(replica.port) && flags === 'slave');
        },
        { what: 'the sentinels to know that it is back' },
      );
    },
  };
};
