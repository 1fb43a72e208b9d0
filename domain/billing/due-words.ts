import { type BusinessDay, compareDays } from '../shared/calendar.ts';
import type { PaperLanguage } from '../shared/languages.ts';

type Words = { readonly before: string; readonly today: string; readonly after: string };

const words: Readonly<Record<PaperLanguage, (day: BusinessDay) => Words>> = {
  en: (day) => ({ before: `It is due on ${day}.`, today: `It is due today, ${day}.`, after: `It was due on ${day}.` }),
  hi: (day) => ({
    before: `भुगतान की अंतिम तिथि ${day} है।`,
    today: `भुगतान की अंतिम तिथि आज, ${day}, है।`,
    after: `भुगतान की अंतिम तिथि ${day} थी।`,
  }),
};

/** When something is to be paid, told from the day it is read, however late it comes. */
export const dueWords = (language: PaperLanguage, dueDate: BusinessDay, today: BusinessDay): string => {
  const { before, today: now, after } = words[language](dueDate);
  return [after, now, before][compareDays(dueDate, today) + 1]!;
};

/** How to pay by UPI; nothing where the branch takes none. */
export const payByWords: Readonly<Record<PaperLanguage, (link: string) => string>> = {
  en: (link) => `Pay by UPI: ${link}`,
  hi: (link) => `UPI से भुगतान करें: ${link}`,
};
