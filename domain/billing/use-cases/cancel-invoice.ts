import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { EInvoices } from '../e-invoice-registration.ts';
import { invoiceCancelled } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import type { Invoices } from '../ports.ts';
import { billingSource, type SourceRepositories } from './billing-source.ts';

export type CancelInvoice = { readonly invoiceId: string; readonly reason: string; readonly version?: number | undefined };

type Deps = {
  readonly transact: Transact<{ invoices: Invoices; eInvoices: EInvoices } & SourceRepositories>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Takes an invoice out of the books on the business day it bears, while nothing is settled of it. Its number is kept and reported, and
 * what it billed can be billed again: a job is ready anew, what is fitted stays fitted.
 * @throws DomainError `invoice.transition`, `job.transition` once the vehicle has left, `entity.absent`, `access.denied`, `version.stale`
 */
export const cancelInvoice =
  ({ transact, clock, ids }: Deps) =>
  ({ invoiceId, reason, version }: CancelInvoice, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const invoice = await unit.invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      permit(actor, 'invoice.cancel', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
      expectVersion(invoice, version);
      const from = invoice.status;
      const at = clock.now();
      await refuseWhileNotesStand(unit, invoice);
      await refuseRegistered(unit, invoice);
      invoice.cancel(businessDay(at), at);
      // A debit note has billed nothing of a job.
      if (invoice.kind === 'INVOICE') await billingSource(invoice.sourceType).unbilled({ clock, ids }, unit, invoice, actor, everywhere);
      unit.record(invoiceCancelled(invoice, from, reason));
      return invoice;
    });

/**
 * What is registered stands at the portal: it is corrected there by a credit note, and not taken out of our books alone. Nor is what may
 * be: whoever registers it again gets to know.
 */
const refuseRegistered = async ({ eInvoices }: { readonly eInvoices: EInvoices }, { id }: Invoice): Promise<void> => {
  const isRegistered = (await eInvoices.ofDocument(id)) !== undefined;
  if (!isRegistered && !(await eInvoices.isAsked(id))) return;
  const message = isRegistered
    ? 'It is registered as an e-invoice: correct it by a credit note.'
    : 'Its registration as an e-invoice was begun, and the answer is not known: register it again first.';
  throw new DomainError('invoice.transition', message, { missing: [message] });
};

/** A debit note raises the value of its invoice: without that it is of nothing (CGST Act s. 34(3)). Issuing one takes this lock too. */
const refuseWhileNotesStand = async ({ invoices }: { readonly invoices: Invoices }, { id }: Invoice): Promise<void> => {
  const standing = await invoices.debitNotesOn(id);
  if (standing.length === 0) return;
  const message = `The debit note ${standing.join(', ')} stands on this invoice: cancel that first, or correct both by a credit note.`;
  throw new DomainError('invoice.transition', message, { missing: [message] });
};
