import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase } from '../../adapters/postgres/database.ts';
import { freshDatabase } from '../support/database.ts';

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
