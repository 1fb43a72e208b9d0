import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OneTimeToken } from '@dms/domain/identity/one-time-token';
import { refreshGraceMs, Session } from '@dms/domain/identity/session';
import { User } from '@dms/domain/identity/user';

const at = (ms: number): Date => new Date(1_800_000_000_000 + ms);
const token = (id: string, lastUsedAt: Date | null = null): Session =>
  Object.assign(new Session({ id, userId: 'u', family: 'f', refreshTokenHash: id, expiresAt: at(1e9) }), { lastUsedAt });

describe('a session', () => {
  it('AUT-02 exchanges a token once, and for a moment its immediate predecessor', () => {
    assert.equal(token('a').isExchangeable([], at(0)), true);
    const used = token('a', at(0));
    assert.equal(used.isExchangeable([token('b')], at(refreshGraceMs)), true);
    assert.equal(used.isExchangeable([token('b')], at(refreshGraceMs + 1)), false);
    assert.equal(
      used.isExchangeable([token('b'), token('c', at(1))], at(2)),
      false,
      'a successor was used: it is not the predecessor of what is in use',
    );
  });
});

describe('a link', () => {
  it('AUT-04 is good until its end, once', () => {
    const link = new OneTimeToken({ id: 'l', userId: 'u', kind: 'RESET', tokenHash: 'h', expiresAt: at(10) });
    assert.equal(link.isUsable(at(9)), true);
    assert.equal(link.isUsable(at(10)), false);
    link.usedAt = at(5);
    assert.equal(link.isUsable(at(6)), false);
  });
});

describe('a user', () => {
  const user = new User({ id: 'u', email: 'a@dms.example', firstName: 'A', role: 'ADMIN' });

  it('AUT-08 is let in again when a suspension is over, and never when they have left', () => {
    user.status = 'SUSPENDED';
    assert.equal(user.mayLogIn(at(0)), false);
    user.suspendedUntil = at(10);
    assert.equal(user.mayLogIn(at(9)), false);
    assert.equal(user.mayLogIn(at(10)), true);
    user.status = 'INACTIVE';
    assert.equal(user.mayLogIn(at(10)), false);
  });

  it('AUT-04 is not locked out any longer with a new password', () => {
    Object.assign(user, { status: 'ACTIVE', failedLogins: 3, firstFailureAt: at(0), lockedUntil: at(100) });
    user.changePassword('hash', at(1));
    assert.equal(user.mayLogIn(at(2)), true);
    assert.deepEqual([user.failedLogins, user.firstFailureAt, user.passwordChangedAt], [0, null, at(1)]);
  });
});
