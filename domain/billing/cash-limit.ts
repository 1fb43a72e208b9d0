import { businessDay } from '../shared/calendar.ts';
import { DomainError } from '../shared/errors.ts';
import { Money } from '../shared/money.ts';
import type { Invoice } from './invoice.ts';
import type { CashTotals } from './ports.ts';

/** Cash that comes in: from whom, when, and for which invoices. */
export type CashIn = {
  readonly customerId: string | null;
  readonly receivedAt: Date;
  readonly amount: Money;
  readonly shares: readonly { readonly invoice: Pick<Invoice, 'sourceType' | 'sourceId'>; readonly amount: Money }[];
};

type Deps = { readonly billing: { readonly cashLimit: Money } };

/**
 * Counts cash, and refuses what would reach the limit: from one person in a day, for one transaction however many days it is spread over,
 * or relating to one event (Income-tax Act 2025 s. 186, formerly s. 269ST of the Act of 1961). All invoices of one job, order or visit are
 * one event. The sums stay locked until the unit ends, so that two at once do not both pass (PAY-04).
 * @throws DomainError `payment.cash_limit`
 */
export const countCash =
  ({ billing: { cashLimit } }: Deps) =>
  async ({ cashTotals }: { readonly cashTotals: CashTotals }, { customerId, receivedAt, amount, shares }: CashIn): Promise<void> => {
    await countForInvoices({ cashTotals }, shares, cashLimit);
    if (customerId === null) return;
    const total = await cashTotals.addFromPerson(customerId, businessDay(receivedAt), amount);
    refuseAt(cashLimit, total, 'from one person in a day');
  };

/** The same for money that is there already and is used for invoices now. */
export const countForInvoices = async (
  { cashTotals }: { readonly cashTotals: CashTotals },
  shares: CashIn['shares'],
  cashLimit: Money,
): Promise<void> => {
  const bySource = Map.groupBy(shares, ({ invoice: { sourceType, sourceId } }) => `${sourceType} ${sourceId}`);
  for (const source of [...bySource.keys()].sort()) {
    const total = await cashTotals.addForSource(source, Money.sum(bySource.get(source)!.map((share) => share.amount)));
    refuseAt(cashLimit, total, 'for one bill');
  }
};

const refuseAt = (limit: Money, total: Money, of: string): void => {
  if (total.compare(limit) < 0) return;
  throw new DomainError(
    'payment.cash_limit',
    `That would be ₹${total} in cash ${of}, and ₹${limit} or more may not be taken so: use another method.`,
  );
};
