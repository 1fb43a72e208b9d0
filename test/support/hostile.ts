import type { Answer, Client } from './client.ts';
import { formOf, picture } from './forms.ts';

type Schema = { readonly properties?: Readonly<Record<string, unknown>> };
type Parameter = { readonly name: string; readonly in: string };
type Operation = {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown; readonly schema?: Schema }>> };
};
export type Description = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

/** From 0 up to but not including 1, the same for the same seed (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const deep = (depth: number): unknown => (depth === 0 ? 'bottom' : [deep(depth - 1)]);

/** What nobody should send, and somebody will. */
const NASTY: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, -1e308, 2 ** 53, Number.MAX_SAFE_INTEGER, {}, [], [[]], [null]],
  ...[
    '',
    ' ',
    '\t\n',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udfff\ud800',
    '\u202e',
    '🚗'.repeat(300),
    'é'.normalize('NFD'),
    '٣',
    '½',
    'NaN',
    'Infinity',
  ],
  ...[
    "'",
    "'; drop table users; --",
    "' or 1=1 --",
    '$1',
    '%',
    '_',
    '\\',
    '${7*7}',
    '{{7*7}}',
    '../../etc/passwd',
    '<script>',
    '%00',
    '%s%s%n',
  ],
  ...[
    '0',
    '-0',
    '0.00',
    '0.001',
    '-1.00',
    '+1',
    '1.',
    '.5',
    '1e3',
    '0x10',
    '1_000',
    '9999999999.99',
    '99999999999999999999',
    '9'.repeat(400),
  ],
  ...['999999.999', '1000000.000', '999.999', '100.001', '100', '2026-02-30', '0000-00-00T00:00:00Z', '9999-12-31T23:59:59.999Z'],
  ...['1900-01-01T00:00:00Z', '2199-12-31T23:59:59+14:00', '2026-11-22T24:00:00Z', '2026-11-22T04:30:00.123456789Z', '1970-01-01'],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '019AAF7E-5C00-7CC4-8D3E-2F6A1B9C0D11',
    '019aaf7e5c007cc48d3e2f6a1b9c0d11',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'a'.repeat(10_000),
    deep(70),
    Array.from({ length: 2_000 }, () => 0),
    { __proto__x: 1, length: 1e9 },
  ],
];
const NASTY_KEYS = [
  'surprise',
  '__proto__',
  'constructor',
  'id',
  'version',
  'status',
  'serviceCenterId',
  '',
  '\u0000',
  'a/b~c',
  'toJSON',
  'then',
];
const NASTY_BODIES = [
  '',
  '{',
  '{"a":',
  '[',
  '"',
  'null',
  'true',
  '0',
  '[]',
  '{}{}',
  '\ufeff{}',
  '{"a":1,"a":2}',
  '{"__proto__":{"admin":true}}',
  '\u0000',
  '<xml/>',
];
const NASTY_TYPES = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'application/json;',
  'nonsense',
];
const NASTY_HEADERS: readonly Readonly<Record<string, string>>[] = [
  ...['*', '""', '"1"', 'W/"1"', '"99999999999"', '1', '"1", "2"', '"é"', '"'.repeat(50)].map((value) => ({ 'if-match': value })),
  ...['*', '"1"', 'W/"1"', '"a", "b"', ',,,', '"'].map((value) => ({ 'if-none-match': value })),
  ...['k', 'k'.repeat(255), 'k'.repeat(256), 'a b', 'é', ' '].map((value) => ({ 'idempotency-key': value })),
  ...['x', 'é', '../..', 'x'.repeat(5_000)].map((value) => ({ 'x-request-id': value })),
  ...['Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic YTpi', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', `Bearer ${'x'.repeat(5_000)}`].map(
    (value) => ({
      authorization: value,
    }),
  ),
  { accept: 'image/png' },
  { origin: 'https://evil.example' },
  { 'accept-encoding': 'nonsense' },
  { range: 'bytes=0-0' },
];

type Random = () => number;
const oneOf = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;

type Container = Record<string, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** Every place in a document: what contains it, and under which key. */
const placesIn = (value: unknown): (readonly [Container, string])[] =>
  isContainer(value) ? Object.entries(value).flatMap(([key, item]) => [[value, key] as const, ...placesIn(item)]) : [];

const put = (container: Container, key: string, value: unknown): void => {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
};

/** A copy, for it may be spoiled further. */
const nasty = (random: Random): unknown => structuredClone(oneOf(random, NASTY));

const spoilings: readonly ((random: Random, container: Container, key: string, ids: readonly string[]) => void)[] = [
  (random, container, key) => put(container, key, nasty(random)),
  (random, container, key) => put(container, key, nasty(random)),
  (random, container, key, ids) => put(container, key, oneOf(random, ids)),
  (_random, container, key) => void Reflect.deleteProperty(container, key),
  (random, container) => put(container, oneOf(random, NASTY_KEYS), nasty(random)),
  (_random, container, key) => put(container, key, Number((container as Record<string, unknown>)[key])),
  (_random, container, key) => put(container, key, [(container as Record<string, unknown>)[key]]),
  (_random, container, key) =>
    put(
      container,
      key,
      Array.from({ length: 150 }, () => (container as Record<string, unknown>)[key]),
    ),
];

/** The ids of an example are replaced by such as there are, so that the request comes further than the first look-up. */
const withRealIds = (random: Random, example: unknown, ids: Readonly<Record<string, readonly string[]>>): unknown => {
  const body = structuredClone(example);
  for (const [container, key] of placesIn(body)) if (key in ids) put(container, key, oneOf(random, ids[key]!));
  return body;
};

const spoiled = (random: Random, body: unknown, ids: readonly string[]): unknown => {
  const whole = { body };
  for (let times = Math.floor(random() * 3); times > 0; times -= 1) {
    const places = placesIn(whole);
    if (places.length === 0) break;
    const [container, key] = oneOf(random, places);
    oneOf(random, spoilings)(random, container, key, ids);
  }
  return whole.body;
};

const asPathSegment = (value: unknown): string => encodeURIComponent(String(value).toWellFormed()).slice(0, 3_000) || '%20';
const asQuery = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return encodeURIComponent(text.toWellFormed().slice(0, 2_000));
};

export type HostileRequest = {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** Whether the body goes as a form, its `file` as a file. */
  readonly form: boolean;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * Requests without end: of every operation, near enough to right ones to get far, and most of them wrong in some way or other.
 * They begin with the bodies that are given for an operation, or else with the example of the description.
 */
export function* hostileRequests(
  { paths }: Description,
  ids: Readonly<Record<string, readonly string[]>>,
  bodies: Readonly<Record<string, readonly unknown[]>>,
  random: Random,
): Generator<HostileRequest, never> {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const allIds = Object.values(ids).flat();
  const queryOf = (parameters: readonly Parameter[]): string => {
    const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    const asked = Array.from({ length: random() < 0.5 ? 0 : Math.floor(random() * 4) }, () => {
      const name = random() < 0.9 && names.length > 0 ? oneOf(random, names) : oneOf(random, NASTY_KEYS).toWellFormed();
      const value = name in ids && random() < 0.5 ? oneOf(random, ids[name]!) : oneOf(random, NASTY);
      return `${encodeURIComponent(name)}=${asQuery(value)}`;
    });
    return asked.length > 0 ? `?${asked.join('&')}` : '';
  };
  for (;;) {
    const { path, method, operation } = oneOf(random, operations);
    const target = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const key = `${path.split('/')[1]}.${name}`;
      return random() < 0.75
        ? asPathSegment(oneOf(random, ids[key] ?? ids[name] ?? allIds))
        : asPathSegment(oneOf(random, [...NASTY, ...allIds]));
    });
    const content = operation.requestBody?.content ?? {};
    const form = 'multipart/form-data' in content;
    const example = content[form ? 'multipart/form-data' : 'application/json']?.example;
    const bases = bodies[operation.operationId] ?? [example ?? {}];
    const raw = method !== 'GET' && random() < 0.04;
    const body =
      method === 'GET'
        ? undefined
        : raw
          ? oneOf(random, NASTY_BODIES)
          : spoiled(random, withRealIds(random, oneOf(random, bases), ids), allIds);
    yield {
      operationId: operation.operationId,
      method,
      path: target + queryOf(operation.parameters ?? []),
      body,
      form,
      headers: {
        ...(random() < 0.9 && { 'idempotency-key': `hostile-${Math.floor(random() * 1e9)}` }),
        ...(random() < 0.15 && oneOf(random, NASTY_HEADERS)),
        ...(body !== undefined && random() < 0.03 && { 'content-type': oneOf(random, NASTY_TYPES) }),
      },
    };
  }
}

const LEAKS =
  /\bat .+\.[jt]s:\d|node_modules|\/(work|home|var|usr|tmp)\/|\b(select|insert into|update|delete from) .+ (from|values|set|where) |relation "|kysely|mikro|SQLSTATE|ECONN|TypeError|undefined is not/i;

/** Not modified, nothing to say, and taken note of whether or not there is something to do. */
const emptyAnswers = new Set([304, 204, 202]);

/** A stream tells nothing as long as nothing happens. */
const isStream = (headers: Headers): boolean => headers.get('content-type')?.startsWith('text/event-stream') ?? false;

/** What is wrong with how the API took it; undefined if it bore it well. */
export const faultIn = ({ status, headers, problem, text, bytes }: Answer): string | undefined => {
  if (status >= 500) return `it answered ${status}`;
  if (headers.get('x-request-id') === null) return 'it has no request id';
  if (status < 400) return emptyAnswers.has(status) || bytes.length > 0 || isStream(headers) ? undefined : 'it is empty';
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return 'it is no problem document';
  if (problem.status !== status || !/^[a-z_]+\.[a-z_]+$/.test(problem.code)) return 'its status or code is not right';
  if (problem.type !== `/problems/${problem.code}` || !problem.title || !problem.detail || !problem.requestId) return 'a member is missing';
  if (status === 400 && problem.code === 'request.invalid' && !(problem.errors && problem.errors.length > 0)) return 'it names no field';
  if (LEAKS.test(text.replaceAll(/"(instance|pointer)":"[^"]*"/g, ''))) return 'it says too much';
  return undefined;
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** What the example has for a file is sent as a right one; whatever else came into its place, as it is. */
const asForm = (body: object): FormData => {
  const { file, ...fields } = body as { file?: unknown };
  const bytes = file === '(the bytes of the file)' ? picture() : Buffer.from(asText(file));
  const texts = Object.entries(fields).map(([name, value]) => [name.toWellFormed(), asText(value).toWellFormed()] as const);
  return formOf(Object.fromEntries(texts), { name: asText(file).slice(0, 300).toWellFormed(), bytes });
};

export const sendHostile = (client: Client, { method, path, body, form, headers }: HostileRequest): Promise<Answer> =>
  client.ask(method, path, {
    headers,
    ...(body !== undefined && { body: form && isContainer(body) ? asForm(body) : asText(body) }),
  });
