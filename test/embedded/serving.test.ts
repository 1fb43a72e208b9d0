import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';

const serving = JSON.stringify(join(import.meta.dirname, '../../workers/cli/serving.ts'));

/** A process that boots as told, says what it closes, and what came out of it. */
function serve(boot: string, stdio: ('pipe' | 'ipc')[] = []): { child: ChildProcess; lines: Promise<string[]>; exit: Promise<unknown[]> } {
  const script = `const { serving } = await import(${serving});
    const closing = (name, after = Promise.resolve()) => async () => { console.log('closing ' + name); await after; console.log('closed ' + name); };
    await serving(async (opened) => { ${boot} }).then(() => console.log('ended'), (error) => { console.log('failed ' + error.message); process.exitCode = 1; });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit', ...stdio] });
  const exit = once(child, 'exit');
  const lines = child
    .stdout!.setEncoding('utf8')
    .toArray()
    .then((parts: string[]) => parts.join('').trim().split('\n'));
  return { child, lines, exit };
}

const told = (child: ChildProcess, word: string): Promise<void> =>
  new Promise((resolve) => child.stdout!.on('data', (text: string) => text.includes(word) && resolve()));

/** The workers close once the signal comes a second time, so that it comes for certain while the process is closing. */
const bootOf = (signal: string): string => `
  opened.resource('first', closing('first')); opened.resource('second', closing('second'));
  const api = Promise.withResolvers();
  opened.server('API', closing('API', api.promise));
  opened.server('workers', async () => {
    await closing('workers', new Promise((resolve) => process.once('${signal}', resolve)))();
    api.resolve();
  });
  console.log('ready');`;

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} closes the servers together, then what they stand on from the last to the first, and exits with 0`, async () => {
    const { child, lines, exit } = serve(bootOf(signal));
    await told(child, 'ready');
    child.kill(signal);
    await told(child, 'closing workers');
    child.kill(signal); // as a terminal and a launcher do
    assert.deepEqual(await exit, [0, null]);
    assert.deepEqual(await lines, [
      'ready',
      'closing API',
      'closing workers',
      'closed workers',
      'closed API',
      'closing second',
      'closed second',
      'closing first',
      'closed first',
      'ended',
    ]);
  });
}

test('a signal during the boot ends it at the next step', async () => {
  const { child, lines, exit } = serve(`
    opened.resource('first', closing('first'));
    console.log('booting'); await new Promise((resolve) => process.on('SIGTERM', resolve));
    opened.resource('second', closing('second')); console.log('never');`);
  await told(child, 'booting');
  child.kill('SIGTERM');
  assert.deepEqual(await exit, [0, null]);
  assert.deepEqual(await lines, ['booting', 'closing second', 'closed second', 'closing first', 'closed first', 'ended']);
});

test('a boot that fails closes what it has opened', async () => {
  const { lines, exit } = serve(`opened.resource('first', closing('first')); throw new Error('no more');`);
  assert.deepEqual(await exit, [1, null]);
  assert.deepEqual(await lines, ['closing first', 'closed first', 'failed no more']);
});

test('what cannot be closed is told, and the rest is closed all the same', async () => {
  const { child, lines, exit } = serve(`
    opened.resource('first', closing('first')); opened.resource('second', async () => { throw new Error('stuck'); }); console.log('ready');`);
  await told(child, 'ready');
  child.kill('SIGTERM');
  assert.deepEqual(await exit, [1, null]);
  assert.deepEqual(await lines, ['ready', 'closing first', 'closed first', 'failed Not all was closed cleanly. second: stuck']);
});

test('the death of the launcher is a request to stop', async () => {
  const { child, lines, exit } = serve(`opened.resource('first', closing('first')); console.log('ready');`, ['ipc']);
  await told(child, 'ready');
  child.disconnect();
  assert.deepEqual(await exit, [0, null]);
  assert.deepEqual(await lines, ['ready', 'closing first', 'closed first', 'ended']);
});
