import { type LineKind, type TaxTreatment, treatments } from '@dms/domain/shared/gst/tax-engine';
import { Type } from '@sinclair/typebox';
import { DayText, Enumeration, MoneyText, Page, pageQuery, RateText, SignedMoneyText, Uuid, Words } from '../schemas.ts';

/** An e-invoice has no more. */
const MOST_LINES = 1_000;
const kinds = ['PART', 'LABOUR', 'SERVICE', 'CONSUMABLE', 'FREIGHT'] as const satisfies readonly LineKind[];
const Kind = Enumeration(kinds);
const Treatment = Enumeration(Object.keys(treatments) as TaxTreatment[], {
  description: 'How it is taxed; by default TAXABLE. ZERO_RATED keeps its rate and bears no tax.',
  examples: ['TAXABLE'],
});

export const State = Type.String({
  description: 'A GST state code in force.',
  pattern: '^[0-9]{2}$',
  examples: ['29'],
  'x-refusal': 'must be a GST state code of two digits, such as "29"',
});

const Hsn = Type.String({
  description: 'HSN of goods or SAC of services: 4, 6 or 8 digits.',
  pattern: '^[0-9]{4}([0-9]{2}){0,2}$',
  examples: ['87083000'],
  'x-refusal': 'must be an HSN or SAC of 4, 6 or 8 digits',
});

/** Nothing is kept of it: it may be more than any store holds. */
const AnyQuantityText = Type.String({
  pattern: '^[0-9]{1,9}(\\.[0-9]{1,3})?$',
  examples: ['3.500'],
  'x-refusal': 'must be a decimal string with up to three places, such as "3.500"',
});

const UnitPriceText = Type.String({
  description: 'Rupees per unit; small parts are priced below the paisa.',
  pattern: '^[0-9]{1,10}(\\.[0-9]{1,4})?$',
  examples: ['650.00'],
  'x-refusal': 'must be a decimal string with two places, or four where the price is below the paisa, such as "650.00"',
});

const discount = {
  type: Enumeration(['AMOUNT', 'PERCENT'], { examples: ['PERCENT'] }),
  value: Type.String({
    description: 'Rupees, rounded to the paisa, or per cent.',
    pattern: '^[0-9]{1,10}(\\.[0-9]{1,6})?$',
    examples: ['5'],
    'x-refusal': 'must be a decimal string: rupees with two places, or per cent',
  }),
};

export const TaxQuote = Type.Object({
  supplierState: State,
  placeOfSupply: State,
  priceIncludesTax: Type.Boolean({ examples: [false], description: 'Whether prices and discounts include tax (CGST Rule 35).' }),
  sez: Type.Optional(Type.Boolean({ examples: [false], description: 'The buyer is in a special economic zone: always IGST.' })),
  zeroRatedWithoutTax: Type.Optional(
    Type.Boolean({ examples: [false], description: 'Export or SEZ supply under a letter of undertaking (IGST Act s. 16).' }),
  ),
  roundTotal: Type.Optional(Type.Boolean({ examples: [true], description: 'By default true: the total goes to the rupee.' })),
  lines: Type.Array(
    Type.Object({
      kind: Kind,
      hsn: Hsn,
      quantity: AnyQuantityText,
      unitPrice: UnitPriceText,
      taxRate: Type.Optional(RateText),
      treatment: Type.Optional(Treatment),
      discount: Type.Optional(Type.Object(discount)),
    }),
    { minItems: 1, maxItems: MOST_LINES, description: 'Without `taxRate` the dated table decides.' },
  ),
  invoiceDiscount: Type.Optional(
    Type.Object({
      ...discount,
      appliesTo: Type.Optional(
        Type.Array(Kind, { minItems: 1, maxItems: kinds.length, uniqueItems: true, description: 'Lines of these kinds alone.' }),
      ),
    }),
  ),
});

const taxes = { taxable: MoneyText, cgst: MoneyText, sgst: MoneyText, igst: MoneyText };

export const QuotedTax = Type.Object(
  {
    lines: Type.Array(Type.Object({ gross: MoneyText, discount: MoneyText, invoiceDiscount: MoneyText, ...taxes })),
    subtotal: MoneyText,
    discount: MoneyText,
    ...taxes,
    tax: MoneyText,
    grandTotal: MoneyText,
    roundOff: SignedMoneyText,
    total: MoneyText,
    stateTaxLabel: Type.Optional(Enumeration(['SGST', 'UTGST'], { description: 'Absent where IGST is charged.' })),
    hsnSummary: Type.Array(Type.Object({ hsn: Hsn, rate: RateText, ...taxes })),
  },
  { $id: 'QuotedTax' },
);

const Heading = Type.String({
  description: 'An HSN or SAC, or a heading that codes begin with; the longest one decides.',
  pattern: '^[0-9]{2}([0-9]{2}){0,3}$',
  examples: ['8708'],
  'x-refusal': 'must be 2, 4, 6 or 8 digits',
});

export const SetTaxRate = Type.Object({
  hsn: Heading,
  description: Words(200, { examples: ['Parts and accessories of motor vehicles'] }),
  taxRate: RateText,
  treatment: Type.Optional(Treatment),
  validFrom: DayText,
});

export const TaxRate = Type.Object(
  {
    id: Uuid,
    hsn: Heading,
    description: Type.String({ examples: ['Parts and accessories of motor vehicles'] }),
    taxRate: RateText,
    treatment: Treatment,
    validFrom: DayText,
  },
  { $id: 'TaxRate' },
);

export const TaxRateQuery = pageQuery(['hsn', '-validFrom'], { hsn: Type.Optional(Heading), on: Type.Optional(DayText) });
export const TaxRatePage = Page(TaxRate);
