import type { Money } from './money.ts';

const GROUP_BREAK = /(\d)(?=(?:\d\d)+\d(?:\.|$))/g;

/** Rupees with two decimals and Indian digit grouping: `12,34,567.00` (TAX-11). */
export const formatIndian = (money: Money): string => {
  const [rupees, paise] = money.toString().split('.') as [string, string];
  return `${rupees.replace(GROUP_BREAK, '$1,')}.${paise}`;
};
