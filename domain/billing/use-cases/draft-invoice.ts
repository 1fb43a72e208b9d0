import type { Customers } from '../../customers/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { LimitUses } from '../../shared/access/limit-uses.ts';
import { type Actor, everywhere, type Scope } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { HUNDRED_PERCENT } from '../../shared/gst/percent.ts';
import { priceLines, walkIn } from '../../shared/gst/price-lines.ts';
import type { InvoiceDiscount, PricedLine } from '../../shared/gst/tax-engine.ts';
import type { TaxRates } from '../../shared/gst/tax-rates.ts';
import { Money } from '../../shared/money.ts';
import { permit, reach } from '../../shared/permit.ts';
import { permitToday } from '../../shared/permit-today.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { BilledShare } from '../billed-share.ts';
import { invoiceDrafted } from '../events.ts';
import { Invoice, invoiceFigures, InvoiceLine, type Payer, type SourceType } from '../invoice.ts';
import type { Invoices } from '../ports.ts';
import { measureOf, partOf } from '../split-line.ts';
import { type Billable, billingSource, type SourceRepositories } from './billing-source.ts';
import { type AskedLine, bearsNothing, type DrawnLine, shareLines } from './share-lines.ts';

export type DraftInvoice = {
  readonly sourceType: SourceType;
  readonly sourceId: string;
  readonly payer?: Payer | undefined;
  /** Who that payer is: the insurer or the manufacturer, as a registered business. */
  readonly payerCustomerId?: string | undefined;
  /** What this payer is billed; by default all that remains. */
  readonly lines?: readonly AskedLine[] | undefined;
  /** Off the whole of this bill before tax, beside what the estimate gave; spread over its lines (TAX-04). */
  readonly invoiceDiscount?: InvoiceDiscount | undefined;
};

type Deps = {
  readonly transact: Transact<
    {
      invoices: Invoices;
      serviceCenters: ServiceCenters;
      customers: Customers;
      taxRates: TaxRates;
      limitUses: LimitUses;
    } & SourceRepositories
  >;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Draws up the bill of a job for one payer. It has no number yet: that comes with the issue. What is on it is on no other bill from now
 * on (INV-04), and has that payer's place of supply; each bill is rounded on its own.
 * @throws DomainError `invoice.nothing_to_bill` when everything approved is billed already, `invoice.share`, `invoice.payer`
 * @throws ApprovalNeeded where the house bears more than the caller may give away
 */
export const draftInvoice =
  ({ transact, clock, ids }: Deps) =>
  (command: DraftInvoice, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const { sourceType, sourceId, payer = 'CUSTOMER' } = command;
      const billable = await billingSource(sourceType).billable(unit, sourceId, reach(actor, 'job.read'));
      permit(actor, 'invoice.create', { serviceCenterId: billable.serviceCenterId, source: sourceType });
      const drawn = shareLines(billable.lines, billable.billed, payer, command.lines);
      if (drawn.every(({ stretches }) => stretches.length === 0) && !isUnbilledFree(billable))
        throw new DomainError('invoice.nothing_to_bill', 'There is nothing left to bill for this job.');
      const branch = await unit.serviceCenters.get(billable.serviceCenterId, everywhere);
      const customerId = payerOf(command, billable.customerId);
      const buyer = customerId ? await unit.customers.get(customerId, scopeOfPayer(command, actor)) : undefined;
      refuseUnregistered(payer, buyer);
      const toPrice = drawn.map((line) => line.toPrice);
      const price = priceLines(unit);
      const { figures, rates, place } = await price(clock.now(), branch.stateCode, buyer ?? walkIn, toPrice, command.invoiceDiscount);
      const borne = bearsNothing.includes(payer) ? borneBy(drawn) : Money.zero;
      const given = Money.sum([borne, ...figures.lines.map(({ invoiceDiscount }) => invoiceDiscount)]);
      if (given.isPositive()) await permitGift(unit, clock.now(), actor, billable, given);
      const id = ids.next();
      const invoice = new Invoice({
        id,
        serviceCenterId: branch.id,
        customerId,
        sourceType,
        sourceId,
        payer,
        replacesId: replacedBy(drawn, payer, billable),
        placeOfSupply: place.state,
        supplyType: figures.supplyType,
        ...invoiceFigures(figures),
        lines: drawn.map(
          ({ line: { sourceLineId, partId, kind, hsn, unit: unitCode }, description, quantity, unitPrice }, index) =>
            new InvoiceLine({
              id: ids.next(),
              invoiceId: id,
              position: index + 1,
              sourceLineId,
              partId,
              kind,
              description,
              hsn,
              unit: unitCode,
              quantity,
              unitPrice,
              ...rates[index]!,
              ...lineFigures(figures.lines[index]!),
            }),
        ),
      });
      unit.invoices.add(invoice);
      for (const share of sharesOf(ids, invoice, drawn, billable, clock.now())) unit.billedShares.add(share);
      unit.record(invoiceDrafted(invoice));
      return invoice;
    });

/** Nothing was ever to be paid for, and there is no bill yet that says so. */
const isUnbilledFree = ({ freeAs, billed }: Billable): boolean =>
  freeAs !== null && billed.every(({ sourceLineId, releasedAt }) => sourceLineId !== freeAs || releasedAt !== null);

/** The cancelled bill of this payer whose lines are billed again. */
const replacedBy = (drawn: readonly DrawnLine[], payer: Payer, { billed, freeAs }: Billable): string | null => {
  const lines = new Set([freeAs, ...drawn.map(({ line }) => line.sourceLineId)]);
  const isReplaced = (share: BilledShare): boolean => share.releasedAt !== null && share.payer === payer && lines.has(share.sourceLineId);
  return billed.findLast(isReplaced)?.invoiceId ?? null;
};

/** Whose bill it is. A third party is named; the house bears its part on a bill to the customer. */
const payerOf = ({ payer = 'CUSTOMER', payerCustomerId }: DraftInvoice, customerId: string | null): string | null => {
  const byThird = billedToThird.includes(payer);
  if (byThird === (payerCustomerId !== undefined)) return payerCustomerId ?? customerId;
  throw new DomainError(
    'invoice.payer',
    byThird
      ? 'Say which insurer or manufacturer pays, by `payerCustomerId`.'
      : 'This is billed to the customer: leave `payerCustomerId` out.',
  );
};

const billedToThird: readonly Payer[] = ['OEM_WARRANTY', 'INSURER'];

/** The customer of a job is known with it; who else pays has to be in the caller's branches. */
const scopeOfPayer = ({ payerCustomerId }: DraftInvoice, actor: Actor): Scope =>
  payerCustomerId === undefined ? everywhere : reach(actor, 'customer.read');

/** The insurer is the recipient of what it approved, and needs the invoice in its own name and GSTIN (Circular 217/11/2024-GST). */
const refuseUnregistered = (payer: Payer, buyer: { readonly gstin: string | null } | undefined): void => {
  if (billedToThird.includes(payer) && !buyer?.gstin)
    throw new DomainError('invoice.payer', 'An insurer or manufacturer is billed under its GSTIN: have it added to the customer first.');
};

/** What the house bears of these lines, before tax. */
const borneBy = (drawn: readonly DrawnLine[]): Money =>
  Money.sum(drawn.map(({ whole, stretches }) => partOf(whole, stretches)).map(({ gross, discount }) => gross.minus(discount)));

/** What the house bears or takes off is a discount, and within the limits of one; its percentage is of all there is to bill. */
const permitGift = (
  unit: { limitUses: LimitUses },
  now: Date,
  actor: Actor,
  { serviceCenterId, lines }: Billable,
  given: Money,
): Promise<void> => {
  const all = Money.sum(lines.map((line) => line.quantity.times(line.unitPrice)));
  return permitToday(unit, now, actor, 'discount.give', {
    serviceCenterId,
    amountPaise: given.paise,
    percentTenThousandths: all.isZero() ? 0n : (given.paise * HUNDRED_PERCENT + all.paise - 1n) / all.paise,
  });
};

/** What the bill takes of each line; of a source without lines, the source as a whole. */
const sharesOf = (
  ids: Ids,
  { id: invoiceId, sourceType, sourceId, payer, lines }: Invoice,
  drawn: readonly DrawnLine[],
  { freeAs }: Billable,
  at: Date,
) => {
  const from = { sourceType, sourceId, invoiceId, payer, billedAt: at };
  if (drawn.length === 0) {
    const nothing = { quantity: Quantity.zero, gross: Money.zero, discount: Money.zero };
    const measure = measureOf(nothing);
    return [
      new BilledShare({
        id: ids.next(),
        ...from,
        sourceLineId: freeAs ?? sourceId,
        startsAt: Money.zero,
        endsAt: measure,
        measure,
        ...nothing,
      }),
    ];
  }
  return drawn.flatMap(({ line: { sourceLineId }, whole, stretches }, index) => {
    const { quantity, gross, discount } = whole;
    const of = { ...from, sourceLineId, invoiceLineId: lines[index]!.id, measure: measureOf(whole), quantity, gross, discount };
    return stretches.map((stretch) => new BilledShare({ id: ids.next(), ...of, ...stretch }));
  });
};

/** The tax of a line under the names that an invoice line has for it; a discount on the whole is told with the line's own. */
export const lineFigures = ({ gross, discount, invoiceDiscount, taxable, cgst, sgst, igst }: PricedLine) => ({
  gross,
  discount: discount.plus(invoiceDiscount),
  taxable,
  cgst,
  sgst,
  igst,
});
