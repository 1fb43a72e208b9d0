import type { Content, ContentText, CustomTableLayout, Table } from 'pdfmake/interfaces.js';
import type { BusinessDay } from '@dms/domain/shared/calendar';
import { parseBusinessDay, timeInIndia } from '@dms/domain/shared/calendar';
import { formatScaledShort } from '@dms/domain/shared/decimal';
import { formatIndian } from '@dms/domain/shared/indian-grouping';
import type { PaperLanguage } from '@dms/domain/shared/languages';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { monthIn } from './labels.ts';

/** Sizes and colours of paper: A4, points, one calm palette in which the branch's accent is the only colour. */
export const page = { width: 595.28, side: 34, top: 44, bottom: 54 } as const;
export const inner = page.width - 2 * page.side;
export const ink = { text: '#1d2733', muted: '#66717e', hairline: '#d9dee4', band: '#f4f6f8' } as const;
export const size = { normal: 8.5, small: 7.25, heading: 17, title: 15, total: 12 } as const;

const DEFAULT_ACCENT = '#1f4e79';
const HEX_COLOR = /^#[0-9a-f]{6}$/i;

/** The branch's colour, if it is one. */
export const accentOf = (color: string | undefined): string => (color !== undefined && HEX_COLOR.test(color) ? color : DEFAULT_ACCENT);

/** `22 Nov 2026`, in Hindi `22 नवंबर 2026`: with the international figures, which the Union uses in Hindi too (Constitution, Article 343). */
export const dayText = (day: BusinessDay, language: PaperLanguage): string => {
  const [year, month, date] = parseBusinessDay(day).split('-');
  return `${date} ${monthIn(language, Number(month))} ${year}`;
};

/** `17:30`, the time in India of an ISO instant. */
export const timeText = (instant: string): string => timeInIndia(new Date(instant));

/** `12,34,567.00`. */
export const amountText = (amount: string): string => formatIndian(Money.parse(amount));

/** `1,23,456`, as kilometres are counted. Not by Intl, whose data may change. */
export const countText = (count: number): string => formatIndian(Money.parse(`${count}.00`)).slice(0, -3);

/** `650.00`, `1,250.2345`: prices have up to four decimals. */
export const unitPriceText = (price: string): string => {
  const [, money = price, below = ''] = /^(-?\d+\.\d\d)(\d*)$/.exec(price) ?? [];
  return formatIndian(Money.parse(money)) + below;
};

/** `2`, `3.5 LTR`. */
export const quantityText = (quantity: string, unit: string): string =>
  `${formatScaledShort(Quantity.parse(quantity).thousandths, 3)} ${unit}`.trimEnd();

export const label = (text: string): Content => ({ text, fontSize: size.small, color: ink.muted });

const UNBREAKABLE_WORD = /\S{26}/;
const LATIN = /^[^\u0250-\uffff]*$/;
// Twenty letters with their marks, where more follow.
const LONG_STRETCH = /(?:[^\p{M}\u200c\u200d\s][\p{M}\u200c\u200d]*){20}(?=[^\p{M}\u200c\u200d\s])/gu;

/**
 * Text that somebody typed: a word longer than a column is broken where it must be, instead of running over its neighbour. Letters of
 * Indian scripts are not parted from their marks.
 */
export const flowing = (text: string): { readonly text: string; readonly wordBreak: 'break-all' | 'normal' } => {
  if (!UNBREAKABLE_WORD.test(text)) return { text, wordBreak: 'normal' };
  return LATIN.test(text) ? { text, wordBreak: 'break-all' } : { text: text.replaceAll(LONG_STRETCH, '$& '), wordBreak: 'normal' };
};

export const figure = (text: string): ContentText => ({ text, alignment: 'right', noWrap: true });

/** Says what the texts are, joined by a separator, leaving out those that are not there. */
export const joined = (separator: string, ...texts: readonly (string | undefined)[]): string =>
  texts.filter((text) => text !== undefined && text !== '').join(separator);

/** A table of one row of heads and, as a rule, one of sums: accent rules around them, hairlines between rows, nothing upright. */
export const ruledLayout = (accent: string, sums: 0 | 1 = 1): CustomTableLayout => ({
  hLineWidth: (row, { table }) => (isFrame(row, table, sums) ? 0.8 : 0.4),
  hLineColor: (row, { table }) => (isFrame(row, table, sums) ? accent : ink.hairline),
  vLineWidth: () => 0,
  paddingLeft: () => 4,
  paddingRight: () => 4,
  paddingTop: () => 2.5,
  paddingBottom: () => 1.5,
});

// Above and below the heads, and above and below the sums.
const isFrame = (row: number, { body }: Table, sums: number): boolean => row <= 1 || row >= body.length - sums;

/** No lines and no colour: columns that only stand beside one another. */
export const bareLayout = (padding: { readonly x: number; readonly y: number }): CustomTableLayout => ({
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => padding.x,
  paddingRight: () => padding.x,
  paddingTop: () => padding.y,
  paddingBottom: () => padding.y,
});
