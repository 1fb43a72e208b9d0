import { setTimeout as pause } from 'node:timers/promises';

type Options = { timeoutMs?: number; everyMs?: number; what?: string };

/**
 * Waits until the condition holds, for a minute unless told otherwise: longer than anything takes on the slowest machine, since
 * a wait that ends costs only whom it would fail. Answers with what it gave. What it throws counts as "not yet" and is the cause
 * of the failure at the end.
 */
export async function until<T>(condition: () => T | Promise<T>, options: Options = {}): Promise<NonNullable<T>> {
  const { timeoutMs = 60_000, everyMs = 15, what = String(condition) } = options;
  let cause: unknown;
  for (const deadline = Date.now() + timeoutMs; ; await pause(everyMs)) {
    try {
      const found = await condition();
      if (found) return found;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`, { cause });
  }
}
