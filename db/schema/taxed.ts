import { day, id, instant, integer, json, money, quantity, rate, ref, text } from '../types/columns.ts';

/** What a line of an invoice has, and a line of a note on it. */
export const taxedLine = () => ({
  id: id(),
  position: integer(),
  kind: text(),
  partId: ref().nullable(),
  description: text(),
  hsn: text(),
  unit: text(),
  quantity: quantity(),
  unitPrice: money(),
  gross: money(),
  discount: money(),
  taxable: money(),
  taxRate: rate(),
  treatment: text(),
  cgst: money(),
  sgst: money(),
  igst: money(),
});

/** What an invoice has, and a credit note on it: where it is numbered, what it comes to, and its frozen copy. */
export const taxedDocument = () => ({
  gstin: text().nullable(),
  seriesPrefix: text().nullable(),
  financialYear: integer().nullable(),
  placeOfSupply: text(),
  supplyType: text(),
  subtotal: money(),
  discount: money(),
  taxable: money(),
  cgst: money(),
  sgst: money(),
  igst: money(),
  tax: money(),
  roundOff: money(),
  totalAmount: money(),
  documentDate: day().nullable(),
  issuedAt: instant().nullable(),
  document: json().nullable(),
});
