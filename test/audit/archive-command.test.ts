import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { migrateUp } from '../../db/migrate.ts';
import type { ArchiveReport } from '@dms/domain/audit/use-cases/archive-audit-trail';
import { query } from '../support/embedded.ts';
import { hold } from '../support/locks.ts';
import { runDms, spawnDms } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { archiveFiles, LANE, rowsOf, trailOfMonths } from './archives.ts';
import type { Trail } from './trail.ts';

const asOwner = ({ variables, database }: Trail): Record<string, string> => ({ ...variables, DATABASE_MIGRATION_URL: database.ownerUrl });
const COMMAND = ['audit', 'archive', '--before', '2026-06', '--json'];

const WAITING = `from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

/** Kills the command where it waits for what is held, and the statement that it had sent with it: what arrived at the server goes on alone. */
const killedAt = async (trail: Trail, statement: string): Promise<void> => {
  const held = await hold(trail, statement);
  const archiving = await spawnDms(COMMAND, { env: asOwner(trail) });
  await until(async () => (await trail.rows(`select ${WAITING}`)).length > 0, { what: 'the archiver to stand still' });
  await archiving.kill('SIGKILL');
  await trail.rows(`select pg_terminate_backend(pid) ${WAITING}`);
  await until(async () => (await trail.rows(`select ${WAITING}`)).length === 0);
  await held.release();
};

const finished = async (trail: Trail): Promise<ArchiveReport> => {
  const { code, output } = await runDms(COMMAND, { env: asOwner(trail) });
  assert.equal(code, 0, output);
  const { faults, untouched, archivedRows, notDetached } = await trail.verify();
  assert.deepEqual([faults, untouched, archivedRows, notDetached], [[], true, 11, 0]);
  return JSON.parse(output.trim().split('\n').at(-1)!) as ArchiveReport;
};

it('RET-01 an archiver that is killed after it wrote to storage and before anything is kept in mind has taken nothing away', async (t) => {
  const { trail, written } = await trailOfMonths(t);
  await killedAt(trail, 'lock table audit_archives in share mode');
  assert.ok((await archiveFiles(trail)).length > 0, 'it had written');
  assert.deepEqual(await rowsOf(trail), written);
  const { faults, archivedRows } = await trail.verify();
  assert.deepEqual([faults, archivedRows], [[], 0]);
  const { months, detached } = await finished(trail);
  assert.deepEqual([months.map(({ month }) => month), detached], [['2026-04', '2026-05'], 11]);
});

it('RET-01 an archiver that is killed between writing and detaching, or in the midst of it, has lost nothing, and is simply run again', async (t) => {
  const { trail, written } = await trailOfMonths(t);
  // Lane 3 of April is taken away by then, and of lane 7 nothing.
  await killedAt(trail, 'select from audit_logs where lane = 7 and position = 1 for update');
  // What the command itself leaves in the trail may stand in any lane.
  const left = (await rowsOf(trail)).filter(({ id }) => written.some((row) => row.id === id));
  assert.deepEqual(
    left.filter(({ lane }) => lane === LANE).map(({ position }) => position),
    [6, 7, 8, 9, 10],
  );
  const { faults, archivedRows, notDetached } = await trail.verify();
  assert.deepEqual([faults, archivedRows, notDetached], [[], 5, 2]);
  const said = await runDms(['audit', 'verify'], { env: { ...trail.variables } });
  assert.match(said.output, /2 rows that were archived are still in the database/);
  const { months, detached } = await finished(trail);
  assert.deepEqual([months.map(({ month }) => month), detached], [['2026-05'], 6]);
});

it('RET-01 is done by a role that has what the application has and takes out of the trail what is in storage, and nothing else', async (t) => {
  const { trail } = await trailOfMonths(t);
  const { adminUrl, ownerUrl, name } = trail.database;
  const role = `maintenance_${randomBytes(4).toString('hex')}`;
  await query(adminUrl, `create role ${role} login password 'its own'`, `grant connect on database ${name} to ${role}`);
  try {
    await migrateUp(ownerUrl, { appRole: 'dms_app', maintenanceRole: role });
    const url = Object.assign(new URL(ownerUrl), { username: role, password: 'its own' }).href;
    await assert.rejects(query(url, `delete from audit_logs where lane = ${LANE}`), /these rows are written once/);
    await assert.rejects(query(url, `update audit_logs set to_state = null`), /permission denied/);
    await assert.rejects(query(url, 'alter table audit_logs disable trigger all'), /must be owner/);

    const env = { ...trail.variables };
    const application = await runDms(['audit', 'archive', '--before', '2026-06'], { env });
    assert.equal(application.code, 1, application.output);
    assert.match(application.output, /permission denied|not allowed/i);
    const said = await runDms(['audit', 'archive', '--before', '2026-06'], { env: { ...env, DATABASE_MAINTENANCE_URL: url } });
    assert.equal(said.code, 0, said.output);
    assert.match(said.output, /2026-04: 7 rows in 2 archives\.\n2026-05: 4 rows in 2 archives\.\n11 rows were taken out of the database/);
    assert.deepEqual((await trail.verify()).faults, []);
    const verified = await runDms(['audit', 'verify'], { env });
    assert.match(verified.output, /11 of them in archives/);
    const wrong = await runDms(['audit', 'archive', '--before', '2026-13'], { env });
    assert.equal(wrong.code, 2, wrong.output);
  } finally {
    // While its database is there: with it go the rights that the role has in it.
    await query(adminUrl, `drop owned by ${role}`, `drop role ${role}`);
  }
});
