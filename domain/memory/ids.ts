import type { Ids } from '../shared/ports.ts';

const TAIL_DIGITS = 12;

/**
 * Ids of the shape of UUIDv7 that count up, the same in every run. `run` parts two generators whose ids meet in one store:
 * up to twelve hexadecimal digits.
 */
export const countingIds = (run = ''): Ids => {
  const head = run.padStart(TAIL_DIGITS, '0');
  let count = 0;
  return { next: () => `${head.slice(0, 8)}-${head.slice(8)}-7000-8000-${(++count).toString(16).padStart(TAIL_DIGITS, '0')}` };
};
