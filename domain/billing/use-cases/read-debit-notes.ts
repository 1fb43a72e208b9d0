import { scopeOf } from '../../shared/access/decide.ts';
import { type Actor, nowhere } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { absent } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Invoice } from '../invoice.ts';
import type { BillingReads, DebitNoteFilter, DebitNoteRow } from '../reads.ts';

type Deps = { readonly billingReads: BillingReads };
type ListDeps = Deps & { readonly clock: Clock };

export const listDebitNotes =
  ({ billingReads, clock }: ListDeps) =>
  async (filter: DebitNoteFilter, page: PageRequest, actor: Actor): Promise<Page<DebitNoteRow>> => {
    // One's own are those of one's visits, and no visit is billed yet.
    const nobodys = scopeOf(actor, 'invoice.read').kind === 'own';
    return billingReads.debitNotes(filter, nobodys ? nowhere : reach(actor, 'invoice.read'), page, businessDay(clock.now()));
  };

/** @throws DomainError `entity.absent`, `access.denied` */
export const readDebitNote =
  ({ billingReads }: Deps) =>
  async (debitNoteId: string, actor: Actor): Promise<Invoice> => {
    const note = await billingReads.invoice(debitNoteId, reach(actor, 'invoice.read'));
    if (note.kind !== 'DEBIT_NOTE') throw absent('debit note');
    permit(actor, 'invoice.read', { serviceCenterId: note.serviceCenterId, source: note.sourceType });
    return note;
  };
