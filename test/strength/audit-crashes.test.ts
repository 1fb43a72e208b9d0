import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { noteProcess } from '../support/test-home.ts';
import { until } from '../support/until.ts';
import { freshTrail, type Trail } from '../audit/trail.ts';

const script = join(import.meta.dirname, 'audit-writer.ts');

const startWriter = async (t: TestContext, { variables }: Trail) => {
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...variables } });
  await noteProcess(child.pid!, script);
  t.after(() => void child.kill('SIGKILL'));
  let isWarm = false;
  child.stdout.on('data', () => (isWarm = true));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    warm: () => until(() => isWarm, { what: 'the writer to write' }),
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
};

it('AUD-02 keeps chain and anchors whole while processes of 64 writers are killed in the middle of everything', async (t) => {
  const trail = await freshTrail(t, { variables: { DATABASE_POOL_SIZE: '16' } });
  for (let crash = 0; crash < 5; crash += 1) {
    const writers = await Promise.all([startWriter(t, trail), startWriter(t, trail)]);
    await Promise.all(writers.map((writer) => writer.warm()));
    await writers[0].kill();
    assert.deepEqual((await trail.verify()).faults, [], 'while the other goes on');
    await writers[1].kill();
    await until(async () => {
      const others = `select from pg_stat_activity where datname = current_database() and usename = 'dms_app' and state = 'active' and pid <> pg_backend_pid()`;
      return (await trail.rows(others)).length === 0;
    });
    await trail.anchor();
    const { faults, rows, notAnchored } = await trail.verify();
    const [kept] = await trail.rows<{ n: number }>('select count(*)::int as n from audit_logs');
    assert.deepEqual([faults, rows, notAnchored], [[], kept!.n, 0], `after crash ${crash + 1}`);
  }
});
