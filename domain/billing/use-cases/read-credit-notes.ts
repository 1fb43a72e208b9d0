import { scopeOf } from '../../shared/access/decide.ts';
import { type Actor, nowhere } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { CreditNote } from '../credit-note.ts';
import type { CreditNoteFilter, CreditNoteReads, CreditNoteRow } from '../credit-note-reads.ts';

type Deps = { readonly creditNoteReads: CreditNoteReads };

export const listCreditNotes =
  ({ creditNoteReads }: Deps) =>
  async (filter: CreditNoteFilter, page: PageRequest, actor: Actor): Promise<Page<CreditNoteRow>> => {
    // One's own notes are those of one's visits, and no visit is billed yet.
    const nobodys = scopeOf(actor, 'creditnote.read').kind === 'own';
    return creditNoteReads.creditNotes(filter, nobodys ? nowhere : reach(actor, 'creditnote.read'), page);
  };

/** @throws DomainError `entity.absent`, `access.denied` */
export const readCreditNote =
  ({ creditNoteReads }: Deps) =>
  async (creditNoteId: string, actor: Actor): Promise<CreditNote> => {
    const note = await creditNoteReads.creditNote(creditNoteId, reach(actor, 'creditnote.read'));
    permit(actor, 'creditnote.read', { serviceCenterId: note.serviceCenterId, source: note.sourceType });
    return note;
  };
