import type { Configuration } from '../../configuration/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { creditNoteRegistered } from '../credit-note-events.ts';
import type { CreditNoteReads } from '../credit-note-reads.ts';
import type { EInvoices, InvoiceRegistrationPortal, RegisteredEInvoice } from '../e-invoice-registration.ts';
import { registrationDay } from '../e-invoice-duty.ts';
import type { EInvoice } from '../e-invoice.ts';
import { eInvoiceRegistered } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import type { Invoices } from '../ports.ts';
import type { BillingReads } from '../reads.ts';
import { permitCosts } from '../transfer-costs.ts';
import { soundEInvoice, soundNoteEInvoice } from './export-e-invoice.ts';

type Unit = { readonly eInvoices: EInvoices; readonly invoices: Invoices };
type Deps = {
  readonly transact: Transact<Unit>;
  readonly registrationPortal: InvoiceRegistrationPortal;
  readonly clock: Clock;
  readonly configuration: Configuration;
};

export type Registration = { readonly registered: RegisteredEInvoice; /** Whether it was registered just now. */ readonly first: boolean };

type Registering = Pick<RegisteredEInvoice, 'documentKind' | 'documentId'> & {
  /** It has none any more: what the portal answered once is not told again. */
  readonly isCancelled?: boolean;
  readonly sound: () => Promise<EInvoice>;
  readonly event: (registered: RegisteredEInvoice) => DomainEvent;
};

/**
 * Registers an issued invoice or debit note at the portal (TAX-12), once: whoever asks again, or at the same time, gets what was answered
 * first. The portal is asked between two transactions, so that no lock waits for it; what is lost after its answer it says again to the next
 * one.
 * @throws DomainError `e_invoice.refused` with every fault by field, `entity.absent`, `access.denied`
 */
export const registerEInvoice =
  ({ transact, billingReads, registrationPortal, clock, configuration }: Deps & { readonly billingReads: Pick<BillingReads, 'invoice'> }) =>
  async (invoiceId: string, actor: Actor): Promise<Registration> => {
    const invoice = await billingReads.invoice(invoiceId, reach(actor, 'invoice.read'));
    permit(actor, 'invoice.issue', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
    permitCosts(actor, invoice);
    const document: Registering = {
      ...{ documentKind: invoice.kind === 'DEBIT_NOTE' ? 'DEBIT_NOTE' : 'INVOICE', documentId: invoiceId },
      isCancelled: invoice.status === 'CANCELLED',
      sound: async () => soundEInvoice(invoice, await registrationDay({ clock, configuration })),
      event: (registered) => eInvoiceRegistered(invoice, registered),
    };
    return register({ transact, registrationPortal, clock }, document, actor);
  };

/** The same of an issued credit note. Errors as `registerEInvoice`. */
export const registerCreditNoteEInvoice =
  ({ transact, creditNoteReads, registrationPortal, clock, configuration }: Deps & { readonly creditNoteReads: CreditNoteReads }) =>
  async (creditNoteId: string, actor: Actor): Promise<Registration> => {
    const note = await creditNoteReads.creditNote(creditNoteId, reach(actor, 'creditnote.read'));
    const { serviceCenterId, sourceType: source } = note;
    permit(actor, 'creditnote.issue', { serviceCenterId, source, amountPaise: 0n, dayTotalPaise: 0n });
    permitCosts(actor, note);
    const document: Registering = {
      ...{ documentKind: 'CREDIT_NOTE', documentId: creditNoteId },
      sound: async () => soundNoteEInvoice(note, await registrationDay({ clock, configuration })),
      event: (registered) => creditNoteRegistered(note, registered),
    };
    return register({ transact, registrationPortal, clock }, document, actor);
  };

const register = async (
  { transact, registrationPortal, clock }: Omit<Deps, 'configuration'>,
  { documentKind, documentId, isCancelled, sound, event }: Registering,
  actor: Actor,
): Promise<Registration> => {
  const known = await transact(actor, ({ eInvoices }) => eInvoices.ofDocument(documentId));
  if (known && !isCancelled) return { registered: known, first: false };
  const document = await sound();
  /** The invoice is locked first, as cancelling does, and then what is asked of it: whoever comes in between would wait for one who waits. */
  const hold = async ({ invoices }: Pick<Unit, 'invoices'>): Promise<Invoice | undefined> =>
    documentKind === 'CREDIT_NOTE' ? undefined : invoices.getForChange(documentId, everywhere);
  await transact(actor, async (unit) => {
    // From here on it is cancelled no more, or was before.
    refuseCancelled(await hold(unit));
    await unit.eInvoices.ask(documentId, clock.now());
  });
  const answer = await registrationPortal.register(document).catch(async (error: unknown) => {
    // What is known to be refused is not registered; of anything else nobody knows.
    if (error instanceof DomainError && error.code !== 'service.unavailable')
      await transact(actor, ({ eInvoices }) => eInvoices.answered(documentId));
    throw error;
  });
  return transact(actor, async (unit) => {
    const { eInvoices, record } = unit;
    await hold(unit);
    await eInvoices.answered(documentId);
    const registered = { ...answer, documentKind, documentId, registeredAt: clock.now(), registeredBy: actor.userId };
    if (!(await eInvoices.keep(registered))) return { registered: (await eInvoices.ofDocument(documentId))!, first: false };
    record(event(registered));
    return { registered, first: true };
  });
};

const refuseCancelled = (invoice: Invoice | undefined): void => {
  if (invoice?.status !== 'CANCELLED') return;
  const message = 'It was cancelled, and is registered nowhere.';
  throw new DomainError('invoice.transition', message, { missing: [message] });
};
