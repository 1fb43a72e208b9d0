import type { Clock } from '../shared/ports.ts';

export type FixedClock = Clock & {
  /** From now on it is this instant. */
  set(instant: Date | string): void;
  advance(ms: number): void;
};

/** A clock that stands still until it is told otherwise. An instant is a Date or ISO 8601 text. */
export const fixedClock = (start: Date | string): FixedClock => {
  let ms = new Date(start).getTime();
  return {
    now: () => new Date(ms),
    set: (instant) => void (ms = new Date(instant).getTime()),
    advance: (by) => void (ms += by),
  };
};
