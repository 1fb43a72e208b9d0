import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AdvanceOfPeriod, type AdvanceRow, advancesAdjusted, advancesReceived, taxInside } from '@dms/domain/billing/advance-tax';
import { Money } from '@dms/domain/shared/money';
import * as fc from 'fast-check';

const paise = (rows: readonly AdvanceRow[], sign = 1n): readonly bigint[] =>
  (['taxable', 'cgst', 'sgst', 'igst'] as const).map((name) => rows.reduce((sum, row) => sum + sign * row[name].paise, 0n));

test('GST-01 what is adjusted of an advance over all months is what was reported of it, however it is used', () => {
  const story = fc.record({
    amount: fc.integer({ min: 1, max: 50_000_000 }),
    uses: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
    place: fc.constantFrom('29', '27'),
    toZone: fc.boolean(),
    taxRate: fc.constantFrom('5', '18', '28', '0.25'),
  });
  fc.assert(
    fc.property(story, ({ amount, uses, place, toZone, taxRate }) => {
      const at = { sellerState: '29', placeOfSupply: place, supplyType: place === '29' && !toZone ? 'INTRA' : 'INTER' } as const;
      const one = { id: 'a', ...at, taxRate, day: '2026-11-02' };
      const whole = Money.ofPaise(BigInt(amount));
      const reported = paise(advancesReceived([{ ...one, received: true, before: Money.zero, after: whole }]));
      let open = BigInt(amount);
      const months = [...uses, 1].map((share): AdvanceOfPeriod => {
        const before = open;
        open -= share === 1 ? open : BigInt(Math.floor(Number(open) * share));
        return { ...one, received: false, before: Money.ofPaise(before), after: Money.ofPaise(open) };
      });
      const adjusted = months.map((month) => paise(advancesAdjusted([month]))).reduce((a, b) => a.map((value, at) => value + b[at]!));
      const { taxable, cgst, sgst, igst } = taxInside(whole, at, taxRate);
      assert.deepEqual(
        reported,
        [taxable, cgst, sgst, igst].map((money) => money.paise),
      );
      assert.deepEqual(adjusted, reported);
      assert.equal((at.supplyType === 'INTER' ? cgst.plus(sgst) : igst).isZero(), true);
      assert.equal(taxable.plus(cgst).plus(sgst).plus(igst).paise, BigInt(amount));
    }),
  );
});

test('GST-01 a row whose taxable value comes to nothing still tells its tax', () => {
  const one = { id: 'a', sellerState: '29', placeOfSupply: '29', supplyType: 'INTER', taxRate: '18', day: '2026-11-02' } as const;
  const adjusted = advancesAdjusted([{ ...one, received: false, before: Money.ofPaise(4n), after: Money.ofPaise(3n) }]);
  assert.deepEqual(paise(adjusted), [0n, 0n, 0n, 1n]);
});

test('GST-01 TAX-06 advances are told by place, kind of supply and rate together', () => {
  const one = { id: 'a', sellerState: '29', day: '2026-11-02', received: true, before: Money.zero, after: Money.parse('118.00') };
  const rows = advancesReceived([
    { ...one, placeOfSupply: '29', supplyType: 'INTRA', taxRate: '18' },
    { ...one, placeOfSupply: '29', supplyType: 'INTRA', taxRate: '18' },
    { ...one, placeOfSupply: '29', supplyType: 'INTER', taxRate: '18' },
    { ...one, placeOfSupply: '27', supplyType: 'INTER', taxRate: '18' },
    { ...one, placeOfSupply: '29', supplyType: 'INTRA', taxRate: '5', received: false },
  ]);
  assert.deepEqual(
    rows.map(({ placeOfSupply, supplyType, taxRate, taxable, cgst, igst }) => [
      placeOfSupply,
      supplyType,
      taxRate,
      `${taxable}`,
      `${cgst}`,
      `${igst}`,
    ]),
    [
      ['27', 'INTER', '18', '100.00', '0.00', '18.00'],
      ['29', 'INTER', '18', '100.00', '0.00', '18.00'],
      ['29', 'INTRA', '18', '200.00', '18.00', '0.00'],
    ],
  );
});
