import type { Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { creditNoteDiscarded } from '../credit-note-events.ts';
import type { CreditNote } from '../credit-note.ts';
import { invoiceDiscarded } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import type { BilledShares, CreditNotes, Invoices } from '../ports.ts';
import type { ToCreditNote } from './issue-credit-note.ts';
import { debitNoteForChange, type ToDebitNote } from './issue-debit-note.ts';

type Reasoned = { readonly reason?: string | undefined };
export type DiscardInvoice = { readonly invoiceId: string; readonly version?: number | undefined } & Reasoned;

/**
 * Ends a draft that nobody wants. It never had a number, so none is lost; what it billed can be billed anew (INV-04).
 * @throws DomainError `invoice.transition` once it is issued, `entity.absent`, `access.denied`, `version.stale`
 */
export const discardInvoice =
  ({ transact, clock }: { readonly transact: Transact<{ invoices: Invoices; billedShares: BilledShares }>; readonly clock: Clock }) =>
  ({ invoiceId, version, reason }: DiscardInvoice, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const invoice = await unit.invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      if (invoice.kind !== 'INVOICE') throw absent('invoice');
      permit(actor, 'invoice.discard', { serviceCenterId: invoice.serviceCenterId, source: invoice.sourceType });
      expectVersion(invoice, version);
      invoice.discard();
      unit.billedShares.release(invoice.id, clock.now());
      unit.record(invoiceDiscarded(invoice, reason ?? null));
      return invoice;
    });

/**
 * Ends the draft of a credit note: what it would have given back can be on another (CRN-01).
 * @throws DomainError `creditnote.transition` once it is issued, `entity.absent`, `access.denied`, `version.stale`
 */
export const discardCreditNote =
  ({ transact }: { readonly transact: Transact<{ creditNotes: CreditNotes }> }) =>
  ({ creditNoteId, version, reason }: ToCreditNote & Reasoned, actor: Actor): Promise<CreditNote> =>
    transact(actor, async (unit) => {
      const note = await unit.creditNotes.getForChange(creditNoteId, reach(actor, 'creditnote.read'));
      const { serviceCenterId, sourceType: source } = note;
      permit(actor, 'creditnote.discard', { serviceCenterId, source, amountPaise: 0n, dayTotalPaise: 0n });
      expectVersion(note, version);
      note.discard();
      unit.record(creditNoteDiscarded(note, reason ?? null));
      return note;
    });

/**
 * Ends the draft of a debit note.
 * @throws DomainError `invoice.transition` once it is issued, `entity.absent`, `access.denied`, `version.stale`
 */
export const discardDebitNote =
  ({ transact }: { readonly transact: Transact<{ invoices: Invoices }> }) =>
  ({ debitNoteId, version, reason }: ToDebitNote & Reasoned, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const note = await debitNoteForChange(unit, debitNoteId, actor);
      const { serviceCenterId, sourceType: source } = note;
      permit(actor, 'debitnote.discard', { serviceCenterId, source, amountPaise: 0n, dayTotalPaise: 0n });
      expectVersion(note, version);
      note.discard();
      unit.record(invoiceDiscarded(note, reason ?? null));
      return note;
    });
