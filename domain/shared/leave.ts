import { type BusinessDay, isBusinessDay } from './calendar.ts';

/** Days on which somebody is not at work, the first and the last included. */
export type Leave = { readonly from: BusinessDay; readonly to: BusinessDay; readonly reason?: string };

export const isOnLeave = (leave: readonly Leave[], day: BusinessDay): boolean => leave.some(({ from, to }) => from <= day && day <= to);

/** What is wrong with a leave, as a sentence. */
export const faultOfLeave = (leave: readonly Leave[]): string | undefined => {
  const missing = leave.flatMap(({ from, to }) => [from, to]).find((day) => !isBusinessDay(day));
  if (missing !== undefined) return `${missing} is no day of the calendar.`;
  const backwards = leave.find(({ from, to }) => to < from);
  return backwards && `A leave from ${backwards.from} to ${backwards.to} ends before it begins.`;
};
