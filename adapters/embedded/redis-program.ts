import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cachedProgram } from './cached-program.ts';

export type RedisProgram = { program: string; env: Record<string, string> };

export const NO_REDIS = `There is no Redis here, and none could be fetched. Three ways to get one:
  - install it, so that redis-server or valkey-server is on the PATH: apt-get install redis-server, brew install redis, apk add valkey
  - run one in a container: docker run -d -p 127.0.0.1:6379:6379 redis:7, and set REDIS_URL=redis://127.0.0.1:6379
  - set REDIS_URL to a Redis elsewhere`;

const onPath = (name: string, path: string): string | undefined =>
  path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

function ask(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) throw new Error(`${program} ${args.at(-1)}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  return stdout;
}

type Apt = { name: string; options: (folder: string) => readonly string[]; update: boolean };

/** With the machine's package lists; and, where they are missing, stale or not ours to read, with lists of our own. */
export const APT_WAYS: readonly Apt[] = [
  { name: "the machine's package lists", options: () => [], update: false },
  {
    name: 'package lists of its own',
    update: true,
    options: (folder) =>
      // the sandbox user of apt, which it takes when run by root, cannot come to a private folder
      [
        `Dir::State::lists=${folder}/lists`,
        `Dir::Cache=${folder}/cache`,
        'APT::Sandbox::User=root',
        'Acquire::Retries=2',
        'Acquire::http::Timeout=20',
      ].flatMap((setting) => ['-o', setting]),
  },
];

const isInstalled = (name: string): boolean =>
  spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' }).stdout === 'installed';

/** The libraries of redis-tools (which holds the server's executable) that a bare machine lacks. */
const missingLibraries = (options: readonly string[], folder: string): string[] =>
  ask('apt-cache', [...options, 'depends', '--important', 'redis-tools'], folder)
    .split('\n')
    .flatMap((line) => /^\s+Depends: (lib\S+|lua-\S+)$/.exec(line)?.[1] ?? [])
    .filter((name) => !isInstalled(name));

function download({ options, update }: Apt, folder: string): void {
  const settings = options(folder);
  for (const part of ['lists/partial', 'cache/archives/partial', 'packages']) mkdirSync(join(folder, part), { recursive: true });
  if (update) ask('apt-get', [...settings, '-qq', 'update'], folder);
  const packages = ['redis-server', 'redis-tools', ...missingLibraries(settings, folder)];
  ask('apt-get', [...settings, '-qq', 'download', ...packages], join(folder, 'packages'));
}

const libraries = (folder: string): string =>
  ['usr/lib', 'lib']
    .flatMap((lib) => (existsSync(join(folder, lib)) ? readdirSync(join(folder, lib)).map((part) => join(folder, lib, part)) : []))
    .join(':');

const unpacked = (folder: string): RedisProgram => ({
  program: join(folder, 'usr/bin/redis-server'),
  env: { LD_LIBRARY_PATH: libraries(folder) },
});

/** Fills a folder with Debian's Redis: no root is needed, and nothing of the machine is changed. */
export function unpackRedis(folder: string, ways: readonly Apt[] = APT_WAYS): void {
  const failures: string[] = [];
  for (const way of ways) {
    const work = `${folder}-download`;
    try {
      download(way, work);
      for (const file of readdirSync(join(work, 'packages'))) ask('dpkg-deb', ['-x', join(work, 'packages', file), folder], work);
      const { program, env } = unpacked(folder);
      if (spawnSync(program, ['--version'], { env }).status === 0) return;
      failures.push(`with ${way.name}: the unpacked program does not run`);
    } catch (error) {
      failures.push(`with ${way.name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  throw new Error(`${NO_REDIS}\nUnpacking Debian's packages failed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
}

/** A Redis to run: of the PATH, else Debian's, unpacked into the cache. Throws with what a person can do. */
export async function findRedis(path = process.env.PATH ?? ''): Promise<RedisProgram> {
  const installed = onPath('redis-server', path) ?? onPath('valkey-server', path);
  if (installed) return { program: installed, env: {} };
  const debian = ['apt-get', 'apt-cache', 'dpkg-deb', 'dpkg-query'].every((name) => onPath(name, path));
  if (!debian) throw new Error(NO_REDIS);
  return unpacked(await cachedProgram(`redis-${process.arch}`, (folder) => unpackRedis(folder)));
}
