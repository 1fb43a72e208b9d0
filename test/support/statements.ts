import { PreparingClient } from '../../adapters/postgres/preparing-client.ts';

type Query = (this: unknown, ...sent: never[]) => never;

/** The relay is woken a moment after a commit, and so perhaps in the middle of the next request. */
const isWakeUp = (statement: unknown): boolean => typeof statement === 'string' && statement.includes('pg_notify');

/** Counts the statements that this process sends to PostgreSQL while something is done. The tests' own clients are not counted. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const prototype = PreparingClient.prototype as unknown as { query: Query };
  const { query } = prototype;
  let count = 0;
  prototype.query = function counted(...sent) {
    if (!isWakeUp(sent[0])) count += 1;
    return query.apply(this, sent);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return count;
}
