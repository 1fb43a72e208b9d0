import { appendFileSync } from 'node:fs';
import pg from 'pg';

// Loaded before the application (`node --import`), it writes down every statement that the driver sends and what came back:
// from this the floor is made, so that both do the same.

/** One statement as it was sent, and the rows it brought. */
export type Recorded = {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rows: readonly unknown[];
  readonly rowCount: number;
};

type Result = { readonly rows?: unknown[]; readonly rowCount?: number | null };
type Answered = (error: Error | null, result?: Result) => void;
type Sent = string | { readonly text: string; readonly values?: unknown[] };

const file = process.env.BENCH_RECORD;
const send = pg.Client.prototype.query as (this: pg.Client, ...args: unknown[]) => unknown;

const writable = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

const note = (sent: Sent, values: unknown, result: Result | undefined): void => {
  const { text, values: own } = typeof sent === 'string' ? { text: sent } : sent;
  const recorded = {
    text,
    values: own ?? (Array.isArray(values) ? values : []),
    rows: result?.rows ?? [],
    rowCount: result?.rowCount ?? 0,
  };
  appendFileSync(file as string, `${JSON.stringify(recorded, writable)}\n`);
};

function recording(this: pg.Client, ...args: unknown[]): unknown {
  const sent = args[0] as Sent;
  const at = args.findIndex((argument) => typeof argument === 'function');
  if (at >= 0) {
    const answered = args[at] as Answered;
    args[at] = ((error, result) => {
      if (!error) note(sent, args[1], result);
      answered(error, result);
    }) satisfies Answered;
    return send.apply(this, args);
  }
  return (send.apply(this, args) as Promise<Result>).then((result) => {
    note(sent, args[1], result);
    return result;
  });
}

if (file !== undefined) pg.Client.prototype.query = recording as never;
