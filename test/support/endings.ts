import { after } from 'node:test';
import type { Ending } from './database.ts';

/**
 * What is begun in a `before` hook ends with its suite, the last first: a server before the database it stands on. Called in
 * the body of a `describe`, since `after` inside a hook would end things with the hook.
 */
export const withSuite = (): Ending => {
  const works: (() => Promise<void>)[] = [];
  after(async () => {
    for (const work of works.reverse()) await work();
  });
  return { after: (work) => void works.push(work) };
};
