import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay, financialYear } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { renderDocumentNumber } from '../../shared/gst/number-series.ts';
import type { Money } from '../../shared/money.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { creditNoteApplied, creditNoteIssued } from '../credit-note-events.ts';
import type { CreditNote } from '../credit-note.ts';
import type { Invoice } from '../invoice.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import { freezeCreditNote } from '../note-document.ts';
import type { CreditNotes, Invoices, NumberSeries } from '../ports.ts';
import { refuseOfWrittenOff, refuseUnlessCreditable } from './draft-credit-note.ts';

export type ToCreditNote = { readonly creditNoteId: string; readonly version?: number | undefined };
export type ApplyCreditNote = ToCreditNote & { readonly invoiceId: string; readonly amount?: Money | undefined };

/** What issuing a note needs of a unit of work. */
export type NoteIssuing = { invoices: Invoices; creditNotes: CreditNotes; serviceCenters: ServiceCenters; numberSeries: NumberSeries };
export type NoteDeps = { readonly clock: Clock; readonly ids: Ids; readonly billing: { readonly creditNotePattern: string } };
type Deps = NoteDeps & { readonly transact: Transact<NoteIssuing> };

/**
 * Gives the note its number, in a series of its own, and freezes it. It lowers what is due on its invoice first; what is left of it stays
 * open as credit of the customer. Its amount was judged when it was made (CRN-01).
 * @throws DomainError `creditnote.transition`, `creditnote.refused`, `creditnote.too_late`, `creditnote.exceeds`, `series.date_order`, `series.exhausted`, `version.stale`
 */
export const issueCreditNote =
  ({ transact, clock, ids, billing }: Deps) =>
  ({ creditNoteId, version }: ToCreditNote, actor: Actor): Promise<CreditNote> =>
    transact(actor, async (unit) => {
      const note = await unit.creditNotes.getForChange(creditNoteId, reach(actor, 'creditnote.read'));
      permit(actor, 'creditnote.issue', {
        serviceCenterId: note.serviceCenterId,
        source: note.sourceType,
        amountPaise: 0n,
        dayTotalPaise: 0n,
      });
      expectVersion(note, version);
      const invoice = await unit.invoices.getForChange(note.invoiceId, everywhere);
      await issueNote({ clock, ids, billing }, unit, note, invoice, actor);
      return note;
    });

/** The same for a note that another use case has drawn up; note and invoice are locked, and nothing else is waited for after it. */
export const issueNote = async (
  { clock, ids, billing }: NoteDeps,
  unit: NoteIssuing & Recording,
  note: CreditNote,
  invoice: Invoice,
  actor: Actor,
): Promise<void> => {
  const at = clock.now();
  const day = businessDay(at);
  note.refuseUnlessDraft();
  refuseUnlessCreditable(invoice, day);
  refuseOfWrittenOff(invoice, (await unit.creditNotes.givenBackOn(invoice.id)).issued.plus(note.totalAmount));
  const { invoicePrefix: prefix } = await unit.serviceCenters.get(note.serviceCenterId, everywhere);
  await unit.flush();
  // Of the registration that issued the invoice, whatever became of the branch since.
  const series = { gstin: invoice.gstin!, prefix, financialYear: financialYear(day).start };
  const n = await unit.numberSeries.take({ ...series, kind: 'CREDIT_NOTE' }, day);
  const number = renderDocumentNumber(billing.creditNotePattern, prefix, day, n);
  const document = freezeCreditNote(note, invoice as Invoice & { document: InvoiceDocument }, { number, day, at });
  note.issue({ number, ...series, day, at, document });
  unit.record(creditNoteIssued(note));
  const due = invoice.balance;
  const amount = due.compare(note.openAmount) < 0 ? due : note.openAmount;
  if (amount.isPositive()) applyTo(unit, note, invoice, amount, actor, at, ids);
};

const applyTo = ({ record }: Recording, note: CreditNote, invoice: Invoice, amount: Money, { userId }: Actor, at: Date, ids: Ids): void => {
  const from = note.status;
  note.apply(invoice.id, amount, userId, at, ids);
  invoice.credit(amount, at);
  record(creditNoteApplied(note, invoice, amount.toString(), from));
};

/**
 * Lowers what is due on another invoice of the same customer by what is open of the note; by default as much as fits.
 * @throws DomainError `creditnote.exceeds`, `creditnote.refused` for somebody else's invoice, `payment.exceeds_balance`, `invoice.transition`
 */
export const applyCreditNote =
  ({ transact, clock, ids }: Pick<Deps, 'transact' | 'clock' | 'ids'>) =>
  ({ creditNoteId, invoiceId, amount, version }: ApplyCreditNote, actor: Actor): Promise<CreditNote> =>
    transact(actor, async (unit) => {
      const note = await unit.creditNotes.getForChange(creditNoteId, reach(actor, 'creditnote.read'));
      const { serviceCenterId, sourceType: source } = note;
      permit(actor, 'creditnote.apply', { serviceCenterId, source, amountPaise: 0n, dayTotalPaise: 0n, paidInCash: false });
      expectVersion(note, version);
      const invoice = await unit.invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      refuseUnlessSameBuyer(note, invoice);
      const fits = invoice.balance.compare(note.openAmount) < 0 ? invoice.balance : note.openAmount;
      applyTo(unit, note, invoice, amount ?? fits, actor, clock.now(), ids);
      return note;
    });

const refuseUnlessSameBuyer = (note: CreditNote, invoice: Invoice): void => {
  const same = invoice.id === note.invoiceId || (note.customerId !== null && invoice.customerId === note.customerId);
  if (!same || (note.gstin !== null && invoice.gstin !== note.gstin))
    throw new DomainError('creditnote.refused', 'A credit note is applied to invoices of the same customer and the same GSTIN.');
};
