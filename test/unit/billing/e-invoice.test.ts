import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { EInvoice } from '@dms/domain/billing/e-invoice';
import { eInvoiceFaults } from '@dms/domain/billing/e-invoice-rules';
import { irnText } from '@dms/domain/shared/gst/irn';

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
const pointers = (document: EInvoice): string[] => [...new Set(eInvoiceFaults(document).map(({ pointer }) => pointer))];
const withItem = (change: Partial<typeof item>): EInvoice => ({ ...sound, ItemList: [{ ...item, ...change }] });
const withValues = (change: Partial<EInvoice['ValDtls']>): EInvoice => ({ ...sound, ValDtls: { ...sound.ValDtls, ...change } });
const withBuyer = (change: object): EInvoice => ({ ...sound, BuyerDtls: { ...sound.BuyerDtls, ...change } });
const withSeller = (change: object): EInvoice => ({ ...sound, SellerDtls: { ...sound.SellerDtls, ...change } });

test('TAX-12 a sound e-invoice has no fault', () => assert.deepEqual(eInvoiceFaults(sound), []));

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
