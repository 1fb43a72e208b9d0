import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor } from '../../shared/actor.ts';
import { type BusinessDay, businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { creditNoteDeadline } from '../../shared/gst/credit-note-deadline.ts';
import type { Money } from '../../shared/money.ts';
import { reach } from '../../shared/permit.ts';
import { permitToday } from '../../shared/permit-today.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { creditNoteDrafted } from '../credit-note-events.ts';
import { CreditNote, CreditNoteLine } from '../credit-note.ts';
import { creditLine, noteFigures } from '../credit-lines.ts';
import type { Invoice } from '../invoice.ts';
import { asOnInvoice, type AskedNote, notedLines } from '../note-lines.ts';
import type { CreditNotes, Invoices } from '../ports.ts';

type Deps = {
  readonly transact: Transact<{ invoices: Invoices; creditNotes: CreditNotes; limitUses: LimitUses }>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Draws up a credit note on an issued invoice, by line, at the rates of the invoice (CRN-01). What is on it is on no other note from now
 * on: the invoice is locked, so of two notes on one line the second sees what the first one left.
 * @throws DomainError `creditnote.refused`, `creditnote.too_late`, `creditnote.exceeds`, `entity.absent`
 * @throws ApprovalNeeded above the limit by document or day, whoever asks
 */
export const draftCreditNote =
  ({ transact, clock, ids }: Deps) =>
  (command: AskedNote, actor: Actor): Promise<CreditNote> =>
    transact(actor, async (unit) => {
      const now = clock.now();
      const invoice = await unit.invoices.getForChange(command.invoiceId, reach(actor, 'invoice.read'));
      refuseUnlessCreditable(invoice, businessDay(now));
      const note = await creditNoteOn({ ids }, unit, invoice, command);
      refuseOfNothing(note);
      await permitToday(unit, now, actor, 'creditnote.create', {
        serviceCenterId: invoice.serviceCenterId,
        source: invoice.sourceType,
        amountPaise: note.totalAmount.paise,
      });
      unit.creditNotes.add(note);
      unit.record(creditNoteDrafted(note));
      return note;
    });

/** @throws DomainError `creditnote.refused`, `creditnote.too_late`, `invoice.transition` while it is being cancelled */
export const refuseUnlessCreditable = (invoice: Invoice, today: BusinessDay): void => {
  const { kind, status, documentDate } = invoice;
  invoice.refuseWhileCancelling();
  if (kind !== 'INVOICE' || documentDate === null || status === 'CANCELLED')
    throw new DomainError('creditnote.refused', 'A credit note is for an invoice that is issued and was not cancelled.');
  const last = creditNoteDeadline(documentDate);
  // CGST Act s. 34(2)
  if (today > last)
    throw new DomainError('creditnote.too_late', `The tax of this invoice could be credited until ${last}, 30 November after its year.`);
};

/** The note with its lines, as all notes on the invoice so far leave it. The invoice is locked. */
export const creditNoteOn = async (
  { ids }: { readonly ids: Ids },
  { creditNotes }: { creditNotes: CreditNotes },
  invoice: Invoice,
  { lines: asked, reason }: Pick<AskedNote, 'lines' | 'reason'>,
): Promise<CreditNote> => {
  const earlier = await creditNotes.givenBackOn(invoice.id);
  const byLine = Map.groupBy(earlier.lines, ({ invoiceLineId }) => invoiceLineId);
  const id = ids.next();
  const lines = notedLines(invoice, asked, 'creditnote.refused').map(({ line, part }, index) => {
    const of = { id: ids.next(), creditNoteId: id, position: index + 1, invoiceLineId: line.id };
    return new CreditNoteLine({ ...of, ...asOnInvoice(line), ...creditLine(line, byLine.get(line.id) ?? [], part) });
  });
  const { serviceCenterId, customerId, sourceType, placeOfSupply, supplyType } = invoice;
  const figures = noteFigures(lines, earlier);
  refuseOfWrittenOff(invoice, earlier.total.plus(figures.totalAmount));
  const of = { invoiceId: invoice.id, serviceCenterId, customerId, sourceType, placeOfSupply, supplyType, reason };
  return new CreditNote({ id, ...of, ...figures, lines });
};

/**
 * Of what was written off nothing was paid, and it was given up already: all notes on an invoice come to no more than the rest of it.
 * @param given what the notes on the invoice give back, the one in question among them: with drafts where another is drawn up
 * @throws DomainError `creditnote.exceeds`
 */
export const refuseOfWrittenOff = ({ totalAmount, writtenOffAmount }: Invoice, given: Money): void => {
  if (writtenOffAmount.isZero() || given.compare(totalAmount.minus(writtenOffAmount)) <= 0) return;
  const message = `₹${writtenOffAmount} of this invoice were written off: credit notes on it come to ₹${totalAmount.minus(writtenOffAmount)} at most, not to ₹${given}.`;
  throw new DomainError('creditnote.exceeds', message);
};

const refuseOfNothing = ({ taxable }: CreditNote): void => {
  if (!taxable.isPositive()) throw new DomainError('creditnote.exceeds', 'Nothing was charged for this: there is nothing to credit.');
};
