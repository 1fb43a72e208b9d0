import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { type CancelReason, refuseAfterPeriod } from '../e-invoice-cancelling.ts';
import type { EInvoices, RegisteredEInvoice } from '../e-invoice-registration.ts';
import { invoiceCancellationAsked, invoiceCancelled } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import type { Invoices } from '../ports.ts';
import { billingSource, type SourceRepositories } from './billing-source.ts';

export type CancelInvoice = {
  readonly invoiceId: string;
  readonly reason: string;
  /** What the registration portal is told; by default OTHER. */
  readonly code?: CancelReason | undefined;
  readonly version?: number | undefined;
};

/** What cancelling an invoice needs of a unit of work. */
export type Cancelling = { invoices: Invoices; eInvoices: EInvoices } & SourceRepositories;
type Deps = { readonly clock: Clock; readonly ids: Ids };

/**
 * Takes an invoice out of the books on the business day it bears, while nothing is settled of it. Its number is kept and reported, and
 * what it billed can be billed again: a job is ready anew, what is fitted stays fitted. One that is registered as an e-invoice waits for the
 * portal, which cancels within 24 hours of its acknowledgement: until then it stands, and is left alone (ADR 45). Asked again meanwhile,
 * nothing follows; once the portal was given up, it is asked anew for the same.
 * @throws DomainError `invoice.transition`, `job.transition` once the vehicle has left, `e_invoice.too_late`, `entity.absent`,
 * `access.denied`, `version.stale`
 */
export const cancelInvoice =
  ({ transact, clock, ids }: Deps & { readonly transact: Transact<Cancelling> }) =>
  ({ invoiceId, reason, code = 'OTHER', version }: CancelInvoice, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const invoice = await unit.invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      permit(actor, 'invoice.cancel', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
      expectVersion(invoice, version);
      await refuseWhileNotesStand(unit, invoice);
      await refuseUnknown(unit, invoice);
      const registered = await unit.eInvoices.ofDocument(invoiceId);
      if (registered) await askPortal({ clock }, unit, { invoice, registered, code, reason }, actor);
      else await takeOut({ clock, ids }, unit, { invoice, reason, askedAt: clock.now() }, actor);
      return invoice;
    });

type Asking = { readonly invoice: Invoice; readonly registered: RegisteredEInvoice; readonly code: CancelReason; readonly reason: string };

/** Noted down before anybody asks the portal: what follows it is known from the note, whatever is lost between. */
const askPortal = async (
  { clock }: Pick<Deps, 'clock'>,
  unit: Cancelling & Recording,
  { invoice, registered, code, reason }: Asking,
  { userId }: Actor,
): Promise<void> => {
  const asked = await unit.eInvoices.cancellationOf(invoice.id);
  if (asked && invoice.isBeingCancelled) {
    if (invoice.askCancellationAgain()) unit.record(invoiceCancellationAsked(invoice, asked.code, asked.reason));
    return;
  }
  const at = clock.now();
  if (invoice.status !== 'CANCELLED') refuseAfterPeriod(registered, at);
  invoice.askCancellation(at);
  if (invoice.kind === 'INVOICE') await billingSource(invoice.sourceType).expectUnbillable({ clock }, unit, invoice, everywhere);
  await unit.eInvoices.askCancellation({ documentId: invoice.id, code, reason, askedAt: at, askedBy: userId, cancelledAt: null });
  unit.record(invoiceCancellationAsked(invoice, code, reason));
};

type TakingOut = { readonly invoice: Invoice; readonly reason: string; readonly askedAt: Date };

/** The invoice is locked, and nothing of it stands at the portal. */
export const takeOut = async (
  { clock, ids }: Deps,
  unit: Cancelling & Recording,
  { invoice, reason, askedAt }: TakingOut,
  actor: Actor,
): Promise<void> => {
  const from = invoice.status;
  invoice.cancel(businessDay(askedAt), clock.now());
  // A debit note has billed nothing of a job.
  if (invoice.kind === 'INVOICE') {
    await billingSource(invoice.sourceType).unbilled({ clock, ids }, unit, invoice, actor, everywhere);
    unit.history.project('INVOICE', invoice.id);
  }
  unit.record(invoiceCancelled(invoice, from, reason));
};

/** Whether it is registered, nobody knows: whoever registers it again gets to know. */
const refuseUnknown = async ({ eInvoices }: { readonly eInvoices: EInvoices }, { id }: Invoice): Promise<void> => {
  if (!(await eInvoices.isAsked(id))) return;
  const message = 'Its registration as an e-invoice was begun, and the answer is not known: register it again first.';
  throw new DomainError('invoice.transition', message, { missing: [message] });
};

/** A note changes the value of its invoice: without that it is of nothing (CGST Act s. 34). Issuing one takes this lock too. */
const refuseWhileNotesStand = async ({ invoices }: { readonly invoices: Invoices }, { id }: Invoice): Promise<void> => {
  const standing = await invoices.notesOn(id);
  if (standing.length === 0) return;
  const message = `${standing.join(', ')} stands on this invoice: cancel what is a debit note first, or correct what is left by a credit note.`;
  throw new DomainError('invoice.transition', message, { missing: [message] });
};
