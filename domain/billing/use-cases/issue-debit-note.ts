import type { Customers } from '../../customers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { addDays, type BusinessDay, businessDay, financialYear } from '../../shared/calendar.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { renderDocumentNumber } from '../../shared/gst/number-series.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { debitNoteIssued } from '../events.ts';
import type { Invoice } from '../invoice.ts';
import type { NoteParties } from '../note-document.ts';
import { freezeDebitNote } from '../note-document.ts';
import type { Invoices, NumberSeries } from '../ports.ts';

export type ToDebitNote = { readonly debitNoteId: string; readonly version?: number | undefined };

/** What numbering a debit note needs of a unit of work. */
export type DebitNumbering = { numberSeries: NumberSeries };
export type DebitDeps = { readonly clock: Clock; readonly ids: Ids; readonly billing: { readonly debitNotePattern: string } };
type Deps = DebitDeps & {
  readonly transact: Transact<{ invoices: Invoices; customers: Customers } & DebitNumbering>;
  readonly billing: { readonly paymentTermsDays: number };
};

/** The debit note, locked; an invoice under this id is none. */
export const debitNoteForChange = async ({ invoices }: { readonly invoices: Invoices }, id: string, actor: Actor): Promise<Invoice> => {
  const note = await invoices.getForChange(id, reach(actor, 'invoice.read'));
  if (note.kind !== 'DEBIT_NOTE') throw absent('debit note');
  return note;
};

/**
 * Gives the note its number, in a series of its own, and freezes it. From now on it is due, and paid as an invoice is. Its amount was
 * judged when it was made.
 * @throws DomainError `invoice.transition`, `series.date_order`, `series.exhausted`, `version.stale`
 */
export const issueDebitNote =
  ({ transact, clock, ids, billing }: Deps) =>
  ({ debitNoteId, version }: ToDebitNote, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      // The invoice is locked before its notes, as who pays both locks them in the order of their ids.
      const { originalId } = await unit.invoices.get(debitNoteId, reach(actor, 'invoice.read'));
      const original = originalId === null ? undefined : await unit.invoices.getForChange(originalId, everywhere);
      const note = await debitNoteForChange(unit, debitNoteId, actor);
      const { serviceCenterId, sourceType: source } = note;
      permit(actor, 'debitnote.issue', { serviceCenterId, source, amountPaise: 0n, dayTotalPaise: 0n });
      expectVersion(note, version);
      note.refuseUnlessDraft();
      if (!original) throw absent('debit note');
      original.refuseWhileCancelling();
      if (original.status === 'CANCELLED')
        throw new DomainError('debitnote.refused', 'The invoice was cancelled meanwhile: there is nothing to add to. Discard this draft.');
      const customer = note.customerId ? await unit.customers.get(note.customerId, everywhere) : undefined;
      const dueDate = addDays(businessDay(clock.now()), customer?.paymentTermsDays ?? billing.paymentTermsDays);
      const { document, gstin, seriesPrefix } = original;
      const { template, seller, buyer, number, date } = document!;
      const parties = { template, seller, buyer, original: { number, date } };
      await numberDebitNote({ clock, ids, billing }, unit, note, { ...parties, gstin: gstin!, prefix: seriesPrefix ?? '', dueDate });
      return note;
    });

/** Everything that could wait or fail was done before: the row of the series is the last lock (INV-01). */
export const numberDebitNote = async (
  { clock, billing }: DebitDeps,
  unit: DebitNumbering & Recording,
  note: Invoice,
  { gstin, prefix, dueDate, ...parties }: NoteParties & { readonly gstin: string; readonly prefix: string; readonly dueDate: BusinessDay },
): Promise<void> => {
  const at = clock.now();
  const day = businessDay(at);
  await unit.flush();
  const series = { gstin, prefix, financialYear: financialYear(day).start };
  const n = await unit.numberSeries.take({ ...series, kind: 'DEBIT_NOTE' }, day);
  const number = renderDocumentNumber(billing.debitNotePattern, prefix, day, n);
  note.issue({ number, ...series, day, at, dueDate, document: freezeDebitNote(note, parties, { number, day, at, dueDate }) });
  unit.record(debitNoteIssued(note));
};
