/** One line of the table, and one entry of the file. */
export type Figure = {
  readonly bench: string;
  readonly what: string;
  /** What the least code reached, where there is a floor. */
  readonly floor?: string;
  readonly measured: string;
  readonly ratio?: number;
  readonly aim: string;
  readonly reached: boolean;
  /** Everything else that was measured. */
  readonly details?: unknown;
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const COLUMNS: readonly (readonly [string, (figure: Figure) => string])[] = [
  ['bench', ({ bench }) => bench],
  ['what', ({ what }) => what],
  ['floor', ({ floor }) => floor ?? ''],
  ['measured', ({ measured }) => measured],
  ['ratio', ({ ratio }) => ratio?.toFixed(2) ?? ''],
  ['aim', ({ aim }) => aim],
  ['reached', ({ reached }) => (reached ? 'yes' : 'NO')],
];

/** The figures as a table for people. */
export const tableOf = (figures: readonly Figure[]): string => {
  const rows = [COLUMNS.map(([title]) => title), ...figures.map((figure) => COLUMNS.map(([, cell]) => cell(figure)))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
