import type { CashTotals } from '../billing/ports.ts';
import { Money } from '../shared/money.ts';
import type { WorkingTables } from './tables.ts';

/** What came in cash, by person and day and by what is billed (PAY-04). */
export const memoryCashTotals = ({ cashTotals }: Pick<WorkingTables, 'cashTotals'>): CashTotals => {
  const add = async (id: string, amount: Money): Promise<Money> => {
    const total = (cashTotals.find(id)?.amount ?? Money.zero).plus(amount);
    cashTotals.put({ id, amount: total });
    return total;
  };
  return {
    addFromPerson: (customerId, day, amount) => add(`${customerId} ${day}`, amount),
    addForSource: (source, amount) => add(source, amount),
  };
};
