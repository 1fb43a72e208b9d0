import { DomainError } from '../shared/errors.ts';
import type { StateCode } from '../shared/gst/states.ts';
import { type LineKind, priceDocument, type TaxTreatment } from '../shared/gst/tax-engine.ts';
import type { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { type Invoice, type InvoiceLine, invoiceFigures } from './invoice.ts';
import type { NotedLine, PartOfLine } from './note-lines.ts';

const ONE = Quantity.parse('1');

/**
 * What a debit note adds to lines of an invoice: at their rates, under their codes and with the place of supply of the invoice, whatever
 * holds by now (CGST Act s. 34(3)). The total is rounded once (TAX-05).
 * @throws DomainError `debitnote.refused` for nothing, on a line or on all
 */
export const debitLines = (invoice: Invoice, asked: readonly NotedLine[]) => {
  if (!asked.every(({ part }) => ('quantity' in part ? part.quantity : part.amount).isPositive()))
    throw new DomainError('debitnote.refused', 'Of each line a quantity or an amount above zero is charged.');
  const supplierState = invoice.gstin!.slice(0, 2) as StateCode;
  const priced = priceDocument({
    supplierState,
    placeOfSupply: invoice.placeOfSupply as StateCode,
    priceIncludesTax: false,
    // Between two ends in one state only a special economic zone makes it inter-state (TAX-06).
    sez: invoice.supplyType === 'INTER' && supplierState === invoice.placeOfSupply,
    lines: asked.map(({ line, part }) => ({
      kind: line.kind as LineKind,
      hsn: line.hsn,
      ...pricedBy(line, part),
      taxRate: line.taxRate,
      treatment: line.treatment as TaxTreatment,
    })),
  });
  if (!priced.taxable.isPositive()) throw new DomainError('debitnote.refused', 'A debit note adds something to its invoice.');
  const lines = asked.map(({ line, part }, index) => {
    const { gross, discount, taxable, cgst, sgst, igst } = priced.lines[index]!;
    const quantity = 'quantity' in part ? part.quantity : Quantity.zero;
    return { line, quantity, figures: { gross, discount, taxable, cgst, sgst, igst } };
  });
  return { lines, figures: invoiceFigures(priced) };
};

const pricedBy = ({ unitPrice }: InvoiceLine, part: PartOfLine): { quantity: Quantity; unitPrice: Money } =>
  'quantity' in part ? { quantity: part.quantity, unitPrice } : { quantity: ONE, unitPrice: part.amount };
