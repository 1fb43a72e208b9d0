import type { OpenApiDocument } from './plugins/openapi.ts';

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((found, key) => (isJson(found) ? found[key] : undefined), value);
const entries = (value: unknown): [string, unknown][] => (isJson(value) ? Object.entries(value) : []);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** Whose promise a schema is: the client's, who sends it, or ours, who answer it. */
type Side = 'request' | 'answer';
type Compared = { readonly before: OpenApiDocument; readonly after: OpenApiDocument };

const resolved = (schema: unknown, document: OpenApiDocument): Json => {
  const reference = at(schema, '$ref');
  if (typeof reference === 'string') return document.components.schemas[reference.slice(reference.lastIndexOf('/') + 1)] ?? {};
  // Of several forms the first is the one for who asks for none of the others, as whoever knew of one alone does.
  const [form] = list(at(schema, 'oneOf'));
  if (form !== undefined) return resolved(form, document);
  return isJson(schema) ? schema : {};
};

/** A parameter that may be named several times by now is still what it was for who names it once. */
const namedOnce = (before: unknown, after: unknown): unknown =>
  at(before, 'type') !== 'array' && at(after, 'type') === 'array' ? at(after, 'items') : after;

/** Bounds beyond which a request is refused: one more of them, or a tighter one, refuses what was taken. */
const BOUNDS: Readonly<Record<string, (before: unknown, after: unknown) => boolean>> = {
  maxLength: (before, after) => Number(after) < Number(before ?? Infinity),
  maxItems: (before, after) => Number(after) < Number(before ?? Infinity),
  maximum: (before, after) => Number(after) < Number(before ?? Infinity),
  minLength: (before, after) => Number(after) > Number(before ?? 0),
  minItems: (before, after) => Number(after) > Number(before ?? 0),
  minimum: (before, after) => Number(after) > Number(before ?? -Infinity),
  pattern: (before, after) => before !== after,
};

function* schemaChanges(
  where: string,
  oldSchema: unknown,
  newSchema: unknown,
  side: Side,
  compared: Compared,
  seen: ReadonlySet<unknown>,
): Generator<string> {
  const before = resolved(oldSchema, compared.before);
  const after = resolved(newSchema, compared.after);
  if (seen.has(before)) return;
  const deeper = new Set([...seen, before]);

  yield* valueChanges(where, before, after, side);
  for (const [name, property] of entries(before.properties)) {
    const inside = `${where}.${name}`;
    if (at(after.properties, name) === undefined) yield `${inside} is gone`;
    else yield* schemaChanges(inside, property, at(after.properties, name), side, compared, deeper);
  }
  if (before.items !== undefined) yield* schemaChanges(`${where}[]`, before.items, after.items, side, compared, deeper);

  const wasRequired = list(before.required);
  const isRequired = list(after.required);
  if (side === 'request')
    yield* isRequired.filter((name) => !wasRequired.includes(name)).map((name) => `${where}.${String(name)} is now required`);
  else yield* wasRequired.filter((name) => !isRequired.includes(name)).map((name) => `${where}.${String(name)} may now be missing`);
}

function* valueChanges(where: string, before: Json, after: Json, side: Side): Generator<string> {
  const [fewer, more] = side === 'request' ? [before, after] : [after, before];
  const types = list(more.type);
  // A request may be allowed more types, an answer may have fewer.
  if (types.length > 0 && list(fewer.type).some((type) => !types.includes(type)))
    yield `${where} changed its type from ${list(before.type).join('|')} to ${list(after.type).join('|')}`;
  const values = list(after.enum);
  if (values.length > 0)
    yield* list(before.enum)
      .filter((value) => !values.includes(value))
      .map((value) => `${where} no longer knows ${String(value)}`);
  if (side === 'answer') return;
  for (const [keyword, tighter] of Object.entries(BOUNDS)) {
    if (after[keyword] !== undefined && tighter(before[keyword], after[keyword])) yield `${where} has a tighter ${keyword}`;
  }
}

function* parameterChanges(where: string, before: unknown, after: unknown, compared: Compared): Generator<string> {
  const nameOf = (parameter: unknown) => `${String(at(parameter, 'in'))} ${String(at(parameter, 'name'))}`;
  const known = new Map(list(before).map((parameter) => [nameOf(parameter), parameter]));
  const present = new Map(list(after).map((parameter) => [nameOf(parameter), parameter]));
  for (const [name, parameter] of known) {
    if (!present.has(name)) yield `${where}: the parameter ${name} is gone`;
    else {
      const [was, is] = [at(parameter, 'schema'), at(present.get(name), 'schema')];
      yield* schemaChanges(`${where}: ${name}`, was, namedOnce(was, is), 'request', compared, new Set());
    }
  }
  for (const [name, parameter] of present) {
    if (at(parameter, 'required') === true && at(known.get(name), 'required') !== true)
      yield `${where}: the parameter ${name} is now required`;
  }
}

function* contentChanges(where: string, before: unknown, after: unknown, side: Side, compared: Compared): Generator<string> {
  for (const [type, media] of entries(before)) {
    if (at(after, type) === undefined) yield `${where} is no longer ${type}`;
    else yield* schemaChanges(where, at(media, 'schema'), at(after, type, 'schema'), side, compared, new Set());
  }
}

function* operationChanges(where: string, before: unknown, after: unknown, compared: Compared): Generator<string> {
  if (at(before, 'operationId') !== at(after, 'operationId')) yield `${where} is no longer called ${String(at(before, 'operationId'))}`;
  yield* parameterChanges(where, at(before, 'parameters'), at(after, 'parameters'), compared);
  if (at(before, 'requestBody') === undefined && at(after, 'requestBody') !== undefined) yield `${where} now needs a body`;
  yield* contentChanges(`${where} body`, at(before, 'requestBody', 'content'), at(after, 'requestBody', 'content'), 'request', compared);
  for (const [status, answer] of entries(at(before, 'responses')).filter(([status]) => status.startsWith('2'))) {
    const present = at(after, 'responses', status);
    if (present === undefined) yield `${where} no longer answers ${status}`;
    else yield* contentChanges(`${where} ${status}`, at(answer, 'content'), at(present, 'content'), 'answer', compared);
  }
}

/** What in the present document breaks a client of the former one, each as a sentence. */
export function breakingChanges(before: OpenApiDocument, after: OpenApiDocument): string[] {
  const operations = Object.entries(before.paths).flatMap(([path, methods]) =>
    Object.keys(methods).flatMap((method) => {
      const where = `${method.toUpperCase()} ${path}`;
      const present = at(after.paths, path, method);
      return present === undefined ? [`${where} is gone`] : [...operationChanges(where, methods[method], present, { before, after })];
    }),
  );
  return [...new Set(operations)];
}

const numbersOf = (version: string): number[] => version.split('.').map(Number);
const isLater = (version: string, than: string): boolean => {
  const [left, right] = [numbersOf(version), numbersOf(than)];
  const place = left.findIndex((number, index) => number !== right[index]);
  return place !== -1 && left[place]! > right[place]!;
};

/** A breaking change needs a later version, and a heading of that version in the changelog; these are the ones without. */
export function unannounced(before: OpenApiDocument, after: OpenApiDocument, changelog: string): string[] {
  const { version } = after.info;
  const announced =
    isLater(version, before.info.version) && changelog.split('\n').some((line) => line.startsWith('## ') && line.includes(version));
  return announced ? [] : breakingChanges(before, after);
}
