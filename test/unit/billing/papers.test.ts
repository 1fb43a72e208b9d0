import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { DocumentTitle, InvoiceDocument } from '@dms/domain/billing/invoice-document';
import type { HistoryDocument, HistoryLine } from '@dms/domain/customers/history-document';
import { freezeReceipt, type ReceiptDocument } from '@dms/domain/billing/receipt-document';
import type { RefundVoucherDocument } from '@dms/domain/billing/refund-voucher';
import { type PaperRef, paperKey } from '@dms/domain/files/ports';
import { freezeChallan } from '@dms/domain/inventory/delivery-challan';
import { amountInWords } from '@dms/domain/shared/amount-in-words';
import { stateIn } from '@dms/domain/shared/gst/state-names';
import { type StateCode, states } from '@dms/domain/shared/gst/states';
import type { BrandingCopy } from '@dms/domain/shared/branding-copy';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { paperDefinition } from '../../../adapters/pdf/draw-paper.ts';
import { invoiceDefinition } from '../../../adapters/pdf/invoice-definition.ts';
import { inFonts } from '../../../adapters/pdf/in-fonts.ts';
import { labelsOf } from '../../../adapters/pdf/labels.ts';
import { logoUrl } from '../../../adapters/pdf/paper-drawer.ts';
import { receiptDefinition } from '../../../adapters/pdf/receipt-definition.ts';
import { refundVoucherDefinition } from '../../../adapters/pdf/refund-voucher-definition.ts';
import { renderPdf } from '../../../adapters/pdf/render.ts';
import { type DrawnQr, readDrawnQrs } from '../../support/drawn-qr.ts';
import { invoiceDocument, manyLines, type Sample } from '../../support/invoice-documents.ts';
import { pngLogo } from '../../support/logos.ts';
import { draw, paperOf } from '../../support/papers.ts';
import { footerOf, headerOf, qrOf, textOf, wordsOf } from '../../support/pdf-definition.ts';

const inHindi = (sample: Sample = {}): InvoiceDocument => {
  const document = invoiceDocument(sample);
  return {
    ...document,
    template: { version: 1, language: 'hi' },
    amountInWords: amountInWords(Money.parse(document.totals.total), 'hi'),
  };
};

type Marked = Partial<Pick<PaperRef, 'copy' | 'cancelled'>>;
const defined = (document: InvoiceDocument, marked: Marked = {}) => paperDefinition(paperOf('INVOICE', document, marked));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

test('INV-05 a Hindi invoice says in Hindi what the English one says, with the law’s own names of taxes and codes', () => {
  const words = wordsOf(defined(inHindi()));
  for (const said of ['कर बीजक / TAX INVOICE', 'बीजक संख्या BLR01/2627/00123', 'दिनांक 22 नवंबर 2026', 'आपूर्ति का स्थान Karnataka (29)', 'HSN 27101980', 'CGST 386.55', 'पाँच हज़ार अड़सठ रुपये मात्र', 'कुल ₹ 5,068.00', 'मूल प्रति – प्राप्तकर्ता', 'पृष्ठ 1 / 1'])
    assert.ok(words.includes(said), `"${said}" is not in: ${words}`);
  for (const [name, english] of Object.entries(labelsOf.en)) {
    if (labelsOf.hi[name as keyof typeof labelsOf.en] === english) continue;
    assert.ok(!textOf(defined(inHindi())).includes(english), `${english} is left in English`);
  }
}); // prettier-ignore

test('INV-05 both languages have every label, and no language has that of the other', () => {
  const same = Object.entries(labelsOf.en).filter(([name, english]) => labelsOf.hi[name as keyof typeof labelsOf.en] === english);
  assert.deepEqual(same.map(([name]) => name), ['gst']);
}); // prettier-ignore

const copies: readonly (readonly [what: string, document: InvoiceDocument, copy: PaperRef['copy'], mark: string])[] = [
  ['goods', invoiceDocument(), 'ORIGINAL', 'Original for recipient'],
  ['goods', invoiceDocument(), 'DUPLICATE', 'Duplicate for transporter'],
  ['goods', invoiceDocument(), 'TRIPLICATE', 'Triplicate for supplier'],
  ['services', invoiceDocument({ lines: manyLines(1) }), 'DUPLICATE', 'Duplicate for supplier'],
  ['Hindi', inHindi(), 'TRIPLICATE', 'तीसरी प्रति – आपूर्तिकर्ता'],
];

for (const [what, document, copy, mark] of copies) {
  test(`INV-05 the ${copy.toLowerCase()} of ${what} is marked as Rule 48 wants it`, () => {
    assert.equal(headerOf(defined(document, { copy }), 1, 1), mark);
  });
}

test('INV-05 a cancelled invoice is another paper that says so on every page and asks for no money; the original stays', async () => {
  const document = invoiceDocument({ lines: manyLines(30) });
  const [valid, cancelled] = [defined(document), defined(document, { cancelled: true })];
  assert.deepEqual([valid.watermark, (cancelled.watermark as { text: string }).text], [undefined, 'CANCELLED']);
  for (const page of [1, 2]) assert.match(headerOf(cancelled, page, 2), /^CANCELLED/);
  assert.deepEqual(qrOf(cancelled), []);
  assert.ok(!wordsOf(cancelled).includes('sahyadri.blr01@oksbi'));
  const [before, other, after] = [
    await draw(paperOf('INVOICE', document)),
    await draw(paperOf('INVOICE', document, { cancelled: true })),
    await draw(paperOf('INVOICE', document)),
  ];
  assert.notEqual(sha256(before), sha256(other));
  assert.equal(sha256(before), sha256(after));
  assert.equal(sha256(other), sha256(await draw(paperOf('INVOICE', document, { cancelled: true }))));
});

test('INV-05 each copy and mark has a key of its own', () => {
  const refs = (['ORIGINAL', 'DUPLICATE', 'TRIPLICATE'] as const).flatMap((copy) =>
    [true, false].map((cancelled) => ({ copy, cancelled })),
  );
  const keys = refs.map((marked) => paperKey(paperOf('INVOICE', invoiceDocument(), marked)));
  assert.equal(new Set(keys).size, 6);
  assert.match(keys[1]!, /^invoices\/[0-9a-f-]{36}\/invoice\.pdf$/);
});

const note = (title: DocumentTitle) =>
  invoiceDocument({
    change: { title, number: 'CBLR012627/00004', original: { number: 'BLR01/2627/00123', date: '2026-11-20' }, reason: 'Goods returned', upi: undefined },
  }); // prettier-ignore

for (const title of ['Credit Note', 'Debit Note'] as const) {
  test(`INV-05 a ${title} names the invoice that it is on with its date, CGST Rule 53(1A)`, () => {
    const words = wordsOf(defined(note(title)));
    for (const said of [title.toUpperCase(), 'Note no. CBLR012627/00004', 'Against invoice BLR01/2627/00123', 'Invoice date 20 Nov 2026', 'Reason Goods returned', 'CGST 386.55'])
      assert.ok(words.includes(said), said);
    assert.doesNotMatch(words, title === 'Credit Note' ? /Due date|Scan to pay|Payment details|Terms/ : /Invoice no|Reverse charge|Terms/);
  }); // prettier-ignore
}

/** A debit note as it is frozen: with the link to pay, and by amount, of which there are no units. */
const debit = (sample: Sample = {}): InvoiceDocument => {
  const document = invoiceDocument({ ...sample, change: { title: 'Debit Note', number: 'DBLR012627/00004', terms: [], ...sample.change } });
  return { ...document, lines: document.lines.map((line) => ({ ...line, quantity: '0.000' })) };
};
const original = { number: 'BLR01/2627/00123', date: '2026-11-20' } as const;
const asDebit = (document: InvoiceDocument, marked: Marked = {}) => paperDefinition(paperOf('DEBIT_NOTE', document, marked));

/** CGST Rule 53(1A), particular by particular. */
const rule53: readonly (readonly [clause: string, words: readonly string[]])[] = [
  ['(a) supplier', ['Sahyadri Motors Private Limited', 'GSTIN 29AABCS1429B1ZQ']],
  ['(b) nature of the document', ['DEBIT NOTE']],
  ['(c) number', ['Note no. DBLR012627/00004']],
  ['(d) date', ['Date 22 Nov 2026']],
  ['(e) and (f) recipient', ['Bill to Asha Rao', 'Unregistered', 'Karnataka (29)']],
  ['(g) invoice and its date', ['Against invoice BLR01/2627/00123', 'Invoice date 20 Nov 2026', 'Reason The price was too low']],
  ['(h) value, rate and tax debited', ['Taxable value', '1,600.00 18% 144.00 9% 144.00 9% 1,888.00', 'CGST 386.55 SGST 386.55', 'Total ₹ 5,068.00']],
  ['(i) signature', ['Authorised signatory']],
  ['when and how it is paid', ['Due date 29 Nov 2026', 'Scan to pay ₹5,068.00', 'Payment details', '38201456789']],
]; // prettier-ignore

for (const [clause, expected] of rule53) {
  test(`INV-05 a debit note carries the particular of Rule 53(1A) ${clause}`, () => {
    const words = wordsOf(asDebit(debit({ change: { original, reason: 'The price was too low' } })));
    for (const said of expected) assert.ok(words.includes(said), `"${said}" is not in: ${words}`);
  });
}

test('INV-05 a debit note by amount names no units, its copies are marked, and what is cancelled asks for no money', () => {
  const note = debit({ change: { original, reason: 'The price was too low' } });
  assert.doesNotMatch(wordsOf(asDebit(note)), /0 LTR|0 PCS|800\.00 /);
  assert.equal(headerOf(asDebit(note), 1, 1), 'Original');
  assert.equal(headerOf(asDebit(note, { copy: 'DUPLICATE' }), 1, 1), 'Duplicate');
  assert.equal((asDebit(note, { cancelled: true }).watermark as { text: string }).text, 'CANCELLED');
  assert.doesNotMatch(wordsOf(asDebit(note, { cancelled: true })), /Scan to pay|Payment details/);
});

const bounced = (language: 'en' | 'hi' = 'en'): InvoiceDocument => {
  const charge = debit({ change: { template: { version: 1, language }, reason: 'The cheque 000123 was not honoured' } });
  const [none, amount] = ['0.00', '500.00'];
  const taxes = { cgst: none, sgst: none, igst: none };
  const { vehicle: _vehicle, job: _job, upi: _upi, ...paper } = charge;
  const line = { position: 1, kind: 'CHARGE', description: 'The cheque 000123 was not honoured', hsn: '', unit: '', taxRate: '0' };
  return {
    ...paper,
    lines: [{ ...line, quantity: '1.000', unitPrice: amount, gross: amount, discount: none, taxable: amount, ...taxes, total: amount }],
    hsnSummary: [],
    totals: { subtotal: amount, discount: none, taxable: amount, ...taxes, tax: none, roundOff: none, total: amount },
    amountInWords: amountInWords(Money.parse(amount), language),
  };
};

test('INV-05 PAY-05 the charge of a cheque that was not honoured names no invoice, no code, no place of supply and no tax', () => {
  const words = wordsOf(asDebit(bounced()));
  for (const said of ['DEBIT NOTE', 'Note no. DBLR012627/00004', 'Due date 29 Nov 2026', 'Reason The cheque 000123 was not honoured', 'Value Amount (₹) 1 The cheque 000123 was not honoured 1 500.00 500.00 500.00', 'Total ₹ 500.00', 'Rupees Five Hundred Only'])
    assert.ok(words.includes(said), `"${said}" is not in: ${words}`);
  assert.doesNotMatch(words, /HSN|SAC|GST\b(?!IN)|Taxable|Tax summary|Against invoice|Invoice date|Invoice no|Place of supply|Reverse charge|undefined/);
  const inHindi = wordsOf(asDebit(bounced('hi')));
  assert.ok(inHindi.includes('डेबिट नोट / DEBIT NOTE') && inHindi.includes('पाँच सौ रुपये मात्र'), inHindi);
}); // prettier-ignore

test('INV-05 a bill of supply says nothing of taxes, CGST Rule 49', () => {
  const words = wordsOf(defined(invoiceDocument({ lines: manyLines(2).map((line) => ({ ...line, taxRate: '0' })), change: { title: 'Bill of Supply' } })));
  assert.ok(words.includes('BILL OF SUPPLY'));
  assert.doesNotMatch(words, /GST\b(?!IN)|Taxable|Tax summary/);
}); // prettier-ignore

const place = (code: string, name: string, language?: string, branding: BrandingCopy = {}) => ({
  ...{ legalName: 'Sahyadri Motors Private Limited', name, code, address: '214, 11th Main Road\nJayanagar', city: 'Bengaluru' },
  ...{
    state: 'Karnataka',
    stateCode: '29',
    pincode: '560011',
    gstNumber: '29AABCS1429B1ZQ',
    branding: { ...branding, ...(language && { language }) },
  },
});
const challan = (language?: string, branding?: BrandingCopy) =>
  freezeChallan(
    {
      transferNumber: 'TR-BLR01-2627-00007',
      consignor: place('BLR01', 'Jayanagar', language, branding),
      consignee: place('BLR02', 'Whitefield'),
      reason: 'Booked for tomorrow',
      vehicleNumber: 'KA01AB1234',
      transporter: 'Own van',
      lines: [
        { sku: 'OIL-5W30', description: 'Engine oil', hsn: '27101980', unit: 'LTR', quantity: Quantity.parse('3.500'), value: Money.parse('2275.00') },
        { sku: 'FLT-OIL-01', description: 'Oil filter', hsn: '84212300', unit: 'PCS', quantity: Quantity.parse('4'), value: Money.parse('123456.00') },
      ],
    },
    { number: 'TBLR012627/00001', day: '2026-11-22', at: new Date('2026-11-22T10:00:00Z') },
  ); // prettier-ignore

test('INV-05 a challan bears the colour, the footer and the logo of the branch that sends the goods', async () => {
  const logo = pngLogo(4, 4);
  const branding = { accentColor: '#0b6e4f', footer: 'Open on Sundays', logoHash: sha256(logo) };
  const document = challan('en', branding);
  assert.deepEqual(document.consignor.branding, branding);
  const bytes = latin1(await renderPdf({ ...paperDefinition(paperOf('CHALLAN', document), logoUrl(logo)), compress: false }));
  assert.match(bytes, /0\.0431\d* 0\.4313\d* 0\.3098\d* (rg|scn)/);
  assert.ok(bytes.includes('/Subtype /Image'));
  assert.match(footerOf(paperDefinition(paperOf('CHALLAN', document)), 1, 1), /Open on Sundays/);
  await assert.rejects(draw(paperOf('CHALLAN', document), pngLogo(5, 5)), /logo/);
});

/** CGST Rule 55(1), particular by particular. */
const rule55: readonly (readonly [clause: string, words: readonly string[]])[] = [
  ['(i) date and number', ['Challan no. TBLR012627/00001', 'Date 22 Nov 2026']],
  ['(ii) consignor', ['Consignor Sahyadri Motors Private Limited Jayanagar (BLR01) 214, 11th Main Road', 'GSTIN 29AABCS1429B1ZQ']],
  ['(iii) consignee', ['Consignee Sahyadri Motors Private Limited Whitefield (BLR02)']],
  ['(iv) HSN and description', ['Engine oil OIL-5W30 27101980', 'Oil filter FLT-OIL-01 84212300']],
  ['(v) quantity', ['3.5 LTR', '4 PCS']],
  ['(vi) taxable value', ['2,275.00', '1,23,456.00', '₹ 1,25,731.00']],
  ['(ix) signature', ['For Sahyadri Motors Private Limited', 'Authorised signatory']],
  ['the reason and the transport', ['Reason Booked for tomorrow', 'Vehicle KA01AB1234', 'Transporter Own van', 'TR-BLR01-2627-00007']],
];

for (const [clause, expected] of rule55) {
  test(`TRF-02 the challan carries the particular of Rule 55(1) ${clause}`, () => {
    const words = wordsOf(paperDefinition(paperOf('CHALLAN', challan())));
    for (const said of expected) assert.ok(words.includes(said), `"${said}" is not in: ${words}`);
  });
}

test('TRF-02 the three copies of a challan are marked, also in Hindi, and the same one has the same bytes', async () => {
  const marks = (['ORIGINAL', 'DUPLICATE', 'TRIPLICATE'] as const).map((copy) =>
    headerOf(paperDefinition(paperOf('CHALLAN', challan(), { copy })), 1, 1),
  );
  assert.deepEqual(marks, ['Original for consignee', 'Duplicate for transporter', 'Triplicate for consignor']);
  assert.ok(wordsOf(paperDefinition(paperOf('CHALLAN', challan('hi')))).includes('सुपुर्दगी चालान / DELIVERY CHALLAN'));
  const [first, second] = [await draw(paperOf('CHALLAN', challan('hi'))), await draw(paperOf('CHALLAN', challan('hi')))];
  assert.equal(sha256(first), sha256(second));
});

const { buyer } = invoiceDocument();

test('INV-05 a name in any of nine scripts is set in a font of its own, and only those fonts are in the file', async () => {
  const bytes = await draw(paperOf('INVOICE', invoiceDocument({ change: { buyer: { ...buyer, name: 'Muthu முத்துக்குமரன் & Sons', lines: ['রবীন্দ্র সরণি 12'] } } })));
  const fonts = new Set([...latin1(bytes).matchAll(/\/BaseFont \/[A-Z]+\+([\w-]+)/g)].map(([, name]) => name!.replace(/-.*/, '')));
  assert.deepEqual([...fonts].sort(), ['Hind', 'HindSiliguri', 'NotoSansTamil']);
}); // prettier-ignore

test('INV-05 what cannot be printed is marked, explained on the paper, and breaks nothing', async () => {
  const document = invoiceDocument({ change: { buyer: { ...buyer, name: 'محمد علی Khan 😀', lines: ['\u{1F697}\u200d\u0301 Road'] } } });
  const definition = defined(document);
  const words = wordsOf(definition);
  assert.ok(words.includes('[?]   [?]  Khan  [?]') || words.includes('[?]') && words.includes('Khan'), words);
  assert.ok(words.includes(labelsOf.en.unprintable));
  assert.ok((await renderPdf(definition)).length > 1000);
  assert.ok(!wordsOf(defined(invoiceDocument())).includes('[?]'));
}); // prettier-ignore

test('INV-05 long words of Indian scripts are broken between letters and not within them', () => {
  const name = 'க்ஷ்'.repeat(40);
  const text = textOf(defined(invoiceDocument({ change: { buyer: { ...buyer, name } } }))).find((part) => part.startsWith('க்ஷ்'))!;
  assert.equal(text.replaceAll(' ', ''), name);
  assert.ok(text.includes(' ') && text.split(' ').every((part) => !/^\p{M}/u.test(part)));
});

for (const sample of [invoiceDocument(), inHindi(), invoiceDocument({ lines: manyLines(30) })]) {
  test(`INV-05 what a phone reads off the drawn page asks for ₹${sample.totals.total}`, async () => {
    const drawn = await renderPdf({ ...defined(sample), compress: false });
    const [{ link, modulePoints }] = readDrawnQrs(drawn) as [DrawnQr];
    assert.equal(link, sample.upi!.link);
    assert.equal(new URL(link).searchParams.get('am'), sample.totals.total);
    assert.ok(modulePoints >= 2, 'a module is two points wide, to be read from paper');
  });
}

test('INV-05 three hundred lines run over pages that carry their sums, count themselves and repeat their heads', async () => {
  const document = inHindi({ lines: manyLines(300) });
  const definition = defined(document);
  const drawn = await renderPdf(definition);
  const pages = latin1(drawn).match(/\/Type \/Page\b/g)!.length;
  assert.ok(pages > 10);
  for (let page = 1; page < pages; page += 1) {
    const carried = /अगले पृष्ठ पर {2}₹ (\S+)/.exec(footerOf(definition, page, pages))?.[1];
    const brought = /पिछले पृष्ठ से {2}₹ (\S+)/.exec(headerOf(definition, page + 1, pages))?.[1];
    assert.equal(brought, carried, `page ${page}`);
    assert.ok(footerOf(definition, page, pages).endsWith(`पृष्ठ ${page} / ${pages}`));
  }
});

const { seller } = invoiceDocument();
const voucher: ReceiptDocument = {
  template: { version: 1, language: 'en' },
  title: 'Receipt Voucher',
  number: 'RBLR012627/00009',
  date: '2026-11-22',
  receivedOn: '2026-11-21',
  issuedAt: '2026-11-22T10:00:00.000Z',
  seller,
  buyer,
  amount: '5000.00',
  tds: '68.00',
  amountInWords: 'Rupees Five Thousand Only',
  method: 'CHEQUE',
  reference: '004512',
  invoices: [{ number: 'BLR01/2627/00123', date: '2026-11-20', amount: '4068.00' }],
  unallocated: '1000.00',
  advance: {
    supply: 'SERVICE',
    placeOfSupply: { code: '29', name: 'Karnataka' },
    taxRate: '18',
    taxable: '4237.28',
    cgst: '381.36',
    sgst: '381.36',
    igst: '0.00',
    reverseCharge: false,
  },
};

/** CGST Rule 50, particular by particular. */
const rule50: readonly (readonly [clause: string, words: readonly string[]])[] = [
  ['(a) supplier', ['Sahyadri Motors Private Limited', 'GSTIN 29AABCS1429B1ZQ']],
  ['(b) number', ['Receipt no. RBLR012627/00009']],
  ['(c) date', ['Date 22 Nov 2026', 'Received on 21 Nov 2026']],
  ['(d) recipient', ['Received from Asha Rao', 'Unregistered']],
  ['(e) description', ['Advance for services']],
  ['(f) amount', ['Total ₹ 5,000.00', 'Rupees Five Thousand Only']],
  ['(g) and (h) tax', ['GST rate CGST SGST 4,237.28 18% 381.36 381.36']],
  ['(i) place of supply', ['Place of supply Karnataka (29)']],
  ['(j) reverse charge', ['Reverse charge No']],
  ['(k) signature', ['Authorised signatory']],
  ['what it settled and how it was paid', ['Paid by Cheque', 'Reference 004512', 'BLR01/2627/00123 20 Nov 2026 4,068.00', 'To your credit 1,000.00', 'Tax deducted at source -68.00']],
]; // prettier-ignore

for (const [clause, expected] of rule50) {
  test(`INV-05 the voucher of an advance carries the particular of Rule 50 ${clause}`, () => {
    const words = wordsOf(receiptDefinition(voucher));
    for (const said of expected) assert.ok(words.includes(said), `"${said}" is not in: ${words}`);
  });
}

test('INV-05 a union territory’s half of the tax is UTGST on the vouchers of an advance, Rule 50(h), and SGST where the copy says nothing', () => {
  const at = (gstin: string, igst = '0.00') => {
    const { advance } = freezeReceipt(
      {
        ...{ amount: Money.parse('5000.00'), tdsAmount: Money.zero, method: 'UPI', reference: null },
        ...{ businessDay: '2026-11-22', unallocated: Money.parse('5000.00') },
      },
      {
        ...{ language: 'en', number: voucher.number, day: '2026-11-22', at: new Date(voucher.issuedAt), buyer, invoices: [] },
        seller: { ...seller, gstin },
        advance: { ...voucher.advance!, igst, placeOfSupply: gstin.slice(0, 2) },
      },
    );
    return advance!;
  };
  const printed = (advance: typeof voucher.advance) => [
    wordsOf(receiptDefinition({ ...voucher, advance: advance! })),
    wordsOf(refundVoucherDefinition({ ...refunded, advance: advance! })),
  ];
  for (const words of printed(at('04AABCS1429B1ZQ'))) assert.ok(words.includes('GST rate CGST UTGST') && !words.includes('SGST'), words);
  for (const words of [...printed(at('29AABCS1429B1ZQ')), ...printed(voucher.advance)])
    assert.ok(words.includes('GST rate CGST SGST'), words);
  assert.equal(at('04AABCS1429B1ZQ', '762.71').stateTaxLabel, undefined);
});

const { tds: _tds, receivedOn: _received, invoices: _invoices, unallocated: _left, ...voucherParts } = voucher;
const refunded: RefundVoucherDocument = {
  ...voucherParts,
  title: 'Refund Voucher',
  number: 'VBLR012627/00003',
  date: '2026-11-28',
  original: { number: 'RBLR012627/00009', date: '2026-11-22' },
  reason: 'the work is not wanted any more',
  advance: voucher.advance!,
};

/** CGST Rule 51, particular by particular. */
const rule51: readonly (readonly [clause: string, words: readonly string[]])[] = [
  ['(a) supplier', ['Sahyadri Motors Private Limited', 'GSTIN 29AABCS1429B1ZQ']],
  ['(b) number', ['Voucher no. VBLR012627/00003']],
  ['(c) date', ['Date 28 Nov 2026']],
  ['(d) recipient', ['Refunded to Asha Rao', 'Unregistered']],
  ['(e) receipt voucher', ['Receipt voucher RBLR012627/00009', 'Received on 22 Nov 2026']],
  ['(f) description', ['Advance for services']],
  ['(g) amount', ['RBLR012627/00009 ₹ 5,000.00', 'Rupees Five Thousand Only']],
  ['(h) and (i) tax', ['GST rate CGST SGST 4,237.28 18% 381.36 381.36', 'Place of supply Karnataka (29)']],
  ['(j) reverse charge', ['Reverse charge No']],
  ['(k) signature', ['Authorised signatory']],
  ['why and how it went back', ['Refunded by Cheque', 'Reference 004512', 'Reason the work is not wanted any more']],
]; // prettier-ignore

for (const [clause, expected] of rule51) {
  test(`INV-05 TAX-09 the refund voucher of an advance carries the particular of Rule 51 ${clause}`, () => {
    const words = wordsOf(refundVoucherDefinition(refunded));
    for (const said of expected) assert.ok(words.includes(said), `"${said}" is not in: ${words}`);
  });
}

test('INV-05 a receipt that is no advance says nothing of taxes, and draws the same bytes each time, also in Hindi', async () => {
  const { advance: _none, ...paid } = voucher;
  const receipt: ReceiptDocument = { ...paid, title: 'Receipt', template: { version: 1, language: 'hi' } };
  const definition = () => inFonts(receiptDefinition(receipt), '');
  assert.doesNotMatch(wordsOf(definition()), /CGST|आपूर्ति का स्थान/);
  assert.ok(wordsOf(definition()).includes('रसीद / RECEIPT'));
  assert.equal(sha256(await renderPdf(definition())), sha256(await renderPdf(definition())));
});

test('INV-05 the receipt of a payment that was taken back says so on the page', () => {
  const { watermark } = paperDefinition(paperOf('RECEIPT', voucher, { cancelled: true }));
  assert.equal((watermark as { text: string }).text, 'CANCELLED');
  assert.equal(paperDefinition(paperOf('RECEIPT', voucher)).watermark, undefined);
});

const { dueDate: _due, reverseCharge: _reverse, ...credited } = note('Credit Note');
const credit = { ...credited, title: 'Credit Note', original: credited.original!, reason: credited.reason! } as const;

const visit = (index: number): HistoryLine => ({
  ...{
    kind: index % 2 === 0 ? 'INVOICE' : 'JOB',
    day: '2026-11-22',
    branch: 'Sahyadri Motors, Jayanagar',
    number: `JC-BLR01-2627-${index}`,
  },
  ...{ serviceType: 'PERIODIC_SERVICE', summary: '20,000 km service, ब्रेक की जाँच', odometer: 123_456, amount: '5068.00' },
});
const past = (
  language: 'en' | 'hi',
  entries: readonly HistoryLine[] = [visit(1), visit(2), { kind: 'TRANSFER', day: '2025-02-01' }],
): HistoryDocument => ({
  ...{
    template: { version: 1, language },
    title: 'Vehicle History',
    number: 'KA01AB1234',
    date: '2026-11-28',
    issuedAt: '2026-11-27T18:30:00.000Z',
  },
  vehicle: { registration: 'KA01AB1234', make: 'Maruti Suzuki', model: 'Swift', year: 2021, vin: 'MA1TA2AB3C4D56789', odometer: 123_456 },
  ...{ seller, entries, cutOff: false },
});
const definedHistory = (document: HistoryDocument) => paperDefinition(paperOf('HISTORY', document));

test('HIS-01 the history of a vehicle on paper says what was done, when, where, at which reading and for how much, in both languages', () => {
  const english = wordsOf(definedHistory(past('en')));
  for (const said of ['VEHICLE HISTORY', 'Vehicle KA01AB1234', 'As of 28 Nov 2026', 'Model year 2021', 'Odometer 1,23,456 km', '22 Nov 2026 Service  ·  Periodic service  ·  JC-BLR01-2627-1', '5,068.00', '01 Feb 2025 Change of owner'])
    assert.ok(english.includes(said), `"${said}" is not in: ${english}`);
  const hindi = wordsOf(definedHistory(past('hi')));
  for (const said of ['वाहन इतिहास', 'दिनांक तक 28 नवंबर 2026', '22 नवंबर 2026 सर्विस', 'नियमित सर्विस', 'स्वामित्व परिवर्तन', '1,23,456 कि.मी.'])
    assert.ok(hindi.includes(said), `"${said}" is not in: ${hindi}`);
}); // prettier-ignore

test('ACC-06 a history on paper has no column of amounts for who sees none, and one without entries says so', () => {
  const { amount: _amount, ...masked } = visit(1);
  assert.doesNotMatch(wordsOf(definedHistory(past('en', [masked]))), /Amount|5,068/);
  assert.ok(wordsOf(definedHistory(past('en', []))).includes('Nothing is known of this vehicle yet.'));
  assert.ok(wordsOf(definedHistory({ ...past('en'), cutOff: true })).includes('Older entries are left out.'));
});

test('HIS-01 a long history goes over pages, each with its heads, its plate and its number of pages', async () => {
  const bytes = await draw(
    paperOf(
      'HISTORY',
      past(
        'hi',
        Array.from({ length: 120 }, (_, index) => visit(index)),
      ),
    ),
  );
  const pages = latin1(bytes).match(/\/Type \/Page\b/g)!.length;
  assert.ok(pages >= 4, `${pages} pages`);
  const definition = definedHistory(past('en'));
  assert.ok(headerOf(definition, 2, pages).includes('Vehicle History KA01AB1234'));
  assert.ok(footerOf(definition, 2, pages).includes(`Page 2 of ${pages}`));
});

for (const paper of [
  paperOf('RECEIPT', voucher),
  paperOf('REFUND_VOUCHER', { ...refunded, template: { version: 1, language: 'hi' } }),
  paperOf('HISTORY', past('hi')),
  paperOf('CREDIT_NOTE', credit),
  paperOf('DEBIT_NOTE', bounced('hi')),
  paperOf('CHALLAN', challan('hi')),
]) {
  test(`INV-05 another process in another time zone and language makes the same bytes of a ${paper.kind}`, async () => {
    const script = `
      const { createHash } = await import('node:crypto');
      const { draw } = await import(${JSON.stringify(import.meta.resolve('../../support/papers.ts'))});
      console.log(createHash('sha256').update(await draw(JSON.parse(process.env.PAPER))).digest('hex'));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: tmpdir(),
      env: { ...process.env, TZ: 'America/New_York', LANG: 'de_DE.UTF-8', PAPER: JSON.stringify(paper) },
    });
    assert.equal(stdout.trim(), sha256(await draw(paper)));
  });
}

test('INV-05 every state has a name of its own in Hindi, in its own letters', () => {
  const codes = Object.keys(states) as StateCode[];
  const names = codes.map((code) => stateIn('hi', code));
  assert.equal(new Set(names).size, codes.length);
  for (const name of names) assert.match(name, /^[\u0900-\u097f ]+$/);
  assert.equal(stateIn('en', '29'), 'Karnataka');
});

test('INV-05 a note needs neither due date nor reverse charge, as it has none', () => {
  const { dueDate: _day, reverseCharge: _charge, ...document } = note('Credit Note');
  assert.ok(wordsOf(invoiceDefinition(document)).includes('CREDIT NOTE'));
});
