import type { Form } from './forms.ts';

/** The least and the most that stands in each field: minute, hour, day of month, month, day of week (0 and 7 are Sunday). */
const fields: readonly (readonly [least: number, most: number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

const RANGE = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;

const isRange = (text: string, least: number, most: number): boolean => {
  const found = RANGE.exec(text);
  if (!found) return false;
  const [, from, to, step] = found.map((part) => (part === undefined ? undefined : Number(part)));
  const first = from ?? least;
  const last = to ?? from ?? most;
  const isStepped = step !== undefined && from !== undefined && to === undefined;
  return first >= least && last <= most && first <= last && !isStepped && (step ?? 1) !== 0;
};

const isField = (text: string, index: number): boolean => {
  const [least, most] = fields[index]!;
  return text.split(',').every((range) => isRange(range, least, most));
};

/** Times in the five fields of cron, no more often than each minute. Names of days and what only one program knows are left out. */
export const cron: Form<string> = {
  says: 'five fields of cron, minute, hour, day of month, month and day of week, such as "0 9 * * *"',
  read: (json) => {
    if (typeof json !== 'string' || json.length > 100) return undefined;
    const given = json.trim().split(/\s+/);
    return given.length === fields.length && given.every(isField) ? given.join(' ') : undefined;
  },
};
