import { PreparingClient } from '../../adapters/postgres/preparing-client.ts';

type Query = (this: unknown, ...sent: never[]) => never;

/** A statement as it was sent: its text, and what stands for its parameters. */
export type Sent = { readonly text: string; readonly values: readonly unknown[] };

/** The relay is woken a moment after a commit, and so perhaps in the middle of the next request. */
const isWakeUp = (statement: unknown): boolean => typeof statement === 'string' && statement.includes('pg_notify');

/** The statements that this process sends to PostgreSQL while something is done. The tests' own clients are not heard. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<Sent[]> {
  const prototype = PreparingClient.prototype as unknown as { query: Query };
  const { query } = prototype;
  const heard: Sent[] = [];
  prototype.query = function noted(...sent) {
    const [text, values] = sent as unknown[];
    if (!isWakeUp(text)) heard.push({ text: String(text), values: Array.isArray(values) ? values : [] });
    return query.apply(this, sent);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return heard;
}

/** Who asks is read anew every five seconds, and where Redis was slow, whichever route it is (AUT-05). */
export const asksWhoAsks = ({ text }: Sent): boolean => /select u\.role, u\.token_version as "tokenVersion"/.test(text);

export const countStatements = async (work: () => Promise<unknown>): Promise<number> => (await statementsDuring(work)).length;
