import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyRequest } from 'fastify';
import { createVerifier } from 'fast-jwt';
import pg from 'pg';
import { v7 } from 'uuid';
import { type Node, type Statement, type Template, thousandthsOf } from './template.ts';

// The least code that could do the same work: a bare Fastify handler and the driver, which send the statements the application
// was seen to send, prepared, in one transaction where it used one, after the same check of the token.

type Route = { readonly method: 'GET' | 'POST'; readonly url: string; readonly template: Template };
type Caller = { readonly id: string; readonly branch: string };
type Context = {
  readonly inputs: {
    readonly params: unknown;
    readonly query: unknown;
    readonly body: unknown;
    readonly key: unknown;
    readonly caller: Caller;
  };
  readonly ids: readonly string[];
  readonly now: string;
  readonly results: pg.QueryResult[];
  readonly values: unknown[];
};
type Maker = (context: Context) => unknown;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const walk = (from: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], from);

const bodyOf = ({ inputs }: Context): string => JSON.stringify(inputs.body) ?? '';

const makers: { readonly [Kind in keyof UnionOf<Node>]-?: (node: Extract<Node, Record<Kind, unknown>>) => Maker } = {
  literal:
    ({ literal }) =>
    () =>
      literal,
  input:
    ({ input }) =>
    ({ inputs }) =>
      walk(inputs, input),
  result:
    ({ result: [statement, ...path], digits }) =>
    ({ results }) => {
      const value = walk(results[statement as number]!.rows, path);
      return digits === undefined ? value : String(value).padStart(digits, '0');
    },
  shifted:
    ({ shifted: [statement, ...path], by, places }) =>
    ({ results }) => {
      const [from] = thousandthsOf([String(walk(results[statement as number]!.rows, path))])!;
      const figure = from! + BigInt(by);
      return places === 0
        ? String(figure / 1000n)
        : `${figure / 1000n}.${String(figure % 1000n)
            .padStart(3, '0')
            .slice(0, places)}`;
    },
  fresh:
    ({ fresh }) =>
    ({ ids }) =>
      ids[fresh],
  now:
    () =>
    ({ now }) =>
      now,
  digestOf:
    ({ digestOf }) =>
    (context) =>
      sha256(digestOf === 'body' ? bodyOf(context) : (context.values[digestOf] as string)),
  lock: () => (context) =>
    createHash('sha256')
      .update(bodyOf(context) + String(context.inputs.key))
      .digest()
      .readBigInt64BE(0),
  joined: ({ joined }) => {
    const parts = joined.map(makerOf);
    return (context) => {
      let text = '';
      for (const part of parts) text += String(part(context));
      return text;
    };
  },
  list: ({ list }) => {
    const items = list.map(makerOf);
    return (context) => items.map((item) => item(context));
  },
  rows:
    () =>
    ({ results }) =>
      JSON.stringify({ data: results.flatMap(({ rows }) => rows as unknown[]) }),
};
type UnionOf<T> = { readonly [Key in T extends unknown ? keyof T : never]: unknown } extends infer Keys
  ? Omit<Keys, 'digits' | 'by' | 'places'>
  : never;

function makerOf(node: Node): Maker {
  const kind = Object.keys(node).find((key) => key in makers) as keyof typeof makers;
  return (makers[kind] as (node: Node) => Maker)(node);
}

/** A digest waits for what it is the digest of. */
const inOrder = (values: readonly Node[]): number[] =>
  values.map((_, index) => index).sort((a, b) => Number('digestOf' in values[a]!) - Number('digestOf' in values[b]!) || a - b);

const sender = ({ text, values, rowCount }: Statement, number: number) => {
  const [fill, order] = [values.map(makerOf), inOrder(values)];
  const name = `floor-${number}`;
  return async (client: pg.ClientBase | pg.Pool, context: Context): Promise<void> => {
    const filled: unknown[] = Array.from({ length: fill.length });
    const own = { ...context, values: filled };
    for (const index of order) filled[index] = fill[index]!(own);
    const result = await client.query(fill.length > 0 ? { name, text, values: filled } : text);
    // The same statement over the same rows touches as many, or this is no floor.
    if (rowCount !== null && result.rowCount !== null && result.rowCount !== rowCount && !/^(begin|commit)/.test(text))
      throw new Error(`${text.slice(0, 60)} touched ${result.rowCount} rows where the application touched ${rowCount}`);
    context.results.push(result);
  };
};

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE),
  options: '-c max_parallel_workers_per_gather=0 -c jit=off',
});
const days = new pg.TypeOverrides();
days.setTypeParser(pg.types.builtins.DATE, (text: string) => text);
pool.options.types = days;

const begins = ({ text }: Statement): boolean => text.startsWith('begin');
const ends = ({ text }: Statement): boolean => text.startsWith('commit');

const worker = ({ statements }: Template) => {
  const [first, last] = [statements.findIndex(begins), statements.findIndex(ends)];
  const senders = statements.map(sender);
  const send = async (client: pg.ClientBase | pg.Pool, context: Context, from: number, to: number): Promise<void> => {
    for (let number = from; number < to; number += 1) await senders[number]!(client, context);
  };
  if (first < 0) return (context: Context): Promise<void> => send(pool, context, 0, senders.length);
  return async (context: Context): Promise<void> => {
    await send(pool, context, 0, first);
    const client = await pool.connect();
    try {
      await send(client, context, first, last + 1);
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
    await send(pool, context, last + 1, senders.length);
  };
};

const verify = createVerifier({ key: process.env.JWT_SECRET as string, algorithms: ['HS256'], allowedIss: 'dms', allowedAud: 'dms-api' });
const remembered = new Map<string, { readonly id: string; readonly endsAtMs: number }>();

/** As the application does it: the signature once, then from memory until the token ends. */
const callerId = (authorization: string): string => {
  const token = authorization.slice('Bearer '.length);
  const found = remembered.get(token);
  if (found !== undefined && found.endsAtMs > Date.now()) return found.id;
  const { sub, exp } = verify(token) as { sub: string; exp: number };
  remembered.set(token, { id: sub, endsAtMs: exp * 1000 });
  return sub;
};

const callers = new Map<string, Caller>();
for (const caller of (await pool.query<Caller>('select user_id as id, service_center_id as branch from service_center_assignments')).rows)
  callers.set(caller.id, caller);

const { method, url, template } = JSON.parse(readFileSync(process.env.BENCH_ROUTE as string, 'utf8')) as Route;
const work = worker(template);
const body = makerOf(template.answer.body);
const headers = Object.entries(template.answer.headers).map(([name, node]) => [name, makerOf(node)] as const);

const app = Fastify({ logger: false });
app.route({
  method,
  url,
  handler: async (request: FastifyRequest, reply) => {
    const caller = callers.get(callerId(request.headers.authorization as string)) as Caller;
    const context: Context = {
      inputs: { params: request.params, query: request.query, body: request.body, key: request.headers['idempotency-key'], caller },
      ids: Array.from({ length: template.ids }, () => v7()),
      now: new Date().toISOString(),
      results: [],
      values: [],
    };
    await work(context);
    for (const [name, value] of headers) void reply.header(name, value(context));
    return reply.code(template.answer.status).send(body(context));
  },
});
let told = false;
app.setErrorHandler((error, _request, reply) => {
  if (!told) console.error(error); // the others are the same, and thousands
  told = true;
  return reply.code(500).send('');
});
await app.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ ready: true, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` }));
process.on('SIGTERM', () => void app.close().then(() => pool.end()));
