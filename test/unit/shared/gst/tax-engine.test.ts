import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceDocument, type PricedDocument, type TaxInput } from '@dms/domain/shared/gst/tax-engine';
import { UnitPrice } from '@dms/domain/shared/gst/unit-price';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { refusal } from '../refusals.ts';
import { vectors, type InvoiceVector } from '../vectors.ts';
import { document, documentOf, line } from './documents.ts';

// The letter of a vector's id says which rule it shows; the others show the arithmetic of a line.
const ruleOf = ({ id }: InvoiceVector): string => ({ I: 'TAX-03', D: 'TAX-04', R: 'TAX-10' })[id[0]!] ?? 'TAX-02';

const texts = (amounts: Iterable<Money>): string[] => Array.from(amounts, String);

const figuresOf = (priced: PricedDocument): InvoiceVector['expected'] => ({
  lineGross: texts(priced.lines.map(({ gross }) => gross)),
  lineDiscount: texts(priced.lines.map(({ discount }) => discount)),
  lineInvoiceDiscount: texts(priced.lines.map(({ invoiceDiscount }) => invoiceDiscount)),
  lineTaxable: texts(priced.lines.map(({ taxable }) => taxable)),
  lineCgst: texts(priced.lines.map(({ cgst }) => cgst)),
  lineSgst: texts(priced.lines.map(({ sgst }) => sgst)),
  lineIgst: texts(priced.lines.map(({ igst }) => igst)),
  subtotal: String(priced.subtotal),
  discount: String(priced.discount),
  taxable: String(priced.taxable),
  cgst: String(priced.cgst),
  sgst: String(priced.sgst),
  igst: String(priced.igst),
  tax: String(priced.tax),
  grandTotal: String(priced.grandTotal),
  roundOff: String(priced.roundOff),
  total: String(priced.total),
  ...(priced.stateTaxLabel === undefined ? {} : { stateTaxLabel: priced.stateTaxLabel }),
  hsnSummary: priced.hsnSummary.map((row) => ({
    hsn: row.hsn,
    rate: String(row.rate),
    taxable: String(row.taxable),
    cgst: String(row.cgst),
    sgst: String(row.sgst),
    igst: String(row.igst),
  })),
});

for (const vector of vectors.invoices) {
  test(`${ruleOf(vector)} vector ${vector.id}: ${vector.description}`, () => {
    const priced = priceDocument(documentOf(vector));
    assert.deepEqual(figuresOf(priced), vector.expected);
    assert.equal(priced.supplyType, vector.supplyType.toUpperCase());
  });
}

test('TAX-02 the walkthrough invoice comes to 5068.00 with a round-off of -0.10', () => {
  const priced = priceDocument(
    document([
      line({ kind: 'LABOUR', hsn: '998714', quantity: Quantity.parse('2.000'), unitPrice: '800.00' }),
      line({ hsn: '27101980', quantity: Quantity.parse('3.500'), unitPrice: Money.parse('650.00') }),
      line({ hsn: '84212300', unitPrice: UnitPrice.parse('420.00') }),
    ]),
  );
  assert.deepEqual([priced.subtotal, priced.cgst, priced.sgst, priced.roundOff, priced.total].map(String), [
    '4295.00',
    '386.55',
    '386.55',
    '-0.10',
    '5068.00',
  ]);
});

test('TAX-02 a rate of a quarter percent is split into exact halves', () => {
  const { cgst, sgst } = priceDocument(document([line({ unitPrice: '4000', taxRate: '0.25' })]));
  assert.deepEqual([cgst, sgst].map(String), ['5.00', '5.00']);
});

test('TAX-04 lines that net to nothing get no part of the discount on the whole', () => {
  const free = line({ discount: { type: 'PERCENT', value: '100' } });
  const { lines } = priceDocument(document([free, line(), free], { invoiceDiscount: { type: 'AMOUNT', value: '0.01' } }));
  assert.deepEqual(texts(lines.map(({ invoiceDiscount }) => invoiceDiscount)), ['0.00', '0.01', '0.00']);
});

test('TAX-04 a percentage off a document that nets to nothing is nothing', () => {
  const priced = priceDocument(document([line({ unitPrice: '0' })], { invoiceDiscount: { type: 'PERCENT', value: '10' } }));
  assert.equal(String(priced.discount), '0.00');
});

test('TAX-04 a discount for kinds that no line has must be nothing', () => {
  const labourOnly = (value: string): TaxInput => document([line()], { invoiceDiscount: { type: 'AMOUNT', value, appliesTo: ['LABOUR'] } });
  assert.equal(String(priceDocument(labourOnly('0')).discount), '0.00');
  assert.throws(() => priceDocument(labourOnly('1')), refusal('tax.invalid', /more than the value of 0\.00/));
});

test('TAX-05 a document without lines comes to nothing', () => {
  const { total, roundOff, hsnSummary } = priceDocument(document([]));
  assert.deepEqual([String(total), String(roundOff), hsnSummary], ['0.00', '0.00', []]);
});

test('TAX-05 fifty paise go up to the rupee and forty-nine down', () => {
  const roundOffOf = (unitPrice: string): string => String(priceDocument(document([line({ unitPrice, taxRate: '0' })])).roundOff);
  assert.deepEqual([roundOffOf('10.50'), roundOffOf('10.49')], ['0.50', '-0.49']);
});

test('TAX-06 a union territory without a legislature prints UTGST, Delhi prints SGST, and IGST has no label', () => {
  const labelOf = (supplierState: '04' | '07', placeOfSupply: '04' | '07') =>
    priceDocument(document([line()], { supplierState, placeOfSupply })).stateTaxLabel;
  assert.deepEqual([labelOf('04', '04'), labelOf('07', '07'), labelOf('04', '07')], ['UTGST', 'SGST', undefined]);
});

const refused: readonly (readonly [string, TaxInput, RegExp])[] = [
  ['a negative quantity', document([line(), line({ quantity: Quantity.parse('-1') })]), /^Line 2: The quantity is negative/],
  ['a negative unit price', document([line({ unitPrice: '-1' })]), /^Line 1: A unit price is never negative/],
  ['a line discount above the line', document([line({ discount: { type: 'AMOUNT', value: '100.01' } })]), /more than the value of 100\.00/],
  ['a negative discount', document([line({ discount: { type: 'AMOUNT', value: '-0.01' } })]), /The discount is negative/],
  ['a discount above 100 percent', document([line({ discount: { type: 'PERCENT', value: '100.01' } })]), /from 0 to 100/],
  ['a negative percentage', document([line({ discount: { type: 'PERCENT', value: '-1' } })]), /from 0 to 100/],
  ['a discount above the whole', document([line()], { invoiceDiscount: { type: 'AMOUNT', value: '100.01' } }), /more than the value/],
  ['a rate above 100 percent', document([line({ taxRate: '101' })]), /from 0 to 100/],
  ['a rate that is no number', document([line({ taxRate: 'eighteen' })]), /"eighteen" is not a percentage/],
  ['a rate that is no number on a line without tax', document([line({ treatment: 'EXEMPT', taxRate: '' })]), /is not a percentage/],
  ['an HSN of five digits', document([line({ hsn: '87083' })]), /"87083" is not an HSN or SAC/],
  ['an HSN with letters', document([line({ hsn: '8708AB' })]), /is not an HSN or SAC/],
  ['a retired state', document([line()], { placeOfSupply: '25' as '26' }), /place of supply "25"/],
  ['a supplier abroad', document([line()], { supplierState: '96' }), /supplier's state "96"/],
  ['a value no document can hold', document([line({ quantity: Quantity.parse('99999999999'), unitPrice: '99999999999' })]), /beyond/],
  [
    'lines that together are beyond what a document can hold',
    document(Array.from({ length: 11 }, () => line({ quantity: Quantity.parse('1'), unitPrice: '100000000000000' }))),
    /beyond/,
  ],
];

for (const [what, input, sentence] of refused) {
  test(`TAX-01 ${what} is refused with a reason`, () => {
    assert.throws(() => priceDocument(input), refusal('tax.invalid', sentence));
  });
}

test('TAX-01 a refusal points at the line and the field', () => {
  assert.throws(
    () => priceDocument(document([line(), line({ hsn: 'x' })])),
    (error: { details?: { errors?: { pointer: string }[] } }) => error.details?.errors?.[0]?.pointer === '/lines/1/hsn',
  );
});

test('TAX-01 a unit price with five decimals is no price', () => {
  assert.throws(() => priceDocument(document([line({ unitPrice: '1.23456' })])), refusal('money.malformed', /at most four decimals/));
});
