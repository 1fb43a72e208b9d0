/**
 * Reading and writing fixed-point decimals as integers: `'1180.00'` with two places is `118000n`.
 * No binary float is ever between the text and the figure (TAX-01).
 */

// Fifteen digits before the point keep every amount inside a 64-bit column of paise.
const MAX_WHOLE_DIGITS = 15;
const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;

/** The scaled integer of a decimal text, or undefined when it is no plain decimal, too long, or has more than `places` decimals. */
export const parseScaled = (text: string, places: number, wholeDigits: number = MAX_WHOLE_DIGITS): bigint | undefined => {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === undefined || whole.length > wholeDigits || fraction.length > places) return undefined;
  const magnitude = BigInt(whole + fraction.padEnd(places, '0'));
  return sign === '-' ? -magnitude : magnitude;
};

/** The decimal text of a scaled integer with exactly `places` decimals. */
export const formatScaled = (scaled: bigint, places: number): string => {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
};

/** The decimal text without trailing zeros: `18`, `0.25`. */
export const formatScaledShort = (scaled: bigint, places: number): string => {
  const text = formatScaled(scaled, places);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};
