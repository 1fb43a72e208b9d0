import type { Parts } from '../../inventory/ports.ts';
import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { Percent } from '../../shared/gst/percent.ts';
import { priceWithTax } from '../../shared/gst/price-with-tax.ts';
import { type Buyer, type LineToPrice, priceLines } from '../../shared/gst/price-lines.ts';
import type { Rated } from '../../shared/gst/rate-lines.ts';
import type { Discount, InvoiceDiscount, PricedLine, TaxTreatment } from '../../shared/gst/tax-engine.ts';
import type { TaxRates } from '../../shared/gst/tax-rates.ts';
import { Money } from '../../shared/money.ts';
import { divideRounded } from '../../shared/rounding.ts';
import { permitToday } from '../../shared/permit-today.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Quantity } from '../../shared/quantity.ts';
import { Estimate, EstimateLine } from '../estimate.ts';
import type { JobCard } from '../job-card.ts';

type DiscountRequest = { readonly type: 'AMOUNT' | 'PERCENT'; readonly value: string };

export type EstimateRequest = {
  readonly lines: readonly EstimateLineRequest[];
  /** Off the whole, or off all lines of some kinds. */
  readonly invoiceDiscount?: InvoiceDiscount | undefined;
};

type LineRequest = {
  readonly quantity: Quantity;
  readonly taxRate?: string | undefined;
  readonly discount?: DiscountRequest | undefined;
  /** What of the last inspection it mends. */
  readonly inspectionItemId?: string | undefined;
};

export type EstimateLineRequest = LineRequest &
  (
    | { readonly kind: 'LABOUR' | 'SERVICE'; readonly description: string; readonly hsn: string; readonly unitPrice: Money }
    | {
        readonly kind: 'PART';
        readonly partId: string;
        readonly description?: string | undefined;
        readonly unitPrice?: Money | undefined;
      }
  );

type Deps = { readonly clock: Clock; readonly ids: Ids };
type Reads = { readonly parts: Parts; readonly taxRates: TaxRates; readonly limitUses: LimitUses };
type Draft = LineToPrice & {
  readonly partId: string | null;
  readonly description: string;
  readonly unit: string;
  readonly mrp: Money | null;
};
type CatalogueEntry = Awaited<ReturnType<Parts['getMany']>>[number];

/** Hours of work are not goods, so they have no unit of the GST portal but "OTH". */
const UNIT_OF_WORK = 'OTH';

/**
 * Prices what the customer is asked to agree to, and puts it on the card as its next revision.
 * @throws DomainError `entity.absent` for an unknown part, `quantity.malformed`, `part.inactive`, `price.above_mrp`, `price.undercut`, `tax_rate.differs`, and what pricing refuses
 * @throws ApprovalNeeded for a discount above the caller's limit, by document or day
 */
export const drawUpEstimate =
  ({ clock, ids }: Deps) =>
  async (
    { parts, taxRates, limitUses }: Reads,
    card: JobCard,
    supplierState: string,
    buyer: Buyer,
    { lines: requests, invoiceDiscount }: EstimateRequest,
    actor: Actor,
  ): Promise<Estimate> => {
    const drafts = await describe(parts, requests);
    const price = priceLines({ taxRates });
    const { figures, rates, place } = await price(clock.now(), supplierState, buyer, drafts, invoiceDiscount);
    requests.forEach((request, index) => refuseOtherRate(request, rates[index]!, drafts[index]!));
    const estimateId = ids.next();
    const lines = drafts.map((draft, index) => {
      const { gross, taxable, cgst, sgst, igst } = figures.lines[index]!;
      const { discount, discountType, discountValue } = takenOff(draft, figures.lines[index]!);
      return new EstimateLine({
        id: ids.next(),
        jobCardId: card.id,
        estimateId,
        position: card.estimateLines.length + index + 1,
        kind: draft.kind as EstimateLine['kind'],
        partId: draft.partId,
        description: draft.description,
        hsn: draft.hsn,
        unit: draft.unit,
        quantity: draft.quantity,
        unitPrice: draft.unitPrice,
        discountType,
        discountValue,
        taxRate: rates[index]!.taxRate,
        treatment: rates[index]!.treatment,
        inspectionItemId: requests[index]!.inspectionItemId ?? null,
        gross,
        discount,
        taxable,
        cgst,
        sgst,
        igst,
      });
    });
    drafts.forEach((draft, index) => refuseAboveMrp(draft, lines[index]!));
    const now = clock.now();
    if (figures.discount.isPositive())
      await permitToday({ limitUses }, now, actor, 'discount.give', {
        serviceCenterId: card.serviceCenterId,
        amountPaise: figures.discount.paise,
        percentTenThousandths: percentOf(figures.discount, figures.subtotal),
      });
    const { subtotal, discount, taxable, cgst, sgst, igst, tax, roundOff, total } = figures;
    const revision = card.estimates.length + 1;
    const sums = { subtotal, discount, taxable, cgst, sgst, igst, tax, roundOff, total };
    const estimate = new Estimate({
      id: estimateId,
      jobCardId: card.id,
      revision,
      placeOfSupply: place.state,
      drawnUpAt: now,
      drawnUpBy: actor.userId,
      ...(invoiceDiscount && { invoiceDiscountType: invoiceDiscount.type, invoiceDiscountValue: String(invoiceDiscount.value) }),
      ...sums,
    });
    card.addEstimate(estimate, lines, ids);
    return estimate;
  };

/** What is off a line; with a part of what is off the whole it is one amount, as that is spread in paise (TAX-04). */
const takenOff = ({ discount: own }: Draft, { discount, invoiceDiscount }: PricedLine) => {
  const both = discount.plus(invoiceDiscount);
  if (!invoiceDiscount.isZero()) return { discount: both, discountType: 'AMOUNT' as const, discountValue: both.toString() };
  return { discount, discountType: own?.type ?? null, discountValue: own ? String(own.value) : null };
};

const describe = async (parts: Parts, requests: readonly EstimateLineRequest[]): Promise<Draft[]> => {
  const wanted = requests.flatMap((request) => (request.kind === 'PART' ? request.partId : []));
  const catalogue = new Map((wanted.length > 0 ? await parts.getMany([...new Set(wanted)]) : []).map((part) => [part.id, part]));
  return requests.map((request) => {
    if (!request.quantity.isPositive())
      throw new DomainError('quantity.malformed', `${request.quantity} is no quantity to estimate: it has to be more than zero.`);
    const discount = request.discount as Discount | undefined;
    if (request.kind !== 'PART') return { ...request, taxRate: undefined, discount, partId: null, unit: UNIT_OF_WORK, mrp: null };
    return partLine(request, discount, catalogue.get(request.partId));
  });
};

const partLine = (
  request: EstimateLineRequest & { kind: 'PART' },
  discount: Discount | undefined,
  part: CatalogueEntry | undefined,
): Draft => {
  if (!part) throw absent('part');
  if (!part.active) throw new DomainError('part.inactive', `${part.sku} is discontinued.`);
  const unitPrice = request.unitPrice ?? part.unitPrice;
  // Else a low price would be a discount that no limit sees.
  if (unitPrice.compare(part.unitPrice) < 0)
    throw new DomainError('price.undercut', `${part.sku} costs ₹${part.unitPrice}: to sell it for ₹${unitPrice}, give a discount.`);
  return {
    kind: 'PART',
    partId: part.id,
    description: request.description ?? part.name,
    hsn: part.hsn,
    unit: part.unit,
    mrp: part.mrp,
    quantity: request.quantity,
    unitPrice,
    // A part that is taxed like others leaves it to the table of rates, which may know better.
    ...(part.taxTreatment !== 'TAXABLE' && { treatment: part.taxTreatment as TaxTreatment }),
    discount,
  };
};

/** Rates are the table's, and changed there (TAX-07); one that is sent along is a check of what the caller showed the customer. */
const refuseOtherRate = ({ taxRate }: EstimateLineRequest, rated: Rated, { description, hsn }: Draft): void => {
  if (taxRate !== undefined && !Percent.parse(taxRate).equals(Percent.parse(rated.taxRate)))
    throw new DomainError('tax_rate.differs', `${description}: ${hsn} is taxed at ${rated.taxRate} %, not at ${taxRate} %.`);
};

/** Legal Metrology (Packaged Commodities) Rules 2011: what one unit costs with its tax may not exceed the printed price. */
const refuseAboveMrp = ({ mrp, quantity, unitPrice, description }: Draft, { taxRate, gross, discount }: EstimateLine): void => {
  if (mrp === null) return;
  // It is judged after the discount, as that is what the customer pays.
  const paid = Money.ofPaise(divideRounded(gross.minus(discount).paise * 1000n, quantity.thousandths));
  const withTax = priceWithTax(discount.isZero() ? unitPrice : paid, taxRate);
  if (withTax.compare(mrp) > 0)
    throw new DomainError('price.above_mrp', `${description}: ₹${withTax} with tax is above the printed price of ₹${mrp}.`);
};

/** In ten-thousandths of a percent, rounded up, so that nobody gets past a limit by a fraction. */
const percentOf = (discount: Money, subtotal: Money): bigint => (discount.paise * 1_000_000n + subtotal.paise - 1n) / subtotal.paise;
