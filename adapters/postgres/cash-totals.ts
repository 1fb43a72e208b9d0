import type { CashTotals } from '@dms/domain/billing/ports';
import { Money } from '@dms/domain/shared/money';
import { sql } from 'kysely';
import type { Executor } from './database.ts';

/** What came in cash. The row is there and locked afterwards, also when somebody else makes it at the same time (PAY-04). */
export const postgresCashTotals = (db: Executor): CashTotals => {
  const total = async (query: ReturnType<typeof sql<{ paise: string }>>): Promise<Money> =>
    Money.ofPaise(BigInt((await query.execute(db)).rows[0]!.paise));
  return {
    addFromPerson: (customerId, day, amount) =>
      total(sql`
        insert into cash_by_person as c (customer_id, day, amount) values (${customerId}, ${day}, ${amount.paise})
        on conflict (customer_id, day) do update set amount = c.amount + excluded.amount returning amount::text as paise`),
    addForSource: (source, amount) =>
      total(sql`
        insert into cash_by_source as c (source, amount) values (${source}, ${amount.paise})
        on conflict (source) do update set amount = c.amount + excluded.amount returning amount::text as paise`),
  };
};
