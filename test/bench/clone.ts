import type { Client } from 'pg';

/** The id that the n-th clone of a row has: the row's own, with the number for its last eight digits. */
export const cloneId = (id: string, n: number): string => id.slice(0, 28) + n.toString(16).padStart(8, '0');

const cloneIdSql = (id: string): string => `overlay('${id}' placing lpad(to_hex(n), 8, '0') from 29)::uuid`;

/** Rows of a table that are cloned together, and columns that are not the same in every clone, as SQL over the number `n`. */
export type Original = { readonly table: string; readonly where: string; readonly columns?: Readonly<Record<string, string>> };

type Cloning = {
  readonly originals: readonly Original[];
  /** Ids of rows that are cloned elsewhere under the same numbers: a clone refers to the clone of its own number. */
  readonly alongside?: readonly string[];
  readonly from: number;
  readonly count: number;
};

type Column = { readonly name: string; readonly type: string };
type Texts = Readonly<Record<string, string | null>>;

const columnsOf = async (client: Client, table: string): Promise<Column[]> => {
  const { rows } = await client.query<Column>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''`,
    [table],
  );
  return rows;
};

const textsOf = async (client: Client, { table, where }: Original, columns: readonly Column[]): Promise<Texts[]> => {
  const { rows } = await client.query<Texts>(
    `select ${columns.map(({ name }) => `"${name}"::text`).join(', ')} from ${table} where ${where}`,
  );
  if (rows.length === 0) throw new Error(`There is no row of ${table} where ${where}: nothing to clone.`);
  return rows;
};

/**
 * Fills the tables with clones of real rows that the application itself wrote, so that what a bench prepares is what the
 * application would have prepared. References among the rows, and to those `alongside`, become those of the clones.
 */
export const cloneRows = async (client: Client, { originals, alongside = [], from, count }: Cloning): Promise<void> => {
  const read = [];
  for (const original of originals) {
    const columns = await columnsOf(client, original.table);
    read.push({ original, columns, rows: await textsOf(client, original, columns) });
  }
  const ids = new Set([...alongside, ...read.flatMap(({ rows }) => rows.map(({ id }) => id))]);
  // The rows are as sound as their originals: asking every reference again would triple the time.
  await client.query('set session_replication_role = replica');
  for (const { original, columns, rows } of read) {
    for (const row of rows) {
      const valueOf = ({ name, type }: Column): string => {
        const [special, text] = [original.columns?.[name], row[name]];
        if (special !== undefined) return special;
        if (text === null || text === undefined) return 'null';
        return ids.has(text) ? cloneIdSql(text) : `${client.escapeLiteral(text)}::${type}`;
      };
      const names = columns.map(({ name }) => `"${name}"`).join(', ');
      await client.query(
        `insert into ${original.table} (${names}) select ${columns.map(valueOf).join(', ')} from generate_series(${from}, ${from + count - 1}) n`,
      );
    }
  }
  await client.query('set session_replication_role = origin');
  for (const table of new Set(originals.map(({ table }) => table))) await client.query(`vacuum analyze ${table}`);
};
