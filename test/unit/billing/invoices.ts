import { Invoice, invoiceFigures, InvoiceLine } from '@dms/domain/billing/invoice';
import { priceDocument, type TaxLine } from '@dms/domain/shared/gst/tax-engine';
import type { StateCode } from '@dms/domain/shared/gst/states';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';

export type Sold = Pick<TaxLine, 'kind' | 'hsn'> & {
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly taxRate: string;
  readonly discount?: string;
};

/** What the main job sells. */
export const mainJob: readonly Sold[] = [
  { kind: 'LABOUR', description: 'Periodic service', hsn: '998714', quantity: '2', unitPrice: '800.00', taxRate: '18' },
  { kind: 'PART', description: 'Engine oil', hsn: '27101980', quantity: '3.5', unitPrice: '650.00', taxRate: '18' },
  { kind: 'PART', description: 'Oil filter', hsn: '84212300', quantity: '1', unitPrice: '420.00', taxRate: '18' },
];

/** A draft with true figures. */
export const newInvoice = (sold: readonly Sold[] = mainJob, placeOfSupply: StateCode = '29'): Invoice => {
  const figures = priceDocument({
    supplierState: '29',
    placeOfSupply,
    priceIncludesTax: false,
    lines: sold.map(({ kind, hsn, unitPrice, taxRate, discount, ...line }) => ({
      ...{ kind, hsn, unitPrice, taxRate },
      quantity: Quantity.parse(line.quantity),
      ...(discount && { discount: { type: 'AMOUNT', value: discount } as const }),
    })),
  });
  return new Invoice({
    ...{ id: 'invoice', serviceCenterId: 'branch', customerId: 'customer', sourceType: 'job', sourceId: 'job', placeOfSupply },
    supplyType: figures.supplyType,
    ...invoiceFigures(figures),
    lines: sold.map((line, index) => {
      const { invoiceDiscount: _, ...priced } = figures.lines[index]!;
      return new InvoiceLine({
        ...{
          id: `line ${index + 1}`,
          invoiceId: 'invoice',
          position: index + 1,
          kind: line.kind,
          description: line.description,
          hsn: line.hsn,
        },
        ...{ unit: 'PCS', quantity: Quantity.parse(line.quantity), unitPrice: Money.parse(line.unitPrice), taxRate: line.taxRate },
        ...{ treatment: 'TAXABLE', partId: line.kind === 'PART' ? `part ${index + 1}` : null },
        ...priced,
      });
    }),
  });
};
