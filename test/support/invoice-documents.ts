import type { InvoiceDocument, InvoiceDocumentLine } from '@dms/domain/billing/invoice-document';
import { amountInWords } from '@dms/domain/shared/amount-in-words';
import { stateName, type StateCode } from '@dms/domain/shared/gst/states';
import { priceDocument, type Discount, type LineKind } from '@dms/domain/shared/gst/tax-engine';
import { upiLink } from '@dms/domain/shared/identifiers/upi';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';

export type SampleLine = {
  readonly kind: LineKind;
  readonly description: string;
  readonly hsn: string;
  readonly quantity: string;
  readonly unit: string;
  readonly unitPrice: string;
  readonly taxRate?: string;
  readonly discount?: Discount;
};

/** The lines of the main job. */
export const walkthroughLines: readonly SampleLine[] = [
  { kind: 'LABOUR', description: 'Periodic service', hsn: '998714', quantity: '2.000', unit: '', unitPrice: '800.00' },
  { kind: 'PART', description: 'Engine oil 5W-30 (OIL-5W30)', hsn: '27101980', quantity: '3.500', unit: 'LTR', unitPrice: '650.00' },
  { kind: 'PART', description: 'Oil filter (FLT-OIL-01)', hsn: '84212300', quantity: '1.000', unit: 'PCS', unitPrice: '420.00' },
];

const catalogue: readonly SampleLine[] = [
  ...walkthroughLines,
  { kind: 'PART', description: 'Front brake pad set', hsn: '87083000', quantity: '1.000', unit: 'SET', unitPrice: '1850.00' },
  { kind: 'PART', description: 'Air filter element', hsn: '84213100', quantity: '1.000', unit: 'PCS', unitPrice: '515.50' },
  { kind: 'LABOUR', description: 'Wheel alignment and balancing', hsn: '998714', quantity: '1.000', unit: '', unitPrice: '1200.00' },
];

/** So many lines, no two of which cost the same. */
export const manyLines = (count: number): SampleLine[] =>
  Array.from({ length: count }, (_, index) => ({
    ...catalogue[index % catalogue.length]!,
    unitPrice: Money.parse(catalogue[index % catalogue.length]!.unitPrice)
      .plus(Money.ofPaise(BigInt(index * 137)))
      .toString(),
  }));

export type Sample = {
  readonly lines?: readonly SampleLine[];
  readonly placeOfSupply?: StateCode;
  readonly supplierState?: StateCode;
  readonly change?: Partial<InvoiceDocument>;
};

/** The frozen copy of an invoice with true figures: by default that of the main job. */
export const invoiceDocument = ({
  lines = walkthroughLines,
  supplierState = '29',
  placeOfSupply = supplierState,
  change = {},
}: Sample = {}) => {
  const priced = priceDocument({
    supplierState,
    placeOfSupply,
    priceIncludesTax: false,
    lines: lines.map((line) => ({ ...line, quantity: Quantity.parse(line.quantity), taxRate: line.taxRate ?? '18' })),
  });
  const number = 'BLR01/2627/00123';
  const document: InvoiceDocument = {
    template: { version: 1, language: 'en' },
    title: 'Tax Invoice',
    number,
    date: '2026-11-22',
    issuedAt: '2026-11-22T10:15:30.000Z',
    dueDate: '2026-11-29',
    seller: {
      legalName: 'Sahyadri Motors Private Limited',
      tradeName: 'Sahyadri Motors',
      branchName: 'Jayanagar Service Centre',
      branchCode: 'BLR01',
      lines: ['214, 11th Main Road, Jayanagar 4th Block'],
      city: 'Bengaluru',
      state: stateName(supplierState),
      stateCode: supplierState,
      pincode: '560011',
      gstin: '29AABCS1429B1ZQ',
      pan: 'AABCS1429B',
      phone: '+91 80 4123 4567',
      email: 'blr01@dms.example',
      bank: { name: 'State Bank of India, Jayanagar', account: '38201456789', ifsc: 'SBIN0003286' },
      upiId: 'sahyadri.blr01@oksbi',
      branding: { tagline: 'Care for every kilometre' },
    },
    buyer: {
      name: 'Asha Rao',
      phone: '+91 98450 12345',
      lines: ['12, 3rd Cross, Indiranagar'],
      city: 'Bengaluru',
      state: stateName(placeOfSupply),
      stateCode: placeOfSupply,
      pincode: '560038',
    },
    placeOfSupply: { code: placeOfSupply, name: stateName(placeOfSupply) },
    reverseCharge: false,
    supplyType: priced.supplyType,
    ...(priced.stateTaxLabel && { stateTaxLabel: priced.stateTaxLabel }),
    vehicle: { registration: 'KA01AB1234', make: 'Mahindra', model: 'XUV700', vin: 'MA1TA2AB3C4D56789', odometer: 20150 },
    job: { number: 'JC-BLR01-2627-00042', openedAt: '2026-11-22T04:05:00.000Z' },
    lines: lines.map((line, index): InvoiceDocumentLine => {
      const { gross, discount, invoiceDiscount, taxable, cgst, sgst, igst } = priced.lines[index]!;
      return {
        position: index + 1,
        kind: line.kind,
        description: line.description,
        hsn: line.hsn,
        quantity: line.quantity,
        unit: line.unit,
        unitPrice: line.unitPrice,
        gross: gross.toString(),
        discount: discount.plus(invoiceDiscount).toString(),
        taxable: taxable.toString(),
        taxRate: line.taxRate ?? '18',
        cgst: cgst.toString(),
        sgst: sgst.toString(),
        igst: igst.toString(),
        total: Money.sum([taxable, cgst, sgst, igst]).toString(),
      };
    }),
    hsnSummary: priced.hsnSummary.map(({ hsn, rate, taxable, cgst, sgst, igst }) => ({
      hsn,
      rate: rate.toString(),
      taxable: taxable.toString(),
      cgst: cgst.toString(),
      sgst: sgst.toString(),
      igst: igst.toString(),
      total: Money.sum([cgst, sgst, igst]).toString(),
    })),
    totals: {
      subtotal: priced.subtotal.toString(),
      discount: priced.discount.toString(),
      taxable: priced.taxable.toString(),
      cgst: priced.cgst.toString(),
      sgst: priced.sgst.toString(),
      igst: priced.igst.toString(),
      tax: priced.tax.toString(),
      roundOff: priced.roundOff.toString(),
      total: priced.total.toString(),
    },
    amountInWords: amountInWords(priced.total),
    upi: {
      link: upiLink({
        payee: 'sahyadri.blr01@oksbi',
        payeeName: 'Sahyadri Motors',
        amount: priced.total,
        note: `Invoice ${number}`,
        reference: number,
      }),
    },
    declarations: [],
    terms: [
      'Parts replaced are returned with the vehicle unless given up in writing.',
      'Work is under warranty for 6 months or 10,000 km, whichever is earlier.',
      'Subject to the jurisdiction of Bengaluru.',
    ],
  };
  return { ...document, ...change };
};
