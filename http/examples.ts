type Schema = Readonly<Record<string, unknown>>;
type Components = Readonly<Record<string, Schema>>;

/** What is known of a text by its format alone. */
const BY_FORMAT: Readonly<Record<string, string>> = { email: 'asha.rao@example.com', uri: 'https://example.com/', 'uri-reference': '/' };

const first = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);
const typeOf = ({ type, properties }: Schema): unknown =>
  Array.isArray(type) ? type[0] : (type ?? (properties === undefined ? undefined : 'object'));

const BY_TYPE: Readonly<Record<string, (schema: Schema, components: Components) => unknown>> = {
  object: ({ properties = {} }, components) =>
    Object.fromEntries(Object.entries(properties as Components).map(([name, property]) => [name, exampleOf(property, components)])),
  array: ({ items }, components) => [exampleOf(items, components)],
  string: ({ format }) => BY_FORMAT[String(format)] ?? 'text',
  integer: ({ minimum = 1 }) => minimum,
  number: ({ minimum = 1 }) => minimum,
  boolean: () => true,
  null: () => null,
};

/** An example of a schema: its own, or one composed of those of its parts. */
export function exampleOf(schema: unknown, components: Components): unknown {
  const known = (schema ?? {}) as Schema;
  if (typeof known.$ref === 'string') return exampleOf(components[known.$ref.slice(known.$ref.lastIndexOf('/') + 1)], components);
  const given = known.example ?? first(known.examples) ?? known.const ?? first(known.enum) ?? known.default;
  if (given !== undefined) return given;
  const variant = first(known.anyOf) ?? first(known.oneOf);
  if (variant !== undefined) return exampleOf(variant, components);
  return BY_TYPE[String(typeOf(known))]?.(known, components) ?? {};
}
