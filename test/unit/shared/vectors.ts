import { readFileSync } from 'node:fs';

/** The worked figures of the reference, read as they are. */
export const vectors = JSON.parse(readFileSync(new URL('../../vectors/gst-vectors.json', import.meta.url), 'utf8')) as Vectors;

export type Figures = { taxable: string; cgst: string; sgst: string; igst: string };

export type InvoiceVector = {
  id: string;
  description: string;
  supplierState: string;
  placeOfSupply: string;
  priceIncludesTax: boolean;
  sez?: boolean;
  zeroRatedWithoutTax?: boolean;
  roundTotal?: boolean;
  supplyType: 'intra' | 'inter';
  lines: {
    kind: string;
    hsn: string;
    qty: string;
    unitPrice: string;
    rate: string;
    treatment: string;
    discount?: { type: 'amount' | 'percent'; value: string };
  }[];
  invoiceDiscount?: { type: 'amount' | 'percent'; value: string; appliesTo?: string[] };
  expected: Figures & {
    lineGross: string[];
    lineDiscount: string[];
    lineInvoiceDiscount: string[];
    lineTaxable: string[];
    lineCgst: string[];
    lineSgst: string[];
    lineIgst: string[];
    subtotal: string;
    discount: string;
    tax: string;
    grandTotal: string;
    roundOff: string;
    total: string;
    stateTaxLabel?: string;
    hsnSummary: (Figures & { hsn: string; rate: string })[];
  };
  originalVector?: string;
};

export type PlaceOfSupplyVector = {
  id: string;
  supply: string;
  recipient: string;
  supplierState: string;
  addressState?: string | null;
  deliveryState?: string;
  billToState?: string;
  shipToState?: string;
  recipientGstinState?: string;
  recipientState?: string;
  pos: string;
  tax: string;
  rule: string;
};

export type Vectors = {
  invoices: InvoiceVector[];
  partialReturns: {
    id: string;
    description: string;
    original: (Figures & { qty: string })[];
    returns: string[][];
    expected: (Figures & { qty: string })[][];
  }[];
  roundingPrimitives: { value: string; decimals: number; expected: string; note: string }[];
  gstin: {
    cases: {
      gstin: string;
      length15: boolean;
      expectedCheckDigit: string;
      checkDigitOk: boolean;
      regularPattern: boolean;
      knownState: boolean;
      validRegularTaxpayer: boolean;
    }[];
    syntheticValidAllStates: string[];
    mutated: { gstin: string; valid: boolean; why: string }[];
    other: { gstin: string; valid: boolean; why: string }[];
  };
  vehicleRegistration: { input: string; valid: boolean; type: string | null; normalised: string | null; note: string }[];
  vin: { input: string; valid: boolean; note: string }[];
  identifiers: {
    pan: { cases: { input: string; valid: boolean }[] };
    pincode: { cases: { input: string; valid: boolean }[] };
    ifsc: { cases: { input: string; valid: boolean }[] };
    mobile: { cases: { input: string; valid: boolean; e164?: string }[] };
    upiVpa: { cases: { input: string; valid: boolean }[] };
    upiLink: { input: { pa: string; pn: string; am: string; tn?: string; tr?: string }; expected: string }[];
    inrGrouping: { value: string; expected: string }[];
  };
  invoiceNumbers: { input: string; rule46: boolean; eInvoice: boolean; note: string }[];
  financialYear: { instantUtc: string; ist: string; istDate: string; financialYear: string }[];
  numberSeries: {
    steps: { at: string; gstin: string; series?: string; expectedNumber?: string; given?: string }[];
    creditNoteDeclarationLimit: { invoiceFy: string; lastDate: string }[];
  };
  placeOfSupply: PlaceOfSupplyVector[];
  rateByTimeOfSupply: {
    supply: string;
    invoice: string;
    payment: string;
    change: string;
    oldRate: string;
    newRate: string;
    expectedRate: string;
  }[];
  gstr1Bucket: {
    input: {
      doc: string;
      registered?: boolean;
      inter?: boolean;
      value: string;
      originalValue?: string;
      allNilExemptNonGst?: boolean;
      date: string;
    };
    expected: string;
  }[];
  eWayBill: { input: { inter: boolean; goods: boolean; value: string }; expected: boolean }[];
  reference: {
    stateCodes: { [code: string]: string };
    retiredStateCodes: { [code: string]: string };
    utgstCodes: string[];
    uqc: string[];
  };
};
