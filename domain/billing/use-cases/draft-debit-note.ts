import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { reach } from '../../shared/permit.ts';
import { permitToday } from '../../shared/permit-today.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { type Debited, debitLines } from '../debit-lines.ts';
import { debitNoteDrafted } from '../events.ts';
import { Invoice, InvoiceLine } from '../invoice.ts';
import type { Invoices } from '../ports.ts';
import type { AskedCredit } from './draft-credit-note.ts';

/** A line of the invoice with the quantity that was not billed, or the amount before tax by which its price was too low. */
export type DraftDebitNote = { readonly invoiceId: string; readonly lines: readonly AskedCredit[]; readonly reason: string };

type Deps = { readonly transact: Transact<{ invoices: Invoices; limitUses: LimitUses }>; readonly clock: Clock; readonly ids: Ids };

/**
 * Draws up a debit note on an issued invoice: what was charged too little, at its rates and place of supply (CGST Act s. 34(3)). It is
 * due on its own, like an invoice.
 * @throws DomainError `debitnote.refused`, `entity.absent`
 * @throws ApprovalNeeded above the limit by document or day, whoever asks
 */
export const draftDebitNote =
  ({ transact, clock, ids }: Deps) =>
  ({ invoiceId, lines, reason }: DraftDebitNote, actor: Actor): Promise<Invoice> =>
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

const debitNoteOn = (ids: Ids, invoice: Invoice, asked: readonly AskedCredit[], reason: string): Invoice => {
  const { serviceCenterId, customerId, sourceType, sourceId, payer, placeOfSupply, supplyType } = invoice;
  const named = asked.map((one, index) => ({ line: lineOf(invoice, asked, index), debited: debitedOf(one) }));
  const { lines, figures } = debitLines(invoice, named);
  const id = ids.next();
  return new Invoice({
    ...{ id, kind: 'DEBIT_NOTE', originalId: invoice.id, reason, serviceCenterId, customerId, sourceType, sourceId, payer },
    ...{ placeOfSupply, supplyType },
    ...figures,
    lines: lines.map(({ line, quantity, figures: of }, index) => {
      const { kind, sourceLineId, partId, description, hsn, unit, unitPrice, taxRate, treatment } = line;
      const copied = { kind, sourceLineId, partId, description, hsn, unit, unitPrice, taxRate, treatment };
      return new InvoiceLine({ id: ids.next(), invoiceId: id, position: index + 1, ...copied, quantity, ...of });
    }),
  });
};

const lineOf = (invoice: Invoice, asked: readonly AskedCredit[], index: number): InvoiceLine => {
  const { lineId } = asked[index]!;
  const line = invoice.lines.find(({ id }) => id === lineId);
  if (line && asked.findIndex((one) => one.lineId === lineId) === index) return line;
  const message = line ? 'A line is named once.' : 'There is no such line on the invoice.';
  throw new DomainError('debitnote.refused', message, { errors: [{ pointer: `/lines/${index}/lineId`, message }] });
};

const debitedOf = ({ quantity, amount }: AskedCredit): Debited => {
  if (quantity !== undefined && amount === undefined && quantity.isPositive()) return { quantity };
  if (amount !== undefined && quantity === undefined && amount.isPositive()) return { amount };
  throw new DomainError('debitnote.refused', 'Of each line either a quantity or an amount above zero is charged.');
};
