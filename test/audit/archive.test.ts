import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { it, type TestContext } from 'node:test';
import type { ChainedEntry } from '@dms/domain/audit/chain';
import { archiveAuditTrail } from '@dms/domain/audit/use-cases/archive-audit-trail';
import { verifyAuditTrail } from '@dms/domain/audit/use-cases/verify-audit-trail';
import { query } from '../support/embedded.ts';
import { alsoAs, archive, archiveFiles, LANE, linesOf, rowsOf, trailOfMonths, writeLines } from './archives.ts';
import { eventOf, somebody, type Trail } from './trail.ts';

const faultsOf = async (trail: Trail) => (await trail.verify()).faults.map(({ kind, lane, position }) => ({ kind, lane, position }));

async function* allButLast<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  let last: Item | undefined;
  for await (const item of items) {
    if (last !== undefined) yield last;
    last = item;
  }
}

const depsOf = (cradle: Trail['cradle']) => {
  const { transact, auditTrail, auditArchives, archiveFiles: files, auditKeys, configuration, digest, clock, ids } = cradle;
  return { transact, auditTrail, auditArchives, archiveFiles: files, auditKeys, configuration, digest, clock, ids };
};

/** Of rows that the database has still: those of the months, and not what was recorded of archiving them. */
const left = async (trail: Trail) =>
  await trail.rows<{ at: string; lane: number }>(
    `select lane, to_char(min(created_at) at time zone 'Asia/Kolkata', 'YYYY-MM') as at from audit_logs where event <> 'AuditArchived' group by lane order by lane`,
  );

it('RET-01 AUD-02 whole months leave the database with their chain, and the trail is proved over archives and database together', async (t) => {
  const { trail, owner, written } = await trailOfMonths(t);
  const report = await archive(owner, '2026-06');
  assert.deepEqual(report, {
    keptFrom: '2026-06',
    months: [
      { month: '2026-04', rows: 7, files: 2 },
      { month: '2026-05', rows: 4, files: 2 },
    ],
    detached: 11,
  });
  assert.deepEqual(await left(trail), [{ lane: LANE, at: '2026-06' }]);
  const files = await archiveFiles(trail);
  assert.deepEqual(
    files.map((file) => basename(file)),
    ['lane-03-1-5.jsonl.gz', 'lane-07-1-2.jsonl.gz', 'lane-03-6-8.jsonl.gz', 'lane-09-1-1.jsonl.gz'],
  );
  const kept = (await Promise.all(files.map(linesOf))).flat().map((line) => JSON.parse(line) as ChainedEntry);
  const places = kept.map(({ id, lane, position, hash }) => ({ id, lane, position, hash }));
  assert.deepEqual(
    places.toSorted((one, other) => one.lane - other.lane || one.position - other.position),
    written.slice(0, 8).concat(written.slice(10)),
  );
  // Two rows stayed; two were added, one for each month.
  const { untouched, rows, archivedRows, notDetached, faults } = await trail.verify();
  assert.deepEqual([faults, untouched, rows, archivedRows, notDetached], [[], true, written.length + 2, 11, 0]);

  const [told] = await trail.rows<{ metadata: { month: string; archives: { key: string; sha256: string }[] } }>(
    `select metadata from audit_logs where event = 'AuditArchived' order by created_at, id`,
  );
  assert.deepEqual([told!.metadata.month, told!.metadata.archives.length], ['2026-04', 2]);
  for (const { key, sha256 } of told!.metadata.archives) {
    const content = await readFile(files.find((file) => file.endsWith(key))!);
    assert.equal(trail.cradle.digest(content as never), sha256);
  }

  await trail.write(eventOf());
  await trail.anchor();
  assert.equal((await trail.verify()).untouched, true, 'and goes on');
  assert.deepEqual((await archive(owner, '2026-06')).months, [], 'nothing is left to be archived');
});

it('RET-01 keeps as many months as are configured, and always the one that runs', async (t) => {
  const { owner, clock } = await trailOfMonths(t);
  clock.set('2028-05-31T18:29:59.999Z');
  assert.deepEqual(
    (await archive(owner)).months.map(({ month }) => month),
    ['2026-04'],
  );
  clock.set('2028-05-31T18:30:00.000Z');
  assert.deepEqual(
    (await archive(owner)).months.map(({ month }) => month),
    ['2026-05'],
  );
  const report = await archive(owner, '2030-01');
  assert.equal(report.keptFrom, '2028-06');
  assert.deepEqual(
    report.months.map(({ month }) => month),
    ['2026-06', '2028-05'],
  );
  assert.deepEqual(await faultsOf(owner), []);
});

it('RET-01 takes away no row that is younger: what stands behind one of another month goes with that month', async (t) => {
  const { trail, owner, clock } = await trailOfMonths(t);
  // A machine whose clock is a month late.
  clock.set('2026-05-31T10:00:00.000Z');
  await trail.writeInLane(LANE, 1);
  clock.set('2026-07-10T05:00:00.000Z');
  assert.deepEqual((await archive(owner, '2026-06')).detached, 11);
  assert.deepEqual(await left(trail), [{ lane: LANE, at: '2026-05' }]);
  const { months } = await archive(owner, '2026-07');
  assert.deepEqual(months, [{ month: '2026-06', rows: 3, files: 1 }]);
  assert.deepEqual(await faultsOf(trail), []);
});

it('RET-01 AUD-02 lets nobody but the maintenance role archive, and nobody delete what is not archived', async (t) => {
  const { trail, owner } = await trailOfMonths(t);
  const before = await rowsOf(trail);
  await assert.rejects(archive(trail, '2026-06'), /permission denied for table audit_archives|not allowed/i);
  assert.deepEqual(await rowsOf(trail), before);
  const { url, ownerUrl, adminUrl } = trail.database;
  await archive(owner, '2026-05');
  for (const other of [ownerUrl, adminUrl]) {
    await assert.rejects(query(other, `delete from audit_logs where lane = ${LANE}`), /these rows are written once/);
    for (const statement of ['update audit_archives set key = key', 'delete from audit_archives', 'truncate audit_archives'])
      await assert.rejects(query(other, statement), /these rows are written once/, statement);
  }
  await assert.rejects(query(url, `delete from audit_logs where lane = ${LANE}`), /permission denied/);
  await assert.rejects(query(url, `update audit_archives set key = 'x'`), /permission denied/);
});

it('AUD-02 RET-01 finds whatever is done to an archive', async (t) => {
  const { trail, owner } = await trailOfMonths(t);
  await archive(owner, '2026-06');
  const [file, , later] = (await archiveFiles(trail)) as [string, string, string];
  const [original, lines] = [await readFile(file), await linesOf(file)];
  const changed = (index: number, change: (row: Record<string, unknown>) => object): Promise<void> =>
    writeLines(file, lines.toSpliced(index, 1, JSON.stringify(change(JSON.parse(lines[index]!) as Record<string, unknown>))));
  const deeds: Readonly<Record<string, [deed: () => Promise<unknown>, fault: { kind: string; position: number }]>> = {
    'a word of a row': [() => changed(2, (row) => ({ ...row, to: 'done' })), { kind: 'altered', position: 3 }],
    'a figure of its data': [() => changed(4, (row) => ({ ...row, payload: '{}' })), { kind: 'altered', position: 5 }],
    'a row taken out': [() => writeLines(file, lines.toSpliced(1, 1)), { kind: 'removed', position: 2 }],
    'its last row taken off': [() => writeLines(file, lines.slice(0, -1)), { kind: 'archive', position: 5 }],
    'two rows that changed places': [() => writeLines(file, [lines[1]!, lines[0]!, ...lines.slice(2)]), { kind: 'removed', position: 1 }],
    'a row put behind': [async () => writeLines(file, [...lines, ...(await linesOf(later))]), { kind: 'archive', position: 6 }],
    'a line that is no row': [() => writeLines(file, lines.with(3, '{"lane":3}')), { kind: 'archive', position: 4 }],
    'a line that is no JSON': [() => writeLines(file, lines.with(3, 'x')), { kind: 'archive', position: 4 }],
    'its second half gone': [() => writeFile(file, original.subarray(0, original.length / 2)), { kind: 'archive', position: 0 }],
    'something else in its place': [() => writeFile(file, 'nothing packed'), { kind: 'archive', position: 1 }],
    'another archive in its place': [() => copyFile(later, file), { kind: 'archive', position: 1 }],
    'no archive in its place': [() => rm(file), { kind: 'archive', position: 1 }],
  };
  for (const [what, [deed, { kind, position }]] of Object.entries(deeds)) {
    await deed();
    const { faults } = await trail.verify();
    assert.equal(faults.length, 1, `${what}: ${JSON.stringify(faults)}`);
    assert.deepEqual([what, faults[0]!.kind, faults[0]!.lane], [what, kind, LANE]);
    // Of a file that ends in the middle it depends on how it is packed how many rows are still to be read.
    if (position > 0) assert.deepEqual([what, faults[0]!.position], [what, position]);
    assert.match(faults[0]!.sentence, /audit-archives\/2026-04\/lane-03-1-5\.jsonl\.gz/, what);
    await writeFile(file, original);
  }
  assert.deepEqual(await faultsOf(trail), []);
});

it('AUD-02 RET-01 finds rows that are said to be in an archive that nobody wrote, and rows forged where archived ones stood', async (t) => {
  const { trail } = await trailOfMonths(t);
  const [lane] = await trail.rows<{ hash: string }>(`select hash from audit_logs where lane = ${LANE} and position = 5`);
  await query(
    trail.database.adminUrl,
    `insert into audit_archives (month, lane, after_position, after_hash, position, hash, key, sha256, archived_at)
     values ('2026-04', ${LANE}, 0, repeat('0', 64), 5, '${lane!.hash}', 'audit-archives/none', repeat('0', 64), now())`,
    `delete from audit_logs where lane = ${LANE} and position <= 5`,
  );
  assert.deepEqual(await faultsOf(trail), [{ kind: 'archive', lane: LANE, position: 1 }]);

  const { trail: other, owner: itsOwner } = await trailOfMonths(t);
  await archive(itsOwner, '2026-06');
  const all = `event, action, entity_type, metadata, payload_hash, request_id, created_at, previous_hash, hash, key_id`;
  const forged = randomUUID();
  await other.tamper(
    `insert into audit_logs (id, lane, position, ${all}) select '${forged}', ${LANE}, 4, ${all} from audit_logs where lane = ${LANE} limit 1`,
  );
  const { faults } = await other.verify();
  assert.deepEqual(
    faults.map(({ kind, position, rowId }) => ({ kind, position, rowId })),
    [{ kind: 'altered', position: 4, rowId: forged }],
  );
});

it('RET-01 AUD-02 leaves a month where it is that is not as it was written', async (t) => {
  const { trail, owner } = await trailOfMonths(t);
  await trail.tamper(`update audit_logs set to_state = 'done' where lane = 7 and position = 2`);
  const before = await rowsOf(trail);
  await assert.rejects(archive(owner, '2026-06'), /Lane 7, position 2: row .* was altered/);
  assert.deepEqual(await rowsOf(trail), before);
  assert.deepEqual(await trail.rows('select from audit_archives'), []);
});

it('RET-01 takes nothing away that storage does not give back as it was written, now or when it is begun again', async (t) => {
  const { trail, owner, written } = await trailOfMonths(t);
  const { cradle } = owner;
  const forgetful = {
    ...cradle.archiveFiles,
    write: (key: string, rows: AsyncIterable<ChainedEntry>) => cradle.archiveFiles.write(key, allButLast(rows)),
  };
  const archiving = archiveAuditTrail({ ...depsOf(cradle), archiveFiles: forgetful });
  await assert.rejects(archiving('2026-06', somebody), /lane-03-1-5\.jsonl\.gz is damaged \(it ends at position 4\)/);
  assert.deepEqual([await rowsOf(trail), await trail.rows('select from audit_archives')], [written, []]);

  const stopped = archiveAuditTrail({
    ...depsOf(cradle),
    auditArchives: { ...cradle.auditArchives, detach: () => Promise.reject(new Error('stopped')) },
  });
  await assert.rejects(stopped('2026-06', somebody), /stopped/);
  const [file] = (await archiveFiles(trail)) as [string];
  const content = await readFile(file);
  await rm(file);
  await assert.rejects(archive(owner, '2026-06'), /lane-03-1-5\.jsonl\.gz is gone/);
  assert.deepEqual(
    (await rowsOf(trail)).filter(({ id }) => written.some((row) => row.id === id)),
    written,
  );
  await writeFile(file, content);
  assert.equal((await archive(owner, '2026-06')).detached, 11);
  assert.deepEqual(await faultsOf(trail), []);
});

it('RET-01 AUD-02 verifies while somebody archives the rows that are being read', async (t) => {
  const { trail, owner } = await trailOfMonths(t);
  const { cradle } = trail;
  let asked = 0;
  const rows: typeof cradle.auditTrail.rows = async (...args) => {
    // After the heads were read and before the first row is, and once more on the way.
    if (asked === 0) await archive(owner, '2026-05');
    if (asked === 1) await archive(owner, '2026-06');
    asked += 1;
    return cradle.auditTrail.rows(...args);
  };
  const { auditArchives, archiveFiles: files, anchorLog, auditKeys, digest } = cradle;
  const verify = verifyAuditTrail({
    ...{ auditTrail: { ...cradle.auditTrail, rows }, auditArchives, archiveFiles: files, anchorLog, auditKeys, digest },
  });
  const { faults, archivedRows } = await verify(somebody);
  assert.deepEqual([faults, archivedRows], [[], 11]);
});

it('RET-01 of two who archive at the same time one does, and nothing is lost', async (t: TestContext) => {
  const { trail, owner, clock, written } = await trailOfMonths(t);
  const owners = [owner, await alsoAs('ownerUrl', t, trail, clock)];
  const ended = await Promise.allSettled(owners.map((each) => archive(each, '2026-06')));
  for (const each of ended) if (each.status === 'rejected') assert.match(String(each.reason), /Somebody else archives the trail/);
  await archive(owner, '2026-06');
  const { faults, archivedRows, notDetached } = await trail.verify();
  assert.deepEqual([faults, archivedRows, notDetached], [[], 11, 0]);
  assert.ok((await rowsOf(trail)).length < written.length);
});
