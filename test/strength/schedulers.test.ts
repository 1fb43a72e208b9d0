import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { offsetClock } from '../../adapters/security/system.ts';
import { beginning } from '../contracts/basics.ts';
import { clientAt } from '../support/client.ts';
import { variablesOf } from '../support/server.ts';
import { workFolder } from '../support/test-home.ts';
import { until } from '../support/until.ts';
import { freshBranches, tokenFor } from '../support/world.ts';
import { startSchedulerProcess } from '../workers/start-worker-process.ts';

const ROUNDS = 8;
const DAY_MS = 86_400_000;

it('REP-04 what is due happens once each time, though of two schedulers one is killed at every turn', async (t) => {
  const file = join(await workFolder('clock'), 'offset');
  let nowMs = new Date(beginning).getTime();
  const moveTo = (instantMs: number): void => writeFileSync(file, String((nowMs = instantMs) - Date.now()));
  moveTo(nowMs);
  const world = await freshBranches(t, { clock: offsetClock(file) });
  const env = { ...(await variablesOf({ databaseUrl: world.database.url, redisUrl: world.redisUrl })), CLOCK_OFFSET_FILE: file };
  const start = (fate: string) => startSchedulerProcess(t, fate, env);
  const figures = async () =>
    (
      await world.rows<{ expired: number; audited: number; told: number; done: number; open: number }>(`
        select (select count(*)::int from approvals where status = 'EXPIRED') as expired,
          (select count(*)::int from audit_logs where event = 'ApprovalExpired') as audited,
          (select count(*)::int from outbox where name = 'ApprovalExpired') as told,
          (select coalesce(sum(done), 0)::int from scheduled_runs where name = 'approvals-expiry') as done,
          (select count(*)::int from scheduled_runs where state = 'open' and name = 'approvals-expiry') as open`)
    )[0]!;

  const steady = await start('steady');
  await steady.says(/started/);
  for (let round = 1; round <= ROUNDS; round += 1) {
    // In every other round it is the one that holds the step in its hands that dies, else whichever leads.
    const doomed = await start(round % 2 === 0 ? 'hangs in the middle' : 'steady');
    await doomed.says(/started/);
    const manager = clientAt(world.url, tokenFor(world.cradle, world.people.manager)); // a week later the last token is over
    const bankAccount = `38201456${String(round).padStart(3, '0')}`;
    const asked = await manager.patch(`/service-centers/${world.basics.branches.blr01.id}`, { bankAccount });
    assert.equal(asked.status, 202, asked.text);
    moveTo(nowMs + 8 * DAY_MS);
    await until(async () => (await figures()).expired === round || (await figures()).open > 0, { everyMs: 3 });
    doomed.signal('SIGKILL');
    await doomed.exited;
    await until(async () => (await figures()).expired === round && (await figures()).open === 0, {
      what: `round ${round}`,
    });
  }
  assert.deepEqual(await figures(), { expired: ROUNDS, audited: ROUNDS, told: ROUNDS, done: ROUNDS, open: 0 });
  const twice = await world.rows('select from scheduled_runs group by name, due_at having count(*) > 1');
  assert.equal(twice.length, 0);
  steady.signal('SIGTERM');
  assert.deepEqual(await steady.exited, { code: 0, signal: null });
  t.diagnostic(`${ROUNDS} schedulers killed`);
});
