import { after } from 'node:test';
import type { Ending } from './database.ts';

/** What is begun ends with the test or suite, the last first: a server before the database it stands on. */
export const lastFirst = (ending: Ending): Ending => {
  const works: (() => Promise<void>)[] = [];
  ending.after(async () => {
    for (const work of works.reverse()) await work();
  });
  return { after: (work) => void works.push(work) };
};

/**
 * What is begun in a `before` hook ends with its suite. Called in the body of a `describe`, since `after` inside a hook would end
 * things with the hook.
 */
export const withSuite = (): Ending => lastFirst({ after });
