import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Buyer, type LineToPrice, placeFor, priceLines } from '@dms/domain/shared/gst/price-lines';
import type { RateOnDay } from '@dms/domain/shared/gst/tax-rates';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { refusal } from '../shared/refusals.ts';

const at = new Date('2026-11-22T20:00:00.000Z'); // the 23rd in India
const local: Buyer = { gstin: null, stateCode: '29' };
const line = (change: Partial<LineToPrice> = {}): LineToPrice => ({
  ...{ kind: 'PART', hsn: '87083000', quantity: Quantity.parse('2'), unitPrice: Money.parse('100.00') },
  ...change,
});

/** Prices with a table that knows some codes, and keeps what it was asked. */
const price = async (lines: readonly LineToPrice[], known: Record<string, Partial<RateOnDay>> = {}, buyer = local) => {
  const asked: [string, readonly string[]][] = [];
  const taxRates = {
    on: async (day: string, hsns: readonly string[]) => {
      asked.push([day, hsns]);
      return new Map(Object.entries(known).map(([hsn, rate]) => [hsn, { hsn, rate: '18', treatment: 'TAXABLE', ...rate }]));
    },
  };
  return { ...(await priceLines({ taxRates })(at, '29', buyer, lines)), asked };
};

test('TAX-07 a line without a rate gets the one of the table on the business day in India', async () => {
  const { figures, rates, asked } = await price([line(), line(), line({ hsn: '998714' })], { '87083000': { rate: '28' }, '998714': {} });
  assert.deepEqual(rates, [
    { taxRate: '28', treatment: 'TAXABLE' },
    { taxRate: '28', treatment: 'TAXABLE' },
    { taxRate: '18', treatment: 'TAXABLE' },
  ]);
  assert.deepEqual(asked, [['2026-11-23', ['87083000', '998714']]]);
  assert.equal(figures.tax.toString(), '148.00');
});

test('TAX-07 a line keeps the rate it was given, and nobody is asked', async () => {
  const { figures, rates, asked } = await price([line({ taxRate: '5' })]);
  assert.deepEqual([rates[0]?.taxRate, figures.tax.toString(), asked.length], ['5', '10.00', 0]);
});

test('TAX-07 a code that the table does not know is refused, with the day', async () => {
  await assert.rejects(price([line()]), refusal('tax_rate.unknown', /"87083000" on 2026-11-23/));
});

test('TAX-07 what is exempt by the table bears no tax', async () => {
  const { figures, rates } = await price([line()], { '87083000': { rate: '0', treatment: 'EXEMPT' } });
  assert.deepEqual([rates[0]?.treatment, figures.tax.toString()], ['EXEMPT', '0.00']);
});

test('TAX-06 the state of the GSTIN goes before the address, the address before the supplier', () => {
  assert.equal(placeFor('29', { gstin: '27AABCS1429B1ZU', stateCode: '29' }).state, '27');
  assert.equal(placeFor('29', { gstin: null, stateCode: '33' }).state, '33');
  assert.equal(placeFor('29', { gstin: null, stateCode: null }).state, '29');
});

test('TAX-02 a discount is taken off before tax', async () => {
  const { figures } = await price([line({ taxRate: '18', discount: { type: 'PERCENT', value: '10' } })]);
  assert.deepEqual([figures.subtotal, figures.discount, figures.taxable, figures.tax].map(String), ['200.00', '20.00', '180.00', '32.40']);
});
