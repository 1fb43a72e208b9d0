import type { SeriesKind } from '../shared/gst/document-series.ts';

/** What a series gave out in a month. */
export type IssuedSeries = {
  readonly kind: SeriesKind;
  readonly prefix: string;
  readonly from: string;
  readonly to: string;
  /** How many, cancelled ones among them. */
  readonly total: number;
  readonly cancelled: number;
};

/** The nature of documents in Table 13; a challan between branches of one GSTIN is none of those that it names. */
export const natureOf: { readonly [Kind in SeriesKind]: number } = {
  INVOICE: 1,
  DEBIT_NOTE: 4,
  CREDIT_NOTE: 5,
  RECEIPT: 6,
  REFUND_VOUCHER: 8,
  CHALLAN: 12,
};

/** Table 13 of GSTR-1: a row for each series, by nature. */
export const documentsIssued = (series: readonly IssuedSeries[]) =>
  [...Map.groupBy(series, ({ kind }) => natureOf[kind])]
    .sort(([a], [b]) => a - b)
    .map(([doc_num, rows]) => ({
      doc_num,
      docs: rows.map(({ from, to, total, cancelled }, index) => ({
        ...{ num: index + 1, from, to, totnum: total, cancel: cancelled },
        net_issue: total - cancelled,
      })),
    }));
