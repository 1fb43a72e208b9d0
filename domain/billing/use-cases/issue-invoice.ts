import type { Customers, VehicleHistory } from '../../customers/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { addDays, businessDay, financialYear } from '../../shared/calendar.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { renderDocumentNumber } from '../../shared/gst/number-series.ts';
import type { DatedAmounts } from '../../shared/gst/dated-amounts.ts';
import type { TaxRates } from '../../shared/gst/tax-rates.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { WarrantyRepositories } from '../../warranty/ports.ts';
import { giveWarranties } from '../../warranty/use-cases/give-warranties.ts';
import { invoiceIssued } from '../events.ts';
import { freezeDocument } from '../freeze-document.ts';
import type { Invoice } from '../invoice.ts';
import { refuseUnlessNamed } from '../recipient.ts';
import type { Invoices, NumberSeries, Payments } from '../ports.ts';
import { walkIn } from '../../shared/gst/price-lines.ts';
import { taxAtIssue } from './rates-of-supply.ts';
import { billingSource, type SourceRepositories } from './billing-source.ts';

export type IssueInvoice = { readonly invoiceId: string; readonly version?: number | undefined };

type Deps = {
  readonly transact: Transact<
    {
      invoices: Invoices;
      serviceCenters: ServiceCenters;
      customers: Customers;
      history: VehicleHistory;
      numberSeries: NumberSeries;
      taxRates: TaxRates;
      payments: Payments;
    } & SourceRepositories &
      WarrantyRepositories
  >;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly billing: { readonly numberPattern: string; readonly paymentTermsDays: number; readonly recipientValues: DatedAmounts };
};

/**
 * Gives the invoice its number and freezes it. Everything that could wait or fail is done before: the row of the series is
 * the last lock, held only until the commit, so a series is as fast as its database commits and has no gaps (INV-01).
 * @throws DomainError `invoice.transition`, `invoice.recipient`, `service_center.closed`, `series.date_order`, `series.exhausted`, `version.stale`
 */
export const issueInvoice =
  ({ transact, clock, ids, billing }: Deps) =>
  ({ invoiceId, version }: IssueInvoice, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const invoice = await unit.invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      permit(actor, 'invoice.issue', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
      expectVersion(invoice, version);
      if (invoice.kind !== 'INVOICE') throw absent('invoice');
      invoice.refuseUnlessDraft();
      const branch = await unit.serviceCenters.get(invoice.serviceCenterId, everywhere);
      if (!branch.mayInvoice) throw new DomainError('service_center.closed', `${branch.name} is closed: it issues no invoices.`);
      const customer = invoice.customerId ? await unit.customers.get(invoice.customerId, everywhere) : undefined;
      const at = clock.now();
      const day = businessDay(at);
      const scope = reach(actor, 'job.read');
      const source = await billingSource(invoice.sourceType).billed({ clock, ids }, unit, invoice, actor, scope, (times) =>
        taxAtIssue(unit)(invoice, times, day, branch.stateCode, customer ?? walkIn),
      );
      refuseUnlessNamed(invoice, customer, day, billing.recipientValues);
      const vehicle = await unit.vehicles.get(source.vehicleId, everywhere);
      await giveWarranties({ ids })(unit, {
        ...{ serviceCenterId: invoice.serviceCenterId, customerId: source.customerId, vehicleId: source.vehicleId },
        ...{ odometer: source.odometer, sourceType: invoice.sourceType, sourceId: invoice.sourceId, invoiceId: invoice.id, day },
        ...{ lines: source.sold, fitted: source.fitted },
      });
      await unit.flush();

      const year = financialYear(day).start;
      const prefix = branch.invoicePrefix;
      const n = await unit.numberSeries.take({ gstin: branch.gstNumber, kind: 'INVOICE', prefix, financialYear: year }, day);
      const number = renderDocumentNumber(billing.numberPattern, prefix, day, n);
      const dueDate = addDays(day, customer?.paymentTermsDays ?? billing.paymentTermsDays);
      const parties = {
        seller: branch,
        buyer: customer,
        vehicle: vehicleCopy(vehicle, source.odometer),
        job: { number: source.jobNumber, openedAt: source.openedAt.toISOString() },
      };
      const document = freezeDocument(invoice, parties, { number, day, at, dueDate });
      invoice.issue({ number, gstin: branch.gstNumber, prefix, financialYear: year, day, at, dueDate, document });
      unit.history.project('INVOICE', invoice.id);
      unit.record(invoiceIssued(invoice));
      return invoice;
    });

type VehicleFields = { readonly registration: string; readonly make: string; readonly model: string; readonly vin: string | null };

const vehicleCopy = ({ registration, make, model, vin }: VehicleFields, odometer: number | null) => ({
  registration,
  make,
  model,
  ...(vin !== null && { vin }),
  ...(odometer !== null && { odometer }),
});
