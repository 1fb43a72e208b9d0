import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase } from '../../adapters/postgres/database.ts';
import { freshDatabase } from '../support/database.ts';
import { query } from '../support/embedded.ts';

const LONG_MS = 60_000;

it('closes its connections also while one is being made for work that nobody waits for', { timeout: LONG_MS }, async (t) => {
  const { url } = await freshDatabase(t);
  for (let round = 0; round < 5; round += 1) {
    const database = await openDatabase({ url, poolSize: 3 });
    await sql`select 1`.execute(database.pool);
    const begun = Array.from({ length: 3 }, () => sql<{ n: number }>`select 1 as n`.execute(database.pool));
    await turn(); // what has found no idle connection is making one now
    await database.close();
    assert.deepEqual(
      (await Promise.all(begun)).map(({ rows }) => rows[0]!.n),
      [1, 1, 1],
      'what was begun is ended',
    );
    assert.equal(database.poolStats().total, 0);
  }
});

it('lets nothing of a transaction that failed stand, also not what its other parts do meanwhile and afterwards', async (t) => {
  const fresh = await freshDatabase(t);
  await query(fresh.ownerUrl, 'create table effects (n integer)', 'grant select, insert on effects to dms_app');
  const database = await openDatabase({ url: fresh.url, poolSize: 3 });
  t.after(() => database.close());
  const insert = (db: typeof database.pool) => sql`insert into effects values (1)`.execute(db);

  const outcome = (part: () => Promise<unknown>): Promise<string> =>
    part().then(
      () => 'done',
      () => 'refused',
    );
  for (let round = 0; round < 20; round += 1) {
    let outcomes: Promise<string[]> | undefined;
    const failing = database.run(async (db) => {
      const meanwhile = Array.from({ length: 3 }, () =>
        outcome(async () => {
          for (let n = 0; n < 5; n += 1) await insert(db);
        }),
      );
      const afterwards = outcome(async () => {
        await Promise.all(meanwhile);
        await database.run(insert);
      });
      outcomes = Promise.all([...meanwhile, afterwards]);
      await sql`select 1 / 0`.execute(db);
    });
    await assert.rejects(failing);
    assert.deepEqual(
      await outcomes,
      Array.from({ length: 4 }, () => 'refused'),
    );
  }
  assert.deepEqual(await query(fresh.adminUrl, 'select count(*)::int as n from effects'), [{ n: 0 }]);
  await database.run(insert);
  assert.deepEqual(await query(fresh.adminUrl, 'select count(*)::int as n from effects'), [{ n: 1 }], 'and the connections go on');
});
