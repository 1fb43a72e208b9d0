/** A number as it was written, to the last digit. */
class Figure {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Source = { readonly source?: string };
const reviver = (_key: string, value: unknown, context?: Source): unknown =>
  typeof value === 'number' ? new Figure(withoutExponent(context?.source ?? String(value))) : value;

/** `1e-7` as `0.0000001`: a database that keeps JSON by value prints numbers in full. */
const withoutExponent = (text: string): string => {
  const found = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text);
  if (!found) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  const point = whole.length + Number(exponent);
  const digits = `${'0'.repeat(Math.max(0, 1 - point))}${whole}${fraction}`.padEnd(point, '0');
  const at = Math.max(point, 1);
  const after = digits.slice(at).replace(/0+$/, '');
  return `${sign}${digits.slice(0, at).replace(/^0+(?=\d)/, '')}${after === '' ? '' : `.${after}`}`;
};

const written = (value: unknown): string => {
  if (value instanceof Figure) return value.text;
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${written(member)}`).join(',')}}`;
};

/**
 * One text for one JSON value, whatever the order of its keys and the blanks between them, so that what a database has
 * printed anew has the digest of what it was given. Numbers are compared by their digits, not by what a double keeps of them.
 * @throws SyntaxError when the text is not JSON
 */
export const canonicalJson = (text: string): string => written(JSON.parse(text, reviver));
