import v8 from 'node:v8';
import { CommandFailure, EXIT } from './exit-codes.ts';

const SHUTDOWN_LIMIT_MS = 25_000; // orchestrators send SIGKILL after 30 seconds

type Close = () => Promise<void>;
type Opened = {
  /** What takes work from outside: closed first, and all together, since each waits for what it has begun. */
  server(name: string, close: Close): void;
  /** What the servers stand on: closed after them, the last opened first. */
  resource(name: string, close: Close): void;
};

/** Not a failure: somebody asked for the end while we were still starting. */
class StopAsked extends Error {}

function stopRequests(): { asked: () => boolean; stop: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  const ask = (): void => {
    asked = true;
    resolve();
  };
  // A second signal changes nothing, up to the very end: the terminal and the launcher both pass on a Ctrl-C.
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, ask);
  process.on('disconnect', ask); // the launcher has died
  process.channel?.unref();
  return { asked: () => asked, stop: promise };
}

/**
 * Boots, runs until SIGTERM, SIGINT or the death of the launcher, and closes what was opened, also when the boot fails
 * half way.
 */
export async function serving(boot: (opened: Opened) => Promise<void>): Promise<void> {
  const requests = stopRequests();
  const servers: [string, Close][] = [];
  const resources: [string, Close][] = [];
  const unlessStopped = (): void => {
    if (requests.asked()) throw new StopAsked();
  };
  const open = (list: [string, Close][]) => (name: string, close: Close) => {
    list.push([name, close]);
    unlessStopped();
  };
  // a pending promise does not keep a process alive: neither what waits for the signal nor a close that waits
  const alive = setInterval(() => {}, 2 ** 30);
  try {
    await boot({ server: open(servers), resource: open(resources) });
    v8.setFlagsFromString('--semi-space-growth-factor=2'); // kept small by bin/dms.js while starting
    await requests.stop;
  } catch (error) {
    if (!(error instanceof StopAsked)) throw error;
  } finally {
    await closeAll(servers, resources).finally(() => clearInterval(alive));
  }
}

async function closeAll(servers: [string, Close][], resources: [string, Close][]): Promise<void> {
  const waitingFor = new Set<string>();
  const failures: string[] = [];
  const close = async ([name, close]: [string, Close]): Promise<void> => {
    waitingFor.add(name);
    await close().catch((error: unknown) => failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`));
    waitingFor.delete(name);
  };
  const limit = setTimeout(() => {
    console.error(
      `Shutdown took longer than ${SHUTDOWN_LIMIT_MS / 1000} seconds, waiting for: ${[...waitingFor].join(', ') || 'open handles'}.`,
    );
    process.exit(EXIT.failed);
  }, SHUTDOWN_LIMIT_MS);
  limit.unref(); // still fires while anything else keeps the process from ending
  await Promise.all(servers.map(close));
  for (const resource of resources.reverse()) await close(resource);
  if (failures.length > 0) throw new CommandFailure(`Not all was closed cleanly. ${failures.join('; ')}`);
}
