import { isDeepStrictEqual } from 'node:util';
import { CommandFailure } from '../exit-codes.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const shown = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value));

/** Where `actual` is not what was expected, in words; undefined where it is. */
const difference = (path: string, actual: unknown, expected: unknown): string | undefined => {
  if (isFields(expected) && isFields(actual))
    return firstOf(Object.entries(expected).map(([name, value]) => [`${path}.${name}`, actual[name], value]));
  if (Array.isArray(expected) && Array.isArray(actual) && actual.length === expected.length)
    return firstOf(expected.map((value, index) => [`${path}[${index}]`, actual[index] as unknown, value as unknown]));
  return isDeepStrictEqual(actual, expected) ? undefined : `${path} is ${shown(actual)} and should be ${shown(expected)}.`;
};

const firstOf = (pairs: readonly (readonly [string, unknown, unknown])[]): string | undefined => {
  for (const pair of pairs) {
    const found = difference(...pair);
    if (found !== undefined) return found;
  }
  return undefined;
};

/**
 * Compares what is expected and leaves the rest: fields may be added to an answer.
 * @throws CommandFailure with the first difference
 */
export const compare = (what: string, actual: unknown, expected: unknown): void => {
  const found = difference(what, actual, expected);
  if (found !== undefined) throw new CommandFailure(found);
};

/** @throws CommandFailure with what should be */
export const insist = (holds: boolean, whatShouldBe: string): void => {
  if (!holds) throw new CommandFailure(whatShouldBe);
};
