import { timingSafeEqual } from 'node:crypto';

/** Whether a signature is the one that was wanted, in a time that does not tell how much of it is. */
export const isSameSecret = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};
