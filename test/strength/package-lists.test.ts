import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRoot } from '../../adapters/embedded/data-folder.ts';
import { APT_WAYS, NO_REDIS, unpackRedis } from '../../adapters/embedded/redis-program.ts';
import { workFolder } from '../support/test-home.ts';

// Slow, and it needs Debian's package server: what a machine does whose package lists are missing, or not its to read.

const skip = !existsSync('/usr/bin/apt-get') && 'needs Debian';
const module = JSON.stringify(join(import.meta.dirname, '../../adapters/embedded/redis-program.ts'));

/** As an ordinary user, who may not write below /var/lib/apt. */
const ordinary = isRoot() ? { uid: 65534, gid: 65534 } : {};

test('without package lists an ordinary user gets a Redis by lists of its own', { skip }, async () => {
  const folder = await workFolder('unpack');
  if (ordinary.uid !== undefined) chownSync(folder, ordinary.uid, ordinary.gid);
  const script = `const { unpackRedis, APT_WAYS } = await import(${module});
    unpackRedis(${JSON.stringify(join(folder, 'redis'))}, APT_WAYS.filter((way) => way.update));`;
  mkdirSync(join(folder, 'redis'));
  if (ordinary.uid !== undefined) chownSync(join(folder, 'redis'), ordinary.uid, ordinary.gid);
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { ...ordinary, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.ok(existsSync(join(folder, 'redis/usr/bin/redis-server')));
  assert.ok(!existsSync(join(folder, 'redis-download')), 'lists and packages are gone again');
});

test('lists that are there but empty lead to lists of its own', { skip }, async () => {
  const [machine, own] = APT_WAYS;
  assert.ok(machine && own);
  const folder = join(await workFolder('unpack'), 'redis');
  mkdirSync(folder);
  const empty = { ...machine, options: (work: string) => ['-o', `Dir::State::lists=${work}/none`, '-o', `Dir::Cache=${work}/cache`] };
  unpackRedis(folder, [empty, own]);
  assert.ok(existsSync(join(folder, 'usr/bin/redis-server')));
});

test('without any package server the message names three ways to get a Redis, and what was tried', { skip }, async () => {
  const folder = join(await workFolder('unpack'), 'redis');
  mkdirSync(folder);
  const nowhere = APT_WAYS.map((way) => ({
    ...way,
    options: (work: string) => [
      ...way.options(work),
      '-o',
      `Dir::State::lists=${work}/none`,
      '-o',
      'Dir::Etc::sourcelist=/dev/null',
      '-o',
      'Dir::Etc::sourceparts=/dev/null',
    ],
  }));
  assert.throws(
    () => unpackRedis(folder, nowhere),
    (error: Error) => error.message.startsWith(NO_REDIS) && APT_WAYS.every((way) => error.message.includes(way.name)),
  );
});
