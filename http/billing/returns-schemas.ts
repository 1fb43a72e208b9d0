import { documentKinds } from '@dms/domain/billing/ports';
import { Type } from '@sinclair/typebox';
import { Enumeration, InstantText, SignedMoneyText, SignedQuantityText } from '../schemas.ts';

const Gstin = Type.String({
  description: 'One of the company’s; it may be left out where there is but one.',
  minLength: 15,
  maxLength: 15,
  examples: ['29AABCS1429B1ZQ'],
});
const Month = Type.String({
  pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$',
  examples: ['2026-11'],
  'x-refusal': 'must be a month such as "2026-11"',
});

export const ReturnPeriod = Type.Object({ period: Month, gstin: Type.Optional(Gstin) });

const figure = (example: number) => Type.Number({ examples: [example] });
const word = (example: string) => Type.String({ examples: [example] });
const interState = { txval: figure(1000), iamt: figure(180), csamt: figure(0) };
const amounts = { ...interState, camt: figure(90), samt: figure(90) };
const Rate = figure(18);
const items = (figures: typeof interState | typeof amounts) =>
  Type.Array(Type.Object({ num: Type.Integer({ examples: [1] }), itm_det: Type.Object({ rt: Rate, ...figures }) }));
const Number = word('BLR01/2627/00123');
const Day = word('22-11-2026');
const State = word('29');
const registered = { val: figure(1180), pos: State, rchrg: word('N'), inv_typ: Enumeration(['R', 'SEWP', 'SEWOP']), itms: items(amounts) };
const Ntty = Enumeration(['C', 'D']);

const hsnRows = Type.Array(
  Type.Object({
    num: Type.Integer({ examples: [1] }),
    hsn_sc: word('87083000'),
    desc: word('Front brake pad set'),
    uqc: word('PCS'),
    qty: figure(2),
    rt: Rate,
    ...amounts,
  }),
);

const advances = (description: string) =>
  Type.Array(
    Type.Object({
      pos: State,
      sply_ty: Enumeration(['INTRA', 'INTER']),
      itms: Type.Array(
        Type.Object({
          ...{ rt: Rate, ad_amt: figure(1000), iamt: figure(0), camt: figure(90), samt: figure(90), csamt: figure(0) },
        }),
      ),
    }),
    { description },
  );

export const Gstr1 = Type.Object(
  {
    gstin: Gstin,
    fp: word('112026'),
    b2b: Type.Array(Type.Object({ ctin: Gstin, inv: Type.Array(Type.Object({ inum: Number, idt: Day, ...registered })) })),
    b2cl: Type.Array(
      Type.Object({
        pos: State,
        inv: Type.Array(Type.Object({ inum: Number, idt: Day, val: figure(118000), itms: items(interState) })),
      }),
    ),
    b2cs: Type.Array(Type.Object({ sply_ty: Enumeration(['INTRA', 'INTER']), typ: word('OE'), pos: State, rt: Rate, ...amounts })),
    cdnr: Type.Array(Type.Object({ ctin: Gstin, nt: Type.Array(Type.Object({ ntty: Ntty, nt_num: Number, nt_dt: Day, ...registered })) })),
    cdnur: Type.Array(
      Type.Object({
        typ: Enumeration(['B2CL', 'EXPWP', 'EXPWOP']),
        ntty: Ntty,
        nt_num: Number,
        nt_dt: Day,
        val: figure(1180),
        pos: Type.Optional(State),
        itms: items(interState),
      }),
    ),
    exp: Type.Array(
      Type.Object({
        exp_typ: Enumeration(['WPAY', 'WOPAY']),
        inv: Type.Array(
          Type.Object({ inum: Number, idt: Day, val: figure(1180), itms: Type.Array(Type.Object({ rt: Rate, ...interState })) }),
        ),
      }),
    ),
    at: advances('Table 11A: advances on services that no bill has used yet, without their tax.'),
    txpd: advances('Table 11B: advances of earlier months that were used or went back.'),
    nil: Type.Object({
      inv: Type.Array(
        Type.Object({
          sply_ty: Enumeration(['INTRB2B', 'INTRAB2B', 'INTRB2C', 'INTRAB2C']),
          nil_amt: figure(0),
          expt_amt: figure(0),
          ngsup_amt: figure(0),
        }),
      ),
    }),
    hsn: Type.Object({
      hsn_b2b: Type.Optional(hsnRows),
      hsn_b2c: Type.Optional(hsnRows),
      data: Type.Optional(hsnRows),
    }),
    doc_issue: Type.Object({
      doc_det: Type.Array(
        Type.Object({
          doc_num: Type.Integer({ examples: [1] }),
          docs: Type.Array(
            Type.Object({
              num: Type.Integer({ examples: [1] }),
              from: Number,
              to: Number,
              totnum: Type.Integer({ examples: [123] }),
              cancel: Type.Integer({ examples: [1] }),
              net_issue: Type.Integer({ examples: [122] }),
            }),
          ),
        }),
      ),
    }),
  },
  { $id: 'Gstr1', description: 'The JSON of the GST portal, with its own names and numbers.' },
);

const HsnRow = Type.Object({
  hsn: word('87083000'),
  description: word('Front brake pad set'),
  unit: Type.String({ description: 'UQC; `NA` for services.', examples: ['PCS'] }),
  quantity: SignedQuantityText,
  taxRate: word('18'),
  taxable: SignedMoneyText,
  cgst: SignedMoneyText,
  sgst: SignedMoneyText,
  igst: SignedMoneyText,
});

export const HsnSummary = Type.Object(
  { gstin: Gstin, period: Month, b2b: Type.Array(HsnRow), b2c: Type.Array(HsnRow) },
  { $id: 'HsnSummary', description: 'Net of notes; negative where more was given back than supplied.' },
);

export const DocumentsIssued = Type.Object(
  {
    gstin: Gstin,
    period: Month,
    series: Type.Array(
      Type.Object({
        kind: Enumeration(documentKinds),
        prefix: word('BLR01'),
        from: Number,
        to: Number,
        total: Type.Integer({ examples: [123] }),
        cancelled: Type.Integer({ examples: [1] }),
      }),
    ),
  },
  { $id: 'DocumentsIssued' },
);

const party = {
  Gstin: word('27AABCS1429B1ZU'),
  LglNm: word('Sahyadri Motors Private Limited'),
  Addr1: word('214, 11th Main Road'),
  Addr2: Type.Optional(word('Jayanagar 4th Block')),
  Loc: word('Bengaluru'),
  Pin: Type.Integer({ examples: [560011] }),
  Stcd: State,
};

export const EInvoice = Type.Object(
  {
    Version: word('1.1'),
    TranDtls: Type.Object({ TaxSch: word('GST'), SupTyp: word('B2B'), RegRev: word('N'), IgstOnIntra: word('N') }),
    DocDtls: Type.Object({ Typ: Enumeration(['INV', 'CRN', 'DBN']), No: Number, Dt: word('22/11/2026') }),
    SellerDtls: Type.Object(party),
    BuyerDtls: Type.Object({ ...party, Pos: State }),
    ItemList: Type.Array(
      Type.Object({
        SlNo: word('1'),
        PrdDesc: word('Front brake pad set'),
        IsServc: Enumeration(['Y', 'N']),
        HsnCd: word('87083000'),
        Qty: Type.Optional(figure(2)),
        Unit: Type.Optional(word('PCS')),
        UnitPrice: figure(500),
        TotAmt: figure(1000),
        Discount: figure(0),
        AssAmt: figure(1000),
        GstRt: Rate,
        IgstAmt: figure(180),
        CgstAmt: figure(0),
        SgstAmt: figure(0),
        TotItemVal: figure(1180),
      }),
    ),
    ValDtls: Type.Object({
      AssVal: figure(1000),
      CgstVal: figure(0),
      SgstVal: figure(0),
      IgstVal: figure(180),
      Discount: figure(0),
      OthChrg: figure(0),
      RndOffAmt: figure(0),
      TotInvVal: figure(1180),
    }),
    RefDtls: Type.Optional(Type.Object({ PrecDocDtls: Type.Array(Type.Object({ InvNo: Number, InvDt: word('22/11/2026') })) })),
  },
  { $id: 'EInvoice', description: 'INV-01 v1.1, with the portal’s own names and numbers.' },
);

export const RegisteredEInvoice = Type.Object(
  {
    irn: Type.String({
      description: 'The invoice reference number.',
      examples: ['5b3a9f1c7d2e4806b1f05a7c9d3e2f4168b7c0d9e1a2f3546879b0c1d2e3f405'],
    }),
    ackNumber: word('112610053648291'),
    ackDate: InstantText,
    signedQr: Type.String({
      description: 'What the QR code on the invoice says, as the portal signed it.',
      examples: ['eyJhbGciOiJSUzI1NiJ9.eyJEb2NUeXAiOiJJTlYifQ.c2ln'],
    }),
  },
  { $id: 'RegisteredEInvoice' },
);
