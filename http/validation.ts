import type { FastifyInstance, FastifySchemaValidationError, FastifyServerOptions } from 'fastify';
import { DomainError, type FieldFault } from '@dms/domain/shared/errors';

/** Nothing is turned into another type, nothing is dropped, and all that is wrong is told at once. */
export const ajvOptions: NonNullable<FastifyServerOptions['ajv']> = {
  customOptions: {
    coerceTypes: false,
    removeAdditional: false,
    useDefaults: true,
    allErrors: true,
    verbose: true, // the schema beside each fault, for its `x-refusal`
    strictTypes: false,
    keywords: ['x-refusal', 'x-content-types'],
  },
};

type Fault = FastifySchemaValidationError & { readonly parentSchema?: { readonly 'x-refusal'?: string } };
export type RequestPart = 'body' | 'query' | 'path' | 'header';
export type LocatedFault = FieldFault & { readonly in?: RequestPart };

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};
const typeNames = (types: unknown): string =>
  [types]
    .flat()
    .map((type) => TYPES[String(type)] ?? String(type))
    .join(' or ');
const counted = (count: unknown, thing: string): string => `${String(count)} ${thing}${count === 1 ? '' : thing.endsWith('y') ? '' : 's'}`;

/** What a broken keyword of JSON Schema means to a person. */
const MESSAGES: Readonly<Record<string, (params: Record<string, unknown>) => string>> = {
  required: () => 'is required',
  additionalProperties: () => 'is not a known field',
  unevaluatedProperties: () => 'is not a known field',
  type: ({ type }) => `must be ${typeNames(type)}`,
  enum: ({ allowedValues }) => `must be one of ${(allowedValues as unknown[]).join(', ')}`,
  const: ({ allowedValue }) => `must be ${String(allowedValue)}`,
  minLength: ({ limit }) => `must have at least ${counted(limit, 'character')}`,
  maxLength: ({ limit }) => `must have at most ${counted(limit, 'character')}`,
  minItems: ({ limit }) => `must have at least ${counted(limit, 'item')}`,
  maxItems: ({ limit }) => `must have at most ${counted(limit, 'item')}`,
  minProperties: ({ limit }) => `must have at least ${counted(limit, 'field')}`,
  maxProperties: ({ limit }) => `must have at most ${counted(limit, 'field')}`,
  uniqueItems: () => 'must not name the same thing twice',
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  exclusiveMinimum: ({ limit }) => `must be more than ${String(limit)}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${String(limit)}`,
  anyOf: () => 'has none of the forms that are known here',
  oneOf: () => 'must have exactly one of the forms that are known here',
};
/** The keywords that a schema's own `x-refusal` speaks for. */
const ABOUT_THE_FORM = new Set(['type', 'pattern', 'format']);

const escaped = (key: unknown): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
const NAMES_A_FIELD: Readonly<Record<string, string>> = {
  required: 'missingProperty',
  additionalProperties: 'additionalProperty',
  unevaluatedProperties: 'unevaluatedProperty',
};

function faultOf({ keyword, instancePath, params, parentSchema, message }: Fault, part: RequestPart): LocatedFault {
  const field = NAMES_A_FIELD[keyword];
  const refusal = ABOUT_THE_FORM.has(keyword) ? parentSchema?.['x-refusal'] : undefined;
  return {
    pointer: instancePath + (field === undefined ? '' : escaped(params[field])),
    message: refusal ?? MESSAGES[keyword]?.(params) ?? message ?? 'is not valid',
    in: part,
  };
}

const PARTS: Readonly<Record<string, RequestPart>> = { body: 'body', querystring: 'query', params: 'path', headers: 'header' };
const MOST_FAULTS_TOLD = 100;

/** The faults that the validator found, each once and in words. */
export function faultsOf(validation: readonly FastifySchemaValidationError[], context = 'body'): LocatedFault[] {
  const told = new Map<string, LocatedFault>();
  for (const found of validation) {
    const fault = faultOf(found, PARTS[context] ?? 'body');
    told.set(`${fault.pointer} ${fault.message}`, fault);
    if (told.size === MOST_FAULTS_TOLD) break;
  }
  return [...told.values()];
}

export const invalid = (faults: readonly LocatedFault[]): DomainError => {
  const [first] = faults;
  const rest = faults.length > 1 ? ` And ${faults.length - 1} more.` : '';
  const where = first === undefined ? '' : `${first.pointer === '' ? `The ${first.in ?? 'body'}` : first.pointer} ${first.message}.${rest}`;
  return new DomainError('request.invalid', where, { errors: faults });
};

const unreadable = (sentence: string): DomainError => new DomainError('request.malformed', sentence);

/** PostgreSQL stores no NUL, and what is not percent-encoded UTF-8 would be taken literally by some and refused by others. */
export function refuseUnreadableUrl(url: string): void {
  if (!url.includes('%')) return;
  if (url.includes('%00')) throw unreadable('The URL contains a NUL character, which cannot be stored or found.');
  if (!isDecodable(url)) throw unreadable('The URL is not percent-encoded UTF-8.');
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

// A NUL or half of a surrogate pair can enter a JSON text only by one of these escapes.
const SUSPICIOUS = /\\u(0000|d[89a-f])/i;
const DEEPEST = 64;

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
const NOT_STORABLE = 'contains a NUL character or half of a character, which cannot be stored';

function* unstorable(value: unknown, pointer: string, depth: number): Generator<LocatedFault> {
  if (depth > DEEPEST) throw invalid([{ pointer, message: 'is nested too deeply', in: 'body' }]);
  if (typeof value === 'string' && !isStorable(value)) yield { pointer, message: NOT_STORABLE, in: 'body' };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (!isStorable(key)) yield { pointer, message: NOT_STORABLE, in: 'body' };
    yield* unstorable(item, pointer + escaped(key), depth + 1);
  }
}

function refuseUnstorable(text: string, body: unknown): void {
  if (SUSPICIOUS.test(text)) refuseUnstorableFields(body);
}

/** @throws DomainError `request.invalid` where a text holds what PostgreSQL does not store */
export function refuseUnstorableFields(body: unknown): void {
  const faults = [...unstorable(body, '', 0)].slice(0, MOST_FAULTS_TOLD);
  if (faults.length > 0) throw invalid(faults);
}

/** A body that is a file is one of its types and nothing else; it is taken as it is. */
export function acceptFiles(app: FastifyInstance, types: readonly string[]): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...types], { parseAs: 'buffer' }, (_request, bytes: Buffer, done) => done(null, bytes));
}

/** A body that is a text of one of these types is given as it came. */
export function acceptTexts(app: FastifyInstance, types: readonly string[]): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...types], { parseAs: 'string' }, (_request, text: string, done) => done(null, text));
}

/**
 * JSON is the one type of body there is, files apart. An empty one is no body: many clients announce JSON on every POST.
 * A key such as __proto__ becomes a field like any other here, and so an unknown one.
 */
export function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text: string, done) => {
    try {
      if (request.route?.rawBody) done(null, text);
      else done(null, text === '' ? undefined : bodyOf(text));
    } catch (refusal) {
      done(refusal as Error);
    }
  });
}

function bodyOf(text: string): unknown {
  const body = parsed(text);
  refuseUnstorable(text, body);
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('The body is not a JSON document.');
  }
}

/** Refuses a body where none is read, naming its fields as unknown. */
export function refuseBody(body: unknown): void {
  if (body === undefined || body === null) return;
  const fields = typeof body === 'object' ? Object.keys(body).slice(0, MOST_FAULTS_TOLD) : [];
  if (fields.length === 0 && typeof body === 'object') return;
  const faults = fields.map((field): LocatedFault => ({ pointer: escaped(field), message: 'is not a known field', in: 'body' }));
  throw invalid(faults.length > 0 ? faults : [{ pointer: '', message: 'must be empty', in: 'body' }]);
}

type QueryValue = string | number | boolean | QueryValue[];
type Conversion = (text: QueryValue) => QueryValue;

/** Only what is plainly written so: `1e1` and `0x10` stay text, which the schema then refuses. */
const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  integer: (text) => (typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? Number(text) : text),
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  array: (text) => (Array.isArray(text) ? text : [text]),
};

/** What turns the texts of a query into the numbers, flags and lists of its schema; undefined when all of it is text. */
export function queryConversion(
  properties: Readonly<Record<string, { type?: unknown }>>,
): ((query: Record<string, unknown>) => void) | undefined {
  const conversions = Object.entries(properties).flatMap(([name, { type }]) => {
    const convert = CONVERSIONS[String(type)];
    return convert === undefined ? [] : [[name, convert] as const];
  });
  if (conversions.length === 0) return undefined;
  return (query) => {
    for (const [name, convert] of conversions) {
      const value = query[name];
      if (value !== undefined) query[name] = convert(value as QueryValue);
    }
  };
}
