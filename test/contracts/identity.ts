import assert from 'node:assert/strict';
import { it } from 'node:test';
import { endSessions } from '@dms/domain/identity/end-sessions';
import { noFailures } from '@dms/domain/identity/login-state';
import { OneTimeToken } from '@dms/domain/identity/one-time-token';
import { Session } from '@dms/domain/identity/session';
import type { User } from '@dms/domain/identity/user';
import { everywhere } from '@dms/domain/shared/actor';
import { noted as happened, somebody } from './fixtures.ts';
import { contract, type Given } from './harness.ts';

const noted = (userId: string) => happened('LoggedIn', userId);

const login = ({ ids, clock }: Given, user: User, after?: Session): Session => {
  const id = ids.next();
  return new Session({
    id,
    userId: user.id,
    family: after?.family ?? id,
    predecessorId: after?.id ?? null,
    refreshTokenHash: `hash of ${id}`,
    expiresAt: new Date(clock.now().getTime() + 1_000),
  });
};

export const identity = contract('what logging in keeps', (given) => {
  const add = async (...sessions: readonly Session[]): Promise<void> => {
    for (const session of sessions)
      await given().transact(somebody, async (unit) => {
        unit.sessions.add(session);
        unit.record(noted(session.userId));
      });
  };
  const revokedOf = (...sessions: readonly Session[]) =>
    given().transact(somebody, async (unit) =>
      Promise.all(sessions.map(async ({ id }) => (await unit.sessions.get(id, everywhere)).revokedAt !== null)),
    );

  it('AUT-02 a session is found by the hash of its token, and what it was exchanged for by its id', async () => {
    const { user } = await given().make.engineer();
    const first = login(given(), user);
    const [one, other] = [login(given(), user, first), login(given(), user, first)];
    await add(first, one, other);
    const found = await given().transact(somebody, async ({ sessions }) => ({
      session: await sessions.findByToken(first.refreshTokenHash),
      nothing: await sessions.findByToken('nobody has this hash'),
      successors: await sessions.successorsOf(first.id),
    }));
    assert.deepEqual([found.session?.id, found.nothing], [first.id, undefined]);
    assert.deepEqual(found.successors.map(({ id }) => id).toSorted(), [one.id, other.id].toSorted());
  });

  it('AUT-05 a family is ended alone, a user with all families and every token issued', async () => {
    const { user } = await given().make.engineer();
    const [desk, phone] = [login(given(), user), login(given(), user)];
    const next = login(given(), user, desk);
    await add(desk, phone, next);
    await given().transact(somebody, async ({ sessions, record }) => {
      sessions.revoke({ family: desk.family }, given().clock.now());
      record(noted(user.id));
    });
    assert.deepEqual(await revokedOf(desk, next, phone), [true, true, false]);
    await given().transact(somebody, async (unit) => {
      endSessions(unit, await unit.users.getForChange(user.id, everywhere), given().clock.now());
      unit.record(noted(user.id));
    });
    assert.deepEqual(await revokedOf(desk, next, phone), [true, true, true]);
    const { tokenVersion } = await given().transact(somebody, ({ users }) => users.get(user.id, everywhere));
    assert.equal(tokenVersion, 2);
  });

  it('AUT-02 a family knows when its login was, whatever it was exchanged for since', async () => {
    const { user } = await given().make.engineer();
    const first = login(given(), user);
    const at = given().clock.now();
    await add(first);
    await add(login(given(), user, first));
    const asked = (family: string) => given().transact(somebody, ({ sessions }) => sessions.loggedInAt(family));
    assert.deepEqual(await asked(first.id), at);
    await assert.rejects(asked(given().ids.next()), { code: 'entity.absent' });
  });

  it('AUT-01 a hash is made anew without another version', async () => {
    const { user } = await given().make.engineer();
    await given().transact(somebody, async ({ users, record }) => {
      users.noteHash(user.id, 'another hash');
      record(noted(user.id));
    });
    const kept = await given().transact(somebody, ({ users }) => users.get(user.id, everywhere));
    assert.deepEqual([kept.password, kept.version], ['another hash', user.version]);
  });

  it('AUT-03 failures are kept with the user without another version, and nobody has those of nobody', async () => {
    const { user } = await given().make.engineer();
    const at = given().clock.now();
    await given().transact(somebody, async ({ users, record }) => {
      assert.deepEqual(await users.loginStateForChange(given().ids.next()), undefined);
      const { failedLogins, firstFailureAt, lockedUntil } = (await users.loginStateForChange(user.id))!;
      assert.deepEqual({ failedLogins, firstFailureAt, lockedUntil }, noFailures);
      users.noteLoginState(user.id, { failedLogins: 3, firstFailureAt: at, lockedUntil: at });
      record(noted(user.id));
    });
    const kept = await given().transact(somebody, ({ users }) => users.get(user.id, everywhere));
    assert.deepEqual([kept.failedLogins, kept.firstFailureAt, kept.lockedUntil, kept.version], [3, at, at, user.version]);
  });

  it('AUT-04 a newer link makes the older ones of its kind useless, and no others', async () => {
    const { user } = await given().make.engineer();
    const { transact, clock, ids } = given();
    const send = (kind: OneTimeToken['kind']) =>
      transact(somebody, async ({ oneTimeTokens, record }) => {
        const id = ids.next();
        oneTimeTokens.supersede(user.id, kind, clock.now());
        oneTimeTokens.add(new OneTimeToken({ id, userId: user.id, kind, tokenHash: `hash of ${id}`, expiresAt: clock.now() }));
        record(noted(user.id));
        return `hash of ${id}`;
      });
    const hashes = [await send('RESET'), await send('INVITATION'), await send('RESET')];
    const used = await transact(somebody, async ({ oneTimeTokens }) =>
      Promise.all(hashes.map(async (hash) => (await oneTimeTokens.findByHash(hash))!.usedAt !== null)),
    );
    assert.deepEqual(used, [true, false, false]);
    await transact(somebody, async ({ oneTimeTokens, record }) => {
      oneTimeTokens.withdraw(user.id, clock.now());
      record(noted(user.id));
    });
    const ended = await transact(somebody, async ({ oneTimeTokens }) =>
      Promise.all(hashes.map(async (hash) => (await oneTimeTokens.findByHash(hash))!.usedAt !== null)),
    );
    assert.deepEqual(ended, [true, true, true], 'what is settled ends them all');
  });
});
