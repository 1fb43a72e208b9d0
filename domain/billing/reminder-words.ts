import { type BusinessDay, compareDays } from '../shared/calendar.ts';
import { formatIndian } from '../shared/indian-grouping.ts';
import type { PaperLanguage } from '../shared/languages.ts';
import type { Money } from '../shared/money.ts';

export type ReminderAbout = {
  readonly customer: string;
  readonly number: string;
  readonly amount: Money;
  readonly dueDate: BusinessDay;
  readonly today: BusinessDay;
  readonly seller: string;
  readonly branch: string;
  /** None where the branch takes no UPI. */
  readonly payLink: string | undefined;
};
type Letter = { readonly subject: string; readonly lines: readonly string[] };

const byDay = <Words>({ dueDate, today }: ReminderAbout, [before, on, after]: readonly [Words, Words, Words]): Words =>
  [after, on, before][compareDays(dueDate, today) + 1]!;

/** What a reminder says. It tells the day the invoice is due from the day it is read, however late it comes. */
export const reminderWords: Readonly<Record<PaperLanguage, (about: ReminderAbout) => Letter>> = {
  en: (about) => ({
    subject: `Reminder: invoice ${about.number} from ${about.seller}`,
    lines: [
      `Dear ${about.customer},`,
      `₹${formatIndian(about.amount)} is to be paid on invoice ${about.number}.`,
      byDay(about, [`It is due on ${about.dueDate}.`, `It is due today, ${about.dueDate}.`, `It was due on ${about.dueDate}.`]),
      ...(about.payLink === undefined ? [] : [`Pay by UPI: ${about.payLink}`]),
      'If you have paid already, please disregard this letter.',
      `Thank you, ${about.branch}`,
    ],
  }),
  hi: (about) => ({
    subject: `अनुस्मारक: ${about.seller} का इनवॉइस ${about.number}`,
    lines: [
      `प्रिय ${about.customer},`,
      `इनवॉइस ${about.number} पर ₹${formatIndian(about.amount)} का भुगतान शेष है।`,
      byDay(about, [
        `भुगतान की अंतिम तिथि ${about.dueDate} है।`,
        `भुगतान की अंतिम तिथि आज, ${about.dueDate}, है।`,
        `भुगतान की अंतिम तिथि ${about.dueDate} थी।`,
      ]),
      ...(about.payLink === undefined ? [] : [`UPI से भुगतान करें: ${about.payLink}`]),
      'यदि आप भुगतान कर चुके हैं, तो कृपया इस पत्र पर ध्यान न दें।',
      `धन्यवाद, ${about.branch}`,
    ],
  }),
};
