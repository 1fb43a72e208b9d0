import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quietUntil } from '@dms/domain/shared/quiet-hours';
import fc from 'fast-check';

const night = { from: '21:00', to: '09:00' };
const untilOf = (hours: { from: string; to: string }, at: string): string | undefined => quietUntil(hours, new Date(at))?.toISOString();

describe('quiet hours', () => {
  it('NOT-02 hours over midnight end in the morning, of the next day or of the same', () => {
    assert.equal(untilOf(night, '2026-11-22T15:29:59.999Z'), undefined, '20:59:59 IST');
    assert.equal(untilOf(night, '2026-11-22T15:30:00.000Z'), '2026-11-23T03:30:00.000Z', '21:00 IST');
    assert.equal(untilOf(night, '2026-11-22T18:31:00.000Z'), '2026-11-23T03:30:00.000Z', '00:01 IST of the 23rd');
    assert.equal(untilOf(night, '2026-11-23T03:29:59.999Z'), '2026-11-23T03:30:00.000Z', '08:59:59 IST');
    assert.equal(untilOf(night, '2026-11-23T03:30:00.000Z'), undefined, '09:00 IST');
  });

  it('NOT-02 hours within a day end on that day', () => {
    const noon = { from: '13:00', to: '14:30' };
    assert.equal(untilOf(noon, '2026-11-22T07:29:59.999Z'), undefined);
    assert.equal(untilOf(noon, '2026-11-22T07:30:00.000Z'), '2026-11-22T09:00:00.000Z');
    assert.equal(untilOf(noon, '2026-11-22T09:00:00.000Z'), undefined);
  });

  it('NOT-02 whatever the hours, it is never quiet when they end, and they end within a day', () => {
    const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
    const time = minute.map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
    const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, at, (from, to, now) => {
        fc.pre(from !== to);
        const until = quietUntil({ from, to }, now);
        if (until === undefined) return;
        assert.ok(until > now && until.getTime() - now.getTime() <= 86_400_000);
        assert.equal(quietUntil({ from, to }, until), undefined);
      }),
    );
  });
});
