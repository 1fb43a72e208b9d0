import { fixedClock, type FixedClock } from '@dms/domain/memory/clock';
import type { Clock } from '@dms/domain/shared/ports';
import { type Config, loadConfig } from '../../adapters/config.ts';
import { buildContainer, type Container } from '../../adapters/container.ts';
import { startHttp } from '../../http/server.ts';
import { startWorkers } from '../../workers/run.ts';
import type { Workers } from '../../workers/work.ts';
import { beginning } from '../contracts/basics.ts';
import type { Ending } from './database.ts';
import { workFolder } from './test-home.ts';

/** The key that test servers sign with, in this process or in one of their own, so that a token of one is good at the other. */
export const JWT_SECRET = 'kS8vQ2x7Lr0mYtWcZp4NfJ1hGdBa9uEo';

type Addresses = { readonly databaseUrl: string; readonly redisUrl: string };

/** The variables that `dms api` and `dms worker` are started with. */
export const variablesOf = async ({ databaseUrl, redisUrl }: Addresses, more: Readonly<Record<string, string>> = {}) => ({
  NODE_ENV: 'test',
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  DATA_DIR: await workFolder('data'),
  JWT_SECRET,
  JWT_EXPIRES_IN: '12h',
  BCRYPT_SALT_ROUNDS: '4',
  LOG_LEVEL: process.env.DMS_TEST_LOG ?? 'fatal',
  ...more,
});

export type Running = {
  readonly url: string;
  readonly metricsUrl: string;
  readonly container: Container;
  readonly config: Config;
  readonly clock: Clock;
  startWorkers(...queues: string[]): Promise<Workers>;
};

type Options = Addresses & {
  readonly clock?: Clock;
  readonly variables?: Readonly<Record<string, string>>;
  /** Requests a minute by class; tests of other things ask more often than any person. */
  readonly rateLimits?: Readonly<Record<string, number>>;
  /** Of streams of events; beats that a test need not wait for. */
  readonly streams?: Config['http']['streams'];
};

const UNLIMITED = { auth: 1e9, search: 1e9, export: 1e9, public: 1e9 };

/** The whole API in this process, on a port of its own, with a clock that only the test moves unless it is told otherwise. */
export async function startServer(
  ending: Ending,
  { databaseUrl, redisUrl, clock = fixedClock(beginning), variables = {}, rateLimits = UNLIMITED, streams = {} }: Options,
): Promise<Running> {
  const configured = loadConfig(await variablesOf({ databaseUrl, redisUrl }, variables));
  const config = { ...configured, http: { ...configured.http, rateLimits, streams } } as Config;
  const container = await buildContainer(config, { clock });
  const http = await startHttp({ container });
  const workers: Workers[] = [];
  ending.after(async () => {
    await Promise.all(workers.map((each) => each.close(1_000)));
    await http.close();
    await container.dispose();
  });
  return {
    url: http.url,
    metricsUrl: http.metricsUrl,
    container,
    config,
    clock,
    async startWorkers(...queues) {
      const started = await startWorkers({ container, config, queues });
      workers.push(started);
      return started;
    },
  };
}

export type { FixedClock };
