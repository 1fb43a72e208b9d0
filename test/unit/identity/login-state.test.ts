import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { afterFailure, isLocked, type LoginState, noFailures } from '@dms/domain/identity/login-state';
import { memoryFailedLogins } from '@dms/domain/memory/failed-logins';
import { fixedClock } from '@dms/domain/memory/clock';

const MINUTE_MS = 60_000;
const rule = { failures: 5, windowMs: 15 * MINUTE_MS };
const at = (ms: number): Date => new Date(1_800_000_000_000 + ms);

const failAt = (...times: readonly number[]): LoginState =>
  times.reduce<LoginState>((state, ms) => afterFailure(state, at(ms), rule, 0), noFailures);

describe('failed logins of an account', () => {
  it('AUT-03 lock it with the fifth in fifteen minutes, for fifteen minutes', () => {
    assert.equal(isLocked(failAt(0, 1, 2, 3), at(4)), false);
    const locked = failAt(0, 1, 2, 3, 4);
    assert.deepEqual(locked.lockedUntil, at(4 + rule.windowMs));
    assert.equal(isLocked(locked, at(4 + rule.windowMs - 1)), true);
    assert.equal(isLocked(locked, at(4 + rule.windowMs)), false);
  });

  it('AUT-03 are forgotten with their window, and begin anew after a lock', () => {
    assert.equal(failAt(0, 1, 2, 3, rule.windowMs).failedLogins, 1);
    assert.deepEqual(failAt(0, 1, 2, 3, 4, rule.windowMs + 10).failedLogins, 1);
  });

  it('AUT-03 follow the count of all processes where it is ahead', () => {
    assert.equal(isLocked(afterFailure(noFailures, at(0), rule, 5), at(1)), true);
    assert.equal(afterFailure(noFailures, at(0), rule, 3).failedLogins, 3);
  });

  it('AUT-03 never make a lock longer, and never let a sixth pass within a window', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 * MINUTE_MS }), { maxLength: 60 }), (steps) => {
        let state: LoginState = noFailures;
        let now = 0;
        for (const step of steps) {
          now += step;
          const wasLocked = isLocked(state, at(now));
          const next = afterFailure(state, at(now), rule, 0);
          if (wasLocked) assert.deepEqual(next, state);
          assert.ok(next.failedLogins < rule.failures);
          state = next;
        }
      }),
    );
  });

  it('AUT-03 are counted by one process alone as by all together', async () => {
    const clock = fixedClock(at(0));
    const counts = memoryFailedLogins({ clock });
    assert.deepEqual(await counts.count(['account:a', 'address:b'], 1_000), [1, 1]);
    assert.deepEqual(await counts.count(['account:a'], 1_000), [2]);
    assert.equal(await counts.clear('account:a', 2), false);
    clock.advance(400);
    assert.deepEqual(await counts.current('account:a'), { failures: 2, leftMs: 600 });
    assert.equal(await counts.clear('account:a', 3), true);
    clock.advance(600);
    assert.deepEqual(await counts.current('address:b'), { failures: 0, leftMs: 0 });
  });
});
