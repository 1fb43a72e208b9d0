import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { creditNoteDeadline } from '../../shared/gst/credit-note-deadline.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import { creditNoteDrafted } from '../credit-note-events.ts';
import type { CreditNote } from '../credit-note.ts';
import type { Invoice } from '../invoice.ts';
import type { AskedNoteLine } from '../note-lines.ts';
import { creditNoteOn } from './draft-credit-note.ts';
import { issueNote, type NoteDeps, type NoteIssuing } from './issue-credit-note.ts';

/** Goods that come back, by the line that the invoice billed. */
export type ReturnedGoods = { readonly sourceLineId: string; readonly quantity: Quantity };

/** The invoice that goods travel under. */
export type BillOfGoods = Invoice;

/**
 * The credit note for goods of a transfer that come back to the sender, drawn up and issued in the unit that takes them back (TRF-02).
 * The recipient returned what was supplied, which is a case of CGST Act s. 34(1); it is part of what was decided on the goods, and needs
 * no other approval. The invoice is locked already, and the number is the last lock (INV-01). After the deadline of s. 34(2) its tax can
 * no longer be taken back, and there is none.
 * @throws DomainError `creditnote.exceeds` where another note credits the goods, `series.date_order`, `series.exhausted`
 */
export const creditReturnedGoods =
  (deps: NoteDeps) =>
  async (
    unit: NoteIssuing & Recording,
    invoice: Invoice,
    { goods, reason }: { readonly goods: readonly ReturnedGoods[]; readonly reason: string },
    actor: Actor,
  ): Promise<CreditNote | undefined> => {
    if (goods.length === 0 || businessDay(deps.clock.now()) > creditNoteDeadline(invoice.documentDate!)) return undefined;
    const note = await creditNoteOn(deps, unit, invoice, { lines: goods.map((each) => creditOf(invoice, each)), reason });
    // What cost nothing was billed at nothing.
    if (!note.taxable.isPositive()) return undefined;
    unit.creditNotes.add(note);
    unit.record(creditNoteDrafted(note));
    await issueNote(deps, unit, note, invoice, actor);
    return note;
  };

const creditOf = ({ lines }: Invoice, { sourceLineId, quantity }: ReturnedGoods): AskedNoteLine => ({
  lineId: lines.find((line) => line.sourceLineId === sourceLineId)!.id,
  quantity,
});
