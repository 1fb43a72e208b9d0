import type { Money } from './money.ts';

const ONES = [
  '',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
  'Thirteen',
  'Fourteen',
  'Fifteen',
  'Sixteen',
  'Seventeen',
  'Eighteen',
  'Nineteen',
];
const TENS = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety'];
const SCALES: readonly (readonly [bigint, string])[] = [
  [10_000_000n, 'Crore'],
  [100_000n, 'Lakh'],
  [1_000n, 'Thousand'],
  [100n, 'Hundred'],
];

/**
 * An amount in English words by the Indian system, as an invoice prints it (TAX-11):
 * `Rupees Five Thousand Sixty Eight Only`, `Rupees Five and Fifty Paise Only`.
 */
export const amountInWords = (money: Money): string => {
  const { paise } = money.abs();
  const rupees = `${money.isNegative() ? 'Minus ' : ''}Rupees ${inWords(paise / 100n)}`;
  return paise % 100n === 0n ? `${rupees} Only` : `${rupees} and ${inWords(paise % 100n)} Paise Only`;
};

const inWords = (count: bigint): string => (count === 0n ? 'Zero' : words(count).join(' '));

const words = (count: bigint): string[] => {
  const scale = SCALES.find(([size]) => count >= size);
  // Above a crore the count of crores is itself in words: One Lakh Crore.
  if (scale !== undefined) return [...words(count / scale[0]), scale[1], ...words(count % scale[0])];
  return (count < 20n ? [ONES[Number(count)]!] : [TENS[Number(count / 10n)]!, ONES[Number(count % 10n)]!]).filter((word) => word !== '');
};
