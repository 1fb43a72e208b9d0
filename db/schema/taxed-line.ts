import { id, integer, money, quantity, rate, ref, text } from '../types/columns.ts';

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
