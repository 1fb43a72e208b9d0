import type { Configuration } from '../../configuration/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { CreditNoteReads } from '../credit-note-reads.ts';
import type { CreditNote } from '../credit-note.ts';
import type { Clock } from '../../shared/ports.ts';
import { type RegistrationDay, registrationDay } from '../e-invoice-duty.ts';
import { type EInvoice, eInvoice } from '../e-invoice.ts';
import { eInvoiceFaults } from '../e-invoice-rules.ts';
import type { Invoice } from '../invoice.ts';
import type { BillingReads } from '../reads.ts';
import { permitCosts } from '../transfer-costs.ts';

type Deps = {
  readonly billingReads: Pick<BillingReads, 'invoice'>;
  readonly clock: Clock;
  readonly configuration: Configuration;
};

/**
 * An issued invoice as INV-01 v1.1, if the registration portal would take it (TAX-12).
 * @throws DomainError `e_invoice.refused` with every fault by field, `entity.absent`, `access.denied`
 */
export const exportEInvoice =
  ({ billingReads, clock, configuration }: Deps) =>
  async (invoiceId: string, actor: Actor): Promise<EInvoice> => {
    const invoice = await billingReads.invoice(invoiceId, reach(actor, 'invoice.read'));
    permit(actor, 'invoice.print', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
    permitCosts(actor, invoice);
    return soundEInvoice(invoice, await registrationDay({ clock, configuration }));
  };

type NoteDeps = Omit<Deps, 'billingReads'> & { readonly creditNoteReads: Pick<CreditNoteReads, 'creditNote'> };

/** The same of an issued credit note, which names its invoice: CGST Rule 48(4). Errors as `exportEInvoice`. */
export const exportCreditNoteEInvoice =
  ({ creditNoteReads, clock, configuration }: NoteDeps) =>
  async (creditNoteId: string, actor: Actor): Promise<EInvoice> => {
    const note = await creditNoteReads.creditNote(creditNoteId, reach(actor, 'creditnote.read'));
    permit(actor, 'creditnote.read', { serviceCenterId: note.serviceCenterId, source: note.sourceType });
    permitCosts(actor, note);
    return soundNoteEInvoice(note, await registrationDay({ clock, configuration }));
  };

/** @throws DomainError `e_invoice.refused` for a draft, and with every fault by field */
export const soundNoteEInvoice = (note: CreditNote, on: RegistrationDay): EInvoice => {
  const { document } = note;
  if (document === null) throw new DomainError('e_invoice.refused', 'Only an issued credit note has an e-invoice.');
  return withoutFaults(eInvoice({ ...note, document, kind: 'CREDIT_NOTE' }), on);
};

/** @throws DomainError `e_invoice.refused` for what is not issued or was cancelled, and with every fault by field */
export const soundEInvoice = (invoice: Invoice, on: RegistrationDay): EInvoice => {
  const { document, status, kind } = invoice;
  if (document === null || status === 'CANCELLED')
    throw new DomainError('e_invoice.refused', 'Only an issued invoice that stands has an e-invoice.');
  return withoutFaults(eInvoice({ ...invoice, document, kind: kind === 'DEBIT_NOTE' ? kind : 'INVOICE' }), on);
};

/** @throws DomainError `e_invoice.refused` with every fault by field */
export const withoutFaults = (made: EInvoice, on: RegistrationDay): EInvoice => {
  const faults = eInvoiceFaults(made, on);
  if (faults.length === 0) return made;
  const sentence = `The portal would refuse it: ${faults[0]!.pointer} ${faults[0]!.message}.`;
  throw new DomainError('e_invoice.refused', sentence, { errors: faults });
};
