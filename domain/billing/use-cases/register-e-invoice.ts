import type { Actor } from '../../shared/actor.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { EInvoices, InvoiceRegistrationPortal, RegisteredEInvoice } from '../e-invoice-registration.ts';
import { eInvoiceRegistered } from '../events.ts';
import type { BillingReads } from '../reads.ts';
import { soundEInvoice } from './export-e-invoice.ts';
import { permitCosts } from '../transfer-costs.ts';

type Deps = {
  readonly transact: Transact<{ eInvoices: EInvoices }>;
  readonly billingReads: Pick<BillingReads, 'invoice'>;
  readonly registrationPortal: InvoiceRegistrationPortal;
  readonly clock: Clock;
};

export type Registration = { readonly registered: RegisteredEInvoice; /** Whether it was registered just now. */ readonly first: boolean };

/**
 * Registers an issued invoice at the portal (TAX-12), once: whoever asks again, or at the same time, gets what was answered first. The
 * portal is asked between two transactions, so that no lock waits for it; what is lost after its answer it says again to the next one.
 * @throws DomainError `e_invoice.refused` with every fault by field, `entity.absent`, `access.denied`
 */
export const registerEInvoice =
  ({ transact, billingReads, registrationPortal, clock }: Deps) =>
  async (invoiceId: string, actor: Actor): Promise<Registration> => {
    const invoice = await billingReads.invoice(invoiceId, reach(actor, 'invoice.read'));
    permit(actor, 'invoice.issue', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
    permitCosts(actor, invoice);
    const kept = await transact(actor, ({ eInvoices }) => eInvoices.ofDocument(invoiceId));
    if (kept) return { registered: kept, first: false };
    const answer = await registrationPortal.register(soundEInvoice(invoice));
    // It is registered there whatever happened to the invoice meanwhile: that is kept.
    return transact(actor, async ({ eInvoices, record }) => {
      const registered = { ...answer, invoiceId, registeredAt: clock.now(), registeredBy: actor.userId };
      if (!(await eInvoices.keep(registered))) return { registered: (await eInvoices.ofDocument(invoiceId))!, first: false };
      record(eInvoiceRegistered(invoice, registered));
      return { registered, first: true };
    });
  };
