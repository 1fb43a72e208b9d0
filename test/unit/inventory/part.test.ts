import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Part } from '@dms/domain/inventory/part';
import { actionsOf, normalFields } from '@dms/domain/inventory/part-fields';
import { refusePrice, refuseUnsuitable } from '@dms/domain/inventory/part-policies';
import { refuseUnfit } from '@dms/domain/inventory/serial-unit';
import { DomainError } from '@dms/domain/shared/errors';
import { priceWithTax } from '@dms/domain/shared/gst/price-with-tax';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { refusal } from '../shared/refusals.ts';

const part = (change: Partial<Part> = {}): Part =>
  new Part({ id: 'part', sku: 'OIL', name: 'Oil', hsn: '27101980', unit: 'LTR', unitPrice: Money.parse('100.00'), ...change });
const rate = (of: string, treatment = 'TAXABLE') => ({ hsn: '2710', rate: of, treatment });

it('TAX-07 what a unit costs with its tax is exact to the paisa, whatever places the rate has', () => {
  for (const [price, percent, withTax] of [
    ['100.00', '18', '118.00'],
    ['0.01', '18', '0.01'],
    ['0.03', '18', '0.04'],
    ['99.99', '0.25', '100.24'],
    ['1000.00', '7.125', '1071.25'],
    ['650.00', '0', '650.00'],
  ] as const)
    assert.equal(priceWithTax(Money.parse(price), percent).toString(), withTax);
});

it('STK-10 a price that is above the printed one with its tax says both', () => {
  refusePrice(part({ mrp: Money.parse('118.00') }), rate('18'));
  assert.throws(
    () => refusePrice(part({ mrp: Money.parse('117.99') }), rate('18')),
    refusal('price.above_mrp', /^OIL: ₹118\.00 with tax is above the printed price of ₹117\.99\.$/),
  );
  // What bears no tax is compared as it is.
  refusePrice(part({ mrp: Money.parse('100.00'), taxTreatment: 'EXEMPT' }), rate('18'));
  refusePrice(part({ mrp: Money.parse('100.00') }), rate('18', 'NIL'));
  assert.throws(() => refusePrice(part(), undefined), refusal('tax_rate.unknown', /No tax rate is known for "27101980"/));
});

it('STK-10 everything that does not fit a part is said at once, field by field', () => {
  const wrong = part({
    sku: '',
    name: ' ',
    hsn: '271',
    unit: 'LITRE',
    cost: Money.parse('-1.00'),
    mrp: Money.zero,
    substitutes: ['a', 'a'],
  });
  assert.throws(
    () => refuseUnsuitable(wrong),
    (error) => {
      assert.ok(error instanceof DomainError);
      assert.deepEqual(
        error.details.errors?.map(({ pointer }) => pointer),
        ['/sku', '/name', '/hsn', '/unit', '/cost', '/mrp', '/substitutes'],
      );
      return true;
    },
  );
});

it('STK-10 blanks around a text are no part of it, a blank text is none, and what was not given stays out', () => {
  assert.deepEqual(normalFields({ sku: ' OIL ', category: '  ', name: undefined, barcode: null }), {
    sku: 'OIL',
    category: null,
    barcode: null,
  });
});

it('ACC-04 a change of a price asks for the right to prices first', () => {
  assert.deepEqual(actionsOf(['name']), ['part.edit']);
  for (const field of ['unitPrice', 'cost', 'mrp'] as const) assert.deepEqual(actionsOf(['name', field]), ['part.price', 'part.edit']);
});

it('STK-04 a part that is tracked by serial number says what does not fit', () => {
  const [tracked, plain] = [part({ serialTracked: true }), part()];
  refuseUnfit(tracked, Quantity.parse('2'), ['A', 'B']);
  refuseUnfit(plain, Quantity.parse('2.5'), []);
  assert.throws(() => refuseUnfit(tracked, Quantity.parse('2'), ['A']), refusal('serial.refused', /2.000 and 1 serial numbers do not fit/));
  assert.throws(() => refuseUnfit(tracked, Quantity.parse('2'), ['A', ' a']), refusal('serial.refused', /named twice/));
  assert.throws(() => refuseUnfit(tracked, Quantity.parse('0.5'), []), refusal('quantity.malformed', /by whole units/));
  assert.throws(() => refuseUnfit(plain, Quantity.parse('1'), ['A']), refusal('serial.refused', /leave the serial numbers out/));
});
