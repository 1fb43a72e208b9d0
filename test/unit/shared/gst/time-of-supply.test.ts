import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateAtTimeOfSupply } from '@dms/domain/shared/gst/time-of-supply';
import { isUnitCode, unitCodes } from '@dms/domain/shared/gst/unit-codes';
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

test('TAX-12 the unit codes are the 45 of the reference', () => {
  assert.deepEqual([...unitCodes], vectors.reference.uqc);
  assert.deepEqual([isUnitCode('LTR'), isUnitCode('LITRE')], [true, false]);
});
