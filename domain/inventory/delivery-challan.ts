import { type BrandingCopy, brandingCopy } from '../shared/branding-copy.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import { type PaperLanguage, paperLanguage } from '../shared/languages.ts';
import { Money } from '../shared/money.ts';
import { type Place, type PlaceCopy, placeCopy } from '../shared/place-copy.ts';
import type { Quantity } from '../shared/quantity.ts';

/**
 * The frozen copy of a delivery challan: every particular of CGST Rule 55(1), as JSON, and nothing that can change later. Goods
 * between two places of one registration are no supply (CGST Act s. 7 with s. 25(4)): it bears a value, and no tax.
 */
export type DeliveryChallan = {
  readonly template: { readonly version: 1; readonly language: PaperLanguage };
  readonly title: 'Delivery Challan';
  /** Rule 55(1)(i). */
  readonly number: string;
  readonly date: BusinessDay;
  /** The instant of the dispatch, ISO 8601. */
  readonly issuedAt: string;
  /** The transfer that both branches speak of. */
  readonly transferNumber: string;
  /** Rule 55(1)(ii) and (iii); the consignor with how the branch presents itself. */
  readonly consignor: PlaceCopy & { readonly branding?: BrandingCopy };
  readonly consignee: PlaceCopy;
  /** Why goods move without a supply, Rule 55(1)(c). */
  readonly reason: string;
  readonly lines: readonly ChallanLine[];
  /** Rupees with two decimals. */
  readonly taxableValue: string;
  /** Who carries it, as far as it is known; Part B of an e-way bill wants it. */
  readonly transport: { readonly vehicleNumber?: string; readonly transporter?: string };
  /** Rule 55(2). */
  readonly copies: readonly string[];
};

/** Rule 55(1)(iv) to (vii): what, of which HSN, how much, and worth what. */
export type ChallanLine = {
  /** From 1, without a gap. */
  readonly position: number;
  readonly sku: string;
  readonly description: string;
  readonly hsn: string;
  readonly quantity: string;
  /** UQC. */
  readonly unit: string;
  readonly taxableValue: string;
};

type Carried = {
  readonly sku: string;
  readonly description: string;
  readonly hsn: string;
  readonly unit: string;
  readonly quantity: Quantity;
  readonly value: Money;
};

type Consignment = {
  readonly transferNumber: string;
  readonly consignor: Place;
  readonly consignee: Place;
  readonly reason: string;
  readonly lines: readonly Carried[];
  readonly vehicleNumber: string | null;
  readonly transporter: string | null;
};

const COPIES = ['ORIGINAL FOR CONSIGNEE', 'DUPLICATE FOR TRANSPORTER', 'TRIPLICATE FOR CONSIGNER'] as const;

/** Freezes a consignment under its number. */
export const freezeChallan = (
  { transferNumber, consignor, consignee, reason, lines, vehicleNumber, transporter }: Consignment,
  { number, day, at }: { readonly number: string; readonly day: BusinessDay; readonly at: Date },
): DeliveryChallan => ({
  template: { version: 1, language: paperLanguage(consignor.branding.language) },
  title: 'Delivery Challan',
  number,
  date: day,
  issuedAt: at.toISOString(),
  transferNumber,
  consignor: { ...placeCopy(consignor), branding: brandingCopy(consignor.branding) },
  consignee: placeCopy(consignee),
  reason,
  lines: lines.map(({ sku, description, hsn, unit, quantity, value }, index) => ({
    position: index + 1,
    sku,
    description,
    hsn,
    quantity: quantity.toString(),
    unit,
    taxableValue: value.toString(),
  })),
  taxableValue: Money.sum(lines.map(({ value }) => value)).toString(),
  transport: { ...(vehicleNumber !== null && { vehicleNumber }), ...(transporter !== null && { transporter }) },
  copies: COPIES,
});
