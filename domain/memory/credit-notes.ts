import type { CreditNote } from '../billing/credit-note.ts';
import type { CreditNotes } from '../billing/ports.ts';
import { Money } from '../shared/money.ts';
import type { Repository } from '../shared/repository.ts';
import type { WorkingTables } from './tables.ts';

export const memoryCreditNotes = ({ creditNotes }: WorkingTables, rooted: Repository<CreditNote>): CreditNotes => ({
  ...rooted,
  givenBackOn: async (invoiceId) => {
    const notes = creditNotes.rows().filter((note) => note.invoiceId === invoiceId && note.status !== 'discarded');
    const lines = notes.flatMap((note) => note.lines).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const totalOf = (some: readonly CreditNote[]): Money => Money.sum(some.map(({ totalAmount }) => totalAmount));
    return { lines, total: totalOf(notes), issued: totalOf(notes.filter(({ noteNumber }) => noteNumber !== null)) };
  },
});
