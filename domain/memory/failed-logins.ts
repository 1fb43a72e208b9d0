import type { FailedLogins } from '../identity/ports.ts';
import type { Clock } from '../shared/ports.ts';

type Window = { failures: number; readonly endsAtMs: number };

const MOST_KEYS = 50_000;

/** The counts of one process: what an embedder starts from, and what is left of them while Redis is away. */
export const memoryFailedLogins = ({ clock }: { readonly clock: Clock }): FailedLogins => {
  const windows = new Map<string, Window>();

  const open = (key: string): Window | undefined => {
    const found = windows.get(key);
    if (found === undefined || found.endsAtMs > clock.now().getTime()) return found;
    windows.delete(key);
    return undefined;
  };

  const begin = (key: string, windowMs: number): Window => {
    if (windows.size >= MOST_KEYS) windows.delete(windows.keys().next().value!); // the oldest ends first
    const window = { failures: 0, endsAtMs: clock.now().getTime() + windowMs };
    windows.set(key, window);
    return window;
  };

  return {
    count: async (keys, windowMs) => keys.map((key) => ((open(key) ?? begin(key, windowMs)).failures += 1)),
    current: async (key) => {
      const found = open(key);
      return { failures: found?.failures ?? 0, leftMs: found === undefined ? 0 : found.endsAtMs - clock.now().getTime() };
    },
    clear: async (key, limit) => (open(key)?.failures ?? 0) < limit && (windows.delete(key), true),
  };
};
