import { businessDay } from '../calendar.ts';
import { placeOfSupply, type PlaceOfSupply, type PlaceOverride } from './place-of-supply.ts';
import { type Rated, rateLines } from './rate-lines.ts';
import { type Discount, type InvoiceDiscount, type LineKind, type PricedDocument, priceDocument, type TaxTreatment } from './tax-engine.ts';
import type { StateCode } from './states.ts';
import type { Money } from '../money.ts';
import type { Quantity } from '../quantity.ts';
import type { TaxRates } from './tax-rates.ts';

/** One line as somebody asks for it; without a rate the dated table decides (TAX-07). */
export type LineToPrice = {
  readonly kind: LineKind;
  readonly hsn: string;
  readonly quantity: Quantity;
  readonly unitPrice: Money;
  readonly taxRate?: string | undefined;
  readonly treatment?: TaxTreatment | undefined;
  readonly discount?: Discount | undefined;
};

export type Buyer = {
  readonly gstin: string | null;
  readonly stateCode: string | null;
  /** `SEZ` for who is registered in a special economic zone. */
  readonly gstCategory?: string;
};

/** Whether the buyer is registered in a special economic zone (IGST Act s. 7(5)(b)). */
export const isInZone = ({ gstin, gstCategory }: { readonly gstin?: string | null; readonly gstCategory?: string }): boolean =>
  Boolean(gstin) && gstCategory === 'SEZ';
/** A buyer whom nobody knows. */
export const walkIn: Buyer = { gstin: null, stateCode: null };
export type PricedLines = { readonly figures: PricedDocument; readonly rates: readonly Rated[]; readonly place: PlaceOfSupply };

/**
 * Where the supply takes place: at a registered buyer's registration, else at the address on record, unless somebody set it by hand (TAX-06).
 * @throws DomainError `tax.invalid` for an override without a reason
 */
export const placeFor = (supplierState: string, buyer: Buyer, override?: PlaceOverride): PlaceOfSupply =>
  placeOfSupply({
    supply: 'ANY',
    recipient: isInZone(buyer) ? 'SEZ' : buyer.gstin ? 'REGISTERED' : 'UNREGISTERED',
    supplierState: supplierState as StateCode,
    ...(buyer.gstin && { recipientState: buyer.gstin.slice(0, 2) as StateCode }),
    ...(buyer.stateCode && { addressState: buyer.stateCode as StateCode }),
    ...(override && { override }),
  });

/**
 * Prices lines as they would be taxed on `day`: the same figures for an estimate, a quotation and an invoice. A discount on the whole is
 * spread over the lines (TAX-04), where it is told beside the line's own.
 * @throws DomainError `tax_rate.unknown` for a code without a rate, `tax.invalid` for figures that cannot be taxed
 */
export const priceLines =
  ({ taxRates }: { readonly taxRates: Pick<TaxRates, 'on'> }) =>
  async (
    at: Date,
    supplierState: string,
    buyer: Buyer,
    lines: readonly LineToPrice[],
    invoiceDiscount?: InvoiceDiscount,
  ): Promise<PricedLines> => {
    const rates = await rateLines(taxRates, businessDay(at), lines);
    const place = placeFor(supplierState, buyer);
    const figures = priceDocument({
      supplierState: supplierState as StateCode,
      placeOfSupply: place.state,
      priceIncludesTax: false,
      sez: isInZone(buyer),
      lines: lines.map((line, index) => ({
        kind: line.kind,
        hsn: line.hsn,
        quantity: line.quantity,
        unitPrice: line.unitPrice,
        taxRate: rates[index]!.taxRate,
        treatment: rates[index]!.treatment,
        ...(line.discount && { discount: line.discount }),
      })),
      ...(invoiceDiscount && { invoiceDiscount }),
    });
    return { figures, rates, place };
  };
