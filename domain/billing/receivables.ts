import type { BusinessDay } from '../shared/calendar.ts';
import { Money } from '../shared/money.ts';

export type EntryKind =
  | 'OPENING'
  | 'INVOICE'
  | 'DEBIT_NOTE'
  | 'CREDIT_NOTE'
  | 'CANCELLATION'
  | 'WRITE_OFF'
  | 'PAYMENT'
  | 'REVERSAL'
  | 'REFUND';

/** One document or movement of money on an account: above zero what the customer owes by it, below zero what they owe less. */
export type AccountEntry = {
  readonly id: string;
  readonly kind: EntryKind;
  readonly day: BusinessDay;
  readonly number: string | null;
  readonly serviceCenterId: string;
  readonly amount: Money;
};

/** An account from one day to another: what was owed before, every entry with what is owed after it, and what is owed in the end. */
export type Statement = {
  readonly from: BusinessDay;
  readonly to: BusinessDay;
  readonly opening: Money;
  readonly entries: readonly (AccountEntry & { readonly balance: Money })[];
  readonly closing: Money;
};

/** Adds an account up. Below zero the customer has a credit. */
export const statementOf = (
  { from, to }: { readonly from: BusinessDay; readonly to: BusinessDay },
  opening: Money,
  entries: readonly AccountEntry[],
): Statement => {
  let balance = opening;
  const told = entries.map((entry) => ({ ...entry, balance: (balance = balance.plus(entry.amount)) }));
  return { from, to, opening, entries: told, closing: balance };
};

/** How long something has been due: days since the due date, the last without an end. */
export const ageingBuckets = ['notDue', 'days1to30', 'days31to60', 'days61to90', 'over90'] as const;
export type Ageing = { readonly [Bucket in (typeof ageingBuckets)[number] | 'total']: Money };
export type AgeingRow = Ageing & { readonly customerId: string | null; readonly customerName: string | null };

export const noAgeing: Ageing = {
  ...{ notDue: Money.zero, days1to30: Money.zero, days31to60: Money.zero, days61to90: Money.zero, over90: Money.zero, total: Money.zero },
};
