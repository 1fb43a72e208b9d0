import type { CreditNote } from '../billing/credit-note.ts';
import type { CreditNotes } from '../billing/ports.ts';
import type { Repository } from '../shared/repository.ts';
import type { WorkingTables } from './tables.ts';

export const memoryCreditNotes = ({ creditNotes }: WorkingTables, rooted: Repository<CreditNote>): CreditNotes => ({
  ...rooted,
  linesOn: async (invoiceId) =>
    creditNotes
      .rows()
      .filter((note) => note.invoiceId === invoiceId && note.status !== 'discarded')
      .flatMap(({ lines }) => lines)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
});
