import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { takeShared, tryExclusive, whileLocked } from '../../adapters/embedded/lock.ts';
import { keptSecret } from '../../adapters/embedded/secrets.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';

test('one at a time holds the lock, and none goes without', async () => {
  const file = join(await workFolder(), 'lock');
  let inside = 0;
  let most = 0;
  const work = async (n: number): Promise<number> => {
    most = Math.max(most, (inside += 1));
    await new Promise(setImmediate);
    inside -= 1;
    return n;
  };
  const results = await Promise.all(Array.from({ length: 8 }, (_, n) => whileLocked(file, () => work(n))));
  assert.deepEqual(results, [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.equal(most, 1);
});

test('work that fails frees the lock', async () => {
  const file = join(await workFolder(), 'lock');
  await assert.rejects(
    whileLocked(file, () => Promise.reject(new Error('no'))),
    /^Error: no$/,
  );
  assert.equal(await whileLocked(file, async () => 'next'), 'next');
});

test('the exclusive lock waits for all who share', async () => {
  const file = join(await workFolder(), 'lock');
  const [one, other] = [await takeShared(file), await takeShared(file)];
  assert.equal(tryExclusive(file), undefined);
  one.release();
  assert.equal(tryExclusive(file), undefined);
  other.release();
  tryExclusive(file)!.release();
});

test('a lock dies with its process, however that dies', async () => {
  const file = join(await workFolder(), 'lock');
  const lock = JSON.stringify(join(import.meta.dirname, '../../adapters/embedded/lock.ts'));
  const script = `const { tryExclusive } = await import(${lock}); globalThis.kept = tryExclusive(${JSON.stringify(file)}); console.log('held'); setInterval(() => {}, 1e6);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(holder, 'close');
  await once(holder.stdout, 'data');
  assert.equal(tryExclusive(file), undefined);
  holder.kill('SIGKILL');
  await closed;
  (await until(() => tryExclusive(file))).release();
});

test('a secret that two make at once is the same for both', async () => {
  const file = join(await workFolder(), 'secret');
  let made = 0;
  const make = (): string => {
    made += 1;
    return made === 1 ? keptSecret(file, () => 'of the other') && 'mine' : 'never';
  };
  assert.equal(keptSecret(file, make), 'of the other');
});
