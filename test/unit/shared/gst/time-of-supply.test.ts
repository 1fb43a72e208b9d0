import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays } from '@dms/domain/shared/calendar';
import { dayOfRate, rateAtTimeOfSupply } from '@dms/domain/shared/gst/time-of-supply';
import { isUnitCode, unitCodes } from '@dms/domain/shared/gst/unit-codes';
import * as fc from 'fast-check';
import { vectors } from '../vectors.ts';

for (const { supply, invoice, payment, change, oldRate, newRate, expectedRate } of vectors.rateByTimeOfSupply) {
  test(`TAX-07 vector: supply ${supply}, invoice ${invoice}, payment ${payment} take ${expectedRate} % around the change of ${change}`, () => {
    assert.equal(rateAtTimeOfSupply({ supply, invoice, payment }, { change, oldRate, newRate }), expectedRate);
  });
}

test('TAX-07 a payment still to come falls after the change', () => {
  const change = { change: '2025-09-22', oldRate: '28', newRate: '18' };
  assert.equal(rateAtTimeOfSupply({ supply: '2025-09-21', invoice: '2025-09-22' }, change), '18');
  assert.equal(rateAtTimeOfSupply({ supply: '2025-09-21', invoice: '2025-09-21' }, change), '28');
});

test('TAX-07 the rate of the middle one of the three days is the rate that two of them are on the side of', () => {
  const day = fc.integer({ min: 0, max: 6 }).map((days) => addDays('2025-09-19', days));
  fc.assert(
    fc.property(day, day, fc.option(day, { nil: undefined }), day, (supply, invoice, payment, change) => {
      const events = { supply, invoice, ...(payment !== undefined && { payment }) };
      const expected = rateAtTimeOfSupply(events, { change, oldRate: 'old', newRate: 'new' });
      assert.equal(dayOfRate(events) >= change ? 'new' : 'old', expected);
    }),
  );
});

test('TAX-12 the unit codes are the 45 of the reference', () => {
  assert.deepEqual([...unitCodes], vectors.reference.uqc);
  assert.deepEqual([isUnitCode('LTR'), isUnitCode('LITRE')], [true, false]);
});
