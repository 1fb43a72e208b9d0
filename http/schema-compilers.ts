import ajvCompiler from '@fastify/ajv-compiler';
import fastJsonStringify from 'fast-json-stringify';

// What checks requests and writes answers by their schemas. Each is made when it is first needed, and an answer's of the components that it refers
// to: to make all of them at the start, each over all components, takes seconds, and grows with the square of the API.

type Json = Readonly<Record<string, unknown>>;
type Components = Readonly<Record<string, Json>>;
type Checks = ((data: unknown) => unknown) & { errors?: unknown };
type OfRoute = { readonly schema: unknown };

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** The components that a schema refers to, and those that they refer to. */
const referredTo = (schema: unknown, all: Components, found: Record<string, Json> = {}): Record<string, Json> => {
  if (!isObject(schema)) return found;
  const id = typeof schema.$ref === 'string' ? schema.$ref.replace(/#.*$/, '') : '';
  if (!(id in found) && id in all) referredTo(all[id], all, Object.assign(found, { [id]: all[id] }));
  for (const part of Object.values(schema)) referredTo(part, all, found);
  return found;
};

/** @throws Error for a schema that no answer can be written by */
export const serializerOf = (schema: unknown, components: unknown): ((answer: unknown) => string) =>
  fastJsonStringify(schema as never, { schema: referredTo(schema, components as Components) } as never) as unknown as (
    answer: unknown,
  ) => string;

const writing = (components: unknown) => {
  return ({ schema }: OfRoute) => {
    let write: ((answer: unknown) => string) | undefined;
    return (answer: unknown): string => (write ??= serializerOf(schema, components))(answer);
  };
};

const checking = (components: unknown, options: unknown) => {
  const compile = ajvCompiler()(components as never, options as never) as unknown as (of: OfRoute) => Checks;
  return (of: OfRoute): Checks => {
    let check: Checks | undefined;
    const checked: Checks = (data) => {
      check ??= compile(of);
      const passed = check(data);
      checked.errors = check.errors;
      return passed;
    };
    return checked;
  };
};

/** Fastify asks for its compilers at every route; all routes of an application share the first. */
const once = <Compiler>(make: (components: unknown, options: unknown) => Compiler): typeof make => {
  let made: Compiler | undefined;
  return (components, options) => (made ??= make(components, options));
};

/** For one application, all of whose schemas are there when the first route is made ready. */
export const schemaCompilers = () => ({ buildSerializer: once(writing), buildValidator: once(checking) });
