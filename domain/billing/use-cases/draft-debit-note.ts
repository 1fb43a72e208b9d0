import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { reach } from '../../shared/permit.ts';
import { permitToday } from '../../shared/permit-today.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { debitLines } from '../debit-lines.ts';
import { debitNoteDrafted } from '../events.ts';
import { Invoice, InvoiceLine } from '../invoice.ts';
import { asOnInvoice, type AskedNote, type AskedNoteLine, notedLines } from '../note-lines.ts';
import type { Invoices } from '../ports.ts';

type Deps = { readonly transact: Transact<{ invoices: Invoices; limitUses: LimitUses }>; readonly clock: Clock; readonly ids: Ids };

/**
 * Draws up a debit note on an issued invoice: what was charged too little, at its rates and place of supply (CGST Act s. 34(3)). It is
 * due on its own, like an invoice.
 * @throws DomainError `debitnote.refused`, `entity.absent`
 * @throws ApprovalNeeded above the limit by document or day, whoever asks
 */
export const draftDebitNote =
  ({ transact, clock, ids }: Deps) =>
  ({ invoiceId, lines, reason }: AskedNote, actor: Actor): Promise<Invoice> =>
    transact(actor, async (unit) => {
      const invoice = await unit.invoices.getForChange(invoiceId, reach(actor, 'invoice.read'));
      invoice.refuseWhileCancelling();
      if (invoice.kind !== 'INVOICE' || invoice.documentDate === null || invoice.status === 'CANCELLED')
        throw new DomainError('debitnote.refused', 'A debit note is for an invoice that is issued and was not cancelled.');
      const note = debitNoteOn(ids, invoice, lines, reason);
      await permitToday(unit, clock.now(), actor, 'debitnote.create', {
        serviceCenterId: invoice.serviceCenterId,
        source: invoice.sourceType,
        amountPaise: note.totalAmount.paise,
      });
      unit.invoices.add(note);
      unit.record(debitNoteDrafted(note));
      return note;
    });

const debitNoteOn = (ids: Ids, invoice: Invoice, asked: readonly AskedNoteLine[], reason: string): Invoice => {
  const { serviceCenterId, customerId, sourceType, sourceId, payer, placeOfSupply, supplyType } = invoice;
  const { lines, figures } = debitLines(invoice, notedLines(invoice, asked, 'debitnote.refused'));
  const id = ids.next();
  return new Invoice({
    ...{ id, kind: 'DEBIT_NOTE', originalId: invoice.id, reason, serviceCenterId, customerId, sourceType, sourceId, payer },
    ...{ placeOfSupply, supplyType },
    ...figures,
    lines: lines.map(({ line, quantity, figures: of }, index) => {
      const { sourceLineId } = line;
      return new InvoiceLine({ id: ids.next(), invoiceId: id, position: index + 1, sourceLineId, ...asOnInvoice(line), quantity, ...of });
    }),
  });
};
