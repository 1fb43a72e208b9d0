import type { BusinessDay } from '../shared/calendar.ts';
import type { TaxTreatment } from '../shared/gst/tax-engine.ts';
import { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';

export const supplyKinds = ['INVOICE', 'CREDIT_NOTE', 'DEBIT_NOTE'] as const;
export type SupplyKind = (typeof supplyKinds)[number];

/** An issued document as returns see it, from its frozen copy and its lines. */
export type GstDocument = {
  readonly id: string;
  readonly kind: SupplyKind;
  readonly number: string;
  readonly day: BusinessDay;
  readonly cancelled: boolean;
  readonly sellerState: string;
  readonly buyerGstin: string | null;
  /** Whether the buyer is in a special economic zone. */
  readonly buyerInZone: boolean;
  readonly placeOfSupply: string;
  readonly supplyType: 'INTRA' | 'INTER';
  readonly total: Money;
  /** Of a note: the invoice that it changes. */
  readonly original: { readonly number: string; readonly day: BusinessDay; readonly total: Money } | null;
  readonly lines: readonly GstLine[];
};

export type GstLine = {
  readonly hsn: string;
  readonly description: string;
  /** UQC; services have none. */
  readonly unit: string;
  readonly quantity: Quantity;
  /** Whole percent. */
  readonly taxRate: string;
  readonly treatment: TaxTreatment;
} & GstAmounts;

export type GstAmounts = { readonly taxable: Money; readonly cgst: Money; readonly sgst: Money; readonly igst: Money };

const figures = ['taxable', 'cgst', 'sgst', 'igst'] as const;

/** The figures of rows, summed; `sign` is -1 for what a credit note gives back. */
export const sumAmounts = (rows: readonly (GstAmounts & { readonly sign?: bigint })[]): GstAmounts =>
  Object.fromEntries(
    figures.map((figure) => [figure, Money.ofPaise(rows.reduce((sum, row) => sum + (row.sign ?? 1n) * row[figure].paise, 0n))]),
  ) as GstAmounts;

/** A credit note gives back; an invoice and a debit note add. */
export const signOf = ({ kind }: Pick<GstDocument, 'kind'>): bigint => (kind === 'CREDIT_NOTE' ? -1n : 1n);

/** SACs begin with 99: services have neither unit nor quantity in returns. */
export const isServiceCode = (hsn: string): boolean => hsn.startsWith('99');

/** What Table 8 reports apart: it bears no rate. */
export const untaxedTreatments = ['NIL', 'EXEMPT', 'NON_GST'] as const satisfies readonly TaxTreatment[];
export const isUntaxed = ({ treatment }: { readonly treatment: string }): boolean =>
  (untaxedTreatments as readonly string[]).includes(treatment);

/** A transfer under one GSTIN is no supply and in no table. */
export const isSupply = ({ treatment }: { readonly treatment: string }): boolean => treatment !== 'NOT_A_SUPPLY';
