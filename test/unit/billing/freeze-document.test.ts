import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freezeDocument, type Parties } from '@dms/domain/billing/freeze-document';
import type { StateCode } from '@dms/domain/shared/gst/states';
import { Money } from '@dms/domain/shared/money';
import { mainJob, newInvoice } from './invoices.ts';

const seller: Parties['seller'] = {
  ...{
    legalName: 'Sahyadri Motors Private Limited',
    name: 'Jayanagar Service Centre',
    code: 'BLR01',
    address: '214, 11th Main Road\n Jayanagar ',
  },
  ...{ city: 'Bengaluru', state: 'Karnataka', stateCode: '29', pincode: '560011', gstNumber: '29AABCS1429B1ZQ', panNumber: 'AABCS1429B' },
  ...{
    phone: '+918041234567',
    email: 'blr01@dms.example',
    bankName: 'State Bank of India',
    bankAccount: '38201456789',
    bankIfsc: 'SBIN0003286',
  },
  ...{ upiId: 'sahyadri@oksbi', branding: { tagline: 'Care', accentColor: '#204060', terms: ['No returns.'] } },
};
const buyer: NonNullable<Parties['buyer']> = {
  ...{ displayName: 'Asha Rao', phone: '+919845012345', address: '12, 3rd Cross', city: 'Bengaluru', state: 'Karnataka', stateCode: '29' },
  ...{ pincode: '560038', gstin: null },
};
const numbered = { number: 'BLR01/2627/00001', day: '2026-11-22', at: new Date('2026-11-22T10:15:30.000Z'), dueDate: '2026-11-29' };
const parties: Parties = {
  seller,
  buyer,
  vehicle: { registration: 'KA01AB1234', make: 'Mahindra', model: 'XUV700', vin: 'MA1TA2AB3C4D56789', odometer: 20_150 },
  job: { number: 'JC-BLR01-2627-00001', openedAt: '2026-11-22T04:30:00.000Z' },
};

const frozen = (change: Partial<Parties> = {}, sold = mainJob, place: StateCode = '29') =>
  freezeDocument(newInvoice(sold, place), { ...parties, ...change }, numbered);

test('INV-02 the frozen copy has everything that CGST Rule 46 asks', () => {
  const document = frozen({ buyer: { ...buyer, gstin: '29AAACR5055K1Z3' } });
  const rule46: { readonly [clause: string]: unknown } = {
    '(a) name of the supplier': document.seller.legalName,
    '(a) address of the supplier': document.seller.lines.length > 0 && document.seller.city && document.seller.pincode,
    '(a) GSTIN of the supplier': document.seller.gstin,
    '(b) consecutive number': document.number,
    '(c) date of issue': document.date,
    '(d) name of the recipient': document.buyer.name,
    '(d) address of the recipient': document.buyer.lines.length > 0 && document.buyer.city,
    '(d) GSTIN of the recipient': document.buyer.gstin,
    '(e) state of the recipient and its code': document.buyer.state && document.buyer.stateCode,
    '(g) HSN of each line': document.lines.every(({ hsn }) => /^\d{4,8}$/.test(hsn)),
    '(h) description of each line': document.lines.every(({ description }) => description !== ''),
    '(i) quantity of each line, with the unit of goods': document.lines.every(
      ({ quantity, unit, kind }) => quantity && (kind === 'LABOUR' || unit),
    ),
    '(j) total value': document.totals.total,
    '(k) taxable value, after discount': document.totals.taxable && document.lines.every(({ taxable, discount }) => taxable && discount),
    '(l) rate of each line': document.lines.every(({ taxRate }) => taxRate),
    '(m) amount of each tax': document.lines.every(({ cgst, sgst, igst }) => cgst && sgst && igst),
    '(n) place of supply, with the name of the state': document.placeOfSupply.name,
    '(p) whether tax is payable on reverse charge': !document.reverseCharge,
  };
  for (const [clause, found] of Object.entries(rule46)) assert.ok(found, `Rule 46${clause} is missing`);
});

test('INV-02 the frozen copy bears the figures of the invoice, and they add up', () => {
  const document = frozen();
  assert.deepEqual(document.totals, {
    subtotal: '4295.00',
    discount: '0.00',
    taxable: '4295.00',
    cgst: '386.55',
    sgst: '386.55',
    igst: '0.00',
    tax: '773.10',
    roundOff: '-0.10',
    total: '5068.00',
  });
  assert.equal(document.amountInWords, 'Rupees Five Thousand Sixty Eight Only');
  const sum = (texts: readonly string[]) => Money.sum(texts.map((text) => Money.parse(text))).toString();
  assert.equal(sum(document.lines.map(({ taxable }) => taxable)), document.totals.taxable);
  assert.equal(sum(document.hsnSummary.map(({ total }) => total)), document.totals.tax);
  assert.equal(sum([...document.lines.map(({ total }) => total), document.totals.roundOff]), document.totals.total);
  assert.deepEqual(
    document.lines.map(({ unit }) => unit),
    ['', 'PCS', 'PCS'],
  );
});

test('INV-03 lines of one HSN and rate are one row of the summary, of another rate another', () => {
  const pad = { kind: 'PART', description: 'Pad', hsn: '87083000', quantity: '1', unitPrice: '100.00', taxRate: '18' } as const;
  const { hsnSummary } = frozen({}, [pad, { ...pad, taxRate: '28' }, { ...pad, unitPrice: '50.00' }]);
  assert.deepEqual(
    hsnSummary.map(({ hsn, rate, taxable, total }) => [hsn, rate, taxable, total]),
    [
      ['87083000', '18', '150.00', '27.00'],
      ['87083000', '28', '100.00', '28.00'],
    ],
  );
});

test('INV-05 the QR asks for exactly the total, and is left out where there is no UPI id or nothing to pay', () => {
  assert.match(frozen().upi!.link, /pa=sahyadri@oksbi.*am=5068\.00/);
  assert.match(frozen().upi!.link, /BLR01262700001/);
  assert.equal(frozen({ seller: { ...seller, upiId: null } }).upi, undefined);
  const free = {
    kind: 'PART',
    description: 'Clip',
    hsn: '87083000',
    quantity: '1',
    unitPrice: '5.00',
    taxRate: '18',
    discount: '5.00',
  } as const;
  assert.equal(frozen({}, [free]).upi, undefined);
});

test('TAX-06 between states it is IGST without a label, within one SGST or UTGST', () => {
  const within = frozen();
  assert.deepEqual([within.supplyType, within.stateTaxLabel], ['INTRA', 'SGST']);
  const between = frozen({}, mainJob, '27');
  assert.deepEqual(
    [between.supplyType, between.stateTaxLabel, between.placeOfSupply],
    ['INTER', undefined, { code: '27', name: 'Maharashtra' }],
  );
  assert.deepEqual([between.totals.igst, between.totals.cgst], ['773.10', '0.00']);
});

test('INV-06 a walk-in buyer has a name and nothing else; what is not known is not printed', () => {
  const walkIn = frozen({ buyer: undefined });
  assert.deepEqual(walkIn.buyer, { name: 'Cash customer', lines: [] });
  const bare = frozen({
    seller: { ...seller, panNumber: null, email: null, bankIfsc: null, branding: {} },
    buyer: { ...buyer, address: null, pincode: null },
  });
  for (const absent of ['pan', 'email', 'bank']) assert.ok(!(absent in bare.seller), absent);
  assert.ok(!('pincode' in bare.buyer) && !('gstin' in bare.buyer));
  assert.deepEqual([bare.buyer.lines, bare.terms, bare.seller.branding], [[], [], {}]);
});

test('INV-02 addresses are frozen by the line, and the copy survives a journey as JSON', () => {
  const document = frozen();
  assert.deepEqual(document.seller.lines, ['214, 11th Main Road', 'Jayanagar']);
  assert.deepEqual(JSON.parse(JSON.stringify(document)), document);
  assert.equal(document.issuedAt, '2026-11-22T10:15:30.000Z');
});

test('INV-05 the copy is in the customer’s language, else the branch’s, else English, and keeps the branding of the day', () => {
  const branding = { ...seller.branding, language: 'hi', footer: 'Open on Sundays', logoHash: 'ab'.repeat(32) };
  const hindi = { ...seller, branding };
  const languages = [
    frozen({ buyer: { ...buyer, language: 'hi' } }),
    frozen({ buyer: { ...buyer, language: 'en' }, seller: hindi }),
    frozen({ buyer: { ...buyer, language: 'ta' }, seller: hindi }),
    frozen({ buyer: undefined, seller: hindi }),
    frozen({ buyer: { ...buyer, language: 'ta' } }),
  ].map(({ template, amountInWords, buyer: { name } }) => [template.language, amountInWords, name]);
  const [inHindi, inEnglish] = ['पाँच हज़ार अड़सठ रुपये मात्र', 'Rupees Five Thousand Sixty Eight Only'];
  assert.deepEqual(languages, [
    ['hi', inHindi, 'Asha Rao'],
    ['en', inEnglish, 'Asha Rao'],
    ['hi', inHindi, 'Asha Rao'],
    ['hi', inHindi, 'नकद ग्राहक'],
    ['en', inEnglish, 'Asha Rao'],
  ]);
  const { footer, logoHash } = frozen({ seller: hindi }).seller.branding!;
  assert.deepEqual([footer, logoHash], [branding.footer, branding.logoHash]);
});

const treated = (...treatments: readonly string[]) => {
  const invoice = newInvoice(mainJob, '29');
  invoice.lines = invoice.lines.map((line, index) => ({ ...line, treatment: treatments[index]! }));
  return invoice;
};

const titles: readonly (readonly [treatments: readonly string[], gstin: string | null, title: string])[] = [
  [['TAXABLE', 'TAXABLE', 'TAXABLE'], null, 'Tax Invoice'],
  [['EXEMPT', 'NIL', 'NON_GST'], null, 'Bill of Supply'],
  [['EXEMPT', 'EXEMPT', 'EXEMPT'], '29AAACR5055K1Z3', 'Bill of Supply'],
  [['TAXABLE', 'EXEMPT', 'TAXABLE'], null, 'Invoice-cum-Bill of Supply'],
  [['TAXABLE', 'EXEMPT', 'TAXABLE'], '29AAACR5055K1Z3', 'Tax Invoice'],
  [['ZERO_RATED', 'ZERO_RATED', 'ZERO_RATED'], '29AAACR5055K1Z3', 'Tax Invoice'],
];

for (const [treatments, gstin, title] of titles) {
  test(`INV-05 ${treatments.join(', ')} for ${gstin ? 'a registered buyer' : 'one who is not registered'} is a ${title}`, () => {
    assert.equal(freezeDocument(treated(...treatments), { ...parties, buyer: { ...buyer, gstin } }, numbered).title, title);
  });
}

test('TAX-06 a paper to a special economic zone bears the endorsement of Rule 46, in Hindi beside the words of the law', () => {
  const inZone = { ...buyer, gstin: '29AAACR5055K1Z3', gstCategory: 'SEZ' };
  const [english, ...others] = frozen({ buyer: inZone }).declarations;
  assert.match(english!, /^SUPPLY TO SEZ UNIT .* ON PAYMENT OF INTEGRATED TAX$/);
  assert.deepEqual(others, []);
  const [hindi, law, ...rest] = frozen({ buyer: { ...inZone, language: 'hi' } }).declarations;
  assert.match(hindi!, /^[\p{Script=Devanagari} ]+$/u);
  assert.deepEqual([law, rest], [english, []]);
  assert.deepEqual(frozen({ buyer: { ...inZone, gstCategory: 'REGULAR', language: 'hi' } }).declarations, []);
});
