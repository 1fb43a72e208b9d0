import type { TSchema } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';

type Json = Readonly<Record<string, unknown>>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** On the way in an object has the fields it names and no others; an answer may get more fields one day. */
export type Direction = 'in' | 'out';
const closed = (schema: Json): Json =>
  schema.type === 'object' && 'properties' in schema && !('additionalProperties' in schema)
    ? { ...schema, additionalProperties: false }
    : schema;

/** A schema made optional is a copy of itself, so its text says whether it is the same. */
type Registered = { readonly text: string; readonly direction: Direction };

/**
 * Registers schemas that have an `$id` as components, each once, and puts references in their place. So a module nests
 * the schema itself, with its type, and validator, serializer and OpenAPI document share one copy.
 */
export function componentsOf(app: FastifyInstance): (schema: TSchema, direction: Direction) => TSchema {
  const registered = new Map<string, Registered>();

  const copied = (value: unknown, direction: Direction): unknown => {
    if (Array.isArray(value)) return value.map((item) => copied(item, direction));
    return isJson(value) ? referenced(value, direction) : value;
  };
  const inlined = (schema: Json, direction: Direction): Json => {
    const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, copied(value, direction)]));
    return direction === 'in' ? closed(copy) : copy;
  };
  const register = (schema: Json, $id: string, direction: Direction): void => {
    const known = registered.get($id);
    const text = JSON.stringify(schema);
    if (known !== undefined && known.text !== text) throw new Error(`Two schemas are called ${$id}.`);
    if (known !== undefined) return;
    registered.set($id, { text, direction });
    app.addSchema({ ...inlined(schema, direction), $id });
  };
  const referenced = (schema: Json, direction: Direction): Json => {
    if (typeof schema.$id !== 'string') return inlined(schema, direction);
    const answered = direction === 'in' && registered.get(schema.$id)?.direction === 'out';
    const $id = answered ? `${schema.$id}Input` : schema.$id;
    register(schema, $id, direction);
    return { $ref: `${$id}#` };
  };
  return (schema, direction) => referenced(schema, direction) as TSchema;
}
