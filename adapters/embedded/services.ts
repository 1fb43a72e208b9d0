import { join } from 'node:path';
import { dataFolder, ownFolder } from './data-folder.ts';
import { startPrivatePostgres, type PrivatePostgres } from './postgres.ts';
import { startPrivateRedis } from './redis.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type Services = {
  /** The environment with DATABASE_URL, DATABASE_MIGRATION_URL and REDIS_URL set. */
  env: Environment;
  /** What runs on this machine for us, in words, as "PostgreSQL on port 25432". */
  embedded: readonly string[];
  /** Lets go of the private services; the last process that does so stops them. */
  release(): Promise<void>;
};

type Started = { variables: Environment; description: string; release(): Promise<void> };

const described = (name: string, { port, reused }: { port: number; reused: boolean }): string =>
  `${name} on port ${port}${reused ? ' (it was running)' : ''}`;

async function embeddedPostgres(folder: string): Promise<Started> {
  const server: PrivatePostgres = await startPrivatePostgres({ home: join(folder, 'postgres') });
  return {
    variables: { DATABASE_URL: server.appUrl, DATABASE_MIGRATION_URL: server.ownerUrl },
    description: described('PostgreSQL', server),
    release: server.release,
  };
}

async function embeddedRedis(folder: string): Promise<Started> {
  const server = await startPrivateRedis({ home: join(folder, 'redis') });
  return { variables: { REDIS_URL: server.url }, description: described('Redis', server), release: server.release };
}

/** Which variable, when unset, brings which private service. */
const SERVICES = [
  ['DATABASE_URL', embeddedPostgres],
  ['REDIS_URL', embeddedRedis],
] as const;

/**
 * Starts, or attaches to, a private server for every URL that is unset, in the data folder. Production brings its own
 * services: `checkEnvironment` refuses it without them.
 */
export async function ensureServices(env: Environment = process.env): Promise<Services> {
  const wanted = SERVICES.filter(([variable]) => !env[variable]);
  if (wanted.length === 0) return { env, embedded: [], release: async () => {} };
  if (env.NODE_ENV === 'production') throw new Error('Private services are for one machine, not for production.');
  const folder = ownFolder(dataFolder(env));
  const outcomes = await Promise.allSettled(wanted.map(([, start]) => start(folder)));
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const release = async (): Promise<void> => {
    await Promise.all(started.map((service) => service.release()));
  };
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
  if (failures.length > 0) {
    await release();
    throw new Error(failures.map((failure) => failure.message).join('\n'), { cause: failures[0] });
  }
  return {
    env: Object.assign({}, env, ...started.map((service) => service.variables)) as Environment,
    embedded: started.map((service) => service.description),
    release,
  };
}
