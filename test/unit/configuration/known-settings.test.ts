import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configured } from '@dms/domain/configuration/configured';
import { initialValue, settingsByKey } from '@dms/domain/configuration/known-settings';
import type { SettingEntry } from '@dms/domain/configuration/ports';
import { fixedClock } from '@dms/domain/memory/clock';
import { decide } from '@dms/domain/shared/access/decide';
import { limitKey, matrixLimits } from '@dms/domain/shared/access/rows';
import type { Json } from '@dms/domain/shared/events';

const entry = (key: string, value: Json, validFrom: string): SettingEntry => ({
  id: `${key} ${validFrom}`,
  key,
  value,
  validFrom: new Date(validFrom),
  reason: null,
  setBy: null,
  setAt: new Date('2026-11-01T00:00:00.000Z'),
});

const reads = (key: string, value: Json): boolean => settingsByKey.get(key)!.form.read(value) !== undefined;

describe('what can be configured', () => {
  it('CFG-01 every key has words, and comes with a value of its own form', () => {
    assert.ok(settingsByKey.size > 25);
    for (const [key, { category, description, form }] of settingsByKey) {
      assert.ok(reads(key, initialValue(key)), `${key}: ${JSON.stringify(initialValue(key))} is not ${form.says}`);
      assert.match(description, /^[A-Z].*\.$/, key);
      assert.ok(category.length > 0 && form.says.length > 0);
    }
  });

  it('CFG-01 a value is refused that has not the form of its key', () => {
    const wrong: readonly (readonly [string, Json])[] = [
      ['billing.payment-terms-days', -1],
      ['billing.payment-terms-days', '15'],
      ['billing.payment-terms-days', 1.5],
      ['features.webhooks', 'off'],
      ['features.webhooks', 0],
      ['billing.reminder-days', [1, 1]],
      ['billing.reminder-days', 3],
      ['security.reset-letters', { perAccount: 0, minutes: 15 }],
      ['security.reset-letters', 3],
      ['security.session-days', 0],
      ['security.session-days', '30'],
      ['workshop.capacity', 'SOMETIMES'],
      ['inventory.reorder-days', { demand: 6, cover: 30 }],
      ['inventory.reorder-days', 90],
      ['notifications.quiet-hours', { from: '21:00' }],
      ['notifications.quiet-hours', { from: '21:00', to: '25:00' }],
      ['notifications.quiet-hours', { from: '21:00', to: '09:00', on: 'sunday' }],
      ['sla.approvals', { respond: 0, resolve: 8 }],
      ['sla.approvals', { respond: 9, resolve: 8 }],
      ['notifications.quiet-hours', { from: '09:00', to: '09:00' }],
      ['schedules.approvals-expiry', 'every morning'],
      ['schedules.approvals-expiry', '0 9 * *'],
      ['schedules.approvals-expiry', '0 9 * * * *'],
      ['schedules.approvals-expiry', '60 9 * * *'],
      ['schedules.approvals-expiry', '0 24 * * *'],
      ['schedules.approvals-expiry', '0 9 0 * *'],
      ['schedules.approvals-expiry', '0 9 * 13 *'],
      ['schedules.approvals-expiry', '0 9 * * 8'],
      ['schedules.approvals-expiry', '0 9-5 * * *'],
      ['schedules.approvals-expiry', '*/0 * * * *'],
      ['schedules.approvals-expiry', '5/10 * * * *'],
      ['schedules.approvals-expiry', '0 9 * * MON'],
      ['schedules.approvals-expiry', 9],
      ['series.default-prefix', '0BLR'],
      ['series.patterns', { INVOICE: '{prefix}/{FY4}/{n}' }],
      ['limits.stock.adjust.SC_STAFF', {}],
      ['limits.stock.adjust.SC_STAFF', { amount: 2000 }],
      ['limits.stock.adjust.SC_STAFF', { amount: '-1.00' }],
      ['limits.stock.adjust.SC_STAFF', { percent: '5' }],
      ['limits.stock.adjust.SC_STAFF', '2000.00'],
      ['limits.discount.give.SC_MANAGER', { percent: '100.0001' }],
    ];
    for (const [key, value] of wrong) assert.ok(!reads(key, value), `${key} took ${JSON.stringify(value)}`);
    assert.ok(reads('schedules.approvals-expiry', '*/15,59 8-20/2 1,15 * 1-6'));
    assert.ok(reads('limits.stock.adjust.SC_STAFF', { amount: '3000.00', quantity: '7.500' }));
    assert.ok(reads('limits.discount.give.SC_MANAGER', { percent: '12.5' }));
  });

  it('CFG-01 the newest entry in force counts, from its instant on, and none before the first', () => {
    const clock = fixedClock('2026-11-22T04:30:00.000Z');
    const key = 'billing.payment-terms-days';
    const { of } = configured([entry(key, 45, '2026-12-01T00:00:00.000Z'), entry(key, 30, '2026-11-23T00:00:00.000Z')], clock);
    assert.equal(of(key), 15);
    clock.set('2026-11-23T00:00:00.000Z');
    assert.equal(of(key), 30);
    clock.set('2027-01-01T00:00:00.000Z');
    assert.equal(of(key), 45);
  });

  it('CFG-01 a value that is no more of the form of its key is passed over', () => {
    const clock = fixedClock('2026-11-22T04:30:00.000Z');
    const { of } = configured([entry('billing.payment-terms-days', 'a fortnight', '2026-11-01T00:00:00.000Z')], clock);
    assert.equal(of('billing.payment-terms-days'), 15);
  });

  it('ACC-07 every limit of the matrix can be configured, and a figure that is set takes the place of its own alone', () => {
    const clock = fixedClock('2026-11-22T04:30:00.000Z');
    for (const key of matrixLimits.keys()) assert.ok(settingsByKey.has(key), key);
    const key = limitKey('discount.give', 'SERVICE_ADVISOR');
    const { limits } = configured([entry(key, { percent: '10' }, '2026-11-01T00:00:00.000Z')], clock);
    const advisor = { userId: 'advisor', role: 'SERVICE_ADVISOR', serviceCenterIds: ['home'], limits } as const;
    const give = (amountPaise: bigint, percent: bigint) =>
      decide(advisor, 'discount.give', {
        serviceCenterId: 'home',
        amountPaise,
        dayTotalPaise: 0n,
        percentTenThousandths: percent * 10_000n,
      }).outcome;
    assert.deepEqual([give(400_00n, 10n), give(400_00n, 11n), give(500_01n, 10n)], ['allowed', 'approval', 'approval']);
  });
});
