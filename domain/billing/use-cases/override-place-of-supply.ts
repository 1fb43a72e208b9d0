import type { Customers } from '../../customers/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { walkIn } from '../../shared/gst/price-lines.ts';
import { OVERSEAS, parseStateCode } from '../../shared/gst/states.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { invoicePlaceOverridden } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import type { Invoices } from '../ports.ts';
import { taxAtPlace } from './rates-of-supply.ts';

export type OverridePlaceOfSupply = {
  readonly invoiceId: string;
  /** A GST state code; null leaves it to the rules again. */
  readonly placeOfSupply: string | null;
  readonly reason: string;
  readonly version?: number | undefined;
};

type Deps = { readonly transact: Transact<{ invoices: Invoices; serviceCenters: ServiceCenters; customers: Customers }> };

/**
 * Sets the place of supply of a draft against the rules, with a reason, or takes that back. Its tax becomes IGST or CGST and the state's
 * at once, as it will be issued; a supply to a special economic zone bears IGST wherever it is (TAX-06).
 * @throws DomainError `tax.invalid` for a code not in force or abroad, `invoice.transition` once it is issued, `entity.absent`,
 * `access.denied`, `version.stale`
 */
export const overridePlaceOfSupply =
  ({ transact }: Deps) =>
  ({ invoiceId, placeOfSupply, reason, version }: OverridePlaceOfSupply, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const invoice = await unit.invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      // A debit note keeps the place of its invoice (TAX-10).
      if (invoice.kind !== 'INVOICE') throw absent('invoice');
      permit(actor, 'invoice.override-place', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
      expectVersion(invoice, version);
      const before = invoice.placeOfSupply;
      invoice.overridePlace(placeOfSupply && inIndia(placeOfSupply), reason);
      const branch = await unit.serviceCenters.get(invoice.serviceCenterId, everywhere);
      const buyer = invoice.customerId === null ? walkIn : await unit.customers.get(invoice.customerId, everywhere);
      taxAtPlace(invoice, branch.stateCode, buyer);
      unit.record(invoicePlaceOverridden(invoice, before, reason));
      return invoice;
    });

/** What is done to a vehicle at a branch is no export, whoever pays for it (IGST Act s. 13(3)(a)). */
const inIndia = (code: string): string => {
  const state = parseStateCode(code);
  if (state === OVERSEAS) throw new DomainError('tax.invalid', 'No service centre supplies abroad: name a state of India.');
  return state;
};
