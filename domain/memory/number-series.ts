import type { NumberSeries, SeriesKey } from '../billing/ports.ts';
import { compareDays } from '../shared/calendar.ts';
import { DomainError } from '../shared/errors.ts';
import type { WorkingTables } from './tables.ts';

const FIRST = 1;

const idOf = ({ gstin, kind, prefix, financialYear }: SeriesKey): string => [gstin, kind, prefix, financialYear].join(' ');

/** The series goes back with its unit of work, so no number is lost (INV-01). */
export const memoryNumberSeries = ({ series }: Pick<WorkingTables, 'series'>): NumberSeries => ({
  take: async (key, day) => {
    const id = idOf(key);
    const { next, lastDay } = series.find(id) ?? { next: FIRST, lastDay: day };
    if (compareDays(day, lastDay) < 0) {
      throw new DomainError('series.date_order', `The last document of this series is of ${lastDay}: the next one cannot be of ${day}.`);
    }
    series.put({ id, next: next + 1, lastDay: day });
    return next;
  },
});
