import type { BusinessDay } from '../shared/calendar.ts';
import type { DomainEvent } from '../shared/events.ts';
import type { Money } from '../shared/money.ts';

/** That somebody is reminded of an invoice, on a day counted from the day it is due; negative before it. */
export type PaymentReminder = {
  readonly invoiceId: string;
  readonly serviceCenterId: string;
  readonly invoiceNumber: string;
  readonly customerId: string | null;
  readonly balance: Money;
  readonly dueDate: BusinessDay;
  readonly dayOffset: number;
};

/** So many days after its day a reminder is made up for; what was missed longer ago is nobody's. */
export const MOST_DAYS_LATE = 31;

export type PaymentReminders = {
  /**
   * Takes down what is to be reminded of on a day, each once by invoice, due date and offset, and gives what was not taken down before
   * (REM-01). Of several offsets that have passed it is the last one alone, so that an absence brings one letter and not five. A day
   * before that of the invoice reminds nobody, and so does one more than `MOST_DAYS_LATE` days ago.
   */
  fallDue(today: BusinessDay, offsets: readonly number[], most: number, now: Date): Promise<readonly PaymentReminder[]>;
  /** The offset of the last reminder of an invoice that is due on a day; undefined where there was none. */
  lastOf(invoiceId: string, dueDate: BusinessDay): Promise<number | undefined>;
};

export const paymentReminderDue = ({ invoiceId, serviceCenterId, balance, ...reminder }: PaymentReminder): DomainEvent => ({
  name: 'PaymentReminderDue',
  entityId: invoiceId,
  serviceCenterId,
  data: { ...reminder, balance: balance.toString() },
});
