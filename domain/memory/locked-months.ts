import { type BusinessDay, businessDay, monthOf } from '../shared/calendar.ts';
import { DomainError } from '../shared/errors.ts';
import type { RowOf, TableName, WorkingTables } from './tables.ts';
import type { Change } from './working-table.ts';

/** Which days a write bears. */
type Days<R> = (change: Change<R>) => readonly (BusinessDay | null)[];

const dated: { readonly [Name in TableName]?: Days<RowOf<Name>> } = {
  // Issued or cancelled, asked for that, and written off: other steps are dated by what settles it.
  invoices: ({ before, after }) => [
    before?.documentDate !== after.documentDate || before?.cancelledAt !== after.cancelledAt ? after.documentDate : null,
    after.cancellationAskedAt !== null && before?.cancellationAskedAt !== after.cancellationAskedAt ? after.documentDate : null,
    before?.writtenOffOn === after.writtenOffOn ? null : after.writtenOffOn,
  ],
  payments: ({ before, after }) => [
    before ? null : after.businessDay,
    after.undoneAt === null || before?.undoneAt ? null : businessDay(after.undoneAt),
    ...after.allocations.slice(before?.allocations.length ?? 0).map((row) => row.businessDay),
  ],
  refunds: ({ after }) => [after.businessDay],
  creditNotes: ({ before, after }) => [
    before?.documentDate === after.documentDate ? null : after.documentDate,
    ...after.applications.slice(before?.applications.length ?? 0).map((row) => businessDay(row.appliedAt)),
  ],
  goodsReceipts: ({ after }) => [businessDay(after.receivedAt)],
  stockAdjustments: ({ after }) => [after.postedAt && businessDay(after.postedAt)],
  stockCounts: ({ after }) => [after.postedAt && businessDay(after.postedAt)],
  stockMovements: ({ after }) => [businessDay(after.movedAt)],
  stockTransfers: ({ before, after }) => [before?.documentDate === after.documentDate ? null : after.documentDate],
};

/**
 * PER-01, as the triggers of a database have it.
 * @throws DomainError `period.locked`
 */
export const refuseLockedMonths = (tables: WorkingTables): void => {
  const locked = new Set(tables.periods.rows().flatMap((period) => (period.locked ? [period.month] : [])));
  if (locked.size === 0) return;
  for (const day of Object.keys(dated).flatMap((name) => daysOf(tables, name as TableName)))
    if (day !== null && locked.has(monthOf(day)))
      throw new DomainError('period.locked', `The books of ${monthOf(day)} are closed: nothing is written of ${day}.`);
};

const daysOf = <Name extends TableName>(tables: WorkingTables, name: Name): (BusinessDay | null)[] =>
  (tables[name].changes() as Change<RowOf<Name>>[]).flatMap((change) => [...(dated[name] as Days<RowOf<Name>>)(change)]);
