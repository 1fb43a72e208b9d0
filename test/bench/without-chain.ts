import type { Recorded } from './recorder.ts';

// The floor has no audit chain (quality.md): it writes the same audit and outbox rows in the same statement, but takes no lane,
// moves no head and signs nothing.

const LINK_COLUMNS = ', lane, position, previous_hash, hash, key_id';
const LINK_WIDTH = LINK_COLUMNS.split(', ').length - 1;

const takesLane = ({ text }: Recorded): boolean => text.includes('from audit_lanes');
const HEAD = /^with head as \(update audit_lanes [^)]*\)(, )?/;
const TUPLE = /\(\$\d+(?:, \$\d+)*\)/g;

/** Parameters in the order in which the text now names them, numbered anew. */
const renumbered = (text: string, values: readonly unknown[]): Pick<Recorded, 'text' | 'values'> => {
  const kept: unknown[] = [];
  return { text: text.replaceAll(/\$(\d+)/g, (_, number: string) => `$${kept.push(values[Number(number) - 1])}`), values: kept };
};

const withoutLinks = ({ text, values, ...rest }: Recorded): Recorded => {
  const headless = text.replace(HEAD, (_, more: string | undefined) => (more === undefined ? '' : 'with '));
  const at = headless.indexOf('insert into audit_logs');
  const audit = headless
    .slice(at)
    .replace(LINK_COLUMNS, '')
    .replaceAll(TUPLE, (tuple) => `${tuple.split(', ').slice(0, -LINK_WIDTH).join(', ')})`);
  return { ...rest, ...renumbered(headless.slice(0, at) + audit, values) };
};

export const withoutChain = (statements: readonly Recorded[]): Recorded[] =>
  statements.filter((each) => !takesLane(each)).map((each) => (HEAD.test(each.text) ? withoutLinks(each) : each));

/** What lets rows without a place in the chain into the database of the benches. */
export const LET_UNCHAINED_IN = 'alter table audit_logs drop constraint audit_logs_chained; drop index audit_logs_older';
