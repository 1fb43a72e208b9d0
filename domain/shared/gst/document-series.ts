/** The series of statutory documents: tax invoices, the notes on them, delivery challans, receipt and refund vouchers (CGST Rules 46, 53, 55, 50, 51). */
export const seriesKinds = ['INVOICE', 'CREDIT_NOTE', 'DEBIT_NOTE', 'CHALLAN', 'RECEIPT', 'REFUND_VOUCHER'] as const;
export type SeriesKind = (typeof seriesKinds)[number];

/** The pattern of each kind, as `renderDocumentNumber` reads it. */
export type SeriesPatterns = { readonly [Kind in SeriesKind]: string };

/**
 * What the product comes with. The letter that tells a note from an invoice takes the place of a stroke: with a prefix of five
 * characters and a count of five, sixteen are full (CGST Rule 46(b)).
 */
export const usualPatterns: SeriesPatterns = {
  INVOICE: '{prefix}/{FY4}/{n}',
  CREDIT_NOTE: 'C{prefix}{FY4}/{n}',
  DEBIT_NOTE: 'D{prefix}{FY4}/{n}',
  CHALLAN: 'T{prefix}{FY4}/{n}',
  RECEIPT: 'R{prefix}{FY4}/{n}',
  REFUND_VOUCHER: 'V{prefix}{FY4}/{n}',
};
