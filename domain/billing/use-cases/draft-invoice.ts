import type { Customers } from '../../customers/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { type Buyer, priceLines } from '../../shared/gst/price-lines.ts';
import type { PricedLine } from '../../shared/gst/tax-engine.ts';
import type { TaxRates } from '../../shared/gst/tax-rates.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { invoiceDrafted } from '../events.ts';
import { Invoice, invoiceFigures, InvoiceLine, type Payer, type SourceType } from '../invoice.ts';
import type { Invoices } from '../ports.ts';
import { billingSource, type SourceRepositories } from './billing-source.ts';

export type DraftInvoice = { readonly sourceType: SourceType; readonly sourceId: string; readonly payer?: Payer | undefined };

type Deps = {
  readonly transact: Transact<
    { invoices: Invoices; serviceCenters: ServiceCenters; customers: Customers; taxRates: TaxRates } & SourceRepositories
  >;
  readonly clock: Clock;
  readonly ids: Ids;
};

const walkIn: Buyer = { gstin: null, stateCode: null };

/**
 * Draws up the bill of a job. It has no number yet: that comes with the issue.
 * @throws DomainError `invoice.nothing_to_bill` when everything approved is billed already (INV-04)
 */
export const draftInvoice =
  ({ transact, clock, ids }: Deps) =>
  ({ sourceType, sourceId, payer = 'CUSTOMER' }: DraftInvoice, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const billable = await billingSource(sourceType).billable(unit, sourceId, reach(actor, 'job.read'));
      permit(actor, 'invoice.create', { serviceCenterId: billable.serviceCenterId, source: sourceType });
      const empty = billable.lines.length === 0 && !billable.free;
      if (empty || (await unit.invoices.alreadyBilled(sourceType, sourceId, payer)))
        throw new DomainError('invoice.nothing_to_bill', 'There is nothing left to bill for this job.');
      const branch = await unit.serviceCenters.get(billable.serviceCenterId, everywhere);
      const buyer = billable.customerId ? await unit.customers.get(billable.customerId, everywhere) : walkIn;
      const { figures, rates, place } = await priceLines(unit)(clock.now(), branch.stateCode, buyer, billable.lines);
      const id = ids.next();
      const invoice = new Invoice({
        id,
        serviceCenterId: branch.id,
        customerId: billable.customerId,
        sourceType,
        sourceId,
        payer,
        replacesId: await unit.invoices.cancelledOf(sourceType, sourceId, payer),
        placeOfSupply: place.state,
        supplyType: figures.supplyType,
        ...invoiceFigures(figures),
        lines: billable.lines.map(
          ({ sourceLineId, partId, kind, description, hsn, unit: unitCode, quantity, unitPrice }, index) =>
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
      unit.record(invoiceDrafted(invoice));
      return invoice;
    });

/** The tax of a line under the names that an invoice line has for it; a discount on the whole is told with the line's own. */
export const lineFigures = ({ gross, discount, invoiceDiscount, taxable, cgst, sgst, igst }: PricedLine) => ({
  gross,
  discount: discount.plus(invoiceDiscount),
  taxable,
  cgst,
  sgst,
  igst,
});
