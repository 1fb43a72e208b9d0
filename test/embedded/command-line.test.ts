import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkout } from '../../adapters/embedded/data-folder.ts';
import { runDms } from '../support/processes.ts';

const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string };

test('--help tells the commands and the exit codes, and is no failure', async () => {
  const { code, output } = await runDms(['--help']);
  assert.equal(code, 0);
  for (const command of ['start', 'api', 'worker', 'migrate', 'seed', 'openapi']) assert.match(output, new RegExp(`^  ${command}\\b`, 'm'));
  assert.match(output, /^ {2}3 {2}the configuration is wrong$/m);
});

test('a wrong command line is told as one, with exit code 2', async () => {
  for (const args of [['fly'], ['worker', 'gossip'], ['start', '--loud'], ['migrate']]) {
    const { code, output } = await runDms(args);
    assert.equal(code, 2, args.join(' '));
    assert.match(output, /^Usage: dms/m);
  }
});

test('a wrong configuration is told whole, with exit code 3, and nothing is started', async () => {
  const { code, output } = await runDms(['start'], { env: { NODE_ENV: 'production', PORT: 'x' } });
  assert.equal(code, 3);
  for (const name of ['PORT', 'DATABASE_URL', 'REDIS_URL', 'JWT_SECRET', 'SMTP_HOST'])
    assert.match(output, new RegExp(`^  - ${name} `, 'm'));
});

test('migrations need the owner in production, with exit code 3', async () => {
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://app:pw@127.0.0.1:1/dms',
    REDIS_URL: 'redis://127.0.0.1:1',
    JWT_SECRET: 'kS8vQ2x7Lr0mYtWcZp4NfJ1hGdBa9uEo',
    AUDIT_HMAC_KEY: 'Zr5uHq1kVw8nXb3yTj6mLc0pGs9dFe2A',
    SMTP_HOST: 'mail.example',
  };
  const { code, output } = await runDms(['migrate', 'up'], { env });
  assert.equal(code, 3);
  assert.match(output, /DATABASE_MIGRATION_URL is required/);
});

test('a database that is not there is told in a sentence, with exit code 4', async () => {
  const env = { DATABASE_URL: 'postgres://app:pw@127.0.0.1:1/dms', REDIS_URL: 'redis://127.0.0.1:1' };
  const { code, output } = await runDms(['migrate', 'status'], { env });
  assert.equal(code, 4, output);
  assert.doesNotMatch(output, /^\s+at /m);
});

test('a Node that cannot run TypeScript hands over to the installed one', async () => {
  const launcher = join(checkout, 'bin', 'dms.js');
  const older = spawn(process.execPath, ['--no-experimental-strip-types', launcher, '--version'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = older.stdout.setEncoding('utf8').toArray();
  assert.deepEqual(await new Promise((resolve) => older.on('exit', (...exit) => resolve(exit))), [0, null]);
  assert.equal((await output).join('').trim(), version);
});

test('exit codes pass through a hand-over', async () => {
  const older = spawn(process.execPath, ['--no-experimental-strip-types', join(checkout, 'bin', 'dms.js'), 'fly'], { stdio: 'ignore' });
  assert.deepEqual(await new Promise((resolve) => older.on('exit', (...exit) => resolve(exit))), [2, null]);
});
