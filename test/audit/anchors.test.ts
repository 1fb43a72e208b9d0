import assert from 'node:assert/strict';
import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { it } from 'node:test';
import type { Anchor } from '@dms/domain/audit/anchors';
import { startWorkers } from '../../workers/run.ts';
import { loadConfig } from '../../adapters/config.ts';
import { runDms } from '../support/processes.ts';
import { together } from '../support/races.ts';
import { AUDIT_HMAC_KEY, eventOf, freshTrail, type Trail } from './trail.ts';

const anchorsOf = async ({ anchorFile }: Trail): Promise<Anchor[]> =>
  (await readFile(anchorFile, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Anchor);

const faultsOf = async (trail: Trail): Promise<string[]> =>
  (await trail.verify()).faults.map(({ kind, sentence }) => `${kind}: ${sentence}`);

it('AUD-02 anchors the heads of all lanes in a file that only we can read, each tied to the one before', async (t) => {
  const trail = await freshTrail(t);
  assert.equal((await trail.verify()).lastAnchorAt, null);
  for (const n of [1, 2, 3]) {
    await trail.write(eventOf({ n }), eventOf({ n }));
    await trail.anchor();
  }
  const anchors = await anchorsOf(trail);
  assert.deepEqual(
    anchors.map(({ sequence }) => sequence),
    [1, 2, 3],
  );
  assert.deepEqual(
    anchors.map(({ heads }) => heads.reduce((sum, { position }) => sum + position, 0)),
    [2, 4, 6],
  );
  assert.equal(anchors[2]!.previousMac, anchors[1]!.mac);
  assert.equal((await stat(trail.anchorFile)).mode & 0o777, 0o600);
  await trail.anchor();
  assert.equal((await anchorsOf(trail)).length, 3, 'nothing was written meanwhile');
  const { untouched, anchors: count, notAnchored, lastAnchorAt } = await trail.verify();
  assert.deepEqual([untouched, count, notAnchored, lastAnchorAt], [true, 3, 0, anchors[2]!.at]);
});

it('AUD-02 lets many processes anchor at once without harm to the file', async (t) => {
  const trail = await freshTrail(t);
  const { DATA_DIR } = trail.variables;
  const others = await Promise.all([1, 2].map(() => freshTrail(t, { database: trail.database, variables: { DATA_DIR: DATA_DIR! } })));
  const processes = [trail, ...others];
  await together(60, async (n) => {
    const each = processes[n % 3]!;
    await each.write(eventOf({ n }));
    await each.anchor();
  });
  await trail.anchor();
  const anchors = await anchorsOf(trail);
  assert.deepEqual(
    anchors.map(({ sequence }) => sequence),
    anchors.map((_, index) => index + 1),
  );
  assert.deepEqual(await faultsOf(trail), []);
  assert.equal((await trail.verify()).notAnchored, 0);
});

it('AUD-02 goes on after a crash in the middle of a line, and after one between file and database', async (t) => {
  const trail = await freshTrail(t);
  await trail.write(eventOf());
  await trail.anchor();
  await appendFile(trail.anchorFile, '{"sequence":2,"at":"20');
  await trail.write(eventOf());
  await trail.anchor();
  assert.deepEqual(await faultsOf(trail), []);
  await trail.rows(
    `update audit_anchoring set sequence = 1, mac = '${(await readFile(trail.anchorFile, 'utf8')).match(/"mac":"(\w+)"/)![1]}'`,
  );
  assert.deepEqual(await faultsOf(trail), [], 'the file is ahead');
  await trail.write(eventOf());
  await trail.anchor();
  assert.deepEqual(await faultsOf(trail), []);
  assert.equal((await trail.verify()).anchors, 3);
});

it('AUD-02 finds anchors that were altered, removed, cut off, or gone with their file, and keeps finding it', async (t) => {
  const trail = await freshTrail(t);
  for (const n of [1, 2, 3, 4]) {
    await trail.write(eventOf({ n }));
    await trail.anchor();
  }
  const text = await readFile(trail.anchorFile, 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  const [one, two, , four] = lines as [string, string, string, string];
  for (const [what, left, fault] of [
    ['altered', [one, two.replace(/"position":[1-9]\d*/, '"position":0'), lines[2], four], /^anchor: Anchor 2 .* signature/],
    ['removed from the middle', [one, two, four], /^anchor: Anchor 4 .* does not follow/],
    ['cut off', [one, two], /^anchor: The file of anchors ends with number 2, and the database remembers number 4/],
    ['gone', [], /^anchor: The file of anchors ends with number 0/],
  ] as const) {
    await writeFile(trail.anchorFile, left.map((line) => `${line}\n`).join(''));
    assert.match((await faultsOf(trail))[0]!, fault, what);
  }
  await rm(trail.anchorFile);
  assert.match((await faultsOf(trail))[0]!, /ends with number 0/);
  await trail.write(eventOf());
  await trail.anchor();
  assert.match((await faultsOf(trail))[0]!, /^anchor: Anchor 5 .* does not follow/, 'an anchor set afterwards does not heal it');
});

it('AUD-02 finds that the database was made to forget where the anchors are kept in mind', async (t) => {
  const trail = await freshTrail(t);
  await trail.write(eventOf());
  await trail.anchor();
  await trail.tamper('alter table audit_anchoring disable trigger user', 'delete from audit_anchoring');
  assert.match((await faultsOf(trail))[0]!, /^anchor: The database has lost its place for the anchors/);
  await assert.rejects(trail.anchor(), /place for the anchors/, 'and nobody goes on as if they were set');
});

it('AUD-02 is anchored by the relay, a last time when it ends, and by no other worker', async (t) => {
  const trail = await freshTrail(t);
  const config = loadConfig(trail.variables);
  await trail.write(eventOf());
  const idle = await startWorkers({ container: { cradle: trail.cradle }, config, queues: ['pdf'] });
  await idle.close(100);
  assert.equal((await trail.verify()).anchors, 0);
  const relay = await startWorkers({ container: { cradle: trail.cradle }, config, queues: ['relay'] });
  await relay.close(100);
  const { anchors, notAnchored } = await trail.verify();
  assert.deepEqual([anchors, notAnchored], [1, 0]);
});

it('AUD-02 goes on under a new key, while the ones before still verify and forgotten ones do not', async (t) => {
  const before = await freshTrail(t);
  const { DATA_DIR } = before.variables;
  const lane = await before.writeInLane(3, 2);
  await before.anchor();
  const NEW = 'nB7wK2dQ9rS4vY1mX6cJ8tP3hL5gF0aE';
  const rotated = { DATA_DIR: DATA_DIR!, AUDIT_HMAC_KEY: NEW, AUDIT_HMAC_KEYS_PREVIOUS: AUDIT_HMAC_KEY };
  const after = await freshTrail(t, { database: before.database, variables: rotated });
  await after.writeInLane(3, 2);
  await after.anchor();
  assert.deepEqual(await faultsOf(after), []);
  const keys = await after.rows<{ n: number }>('select count(distinct key_id)::int as n from audit_logs');
  assert.equal(keys[0]!.n, 2);

  const forgetful = await freshTrail(t, { database: before.database, variables: { DATA_DIR: DATA_DIR!, AUDIT_HMAC_KEY: NEW } });
  const { faults } = await forgetful.verify();
  assert.deepEqual(
    faults.filter(({ lane: of }) => of === 3).map(({ rowId, position }) => ({ rowId, position })),
    [{ rowId: lane[0]!.id, position: 1 }],
  );
});

it('AUD-02 `dms audit verify` says in words and as JSON whether the trail was touched, and by its exit code', async (t) => {
  const trail = await freshTrail(t);
  const lane = await trail.writeInLane(2, 3);
  await trail.anchor();
  const env = { ...trail.variables };
  const clean = await runDms(['audit', 'verify'], { env });
  assert.equal(clean.code, 0, clean.output);
  assert.match(clean.output, /as it was written/);
  assert.match(clean.output, /0 rows are younger/);
  await trail.tamper(`update audit_logs set to_state = 'done' where id = '${lane[1]!.id}'`);
  const touched = await runDms(['audit', 'verify'], { env });
  assert.equal(touched.code, 1, touched.output);
  assert.match(touched.output, new RegExp(`Lane 2, position 2: row ${lane[1]!.id} was altered`));
  const json = await runDms(['audit', 'verify', '--json'], { env });
  assert.equal(json.code, 1);
  const report = JSON.parse(json.output.trim().split('\n').at(-1)!) as { untouched: boolean; faults: { rowId: string }[] };
  assert.deepEqual([report.untouched, report.faults[0]!.rowId], [false, lane[1]!.id]);
});
