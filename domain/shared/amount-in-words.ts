import { inHindi } from './hindi-numbers.ts';
import type { PaperLanguage } from './languages.ts';
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
 * An amount in words by the Indian system, as an invoice prints it (TAX-11):
 * `Rupees Five Thousand Sixty Eight Only`, `Rupees Five and Fifty Paise Only`; in Hindi `पाँच हज़ार अड़सठ रुपये मात्र`.
 */
export const amountInWords = (money: Money, language: PaperLanguage = 'en'): string => {
  const { paise } = money.abs();
  return sentences[language](paise / 100n, paise % 100n, money.isNegative());
};

type Sentence = (rupees: bigint, paise: bigint, isNegative: boolean) => string;

const sentences: Readonly<Record<PaperLanguage, Sentence>> = {
  en: (rupees, paise, isNegative) => {
    const whole = `${isNegative ? 'Minus ' : ''}Rupees ${inWords(rupees)}`;
    return paise === 0n ? `${whole} Only` : `${whole} and ${inWords(paise)} Paise Only`;
  },
  hi: (rupees, paise, isNegative) => {
    const whole = `${isNegative ? 'ऋण ' : ''}${inHindi(rupees)} ${rupees === 1n ? 'रुपया' : 'रुपये'}`;
    return paise === 0n ? `${whole} मात्र` : `${whole} और ${inHindi(paise)} ${paise === 1n ? 'पैसा' : 'पैसे'} मात्र`;
  },
};

const inWords = (count: bigint): string => (count === 0n ? 'Zero' : words(count).join(' '));

const words = (count: bigint): string[] => {
  const scale = SCALES.find(([size]) => count >= size);
  // Above a crore the count of crores is itself in words: One Lakh Crore.
  if (scale !== undefined) return [...words(count / scale[0]), scale[1], ...words(count % scale[0])];
  return (count < 20n ? [ONES[Number(count)]!] : [TENS[Number(count / 10n)]!, ONES[Number(count % 10n)]!]).filter((word) => word !== '');
};
