import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { ImportRow } from '@dms/domain/shared/import-batch';

const MOST_CHARACTERS_SAID = 600;

/** What is wrong with a file as a whole: nothing after the line it names is read. Its words are kept, and so is no sign that cannot be. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';

  constructor(message: string, options?: ErrorOptions) {
    const said = message.replaceAll(/\p{Cc}/gu, '').toWellFormed();
    super(said.length > MOST_CHARACTERS_SAID ? `${said.slice(0, MOST_CHARACTERS_SAID)}…`.toWellFormed() : said, options);
  }
}

type Columns = { readonly needed: readonly string[]; readonly optional: readonly string[] };
type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

/** No row of ours comes near it; a quotation mark that is never closed does. */
const MOST_CHARACTERS_OF_A_ROW = 65_536;

/** `unit_price`, `Unit price` and `unitPrice` are one column. */
const plain = (header: string): string => header.toLowerCase().replace(/[\s_-]/g, '');

const MOST_NAMED = 5;
const named = (columns: readonly string[]): string =>
  columns.slice(0, MOST_NAMED).join(', ') + (columns.length > MOST_NAMED ? ` and ${columns.length - MOST_NAMED} more` : '');

const columnsOf = (header: readonly string[], { needed, optional }: Columns): string[] => {
  const known = new Map([...needed, ...optional].map((column) => [plain(column), column]));
  const columns = header.map((name) => known.get(plain(name)));
  const strange = header.filter((_, index) => columns[index] === undefined);
  const missing = needed.filter((column) => !columns.includes(column));
  const twice = columns.filter((column, index) => column !== undefined && columns.indexOf(column) !== index) as string[];
  const faults = [
    strange.length > 0 && `has columns that nobody knows: ${named(strange)}`,
    missing.length > 0 && `lacks columns: ${missing.join(', ')}`,
    twice.length > 0 && `has columns twice: ${named(twice)}`,
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new UnreadableFile(`The first line ${faults.join('; ')}. Known are ${[...known.values()].join(', ')}.`);
  return columns as string[];
};

const countIn = (record: readonly string[], text: string): number => record.reduce((sum, cell) => sum + cell.split(text).length - 1, 0);

/**
 * The rows of a CSV file, one after the other and never all at once, with the line each begins in. A row of another length than the header
 * is given as a fault.
 * @throws UnreadableFile for a header that does not fit, or for quotation marks that are not CSV
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  expected: Columns,
): AsyncGenerator<ImportRow | { readonly line: number; readonly reason: string }> {
  const options = {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: MOST_CHARACTERS_OF_A_ROW,
  };
  // Whoever reads the rows hears of an error of either end.
  const parser = pipeline(Readable.from(chunks), parse(options), () => undefined);
  let columns: string[] | undefined;
  let countedTwice = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      // The parser counts a Windows line break inside of quotation marks as two lines.
      countedTwice += countIn(record, '\r\n');
      if (!columns) columns = columnsOf(record, expected);
      else yield rowOf(record, info.lines - countedTwice - countIn(record, '\n'), columns);
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableFile(`${error.message}.`, { cause: error });
    throw error;
  }
  if (!columns) throw new UnreadableFile('The file is empty: its first line names the columns.');
}

const rowOf = (record: readonly string[], line: number, columns: readonly string[]) => {
  if (record.length !== columns.length) return { line, reason: `It has ${record.length} cells; the first line has ${columns.length}.` };
  const unkept = record.findIndex((cell) => cell.includes('\0'));
  if (unkept !== -1) return { line, reason: `${columns[unkept]}: a NUL character, which cannot be stored.` };
  return { line, cells: Object.fromEntries(columns.flatMap((column, index) => (record[index] === '' ? [] : [[column, record[index]!]]))) };
};
