import { setTimeout as pause } from 'node:timers/promises';

const ASK_EVERY_MS = 100;
const NO_LONGER_THAN_MS = 5_000;

/** Asks until there is an answer, for a few seconds. */
export const patiently = async <Found>(ask: () => Promise<Found | undefined>): Promise<Found | undefined> => {
  const until = performance.now() + NO_LONGER_THAN_MS;
  while (performance.now() < until) {
    const found = await ask();
    if (found !== undefined) return found;
    await pause(ASK_EVERY_MS);
  }
  return undefined;
};
