import assert from 'node:assert/strict';
import { it } from 'node:test';
import { StockAdjustment } from '@dms/domain/inventory/stock-adjustment';
import { StockCount } from '@dms/domain/inventory/stock-count';
import { StockItem } from '@dms/domain/inventory/stock-item';
import { judgedWorth, worthOf } from '@dms/domain/inventory/use-cases/correct-stock';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import fc from 'fast-check';
import { refusal } from '../shared/refusals.ts';

const q = (text: string): Quantity => Quantity.parse(text);
const rupees = (text: string): Money => Money.parse(text);
const now = new Date('2026-11-22T04:30:00.000Z');
const stocked = (quantity: string, value: string): StockItem => {
  const item = new StockItem({ id: 'item', serviceCenterId: 'branch', partId: 'oil' });
  if (quantity !== '0') item.receive(q(quantity), rupees(value));
  return item;
};
const part = { sku: 'OIL', cost: rupees('40.00'), unitPrice: rupees('90.00') };

it('STK-06 what is corrected is worth its share of what is there, the last unit all that is left', () => {
  const item = stocked('3', '100.00');
  assert.deepEqual(
    ['-1', '-2', '-3', '1'].map((delta) => String(worthOf({ item, part, delta: q(delta) }))),
    ['-33.33', '-66.67', '-100.00', '33.33'],
  );
});

it('STK-06 a limit is held against the catalogue where nothing else says the cost, and against the price where that says none', () => {
  const item = stocked('0', '0.00');
  const delta = q('2');
  assert.equal(judgedWorth({ item, part, delta }), 80_00n);
  assert.equal(judgedWorth({ item, part, delta, unitCost: rupees('1.00') }), 80_00n);
  assert.equal(judgedWorth({ item, part, delta, unitCost: rupees('50.00') }), 100_00n);
  assert.equal(judgedWorth({ item, part: { ...part, cost: Money.zero }, delta }), 180_00n);
  assert.equal(judgedWorth({ item: stocked('1', '10.00'), part, delta }), 20_00n);
  assert.throws(
    () => worthOf({ item: stocked('1', '10.00'), part, delta, unitCost: rupees('50.00') }),
    refusal('request.invalid', /here it comes in at the average cost of ₹10.00/),
  );
});

it('STK-06 a cost that is stated is no way round a limit: not where the catalogue has none, nor by what came in at it before', () => {
  const delta = q('5');
  const costless = { ...part, cost: Money.zero };
  const item = stocked('0', '0.00');
  assert.equal(judgedWorth({ item, part: costless, delta, unitCost: rupees('0.01') }), 450_00n);
  assert.equal(judgedWorth({ item, part: costless, delta, unitCost: rupees('100.00') }), 500_00n);
  item.correct(q('1'), rupees('0.01'));
  assert.equal(judgedWorth({ item, part: costless, delta }), 450_00n);
  assert.equal(judgedWorth({ item, part, delta }), 200_00n);
  assert.equal(judgedWorth({ item, part, delta: q('-1') }), 1n, 'what goes is worth what it is in the books');
  item.buy(q('4'), rupees('39.99'));
  assert.equal(judgedWorth({ item, part, delta }), 40_00n, 'what was bought says what it costs');
});

it('STK-03 STK-05 whatever is corrected, nothing is below zero, and an empty store is worth nothing', () => {
  const thousandths = (max: bigint) => fc.bigInt({ min: 1n, max }).map((each) => Quantity.ofThousandths(each));
  const deltas = fc.array(fc.tuple(fc.boolean(), thousandths(30_000n)), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(thousandths(50_000n), fc.bigInt({ min: 0n, max: 10_000_000n }), deltas, (held, paise, tried) => {
      const item = new StockItem({ id: 'item', serviceCenterId: 'branch', partId: 'oil' });
      item.receive(held, Money.ofPaise(paise));
      let corrected = 0;
      for (const [more, size] of tried) {
        const delta = more ? size : size.negated();
        if (!more && size.compare(item.available) > 0) {
          assert.throws(() => item.correct(delta, Money.zero), refusal('stock.insufficient'));
          continue;
        }
        item.correct(delta, worthOf({ item, part, delta }));
        corrected += 1;
        assert.ok(!item.onHand.isNegative() && !item.stockValue.isNegative());
        assert.ok(!item.onHand.isZero() || item.stockValue.isZero());
      }
      assert.equal(item.corrections, corrected);
    }),
    { seed: 20261127 },
  );
});

it('STK-06 an adjustment is posted once, whether it waited or not', () => {
  for (const approvalId of [null, 'approval']) {
    const fields = { id: 'one', serviceCenterId: 'branch', partId: 'oil', delta: q('-1'), reason: 'broken', requestedBy: 'staff' };
    const adjustment = new StockAdjustment({ ...fields, approvalId });
    adjustment.post(now, rupees('-10.00'));
    assert.deepEqual([adjustment.status, String(adjustment.value), adjustment.postedAt], ['posted', '-10.00', now]);
    assert.throws(() => adjustment.post(now, rupees('-10.00')), refusal('record.refused'));
  }
});

it('STK-06 who counts a part again takes back what was said of it, and says what the books said then', () => {
  const count = new StockCount({ id: 'count', serviceCenterId: 'branch', startedBy: 'staff', startedAt: now });
  assert.throws(() => count.refuseEmpty(), refusal('count.refused', /Nothing was counted yet/));
  let ids = 0;
  const by = { userId: 'staff', now, newId: () => `line ${(ids += 1)}` };
  const books = { partId: 'oil', sku: 'OIL', corrections: 0, serials: [], missing: [], surplus: [] };
  count.takeDown([{ ...books, expected: q('10'), counted: q('8') }], by);
  count.takeDown([{ ...books, expected: q('9'), counted: q('8.5'), corrections: 1 }], by);
  assert.deepEqual(
    count.lines.map(({ id, difference, corrections }) => [id, String(difference), corrections]),
    [['line 1', '-0.500', 1]],
  );
  count.post('manager', now);
  assert.equal(String(count.value), '0.00');
  assert.throws(() => count.takeDown([], by), refusal('count.refused', /posted already/));
});

it('STK-09 the least level is not above the greatest, and what is not given stays', () => {
  const item = stocked('3', '10.00');
  const none = Quantity.zero;
  assert.equal(item.setLevels({ minLevel: q('2'), maxLevel: q('8') }, none), true);
  assert.throws(
    () => item.setLevels({ minLevel: q('9') }, none),
    refusal('request.invalid', /minLevel must not be above the greatest level/),
  );
  assert.throws(() => item.setLevels({ maxLevel: q('1') }, none), refusal('request.invalid'));
  assert.equal(item.setLevels({ minLevel: q('2.000') }, none), false);
  assert.equal(item.setLevels({ maxLevel: null }, none), true);
  assert.deepEqual([String(item.minLevel), item.maxLevel], ['2.000', null]);
  assert.equal(item.setLevels({ maxLevel: q('3') }, q('4')), true, 'its own least level comes before the part’s');
  assert.throws(() => item.setLevels({ minLevel: null }, q('4')), refusal('request.invalid', /maxLevel must not be below 4.000/));
});
