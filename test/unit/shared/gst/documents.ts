import type { Discount, InvoiceDiscount, LineKind, TaxInput, TaxLine, TaxTreatment } from '@dms/domain/shared/gst/tax-engine';
import { parseStateCode } from '@dms/domain/shared/gst/states';
import { Quantity } from '@dms/domain/shared/quantity';
import type { InvoiceVector } from '../vectors.ts';

const treatmentOf: { [word: string]: TaxTreatment } = {
  taxable: 'TAXABLE',
  nil: 'NIL',
  exempt: 'EXEMPT',
  nonGst: 'NON_GST',
  notASupply: 'NOT_A_SUPPLY',
  zeroRated: 'ZERO_RATED',
};

const kindOf = (word: string): LineKind => word.toUpperCase() as LineKind;

const discountOf = ({ type, value }: { type: 'amount' | 'percent'; value: string }): Discount => ({
  type: type === 'percent' ? 'PERCENT' : 'AMOUNT',
  value,
});

const invoiceDiscountOf = (discount: NonNullable<InvoiceVector['invoiceDiscount']>): InvoiceDiscount => ({
  ...discountOf(discount),
  ...(discount.appliesTo === undefined ? {} : { appliesTo: discount.appliesTo.map(kindOf) }),
});

const treatmentNamed = (word: string): TaxTreatment => {
  const treatment = treatmentOf[word];
  if (treatment === undefined) throw new Error(`The vectors have a treatment "${word}" that this test does not know.`);
  return treatment;
};

/** A vector of the reference in the words of the domain. */
export const documentOf = (vector: InvoiceVector): TaxInput => ({
  supplierState: parseStateCode(vector.supplierState),
  placeOfSupply: parseStateCode(vector.placeOfSupply),
  priceIncludesTax: vector.priceIncludesTax,
  sez: vector.sez === true,
  zeroRatedWithoutTax: vector.zeroRatedWithoutTax === true,
  roundTotal: vector.roundTotal !== false,
  lines: vector.lines.map((line) => ({
    kind: kindOf(line.kind),
    hsn: line.hsn,
    quantity: Quantity.parse(line.qty),
    unitPrice: line.unitPrice,
    taxRate: line.rate,
    treatment: treatmentNamed(line.treatment),
    ...(line.discount === undefined ? {} : { discount: discountOf(line.discount) }),
  })),
  ...(vector.invoiceDiscount === undefined ? {} : { invoiceDiscount: invoiceDiscountOf(vector.invoiceDiscount) }),
});

/** A line of one part at 18 %, unless said otherwise. */
export const line = (changes: Partial<TaxLine> = {}): TaxLine => ({
  kind: 'PART',
  hsn: '87083000',
  quantity: Quantity.parse('1'),
  unitPrice: '100.00',
  taxRate: '18',
  ...changes,
});

/** A document within Karnataka, unless said otherwise. */
export const document = (lines: readonly TaxLine[], changes: Partial<TaxInput> = {}): TaxInput => ({
  supplierState: '29',
  placeOfSupply: '29',
  priceIncludesTax: false,
  lines,
  ...changes,
});
