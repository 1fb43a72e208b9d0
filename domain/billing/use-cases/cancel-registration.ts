import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { EInvoiceCancellation } from '../e-invoice-cancelling.ts';
import type { InvoiceRegistrationPortal } from '../e-invoice-registration.ts';
import { invoiceCancellationRefused, invoiceCancellationStalled } from '../events.ts';
import { type Cancelling, takeOut } from './cancel-invoice.ts';

type Deps = {
  readonly transact: Transact<Cancelling>;
  readonly registrationPortal: InvoiceRegistrationPortal;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Has the portal cancel what is noted down to be cancelled, and cancels the invoice once it has (TAX-12). It begins by asking what became of
 * the registration: an attempt before may have come through though its answer was lost. What the portal refuses stands. Answers what came
 * of it.
 * @throws DomainError `service.unavailable`, and whatever leaves it unknown: it is to be asked again
 */
export const cancelRegistration =
  ({ transact, registrationPortal, clock, ids }: Deps) =>
  (invoiceId: string, actor: Actor): Promise<string> =>
    transact(actor, async (unit) => {
      const asked = await unit.eInvoices.cancellationOf(invoiceId);
      if (!asked || asked.cancelledAt) return 'There is nothing to cancel any more.';
      const { irn } = (await unit.eInvoices.ofDocument(invoiceId))!;
      // No row is locked while the portal is waited for.
      const outcome = await outcomeAt(registrationPortal, irn, asked);
      const invoice = await unit.invoices.getForChange(invoiceId, everywhere);
      if (!invoice.isBeingCancelled) return 'Another attempt came to its end meanwhile.';
      if ('refusal' in outcome) {
        invoice.stand(outcome.refusal);
        await unit.eInvoices.dropCancellation(invoiceId);
        unit.record(invoiceCancellationRefused(invoice, outcome.refusal));
        return `The portal refused: ${outcome.refusal}`;
      }
      await unit.eInvoices.cancelled(invoiceId, outcome.cancelledAt);
      await takeOut({ clock, ids }, unit, { invoice, ...asked }, actor);
      return 'The portal has cancelled it.';
    });

/**
 * The portal was asked as often as it is, and gave no answer: the invoice waits on, until somebody cancels it anew. They are told so (ADR 45).
 */
export const noteUnanswered =
  ({ transact, clock }: Pick<Deps, 'transact' | 'clock'>) =>
  (invoiceId: string, actor: Actor): Promise<void> =>
    transact(actor, async ({ invoices, record }) => {
      const invoice = await invoices.getForChange(invoiceId, everywhere);
      if (!invoice.isBeingCancelled || invoice.cancellationStalledAt !== null) return;
      invoice.stallCancellation(clock.now());
      record(invoiceCancellationStalled(invoice));
    });

const REMARK_LENGTH = 100;

type Outcome = { readonly cancelledAt: Date } | { readonly refusal: string };

const outcomeAt = async (portal: InvoiceRegistrationPortal, irn: string, { code, reason }: EInvoiceCancellation): Promise<Outcome> => {
  const before = await portal.stateOf(irn);
  if (before.cancelledAt) return { cancelledAt: before.cancelledAt };
  try {
    return await portal.cancel(irn, { code, remark: reason.slice(0, REMARK_LENGTH) });
  } catch (error) {
    // What the portal says that it refuses is not cancelled, unless an attempt before came through just then; of anything else nobody knows.
    if (!(error instanceof DomainError) || error.code !== 'e_invoice.refused') throw error;
    const { cancelledAt } = await portal.stateOf(irn);
    return cancelledAt ? { cancelledAt } : { refusal: error.message };
  }
};
