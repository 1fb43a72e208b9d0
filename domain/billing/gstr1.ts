import { type BusinessDay, type BusinessMonth, parseBusinessMonth } from '../shared/calendar.ts';
import type { DatedAmounts } from '../shared/gst/dated-amounts.ts';
import { gstr1Section, type Gstr1Section } from '../shared/gst/gstr1-section.ts';
import { OVERSEAS } from '../shared/gst/states.ts';
import type { Money } from '../shared/money.ts';
import { type AdvanceOfPeriod, type AdvanceRow, advancesAdjusted, advancesReceived } from './advance-tax.ts';
import { documentsIssued, type IssuedSeries } from './documents-issued.ts';
import { type GstAmounts, type GstDocument, type GstLine, isSupply, isUntaxed, signOf, sumAmounts } from './gst-document.ts';
import { hsnRows, type HsnRow } from './hsn-rows.ts';

/** GSTR-1 of one GSTIN and month in the JSON of the portal: amounts are numbers of two decimals, days `dd-mm-yyyy`. */
export type Gstr1 = ReturnType<typeof gstr1>;

export type MonthOfSupply = {
  readonly gstin: string;
  readonly month: BusinessMonth;
  readonly documents: readonly GstDocument[];
  readonly advances: readonly AdvanceOfPeriod[];
  readonly series: readonly IssuedSeries[];
  readonly b2clLimits: DatedAmounts;
};

/** Table 12 is split into B2B and B2C from the return of May 2025 on (GSTN advisory on phase III of HSN reporting). */
const HSN_SPLIT_SINCE: BusinessMonth = '2025-05';

type Placed = { readonly document: GstDocument; readonly section: Gstr1Section };

/** Draws up GSTR-1. What was cancelled is in no table of supplies and counted among the documents issued. */
export const gstr1 = ({ gstin, month, documents, advances, series, b2clLimits }: MonthOfSupply) => {
  const supplies = documents.filter(({ cancelled, lines }) => !cancelled && lines.some(isSupply));
  const placed = supplies.map((document): Placed => ({ document, section: gstr1Section(factsOf(document), b2clLimits) }));
  const of = (section: Gstr1Section): GstDocument[] => placed.filter((each) => each.section === section).map(({ document }) => document);
  const [year, numberOfMonth] = parseBusinessMonth(month).split('-');
  return {
    gstin,
    fp: `${numberOfMonth}${year}`,
    b2b: byBuyer(of('b2b')).map(([ctin, docs]) => ({ ctin, inv: docs.map(registeredInvoice) })),
    b2cl: byPlace(of('b2cl')).map(([pos, docs]) => ({ pos, inv: docs.map(largeInvoice) })),
    b2cs: smallSupplies(of('b2cs')),
    cdnr: byBuyer(of('cdnr')).map(([ctin, docs]) => ({ ctin, nt: docs.map(registeredNote) })),
    cdnur: of('cdnur').map(unregisteredNote),
    exp: exports(of('exp')),
    at: advanceTable(advancesReceived(advances)),
    txpd: advanceTable(advancesAdjusted(advances)),
    nil: { inv: untaxed(supplies) },
    hsn: hsnTable(month, supplies),
    doc_issue: { doc_det: documentsIssued(series) },
  };
};

const factsOf = ({ kind, buyerGstin, placeOfSupply, supplyType, lines, total, day, original }: GstDocument) => ({
  kind,
  registered: buyerGstin !== null,
  interState: supplyType === 'INTER',
  overseas: placeOfSupply === OVERSEAS,
  untaxed: lines.filter(isSupply).every(isUntaxed),
  value: total,
  day,
  ...(original && { original: { value: original.total, day: original.day } }),
});

/** A number as the portal has it. Its paise are far inside what a double holds exactly. */
export const portalAmount = (money: Money): number => Number(money.toString());
export const portalDay = (day: BusinessDay): string => day.split('-').reverse().join('-');

const amounts = ({ taxable, igst, cgst, sgst }: GstAmounts) => ({
  txval: portalAmount(taxable),
  iamt: portalAmount(igst),
  camt: portalAmount(cgst),
  samt: portalAmount(sgst),
  csamt: 0,
});
/** Between states there is IGST alone. */
const interStateAmounts = (figures: GstAmounts) => {
  const { txval, iamt, csamt } = amounts(figures);
  return { txval, iamt, csamt };
};

type Rated<Figures> = { readonly num: number; readonly itm_det: { readonly rt: number } & Figures };

/** One item for each rate of a document, the lowest first; what bears no rate is in the table of nil supplies. */
const itemsOf = <Figures extends object>({ lines }: GstDocument, figures: (sums: GstAmounts) => Figures): Rated<Figures>[] =>
  byRate(lines.filter((line) => isSupply(line) && !isUntaxed(line))).map(([rt, rows], index) => ({
    num: index + 1,
    itm_det: { rt, ...figures(sumAmounts(rows)) },
  }));

const byRate = (lines: readonly GstLine[]): [number, GstLine[]][] =>
  [...Map.groupBy(lines, ({ taxRate }) => Number(taxRate))].sort(([a], [b]) => a - b);

const grouped = (documents: readonly GstDocument[], key: (document: GstDocument) => string): [string, GstDocument[]][] =>
  [...Map.groupBy(documents, key)].sort(([a], [b]) => (a < b ? -1 : 1));
const byBuyer = (documents: readonly GstDocument[]) => grouped(documents, ({ buyerGstin }) => buyerGstin!);
const byPlace = (documents: readonly GstDocument[]) => grouped(documents, ({ placeOfSupply }) => placeOfSupply);

const invoiceType = (document: GstDocument): 'R' | 'SEWP' | 'SEWOP' => {
  if (!document.buyerInZone) return 'R';
  return sumAmounts(document.lines).igst.isZero() ? 'SEWOP' : 'SEWP';
};

const registered = (document: GstDocument) => ({
  val: portalAmount(document.total),
  pos: document.placeOfSupply,
  rchrg: 'N',
  inv_typ: invoiceType(document),
  itms: itemsOf(document, amounts),
});
const registeredInvoice = (document: GstDocument) => ({ inum: document.number, idt: portalDay(document.day), ...registered(document) });
const noteType = ({ kind }: GstDocument): 'C' | 'D' => (kind === 'CREDIT_NOTE' ? 'C' : 'D');
const registeredNote = (document: GstDocument) => ({
  ntty: noteType(document),
  nt_num: document.number,
  nt_dt: portalDay(document.day),
  ...registered(document),
});

const largeInvoice = (document: GstDocument) => ({
  inum: document.number,
  idt: portalDay(document.day),
  val: portalAmount(document.total),
  itms: itemsOf(document, interStateAmounts),
});

const paidTax = ({ lines }: GstDocument): boolean => !sumAmounts(lines).igst.isZero();

const unregisteredNote = (document: GstDocument) => ({
  typ: document.placeOfSupply === OVERSEAS ? (paidTax(document) ? 'EXPWP' : 'EXPWOP') : 'B2CL',
  ntty: noteType(document),
  nt_num: document.number,
  nt_dt: portalDay(document.day),
  val: portalAmount(document.total),
  ...(document.placeOfSupply === OVERSEAS ? {} : { pos: document.placeOfSupply }),
  itms: itemsOf(document, interStateAmounts),
});

const exports = (documents: readonly GstDocument[]) =>
  grouped(documents, (document) => (paidTax(document) ? 'WPAY' : 'WOPAY')).map(([exp_typ, docs]) => ({
    exp_typ,
    inv: docs.map((document) => ({
      inum: document.number,
      idt: portalDay(document.day),
      val: portalAmount(document.total),
      itms: byRate(document.lines.filter((line) => isSupply(line) && !isUntaxed(line))).map(([rt, rows]) => ({
        rt,
        ...interStateAmounts(sumAmounts(rows)),
      })),
    })),
  }));

/** Net of notes on small invoices: by kind of supply, place and rate. */
const smallSupplies = (documents: readonly GstDocument[]) => {
  const lines = documents.flatMap((document) =>
    document.lines
      .filter((line) => isSupply(line) && !isUntaxed(line))
      .map((line) => ({ ...line, sign: signOf(document), sply_ty: document.supplyType, pos: document.placeOfSupply })),
  );
  const rows = Map.groupBy(lines, ({ sply_ty, pos, taxRate }) => `${sply_ty} ${pos} ${taxRate.padStart(8, '0')}`);
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]) => ({
      sply_ty: of[0]!.sply_ty,
      typ: 'OE',
      pos: of[0]!.pos,
      rt: Number(of[0]!.taxRate),
      ...amounts(sumAmounts(of)),
    }));
};

/** Table 11: one entry for each place and kind of supply, and in it one for each rate. */
const advanceTable = (rows: readonly AdvanceRow[]) =>
  [...Map.groupBy(rows, ({ placeOfSupply, supplyType }) => `${placeOfSupply} ${supplyType}`).values()].map((of) => ({
    pos: of[0]!.placeOfSupply,
    sply_ty: of[0]!.supplyType,
    itms: of.map(({ taxRate, ...figures }) => {
      const { txval: ad_amt, ...taxes } = amounts(figures);
      return { rt: Number(taxRate), ad_amt, ...taxes };
    }),
  }));

const nilKinds = ['INTRB2B', 'INTRAB2B', 'INTRB2C', 'INTRAB2C'] as const;

/** Table 8: nil-rated, exempt and non-GST supplies, net of notes. */
const untaxed = (documents: readonly GstDocument[]) =>
  nilKinds.map((sply_ty) => {
    const lines = documents
      .filter(({ supplyType, buyerGstin }) => sply_ty === `${supplyType === 'INTER' ? 'INTR' : 'INTRA'}${buyerGstin ? 'B2B' : 'B2C'}`)
      .flatMap((document) => document.lines.map((line) => ({ ...line, sign: signOf(document) })));
    const amount = (treatment: GstLine['treatment']): number =>
      portalAmount(sumAmounts(lines.filter((line) => line.treatment === treatment)).taxable);
    return { sply_ty, nil_amt: amount('NIL'), expt_amt: amount('EXEMPT'), ngsup_amt: amount('NON_GST') };
  });

const portalRow = ({ hsn, description, unit, quantity, taxRate, ...figures }: HsnRow, index: number) => ({
  num: index + 1,
  hsn_sc: hsn,
  desc: description,
  uqc: unit,
  qty: Number(quantity.toString()),
  rt: Number(taxRate),
  ...amounts(figures),
});

/** Table 12; its sum is that of the tables of supplies. */
const hsnTable = (month: BusinessMonth, supplies: readonly GstDocument[]) => {
  if (month < HSN_SPLIT_SINCE) return { data: hsnRows(supplies).map(portalRow) };
  return {
    hsn_b2b: hsnRows(supplies.filter(({ buyerGstin }) => buyerGstin !== null)).map(portalRow),
    hsn_b2c: hsnRows(supplies.filter(({ buyerGstin }) => buyerGstin === null)).map(portalRow),
  };
};
