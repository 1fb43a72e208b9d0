import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Broadcast } from '@dms/domain/notifications/broadcast';
import type { Meant } from '@dms/domain/notifications/repositories';
import { everywhere } from '@dms/domain/shared/actor';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

/** Whom a broadcast goes to, and how far it has come. */
export const broadcastsToMany = contract('the audience of a broadcast', (given) => {
  it('NOT-06 is counted no further than is asked, and read in pieces by id, each of them once', async () => {
    const { make, basics, transact } = given();
    const owners: string[] = [];
    for (let n = 0; n < 5; n += 1) owners.push((await make.vehicle()).customerId);
    await transact(somebody, async ({ customers, record }) => {
      for (const id of owners.slice(1, 4)) Object.assign(await customers.getForChange(id, everywhere), { consents: ['MARKETING'] });
      record(noted('CustomerEdited', owners[0]!));
    });
    const all = { to: 'CUSTOMERS', serviceCenterIds: [], consent: null } as const;
    const piecesOf = (meant: Meant, limit: number) =>
      transact(somebody, async ({ audience }) => {
        const pieces: string[][] = [];
        let after: string | null = null;
        do {
          const piece: string[] = await audience.next(meant, after, limit);
          pieces.push(piece);
          after = piece.at(-1) ?? null;
        } while (after !== null);
        return pieces;
      });
    const count = (meant: Meant, most: number) => transact(somebody, ({ audience }) => audience.count(meant, most));

    const pieces = await piecesOf(all, 2);
    const ids = pieces.flat();
    assert.ok(pieces.slice(0, -2).every(({ length }) => length === 2));
    assert.deepEqual([ids.toSorted(), new Set(ids).size], [ids, ids.length]);
    assert.ok(owners.every((id) => ids.includes(id)));
    assert.deepEqual([await count(all, 1000), await count(all, 3)], [ids.length, 3]);

    const willing = { ...all, consent: 'MARKETING' };
    assert.deepEqual((await piecesOf(willing, 2)).flat(), owners.slice(1, 4).toSorted());
    assert.equal(await count(willing, 1000), 3);
    const users = { to: 'USERS', serviceCenterIds: [basics.branches.blr01.id], consent: null } as const;
    const there = (await piecesOf(users, 3)).flat();
    assert.ok(there.includes(basics.people.advisor.id) && !there.includes(basics.people.elsewhere.id));
    assert.equal(await count(users, 1000), there.length);
  });

  it('NOT-06 is behind us up to where it was noted', async () => {
    const { ids, clock, transact } = given();
    const id = ids.next();
    await transact(somebody, async ({ broadcasts, record }) => {
      const texts = [{ language: 'en', subject: 'Closed', body: 'We are closed.', dltTemplateId: null }] as const;
      broadcasts.add(
        new Broadcast({ id, category: 'SERVICE', to: 'USERS', channels: ['IN_APP'], texts, recipients: 9, startedAt: clock.now() }),
      );
      record(noted('BroadcastStarted', id));
    });
    const progress = () => transact(somebody, ({ broadcasts }) => broadcasts.progressOf(id));
    assert.deepEqual({ ...(await progress()) }, { upTo: null, told: 0, ended: false });
    for (const next of [
      { upTo: id, told: 4, ended: false },
      { upTo: id, told: 9, ended: true },
    ]) {
      await transact(somebody, async ({ broadcasts, record }) => {
        await broadcasts.noteProgress(id, next);
        record(noted('NotificationsMade', id));
      });
      assert.deepEqual({ ...(await progress()) }, next);
    }
  });
});
