import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { it, type TestContext } from 'node:test';
import { query } from '../support/embedded.ts';
import { eventOf, freshTrail, type Kept, type Trail } from './trail.ts';

const LANE = 5;

/** A lane of eight rows and some in others, anchored after the eighth. */
const anchoredTrail = async (t: TestContext): Promise<{ trail: Trail; lane: Kept[] }> => {
  const trail = await freshTrail(t);
  const lane = await trail.writeInLane(LANE, 8);
  for (const other of [0, 6, 15]) await trail.writeInLane(other, other);
  await trail.anchor();
  assert.deepEqual((await trail.verify()).faults, []);
  return { trail, lane };
};

const first = async (trail: Trail) => {
  const { untouched, faults } = await trail.verify();
  assert.equal(untouched, false);
  assert.equal(faults.length, 1, JSON.stringify(faults));
  const { kind, lane, position, rowId } = faults[0]!;
  return { kind, lane, position, rowId };
};

const columns: Readonly<Record<string, string>> = {
  event: `event = 'TaskFinished'`,
  'who did it': `user_id = '${randomUUID()}'`,
  action: `action = 'DELETE'`,
  'the kind of record': `entity_type = 'Invoice'`,
  'the record': `entity_id = '${randomUUID()}'`,
  branch: `service_center_id = '${randomUUID()}'`,
  from: 'from_state = null',
  to: `to_state = 'done'`,
  description: `description = 'nothing of note'`,
  'an amount of its data': `metadata = jsonb_set(metadata, '{amount}', '"1.00"')`,
  'a number of its data beyond what a double keeps': `metadata = jsonb_set(metadata, '{n}', '3.00000000000000000001')`,
  'its data and their hash': `metadata = '{}', payload_hash = encode(sha256('{}'), 'hex')`,
  address: `ip_address = '10.9.9.9'`,
  agent: 'user_agent = null',
  'request id': `request_id = 'another'`,
  'the time, by a microsecond': `created_at = created_at + interval '1 microsecond'`,
  'the hash before it': `previous_hash = repeat('1', 64)`,
  'its hash': `hash = repeat('1', 64)`,
  'the name of its key': `key_id = '0123456789abcdef'`,
};

it('AUD-02 names the row of which any column was altered', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  const row = lane[3]!;
  await trail.tamper('create table kept as select * from audit_logs');
  for (const [what, change] of Object.entries(columns)) {
    await trail.tamper(`update audit_logs set ${change} where id = '${row.id}'`);
    const found = await first(trail);
    assert.deepEqual(found, { kind: 'altered', lane: LANE, position: 4, rowId: row.id }, what);
    await trail.tamper(`delete from audit_logs where id = '${row.id}'`, `insert into audit_logs select * from kept where id = '${row.id}'`);
  }
  assert.equal((await trail.verify()).untouched, true, 'as it was');
});

it('AUD-02 names the place of a row that was removed from the middle', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  await trail.tamper(`delete from audit_logs where id = '${lane[2]!.id}'`);
  assert.deepEqual(await first(trail), { kind: 'removed', lane: LANE, position: 3, rowId: null });
});

it('AUD-02 finds a removed row behind which the others were moved up', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  const moves = lane.slice(3).map(({ id, position }) => `update audit_logs set position = ${position - 1} where id = '${id}'`);
  await trail.tamper(
    `delete from audit_logs where id = '${lane[2]!.id}'`,
    ...moves,
    `update audit_lanes set position = 7 where lane = ${LANE}`,
  );
  assert.deepEqual(await first(trail), { kind: 'reordered', lane: LANE, position: 3, rowId: lane[3]!.id });
});

it('AUD-02 names the first of two rows that changed places', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  const [one, other] = [lane[4]!, lane[5]!];
  await trail.tamper(
    `update audit_logs set position = 99 where id = '${one.id}'`,
    `update audit_logs set position = ${one.position} where id = '${other.id}'`,
    `update audit_logs set position = ${other.position} where id = '${one.id}'`,
  );
  assert.deepEqual(await first(trail), { kind: 'reordered', lane: LANE, position: 5, rowId: other.id });
});

it('AUD-02 finds rows that were put into another lane', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  await trail.tamper(`update audit_logs set lane = 6, position = 1000 where id = '${lane[7]!.id}'`);
  const { faults } = await trail.verify();
  assert.deepEqual(
    faults.map(({ kind, lane: of }) => `${of} ${kind}`).toSorted(),
    [`${LANE} cut-off`, '6 head'],
    'missing here, unknown there',
  );
});

it('AUD-02 finds a tail that was cut off, also with the head set back to what is left', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  await trail.tamper(`delete from audit_logs where lane = ${LANE} and position > 6`);
  assert.deepEqual(await first(trail), { kind: 'cut-off', lane: LANE, position: 7, rowId: null });
  await trail.tamper(`update audit_lanes set position = 6, hash = '${lane[5]!.hash}' where lane = ${LANE}`);
  assert.deepEqual(await first(trail), { kind: 'cut-off', lane: LANE, position: 7, rowId: null }, 'the anchor knows of eight');
});

it('AUD-02 goes on finding a tail that was cut off when anchors were set since, whether or not the lane grew again', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  await trail.tamper(
    `delete from audit_logs where lane = ${LANE} and position > 6`,
    `update audit_lanes set position = 6, hash = '${lane[5]!.hash}' where lane = ${LANE}`,
  );
  await trail.anchor();
  assert.deepEqual(await first(trail), { kind: 'cut-off', lane: LANE, position: 7, rowId: null }, 'the first anchor knows of eight');
  const grown = await trail.writeInLane(LANE, 4);
  assert.equal(grown.length, 10);
  await trail.anchor();
  const { kind, lane: of, position } = await first(trail);
  assert.deepEqual({ kind, of, position }, { kind: 'head', of: LANE, position: 8 }, 'another row stands where the anchored one stood');
});

it('AUD-02 finds that a head was set back for a while, though no row is missing', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  await trail.tamper(`update audit_lanes set position = 6, hash = '${lane[5]!.hash}' where lane = ${LANE}`);
  await trail.anchor();
  await trail.tamper(`update audit_lanes set position = 8, hash = '${lane[7]!.hash}' where lane = ${LANE}`);
  await trail.anchor();
  assert.deepEqual(await first(trail), { kind: 'head', lane: LANE, position: 6, rowId: null });
});

it('AUD-02 finds forged rows at places where no row can be, and two rows at one place', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  const forged = randomUUID();
  const all = `event, action, entity_type, metadata, payload_hash, request_id, created_at, previous_hash, hash, key_id`;
  const copied = (id: string, ofLane: number, position: number | string) =>
    `insert into audit_logs (id, lane, position, ${all}) select '${id}', ${ofLane}, ${position}, ${all} from audit_logs where id = '${lane[7]!.id}'`;
  const undone = `delete from audit_logs where id = '${forged}'`;
  await trail.tamper(
    'alter table audit_logs drop constraint audit_logs_chained',
    'drop index audit_logs_chain',
    'create index audit_logs_chain on audit_logs (lane, position)',
  );
  for (const [ofLane, position, kind] of [
    [99, 1, 'altered'],
    [-1, 1, 'altered'],
    [LANE, 0, 'head'],
    [LANE, -3, 'head'],
    [LANE, 'null', 'head'],
    [LANE, 8, 'altered'],
  ] as const) {
    await trail.tamper(copied(forged, ofLane, position));
    const found = await first(trail);
    assert.equal(found.kind, kind, `lane ${ofLane}, position ${position}`);
    await trail.tamper(undone);
  }
  assert.equal((await trail.verify()).untouched, true, 'as it was');
});

it('AUD-02 says of a row that was put into another lane where it was written', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  await trail.writeInLane(LANE, 1);
  const others = await trail.rows<Kept>('select id, lane, position::int, hash from audit_logs where lane = 6 order by position');
  const [one, other] = [lane[2]!, others[4]!];
  await trail.tamper(
    `update audit_logs set lane = 6, position = 999 where id = '${one.id}'`,
    `update audit_logs set lane = ${LANE}, position = ${one.position} where id = '${other.id}'`,
    `update audit_logs set position = ${other.position} where id = '${one.id}'`,
  );
  const { faults } = await trail.verify();
  assert.deepEqual(
    faults.map(({ kind, lane: of, position }) => ({ kind, of, position })).toSorted((a, b) => a.of! - b.of!),
    [
      { kind: 'reordered', of: LANE, position: one.position },
      { kind: 'reordered', of: 6, position: other.position },
    ],
  );
  assert.match(faults.find(({ lane: of }) => of === 6)!.sentence, new RegExp(`lane ${LANE}, position ${one.position}`));
});

it('AUD-02 does not see a tail cut off that is younger than the last anchor, and says how long that is', async (t) => {
  const { trail } = await anchoredTrail(t);
  const lane = await trail.writeInLane(LANE, 2);
  assert.equal((await trail.verify()).notAnchored, 2);
  const left = lane.at(-3)!;
  await trail.tamper(
    `delete from audit_logs where lane = ${LANE} and position > ${left.position}`,
    `update audit_lanes set position = ${left.position}, hash = '${left.hash}' where lane = ${LANE}`,
  );
  assert.equal((await trail.verify()).untouched, true);
});

it('AUD-02 finds that the head of a lane is gone, and with it the lane', async (t) => {
  const { trail } = await anchoredTrail(t);
  await trail.tamper(`delete from audit_lanes where lane = ${LANE}`);
  assert.deepEqual(await first(trail), { kind: 'head', lane: LANE, position: null, rowId: null });
  await trail.tamper(`delete from audit_logs where lane = ${LANE}`);
  assert.deepEqual(await first(trail), { kind: 'head', lane: LANE, position: null, rowId: null });
  await trail.tamper(`insert into audit_lanes values (${LANE}, 0, repeat('0', 64))`);
  assert.deepEqual(await first(trail), { kind: 'cut-off', lane: LANE, position: 1, rowId: null });
});

it('AUD-02 names a row that was forged without the key, with and without a place in the chain', async (t) => {
  const { trail, lane } = await anchoredTrail(t);
  const forged = randomUUID();
  const columnsOf =
    'id, event, action, entity_type, metadata, payload_hash, request_id, created_at, lane, position, previous_hash, hash, key_id';
  const valuesOf = (position: number, keyId: string) =>
    `'${forged}', 'LoggedIn', 'LOGIN', 'User', '{}', encode(sha256('{}'), 'hex'), 'r', now(), ${LANE}, ${position}, '${lane[7]!.hash}', repeat('7', 64), '${keyId}'`;
  // What the application's own role can do: it must be able to add rows.
  await query(trail.database.url, `insert into audit_logs (${columnsOf}) values (${valuesOf(9, trail.cradle.auditKeys.currentId)})`);
  assert.deepEqual(await first(trail), { kind: 'head', lane: LANE, position: 9, rowId: forged }, 'the head does not know of it');
  await query(trail.database.url, `update audit_lanes set position = 9, hash = repeat('7', 64) where lane = ${LANE}`);
  assert.deepEqual(await first(trail), { kind: 'altered', lane: LANE, position: 9, rowId: forged });

  await assert.rejects(
    query(
      trail.database.url,
      `insert into audit_logs (id, event, action, entity_type, metadata, payload_hash, request_id, created_at)
       values ('${randomUUID()}', 'LoggedIn', 'LOGIN', 'User', '{}', '', 'r', now())`,
    ),
    /audit_logs_chained/,
    'no row without a place',
  );
});

it('AUD-02 finds rows that claim to be older than the chain, and older rows that were altered', async (t) => {
  const trail = await freshTrail(t);
  const older = randomUUID();
  const insert = (id: string) =>
    `insert into audit_logs (id, event, action, entity_type, metadata, payload_hash, request_id, created_at)
     values ('${id}', 'LoggedIn', 'LOGIN', 'User', '{"a": 1}', '', 'r', '2020-01-01')`;
  // As a database has it that was upgraded: the constraint binds only what is written from then on.
  const chained = `alter table audit_logs add constraint audit_logs_chained check (lane is not null) not valid`;
  await trail.tamper('alter table audit_logs drop constraint audit_logs_chained', insert(older), chained);
  await trail.write(eventOf());
  await trail.anchor();
  const { untouched, olderRows } = await trail.verify();
  assert.deepEqual([untouched, olderRows], [true, 1]);

  await trail.tamper('alter table audit_logs drop constraint audit_logs_chained', insert(randomUUID()));
  assert.deepEqual((await first(trail)).kind, 'older', 'one more than there were');
  await trail.tamper(`delete from audit_logs where lane is null and id <> '${older}'`, insert('00000000-0000-0000-0000-000000000000'));
  assert.deepEqual((await first(trail)).kind, 'older', 'with the least of all ids');
  await trail.tamper(`delete from audit_logs where lane is null and id <> '${older}'`);
  assert.equal((await trail.verify()).untouched, true);
  await trail.tamper(`update audit_logs set metadata = '{"a": 2}' where id = '${older}'`);
  assert.deepEqual((await first(trail)).kind, 'older', 'altered');
  // What is no anchor makes the next one look at the older rows anew.
  await appendFile(trail.anchorFile, '{}\n');
  await trail.write(eventOf());
  await trail.anchor();
  assert.deepEqual((await first(trail)).kind, 'older', 'and an anchor set afterwards does not heal it');
});
