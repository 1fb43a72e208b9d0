import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InvoiceDocument } from '@dms/domain/billing/invoice-document';
import { halfRate, totalOfFirst } from '@dms/domain/billing/invoice-document';
import { invoiceDefinition } from '../../../adapters/pdf/invoice-definition.ts';
import { amountText } from '../../../adapters/pdf/look.ts';
import { invoiceDocument, manyLines, walkthroughLines } from '../../support/invoice-documents.ts';
import { qrOf, textOf, wordsOf } from '../../support/pdf-definition.ts';

const wordsIn = (document: InvoiceDocument): string => wordsOf(invoiceDefinition(document));
const textsIn = (document: InvoiceDocument): string[] => textOf(invoiceDefinition(document));

const { buyer: asha } = invoiceDocument();
const registered: InvoiceDocument['buyer'] = { ...asha, name: 'Deccan Logistics LLP', gstin: '27AABCD1234E1ZX' };
const discounted = walkthroughLines.map((line) => ({ ...line, discount: { type: 'PERCENT', value: '10' } as const }));

const interstate = invoiceDocument({
  placeOfSupply: '27',
  lines: discounted,
  change: {
    buyer: registered,
    deliveryAddress: { lines: ['Plot 7, MIDC Bhosari'], city: 'Pune', pincode: '411026', state: 'Maharashtra', stateCode: '27' },
  },
});

/** CGST Rule 46, particular by particular: where it is found, and what it must say. */
const rule46: readonly (readonly [clause: string, document: InvoiceDocument, words: readonly string[]])[] = [
  ['(a) supplier', interstate, ['Sahyadri Motors Private Limited', '214, 11th Main Road', 'Bengaluru 560011', 'GSTIN 29AABCS1429B1ZQ']],
  ['(b) serial number', interstate, ['BLR01/2627/00123']],
  ['(c) date of issue', interstate, ['Date 22 Nov 2026']],
  ['(d) registered recipient', interstate, ['Deccan Logistics LLP', '12, 3rd Cross, Indiranagar', 'GSTIN 27AABCD1234E1ZX']],
  ['(e) and (f) unregistered recipient', invoiceDocument(), ['Asha Rao', 'Bengaluru 560038, Karnataka (29)', 'Unregistered']],
  ['(g) HSN and SAC', interstate, ['SAC 998714', 'HSN 27101980', 'HSN 84212300']],
  ['(h) description', interstate, ['Periodic service', 'Engine oil 5W-30 (OIL-5W30)', 'Oil filter (FLT-OIL-01)']],
  ['(i) quantity and UQC', interstate, ['3.5 LTR', '1 PCS']],
  ['(j) total value', interstate, ['Subtotal 4,295.00', '₹ 4,561.00']],
  ['(k) taxable value after discount', interstate, ['227.50', '2,047.50', 'Discount -429.50', 'Taxable value 3,865.50']],
  ['(l) rates', interstate, ['18%']],
  ['(l) rates within the state', invoiceDocument(), ['18%', '9%']],
  ['(m) amounts of tax', interstate, ['IGST 695.79', '368.55']],
  ['(m) amounts of tax within the state', invoiceDocument(), ['CGST 386.55', 'SGST 386.55', '204.75']],
  ['(n) place of supply with the State', interstate, ['Place of supply Maharashtra (27)']],
  ['(o) address of delivery', interstate, ['Deliver to Plot 7, MIDC Bhosari Pune 411026, Maharashtra (27)']],
  ['(p) reverse charge', interstate, ['Reverse charge No']],
  ['(q) signature', interstate, ['For Sahyadri Motors Private Limited', 'Authorised signatory']],
  ['Rule 48 marking of the copy', interstate, ['Original for recipient']],
];

for (const [clause, document, expected] of rule46) {
  test(`INV-05 the invoice carries the particular of Rule 46 ${clause}`, () => {
    const words = wordsIn(document);
    for (const particular of expected) assert.ok(words.includes(particular), `"${particular}" is not in: ${words}`);
  });
}

test('INV-05 the main job is printed to the paisa, in words, with the rupee sign and Indian grouping', () => {
  const words = wordsIn(invoiceDocument());
  for (const figure of ['Subtotal 4,295.00', 'CGST 386.55', 'SGST 386.55', 'Round-off -0.10', 'Total ₹ 5,068.00'])
    assert.ok(words.includes(figure), figure);
  assert.ok(words.includes('Rupees Five Thousand Sixty Eight Only'));
  const grand = invoiceDocument({ lines: [{ ...walkthroughLines[0]!, quantity: '1', unitPrice: '1046243.22' }] });
  assert.ok(wordsIn(grand).includes('₹ 12,34,567.00'), wordsIn(grand));
});

test('INV-05 the vehicle, its odometer and the job card are named, and a counter sale has no such strip', () => {
  const words = wordsIn(invoiceDocument());
  for (const fact of ['KA01AB1234', 'Mahindra XUV700', 'MA1TA2AB3C4D56789', '20,150 km', 'JC-BLR01-2627-00042', 'Opened 22 Nov 2026'])
    assert.ok(words.includes(fact), fact);
  assert.ok(!wordsIn(invoiceDocument({ change: { vehicle: undefined, job: undefined } })).includes('Odometer'));
});

test('INV-05 the UPI QR code asks for exactly the total of the invoice, and the caption says so', () => {
  const document = invoiceDocument();
  const [link, ...others] = qrOf(invoiceDefinition(document));
  assert.deepEqual(others, []);
  const { protocol, searchParams } = new URL(link!);
  assert.equal(protocol, 'upi:');
  assert.deepEqual(Object.fromEntries(searchParams), {
    pa: 'sahyadri.blr01@oksbi',
    pn: 'Sahyadri Motors',
    am: '5068.00',
    cu: 'INR',
    tn: 'Invoice BLR01/2627/00123',
    tr: 'BLR01/2627/00123',
  });
  assert.ok(wordsIn(document).includes('Scan to pay ₹5,068.00'));
});

test('INV-05 a branch without a UPI id or a bank account prints neither', () => {
  const { seller } = invoiceDocument();
  const document = invoiceDocument({ change: { upi: undefined, seller: { ...seller, bank: undefined, upiId: undefined } } });
  assert.deepEqual(qrOf(invoiceDefinition(document)), []);
  assert.doesNotMatch(wordsIn(document), /Scan to pay|Payment details/);
});

test('INV-05 between states the columns are those of IGST, and none of the state taxes is named', () => {
  const texts = textsIn(interstate);
  assert.ok(texts.includes('IGST'));
  assert.ok(!texts.some((text) => /^(?:CGST|SGST|UTGST)/.test(text)));
});

test('TAX-06 in a union territory without a legislature the label is UTGST', () => {
  const texts = textsIn(invoiceDocument({ supplierState: '04' }));
  assert.ok(texts.includes('UTGST') && texts.includes('UTGST rate'));
  assert.ok(!texts.some((text) => text.startsWith('SGST')));
});

test('INV-05 a discount column stands only where something was taken off', () => {
  assert.ok(!textsIn(invoiceDocument()).includes('Discount'));
  assert.ok(textsIn(invoiceDocument({ lines: discounted })).includes('Discount'));
});

test('INV-03 the tax summary has a row for each HSN and its sums are the totals', () => {
  const document = invoiceDocument({ lines: manyLines(12) });
  const [, summary = ''] = wordsIn(document).split('Tax summary ');
  const { taxable, cgst, sgst, tax } = document.totals;
  for (const { hsn } of document.hsnSummary) assert.ok(summary.includes(`${hsn} `), hsn);
  assert.ok(summary.includes(['Total', ...[taxable, cgst, sgst, tax].map(amountText)].join(' ')), summary);
});

test('INV-05 the accent of the branch is used where it is a colour, and nothing else can stand for it', () => {
  const { seller } = invoiceDocument();
  const colored = (accentColor: string) =>
    JSON.stringify(invoiceDefinition(invoiceDocument({ change: { seller: { ...seller, branding: { accentColor } } } })));
  assert.ok(colored('#8a1538').includes('#8a1538'));
  assert.ok(!colored('url(x)').includes('url(x)'));
});

test('INV-05 prices below the paisa keep their decimals', () => {
  const [labour] = walkthroughLines;
  assert.ok(textsIn(invoiceDocument({ lines: [{ ...labour!, unitPrice: '123456.7891' }] })).includes('1,23,456.7891'));
});

test('TAX-02 half a rate is exact, and lines add up to what is carried forward', () => {
  assert.deepEqual(['18', '5', '0.25', '0', '7.5'].map(halfRate), ['9', '2.5', '0.125', '0', '3.75']);
  assert.equal(totalOfFirst(invoiceDocument(), 2).toString(), '4572.50');
});
