import type { StockItem } from '../inventory/stock-item.ts';
import type { WorkingTables } from './tables.ts';

const sourcesOf = (items: readonly StockItem[]): string[] =>
  items.flatMap(({ reservations }) => reservations.map(({ sourceId }) => sourceId));

/** A job card shows what is reserved for it: those that were on the balances before, and those that are at the end, look again. */
export const showReservations = ({ stockItems, jobCards }: WorkingTables, locked: readonly StockItem[]): (() => void) => {
  const before = sourcesOf(locked);
  return () => {
    for (const sourceId of new Set([...before, ...sourcesOf(locked)]))
      jobCards.note(sourceId, (card) => {
        card.reservations = stockItems.rows().flatMap(({ reservations }) => reservations.filter((each) => each.sourceId === sourceId));
      });
  };
};
