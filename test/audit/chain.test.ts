import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from '@dms/domain/shared/canonical-json';
import { systemActor } from '@dms/domain/shared/actor';
import pg from 'pg';
import { freshDatabase } from '../support/database.ts';
import { together } from '../support/races.ts';
import { until } from '../support/until.ts';
import { eventOf, freshTrail, somebody } from './trail.ts';

it('AUD-02 has one text for one value, whatever PostgreSQL makes of the JSON it is given', async (t) => {
  const { url } = await freshDatabase(t);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const storable = fc.jsonValue({ noUnicodeString: false }).filter((value) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value)));
  try {
    await fc.assert(
      fc.asyncProperty(storable, async (value) => {
        const text = JSON.stringify(value);
        const { rows } = await client.query<{ kept: string }>('select $1::jsonb::text as kept', [text]);
        assert.equal(canonicalJson(rows[0]!.kept), canonicalJson(text));
      }),
      { numRuns: 500 },
    );
  } finally {
    await client.end();
  }
});

it('AUD-02 writes numbers in full, and tells apart what a double does not', () => {
  for (const [text, canonical] of [
    ['1e21', '1000000000000000000000'],
    ['1.5e-7', '0.00000015'],
    ['-2.50e3', '-2500'],
    ['12e0', '12'],
    ['{"b":[1, "x"],"a":{"d":null,"c":true}}', '{"a":{"c":true,"d":null},"b":[1,"x"]}'],
  ] as const)
    assert.equal(canonicalJson(text), canonical);
  assert.notEqual(canonicalJson('1'), canonicalJson('1.00000000000000000001'));
});

it('AUD-02 verifies whatever texts a request carried', async (t) => {
  const trail = await freshTrail(t);
  const odd = ['', ' ', 'क्षत्रिय', '👩‍🔧', '"quoted" \\ and {braces}', 'tab\tand\nnewline', '\ud800 alone', 'a'.repeat(3000)];
  for (const text of odd) {
    const actor = { ...systemActor(text), agent: text, address: text };
    await trail.cradle.transact(actor, async ({ record }) => {
      const description = text;
      record(eventOf({ text: text.toWellFormed(), list: [text.toWellFormed()], n: 1.5e-9 }, { from: text, to: text, description }));
    });
  }
  const upper = eventOf({}, { entityId: eventOf().entityId.toUpperCase(), serviceCenterId: eventOf().entityId.toUpperCase() });
  await trail.cradle.transact({ ...somebody, userId: eventOf().entityId.toUpperCase() }, async ({ record }) => record(upper));
  const { untouched, rows, faults } = await trail.verify();
  assert.deepEqual([faults, untouched, rows], [[], true, odd.length + 1]);
});

it('AUD-02 chains the rows of many writers at once in sixteen lanes, without a hole for what was rolled back', async (t) => {
  const trail = await freshTrail(t);
  const { transact } = trail.cradle;
  const refused = new Error('rolled back');
  const done = await together(64, (writer) =>
    Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        transact(somebody, async ({ record, flush }) => {
          record(eventOf({ writer, n }), eventOf({ writer, n }));
          await flush();
          if ((writer + n) % 5 === 0) throw refused;
        }).catch((error: unknown) => {
          if (error !== refused) throw error;
          return 'rolled back' as const;
        }),
      ),
    ),
  );
  const written = done.flat().filter((each) => each === undefined).length;
  const { faults, rows } = await trail.verify();
  assert.deepEqual([faults, rows], [[], written * 2]);
  const lanes = await trail.rows<{ n: number }>('select count(distinct lane)::int as n from audit_logs');
  assert.ok(lanes[0]!.n > 8, `spread over ${lanes[0]!.n} lanes`);
});

it('AUD-02 leaves no hole where a transaction fails after it took its place in the chain', async (t) => {
  const trail = await freshTrail(t);
  await trail.rows(`create function refuse_marked() returns trigger language plpgsql as $$
    begin raise exception 'refused at the commit' using errcode = 'check_violation'; end $$`);
  await trail.rows(`create constraint trigger refuse_marked after insert on audit_logs deferrable initially deferred
    for each row when (new.description = 'refuse') execute function refuse_marked()`);
  const outcomes = await together(60, (n) =>
    trail.write(eventOf({ n }, n % 3 === 0 ? { description: 'refuse' } : {})).then(
      () => 'kept',
      () => 'refused',
    ),
  );
  assert.equal(outcomes.filter((each) => each === 'refused').length, 20);
  const { faults, rows } = await trail.verify();
  assert.deepEqual([faults, rows], [[], 40]);
});

it('AUD-02 lets a writer pass whom all sixteen lanes but one are taken from, and waits for one only when none is free', async (t) => {
  const trail = await freshTrail(t);
  assert.equal((await trail.writeInLane(7, 3)).length, 3);
  const client = new pg.Client({ connectionString: trail.database.adminUrl });
  await client.connect();
  await client.query('begin');
  await client.query('select from audit_lanes for update');
  const waiting = trail.write(eventOf());
  await until(
    async () =>
      (await trail.rows(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).length > 0,
  );
  await client.query('commit');
  await client.end();
  await waiting;
  assert.deepEqual((await trail.verify()).faults, []);
});

it('AUD-02 verifies while others write', async (t) => {
  const trail = await freshTrail(t);
  await together(50, () => trail.write(eventOf()));
  const writing = together(300, (n) => trail.write(eventOf({ n })));
  const reports = [];
  for (let n = 0; n < 4; n += 1) {
    reports.push(await trail.verify());
    await trail.anchor();
  }
  await writing;
  reports.push(await trail.verify());
  for (const { faults } of reports) assert.deepEqual(faults, []);
  assert.equal(reports.at(-1)!.rows, 350);
});
