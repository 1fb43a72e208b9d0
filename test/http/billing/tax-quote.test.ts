import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { priceDocument } from '@dms/domain/shared/gst/tax-engine';
import { documentOf } from '../../unit/shared/gst/documents.ts';
import { type InvoiceVector, vectors } from '../../unit/shared/vectors.ts';
import { clientAt } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Quoted = { lines: Record<string, string>[]; hsnSummary: object[]; total: string } & Record<string, unknown>;

const line = { kind: 'PART', hsn: '87083000', quantity: '1', unitPrice: '100.00' };
const quoteOf = (change: object = {}) => ({ supplierState: '29', placeOfSupply: '29', priceIncludesTax: false, lines: [line], ...change });

/** A vector of the reference as somebody who has read the contract would send it. */
const bodyOf = (vector: InvoiceVector) => {
  const { lines, invoiceDiscount, sez, zeroRatedWithoutTax, roundTotal } = documentOf(vector);
  return quoteOf({
    supplierState: vector.supplierState,
    placeOfSupply: vector.placeOfSupply,
    priceIncludesTax: vector.priceIncludesTax,
    ...(vector.sez !== undefined && { sez }),
    ...(vector.zeroRatedWithoutTax !== undefined && { zeroRatedWithoutTax }),
    ...(vector.roundTotal !== undefined && { roundTotal }),
    lines: lines.map((each) => ({ ...each, quantity: each.quantity.toString() })),
    ...(invoiceDiscount && { invoiceDiscount }),
  });
};

/** The answer in the form of the vectors. */
const figuresOf = ({ lines, ...totals }: Quoted): object => {
  const column = (name: string): string[] => lines.map((each) => each[name]!);
  return {
    lineGross: column('gross'),
    lineDiscount: column('discount'),
    lineInvoiceDiscount: column('invoiceDiscount'),
    lineTaxable: column('taxable'),
    lineCgst: column('cgst'),
    lineSgst: column('sgst'),
    lineIgst: column('igst'),
    ...totals,
  };
};

describe('POST /tax/quote', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });
  const quote = (body: object) => world.as('engineer').post<Quoted>('/tax/quote', body);

  for (const vector of vectors.invoices) {
    it(`TAX-02 answers vector ${vector.id}: ${vector.description}`, async () => {
      const { status, body, text } = await quote(bodyOf(vector));
      assert.equal(status, 200, text);
      assert.deepEqual(figuresOf(body), vector.expected);
    });
  }

  it('TAX-02 prices as the library does, and answers nothing but the contract', async () => {
    const { body } = await quote(quoteOf({ lines: [{ ...line, taxRate: '18' }] }));
    const answered = 'cgst discount grandTotal hsnSummary igst lines roundOff sgst stateTaxLabel subtotal tax taxable total';
    assert.equal(Object.keys(body).sort().join(' '), answered);
    const vector = vectors.invoices[0]!;
    assert.equal((await quote(bodyOf(vector))).body.total, priceDocument(documentOf(vector)).total.toString());
  });

  it('TAX-07 takes the rate of the dated table where a line names none, and says which code has none', async () => {
    const known = await quote(quoteOf({ lines: [{ ...line, taxRate: '5' }, line, { ...line, kind: 'LABOUR', hsn: '998714' }] }));
    assert.deepEqual(known.body.hsnSummary, [
      { hsn: '87083000', rate: '5', taxable: '100.00', cgst: '2.50', sgst: '2.50', igst: '0.00' },
      { hsn: '87083000', rate: '18', taxable: '100.00', cgst: '9.00', sgst: '9.00', igst: '0.00' },
      { hsn: '998714', rate: '18', taxable: '100.00', cgst: '9.00', sgst: '9.00', igst: '0.00' },
    ]);
    const { status, problem } = await quote(quoteOf({ lines: [line, { ...line, hsn: '10063020' }] }));
    assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer], [409, 'tax_rate.unknown', '/lines/1/hsn']);
  });

  it('TAX-07 asks no rate of what bears no tax', async () => {
    const exempt = await quote(quoteOf({ lines: [{ ...line, hsn: '10063020', treatment: 'EXEMPT' }] }));
    assert.deepEqual([exempt.status, exempt.body.total], [200, '100.00']);
  });

  const refused: readonly (readonly [string, object, string])[] = [
    ['no lines', { lines: [] }, '/lines'],
    ['more lines than an e-invoice has', { lines: Array.from({ length: 1001 }, () => line) }, '/lines'],
    ['a retired state', { placeOfSupply: '25' }, '/placeOfSupply'],
    ['a supplier abroad', { supplierState: '96' }, '/supplierState'],
    ['a state that is a number', { supplierState: 29 }, '/supplierState'],
    ['an unknown field', { date: '2025-09-01' }, '/date'],
    ['an unknown field of a line', { lines: [{ ...line, qty: '1' }] }, '/lines/0/qty'],
    ['an unknown kind', { lines: [{ ...line, kind: 'GIFT' }] }, '/lines/0/kind'],
    ['an unknown treatment', { lines: [{ ...line, treatment: 'FREE' }] }, '/lines/0/treatment'],
    ['an HSN of five digits', { lines: [{ ...line, hsn: '87083' }] }, '/lines/0/hsn'],
    ['a price that is a number', { lines: [{ ...line, unitPrice: 100 }] }, '/lines/0/unitPrice'],
    ['a price with five decimals', { lines: [{ ...line, unitPrice: '1.23456' }] }, '/lines/0/unitPrice'],
    ['a price in figures of programmers', { lines: [{ ...line, unitPrice: '1e3' }] }, '/lines/0/unitPrice'],
    ['a negative quantity', { lines: [{ ...line, quantity: '-1' }] }, '/lines/0/quantity'],
    ['a quantity with four decimals', { lines: [{ ...line, quantity: '1.0001' }] }, '/lines/0/quantity'],
    ['a rate above a hundred per cent', { lines: [{ ...line, taxRate: '101' }] }, '/lines/0/taxRate'],
    ['a rate that is no number', { lines: [{ ...line, taxRate: '' }] }, '/lines/0/taxRate'],
    [
      'a discount above the line',
      { lines: [{ ...line, taxRate: '18', discount: { type: 'AMOUNT', value: '100.01' } }] },
      '/lines/0/discount/value',
    ],
    [
      'a discount above a hundred per cent',
      { lines: [{ ...line, discount: { type: 'PERCENT', value: '100.01' } }] },
      '/lines/0/discount/value',
    ],
    [
      'a discount with seven decimals',
      { lines: [{ ...line, discount: { type: 'AMOUNT', value: '0.0030001' } }] },
      '/lines/0/discount/value',
    ],
    ['a supply without tax that is neither an export nor to a zone', { zeroRatedWithoutTax: true }, '/zeroRatedWithoutTax'],
    ['a discount above the whole', { invoiceDiscount: { type: 'AMOUNT', value: '100.01' } }, '/invoiceDiscount/value'],
    ['a discount of no type', { invoiceDiscount: { value: '1' } }, '/invoiceDiscount/type'],
  ];
  for (const [what, change, pointer] of refused) {
    it(`TAX-01 refuses ${what}, and points at it`, async () => {
      const { status, problem, text } = await quote(quoteOf(change));
      assert.equal(status, 400, text);
      assert.ok(
        problem.errors?.some((fault) => fault.pointer === pointer),
        text,
      );
    });
  }

  it('TAX-01 rounds a discount to the paisa, half away from zero, and takes any quantity', async () => {
    const off = async (value: string) => {
      const each = { ...line, quantity: '1234567.5', unitPrice: '1.00', taxRate: '18', discount: { type: 'AMOUNT', value } };
      return (await quote(quoteOf({ lines: [each] }))).body.lines[0]!;
    };
    const [half, below] = [await off('33.335'), await off('33.3349')];
    assert.deepEqual([half['gross'], half['discount'], below['discount']], ['1234567.50', '33.34', '33.33']);
    const whole = await quote(quoteOf({ lines: [{ ...line, taxRate: '18' }], invoiceDiscount: { type: 'AMOUNT', value: '0.005' } }));
    assert.equal(whole.body.lines[0]!['invoiceDiscount'], '0.01');
  });

  it('TAX-01 refuses a whole that no document can hold', async () => {
    const most = { ...line, quantity: '999999.999', unitPrice: '9999999999.9999', taxRate: '100' };
    assert.equal((await quote(quoteOf({ lines: Array.from({ length: 1000 }, () => most) }))).problem.code, 'tax.invalid');
  });

  it('TAX-06 is for whoever is logged in, and for nobody else', async () => {
    assert.equal((await clientAt(world.url).post('/tax/quote', quoteOf())).status, 401);
    assert.equal((await world.as('callCenter').post('/tax/quote', quoteOf())).status, 200);
  });
});
