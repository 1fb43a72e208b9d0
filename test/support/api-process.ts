import { freePort } from '../../adapters/embedded/data-folder.ts';
import type { Ending } from './database.ts';
import { FIRST_PORTS } from './ports.ts';
import { type DmsProcess, spawnDms } from './processes.ts';
import { variablesOf } from './server.ts';
import type { World } from './world.ts';

export type ApiProcess = DmsProcess & { readonly url: string };

/** A `dms` process over the world's database and Redis. Its data folder is the world's, where the files are. */
export const startDms = async (
  ending: Ending,
  world: World,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<DmsProcess> => {
  return runDms(ending, world, [...args, '--json'], more);
};

const runDms = async (ending: Ending, world: World, args: readonly string[], more: Record<string, string> = {}): Promise<DmsProcess> => {
  const addresses = { databaseUrl: world.database.url, redisUrl: world.redisUrl };
  const env = { ...(await variablesOf(addresses)), DATA_DIR: world.config.dataFolder, ...more };
  const dms = await spawnDms(args, { env });
  ending.after(async () => void (await dms.kill()));
  return dms;
};

/** What a command says to people. */
export const plainDms = async (ending: Ending, world: World, args: readonly string[]): Promise<string> => {
  const dms = await runDms(ending, world, args);
  await dms.exited;
  return dms.logs();
};

/** What a command answers with --json, and its exit code. */
export const askDms = async (ending: Ending, world: World, ...args: string[]): Promise<{ code: number | null; body: never }> =>
  answerOf(await startDms(ending, world, args));

export const answerOf = async (dms: DmsProcess): Promise<{ code: number | null; body: never }> => {
  const { code } = await dms.exited;
  const lines = dms.logs().trim().split('\n');
  const line = lines.findLast((each) => /^[[{]/.test(each));
  if (line === undefined) throw new Error(`It answered no JSON:\n${dms.logs()}`);
  return { code, body: JSON.parse(line) as never };
};

let nextPort: number = FIRST_PORTS.api;

/** The API in a process of its own, to be killed. The world's people are known to it: the tokens are signed with one key. */
export const startApi = async (ending: Ending, world: World): Promise<ApiProcess> => {
  const port = await freePort(nextPort);
  const metricsPort = await freePort(port + 1);
  nextPort = metricsPort + 1;
  const dms = await startDms(ending, world, ['api'], { PORT: String(port), METRICS_PORT: String(metricsPort) });
  const { url } = await dms.ready();
  return { ...dms, url };
};
