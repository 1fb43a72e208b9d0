import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { type EInvoice, eInvoice } from '@dms/domain/billing/e-invoice';
import type { RegistrationDay } from '@dms/domain/billing/e-invoice-duty';
import { eInvoiceFaults } from '@dms/domain/billing/e-invoice-rules';
import { irnText } from '@dms/domain/shared/gst/irn';
import { InvoiceLine } from '@dms/domain/billing/invoice';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { invoiceDocument } from '../../support/invoice-documents.ts';

const item: EInvoice['ItemList'][number] = {
  ...{ SlNo: '1', PrdDesc: 'Front brake pad set', IsServc: 'N', HsnCd: '87083000', Qty: 2, Unit: 'PCS', UnitPrice: 500 },
  ...{ TotAmt: 1000, Discount: 100, AssAmt: 900, GstRt: 18, IgstAmt: 162, CgstAmt: 0, SgstAmt: 0, TotItemVal: 1062 },
};
const sound: EInvoice = {
  Version: '1.1',
  TranDtls: { TaxSch: 'GST', SupTyp: 'B2B', RegRev: 'N', IgstOnIntra: 'N' },
  DocDtls: { Typ: 'INV', No: 'BLR01/2627/00001', Dt: '22/11/2026' },
  SellerDtls: { Gstin: '29AABCS1429B1ZQ', LglNm: 'Sahyadri Motors', Addr1: '214, 11th Main', Loc: 'Bengaluru', Pin: 560011, Stcd: '29' },
  BuyerDtls: {
    Gstin: '21AAACB1234C1ZR',
    LglNm: 'Utkal Fleet',
    Pos: '21',
    Addr1: '1, Janpath',
    Loc: 'Bhubaneswar',
    Pin: 751001,
    Stcd: '21',
  },
  ItemList: [item],
  ValDtls: { AssVal: 900, CgstVal: 0, SgstVal: 0, IgstVal: 162, Discount: 0, OthChrg: 0, RndOffAmt: 0, TotInvVal: 1062 },
};
const TODAY = { today: '2026-11-22', withinDays: undefined };
const pointers = (document: EInvoice, on: RegistrationDay = TODAY): string[] => [
  ...new Set(eInvoiceFaults(document, on).map(({ pointer }) => pointer)),
];
const dated = (day: string): EInvoice => ({ ...sound, DocDtls: { ...sound.DocDtls, Dt: day } });
const note = (change: Partial<typeof item> = {}, day = '22/11/2026'): EInvoice => ({
  ...withItem(change),
  DocDtls: { ...sound.DocDtls, Typ: 'CRN' },
  RefDtls: { PrecDocDtls: [{ InvNo: 'BLR01/2627/00001', InvDt: day }] },
});
const withItem = (change: Partial<typeof item>): EInvoice => ({ ...sound, ItemList: [{ ...item, ...change }] });
const withValues = (change: Partial<EInvoice['ValDtls']>): EInvoice => ({ ...sound, ValDtls: { ...sound.ValDtls, ...change } });
const withBuyer = (change: object): EInvoice => ({ ...sound, BuyerDtls: { ...sound.BuyerDtls, ...change } });
const withSeller = (change: object): EInvoice => ({ ...sound, SellerDtls: { ...sound.SellerDtls, ...change } });

test('TAX-12 a sound e-invoice has no fault', () => assert.deepEqual(eInvoiceFaults(sound, TODAY), []));

const planted: readonly (readonly [EInvoice, readonly string[]])[] = [
  [{ ...sound, DocDtls: { ...sound.DocDtls, No: '0001' } }, ['/DocDtls/No']],
  [{ ...sound, DocDtls: { ...sound.DocDtls, Dt: '2026-11-22' } }, ['/DocDtls/Dt']],
  [{ ...sound, DocDtls: { ...sound.DocDtls, Typ: 'CRN' } }, ['/RefDtls/PrecDocDtls']],
  [withSeller({ Gstin: '29AABCS1429B1ZX' }), ['/SellerDtls/Gstin']],
  [withSeller({ LglNm: 'AB' }), ['/SellerDtls/LglNm']],
  [withSeller({ Addr1: '' }), ['/SellerDtls/Addr1']],
  [withSeller({ Loc: 'X' }), ['/SellerDtls/Loc']],
  [withSeller({ Pin: 12 }), ['/SellerDtls/Pin']],
  [withSeller({ Pin: 411038 }), ['/SellerDtls/Pin']],
  [withSeller({ Stcd: '27' }), ['/SellerDtls/Stcd']],
  [withBuyer({ Gstin: 'URP' }), ['/BuyerDtls/Gstin', '/BuyerDtls/Stcd']],
  [withBuyer({ Gstin: sound.SellerDtls.Gstin, Stcd: '29', Pin: 560011 }), ['/BuyerDtls/Gstin']],
  [withBuyer({ LglNm: 'Say "Motors"' }), ['/BuyerDtls/LglNm']],
  [withBuyer({ Pos: '25' }), ['/BuyerDtls/Pos']],
  [withBuyer({ Addr1: 'x'.repeat(101) }), ['/BuyerDtls/Addr1']],
  [withBuyer({ Loc: '' }), ['/BuyerDtls/Loc']],
  [withBuyer({ Pin: 0 }), ['/BuyerDtls/Pin']],
  [withBuyer({ Pin: 560011 }), ['/BuyerDtls/Pin']],
  [{ ...sound, ItemList: Array.from({ length: 1001 }, () => item) }, ['/ItemList', '/ValDtls/AssVal', '/ValDtls/IgstVal']],
  [withItem({ PrdDesc: 'ab' }), ['/ItemList/0/PrdDesc']],
  [withItem({ HsnCd: '87083' }), ['/ItemList/0/HsnCd']],
  [withItem({ IsServc: 'Y' }), ['/ItemList/0/IsServc']],
  [withItem({ Unit: 'PIECES' }), ['/ItemList/0/Unit']],
  [withItem({ Qty: 1.0001 }), ['/ItemList/0/Qty']],
  [withItem({ UnitPrice: 0.0001 }), ['/ItemList/0/UnitPrice']],
  [withItem({ Qty: 3 }), ['/ItemList/0/TotAmt']],
  [withItem({ UnitPrice: 500.01 }), ['/ItemList/0/TotAmt']],
  [withBuyer({ Pos: '29' }), ['/ValDtls/IgstVal']],
  [
    {
      ...withItem({ IgstAmt: 0, CgstAmt: 81, SgstAmt: 81 }),
      ValDtls: { ...sound.ValDtls, IgstVal: 0, CgstVal: 81, SgstVal: 81 },
    },
    ['/ValDtls/CgstVal'],
  ],
  [{ ...sound, TranDtls: { ...sound.TranDtls, SupTyp: 'EXPWP' } }, ['/BuyerDtls/Gstin', '/BuyerDtls/Pos', '/BuyerDtls/Stcd']],
  [note({}, '23/11/2026'), ['/RefDtls/PrecDocDtls']],
  [withItem({ Discount: 99 }), ['/ItemList/0/AssAmt']],
  [withItem({ GstRt: 17 }), ['/ItemList/0/GstRt']],
  [withItem({ GstRt: 28 }), ['/ItemList/0/GstRt']],
  [withItem({ TotItemVal: 1063 }), ['/ItemList/0/TotItemVal']],
  [
    withItem({ IgstAmt: 0, CgstAmt: 81, SgstAmt: 80, TotItemVal: 1061 }),
    ['/ValDtls/CgstVal', '/ValDtls/SgstVal', '/ValDtls/IgstVal', '/ItemList/0/SgstAmt'],
  ],
  [withValues({ OthChrg: -1, TotInvVal: 1061 }), ['/ValDtls/OthChrg']],
  [withValues({ RndOffAmt: 100, TotInvVal: 1162 }), ['/ValDtls/RndOffAmt']],
  [withValues({ TotInvVal: 1000 }), ['/ValDtls/TotInvVal']],
];
for (const [document, expected] of planted) {
  test(`TAX-12 an e-invoice that is wrong at ${expected.join(', ')} is refused for that alone`, () => {
    assert.deepEqual(pointers(document), expected);
  });
}

test('TAX-12 a share of a unit has the price to a tenth of a paisa that gives its amount, rounded to the paisa', () => {
  // 0.333 at 1,651.652 is 550.000116.
  assert.deepEqual(pointers(withItem({ Qty: 0.333, UnitPrice: 1651.652, TotAmt: 550, Discount: -350 })), []);
});

test('TAX-12 what a note gives back is not held against the rate', () => {
  const [change, values] = [
    { IgstAmt: 161.98, TotItemVal: 1061.98 },
    { IgstVal: 161.98, TotInvVal: 1061.98 },
  ];
  assert.deepEqual(pointers({ ...note(change), ValDtls: { ...sound.ValDtls, ...values } }), []);
  assert.deepEqual(pointers({ ...withItem(change), ValDtls: { ...sound.ValDtls, ...values } }), ['/ItemList/0/GstRt']);
});

test('TAX-12 an e-invoice is refused from the day after it, and for whom the limit holds from the 31st day on', () => {
  const within = { today: '2026-12-22', withinDays: 30 };
  assert.deepEqual([pointers(dated('23/11/2026')), pointers(dated('22/11/2026'))], [['/DocDtls/Dt'], []]);
  assert.deepEqual([pointers(dated('22/11/2026'), within), pointers(dated('21/11/2026'), within)], [[], ['/DocDtls/Dt']]);
  assert.deepEqual(pointers(dated('21/11/2026'), { ...within, withinDays: undefined }), []);
});

test('TAX-12 every fault is named at once', () => {
  assert.deepEqual(pointers({ ...withBuyer({ Pin: 0, Loc: '' }), ItemList: [] }), [
    ...['/BuyerDtls/Loc', '/BuyerDtls/Pin', '/ItemList', '/ValDtls/AssVal', '/ValDtls/IgstVal'],
  ]);
});

test('TAX-12 the invoice reference number is the same for a number in either case, and another in the next year', () => {
  const irn = (number: string, day: string): string =>
    createHash('sha256')
      .update(irnText({ gstin: '29AABCS1429B1ZQ', type: 'INV', number, day }))
      .digest('hex');
  assert.equal(irnText({ gstin: '29AABCS1429B1ZQ', type: 'INV', number: 'blr/1', day: '2026-11-22' }), '29AABCS1429B1ZQ2026-27INVBLR/1');
  assert.equal(irn('blr/1', '2026-11-22'), irn('BLR/1', '2027-03-31'));
  assert.notEqual(irn('BLR/1', '2027-03-31'), irn('BLR/1', '2027-04-01'));
});

const money = Money.parse;
/** Within a state, at 18 %. */
const shareOf = (quantity: string, unitPrice: string, gross: string, hsn = '87083000') => {
  const half = money(gross).paise;
  const tax = Money.ofPaise((half * 9n + 50n) / 100n);
  return new InvoiceLine({
    ...{
      id: 'l',
      invoiceId: 'i',
      position: 1,
      kind: 'PART',
      description: 'Brake pads',
      hsn,
      unit: 'PCS',
      taxRate: '18',
      treatment: 'TAXABLE',
    },
    ...{ quantity: Quantity.parse(quantity), unitPrice: money(unitPrice), gross: money(gross), discount: Money.zero },
    ...{ taxable: money(gross), cgst: tax, sgst: tax, igst: Money.zero },
  });
};
const { seller, ...copy } = invoiceDocument();
const buyer = {
  name: 'Utkal Fleet',
  lines: ['1, Janpath'],
  city: 'Bengaluru',
  pincode: '560001',
  stateCode: '29',
  gstin: '29AAACB1234C1ZB',
};
const made = (lines: readonly InvoiceLine[]): EInvoice => {
  const sum = Money.sum(lines.flatMap(({ taxable, cgst, sgst }) => [taxable, cgst, sgst]));
  const totalAmount = sum.roundedToRupee();
  return eInvoice({
    ...{ kind: 'INVOICE', gstin: seller.gstin, placeOfSupply: '29', supplyType: 'INTRA', igst: Money.zero },
    ...{ roundOff: totalAmount.minus(sum), totalAmount, lines, document: { ...copy, seller, buyer } },
  });
};

for (const [line, expected] of [
  [shareOf('2.000', '500.00', '1000.00'), [2, 500, 1000]],
  // A third of one of ₹500, and a share whose price to a tenth of a paisa does not give its amount.
  [shareOf('0.333', '500.00', '166.67'), [0.333, 500.511, 166.67]],
  [shareOf('999.999', '500.00', '123456.79'), [1, 123456.79, 123456.79]],
  [shareOf('0.000', '0.00', '55.55'), [1, 55.55, 55.55]],
  [shareOf('2.000', '800.00', '1600.00', '998714'), [undefined, 1600, 1600]],
] as const) {
  test(`TAX-12 ₹${line.gross} of ${line.quantity} at ₹${line.unitPrice} under ${line.hsn} are quantity times price for the portal`, () => {
    const document = made([line]);
    const [only] = document.ItemList;
    assert.deepEqual([only!.Qty, only!.UnitPrice, only!.TotAmt], expected);
    assert.deepEqual(pointers(document), []);
  });
}
