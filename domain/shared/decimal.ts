/**
 * Reading and writing fixed-point decimals as integers: `'1180.00'` with two places is `118000n`.
 * No binary fraction is ever between the text and the figure (TAX-01).
 */

// Fifteen digits before the point keep every amount inside a 64-bit column of paise.
const MAX_WHOLE_DIGITS = 15;
const MAX_DECIMALS = 9;
// So many a binary float holds exactly, as an integer: a page of balances has hundreds of figures, and this is three times as fast.
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: MAX_DECIMALS + 1 }, (_, power) => 10 ** power);
const [POINT, ZERO, NINE] = ['.', '0', '9'].map((sign) => sign.charCodeAt(0)) as [number, number, number];

/** The scaled integer of a decimal text, or undefined when it is no plain decimal, too long, or has more than `places` decimals. */
export const parseScaled = (text: string, places: number, wholeDigits: number = MAX_WHOLE_DIGITS): bigint | undefined => {
  const digits = digitsOf(text);
  if (digits === undefined || digits.whole > wholeDigits || digits.decimals > places) return undefined;
  const { value, whole, decimals } = digits;
  if (whole + places > EXACT_DIGITS) return BigInt(text.replace('.', '') + '0'.repeat(places - decimals));
  const scaled = BigInt(value * POWERS[places - decimals]!);
  return text.startsWith('-') ? -scaled : scaled;
};

/** How many digits there are before and after the point, and what they count as, which is exact for fifteen of them at most. */
const digitsOf = (text: string): { readonly value: number; readonly whole: number; readonly decimals: number } | undefined => {
  const first = text.startsWith('-') ? 1 : 0;
  let point = text.length;
  let value = 0;
  for (let at = first; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === POINT && point === text.length) point = at;
    else if (code < ZERO || code > NINE) return undefined;
    else value = value * 10 + code - ZERO;
  }
  const decimals = Math.max(0, text.length - point - 1);
  const whole = point - first;
  return whole === 0 || point === text.length - 1 || decimals > MAX_DECIMALS ? undefined : { value, whole, decimals };
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
