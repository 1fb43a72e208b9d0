import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountInWords } from '@dms/domain/shared/amount-in-words';
import { formatScaled, parseScaled } from '@dms/domain/shared/decimal';
import { formatIndian } from '@dms/domain/shared/indian-grouping';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { divideRounded } from '@dms/domain/shared/rounding';
import * as fc from 'fast-check';
import { refusal } from './refusals.ts';
import { vectors } from './vectors.ts';

const amounts = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }).map((paise) => Money.ofPaise(paise));

for (const { value, decimals, expected, note } of vectors.roundingPrimitives) {
  test(`TAX-01 vector ${value} rounds to ${expected}${note === '' ? '' : ` (${note})`}`, () => {
    const places = value.split('.')[1]?.length ?? 0;
    const scaled = parseScaled(value, places)!;
    assert.equal(formatScaled(divideRounded(scaled, 10n ** BigInt(places - decimals)), decimals), expected);
  });
}

test('TAX-01 rounding is symmetric about zero and never more than half off', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (numerator, denominator) => {
      const rounded = divideRounded(numerator, denominator);
      assert.equal(divideRounded(-numerator, denominator), -rounded);
      const twiceOff = 2n * (numerator - rounded * denominator);
      assert.ok(twiceOff <= denominator && twiceOff >= -denominator);
    }),
  );
});

test('TAX-01 an amount reads back as it was written', () => {
  fc.assert(fc.property(amounts, (amount) => assert.equal(Money.parse(amount.toString()).paise, amount.paise)));
});

test('TAX-01 amounts read with none, one or two decimals', () => {
  assert.deepEqual(
    ['1180', '1180.5', '-0.05', '-0', '007.10'].map((text) => Money.parse(text).toString()),
    ['1180.00', '1180.50', '-0.05', '0.00', '7.10'],
  );
});

for (const text of ['', ' 1', '1 ', '1,180.00', '1.005', '1.', '.5', '+1', '1e3', 'NaN', '--1', '१', '1234567890123456', '1\n']) {
  test(`TAX-01 ${JSON.stringify(text)} is no amount of money`, () => {
    assert.throws(() => Money.parse(text), refusal('money.malformed'));
  });
}

test('TAX-01 amounts add, compare and change sign exactly above what a binary float holds', () => {
  const big = Money.parse('99999999999999.99');
  assert.equal(big.plus(Money.parse('0.01')).toString(), '100000000000000.00');
  assert.equal(big.minus(big).isZero(), true);
  assert.equal(big.negated().abs().equals(big), true);
  assert.equal(Money.sum([big, big.negated(), Money.parse('1')]).toString(), '1.00');
  assert.deepEqual([big.compare(Money.zero), Money.zero.compare(big), big.compare(big)], [1, -1, 0]);
  assert.deepEqual(
    [big.isPositive(), big.negated().isNegative(), Money.zero.isPositive(), Money.zero.isNegative()],
    [true, true, false, false],
  );
});

test('TAX-05 the nearest rupee is the same distance from zero on both sides', () => {
  fc.assert(fc.property(amounts, (amount) => assert.equal(amount.negated().roundedToRupee().paise, -amount.roundedToRupee().paise)));
});

test('TAX-01 money and quantities are decimal strings in JSON', () => {
  assert.equal(JSON.stringify({ amount: Money.parse('1180'), quantity: Quantity.parse('3.5') }), '{"amount":"1180.00","quantity":"3.500"}');
});

test('TAX-01 a quantity reads with at most three decimals and costs to the nearest paisa', () => {
  assert.equal(Quantity.parse('3.5').times(Money.parse('412.37')).toString(), '1443.30');
  assert.equal(Quantity.parse('-3.5').times(Money.parse('412.37')).toString(), '-1443.30');
  assert.throws(() => Quantity.parse('0.0001'), refusal('quantity.malformed'));
  assert.throws(() => Quantity.parse('100000000000'), refusal('quantity.malformed'));
});

test('TAX-01 quantities add, compare and find the smaller', () => {
  const [two, three] = [Quantity.parse('2'), Quantity.parse('3')];
  assert.equal(two.plus(three).minus(Quantity.parse('0.001')).toString(), '4.999');
  assert.equal(Quantity.sum([two, three.negated()]).toString(), '-1.000');
  assert.deepEqual([two.min(three), three.min(two), two.compare(three), two.equals(Quantity.parse('2.000'))], [two, two, -1, true]);
  assert.deepEqual([two.isPositive(), two.negated().isNegative(), Quantity.zero.isZero()], [true, true, true]);
});

for (const { value, expected } of vectors.identifiers.inrGrouping) {
  test(`TAX-11 vector ${value} is grouped as ${expected}`, () => {
    assert.equal(formatIndian(Money.parse(value)), expected);
  });
}

test('TAX-11 grouping changes no digit, and groups by two above the last three', () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      const grouped = formatIndian(amount);
      assert.equal(grouped.replaceAll(',', ''), amount.toString());
      assert.match(grouped, /^-?\d{1,2}(,\d\d)*,\d{3}\.\d\d$|^-?\d{1,3}\.\d\d$/);
    }),
  );
});

const inWords: readonly (readonly [string, string])[] = [
  ['0', 'Rupees Zero Only'],
  ['5068.00', 'Rupees Five Thousand Sixty Eight Only'],
  ['0.05', 'Rupees Zero and Five Paise Only'],
  ['19.90', 'Rupees Nineteen and Ninety Paise Only'],
  ['100', 'Rupees One Hundred Only'],
  ['1234567.89', 'Rupees Twelve Lakh Thirty Four Thousand Five Hundred Sixty Seven and Eighty Nine Paise Only'],
  ['10000000', 'Rupees One Crore Only'],
  ['1000000000000', 'Rupees One Lakh Crore Only'],
  ['-20.50', 'Minus Rupees Twenty and Fifty Paise Only'],
];

for (const [amount, expected] of inWords) {
  test(`TAX-11 ${amount} in words is ${expected}`, () => {
    assert.equal(amountInWords(Money.parse(amount)), expected);
  });
}
