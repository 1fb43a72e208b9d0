import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeStretches, lengthOf, measureOf, partOf, takeShare, type Stretch, type WholeLine } from '@dms/domain/billing/split-line';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import * as fc from 'fast-check';
import { refusal } from '../shared/refusals.ts';

const line = (quantity: string, gross: string, discount = '0.00'): WholeLine => ({
  quantity: Quantity.parse(quantity),
  gross: Money.parse(gross),
  discount: Money.parse(discount),
});
const figures = ({ quantity, gross, discount }: WholeLine): string[] => [String(quantity), String(gross), String(discount)];

/** The parts that one share after another takes, and what remains for the last payer. */
const split = (whole: WholeLine, ...shares: Parameters<typeof takeShare>[2][]): WholeLine[] => {
  const taken: Stretch[] = [];
  return [...shares, undefined].map((share) => {
    const measure = measureOf(whole);
    const stretches = takeShare(measure, freeStretches(measure, taken), share);
    taken.push(...stretches);
    return partOf(whole, stretches);
  });
};

test('TAX-08 a third each of a rupee is 33, 33 and 34 paise, and the quantity is split with it', () => {
  const third = { type: 'PERCENT', value: '33.3333' } as const;
  assert.deepEqual(split(line('1.000', '1.00'), third, third).map(figures), [
    ['0.330', '0.33', '0.00'],
    ['0.330', '0.33', '0.00'],
    ['0.340', '0.34', '0.00'],
  ]);
});

test('TAX-08 an amount is before tax and exact, and the discount goes with it', () => {
  const parts = split(line('2.000', '1000.00', '100.00'), { type: 'AMOUNT', value: '600.00' });
  assert.deepEqual(parts.map(figures), [
    ['1.333', '666.67', '66.67'],
    ['0.667', '333.33', '33.33'],
  ]);
});

test('TAX-08 a line that is worth nothing is taken whole', () => {
  const parts = split(line('1.000', '500.00', '500.00'));
  assert.deepEqual(parts.map(figures), [['1.000', '500.00', '500.00']]);
});

test('TAX-08 more than remains of a line, or nothing of it, is no share', () => {
  const measure = Money.parse('100.00');
  const free = freeStretches(measure, [{ startsAt: Money.zero, endsAt: Money.parse('60.00') }]);
  assert.throws(() => takeShare(measure, free, { type: 'AMOUNT', value: '40.01' }), refusal('invoice.share', /₹40\.00 before tax remain/));
  assert.throws(() => takeShare(measure, free, { type: 'PERCENT', value: '41' }), refusal('invoice.share'));
  assert.throws(() => takeShare(measure, free, { type: 'PERCENT', value: '0.0001' }), refusal('invoice.share', /a paisa at least/));
});

const wholes: fc.Arbitrary<WholeLine> = fc
  .record({
    thousandths: fc.bigInt({ min: 1n, max: 1_000_000n }),
    gross: fc.bigInt({ min: 0n, max: 100_000_000n }),
    off: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ thousandths, gross, off }) => ({
    quantity: Quantity.ofThousandths(thousandths),
    gross: Money.ofPaise(gross),
    discount: Money.ofPaise((gross * BigInt(off)) / 100n),
  }));

test('TAX-08 INV-04 however a line is split, cancelled and billed again, no part overlaps and all of them add up to it exactly', () => {
  const steps = fc.array(fc.record({ cancel: fc.boolean(), which: fc.nat(), percent: fc.integer({ min: 1, max: 100 }) }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(wholes, steps, (whole, actions) => {
      const measure = measureOf(whole);
      let bills: (readonly Stretch[])[] = [];
      const free = (): Stretch[] => freeStretches(measure, bills.flat());
      for (const { cancel, which, percent } of actions) {
        if (cancel && bills.length > 0) bills = bills.filter((_, index) => index !== which % bills.length);
        const wanted = Money.ofPaise((measure.paise * BigInt(percent)) / 100n);
        if (!wanted.isPositive() || wanted.compare(lengthOf(free())) > 0) continue;
        bills = [...bills, takeShare(measure, free(), { type: 'AMOUNT', value: String(wanted) })];
      }
      if (free().length > 0) bills = [...bills, takeShare(measure, free())];
      const parts = bills.map((stretches) => partOf(whole, stretches));
      assert.equal(Quantity.sum(parts.map(({ quantity }) => quantity)).thousandths, whole.quantity.thousandths);
      assert.equal(Money.sum(parts.map(({ gross }) => gross)).paise, whole.gross.paise);
      assert.equal(Money.sum(parts.map(({ discount }) => discount)).paise, whole.discount.paise);
      for (const { gross, discount, quantity } of parts) {
        assert.ok(!discount.isNegative() && discount.compare(gross) <= 0 && !quantity.isNegative());
      }
      assert.equal(lengthOf(bills.flat()).paise, measure.paise);
    }),
  );
});
