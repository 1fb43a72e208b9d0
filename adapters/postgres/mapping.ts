import type { EntityProperty, MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';

/** What a column holds, as it is compared: two values are the same when these are. */
export type Held = string | number | boolean | object | null;

export type Column = {
  readonly property: string;
  readonly name: string;
  readonly hold: (value: unknown) => Held;
  /** What goes over the wire, where that is not what is held. */
  readonly wire?: (held: Held) => Held;
  /** From the text that PostgreSQL writes for the column. */
  readonly read: (text: string) => unknown;
};

/** One mapped class and its table, as db/schema says. */
export type Mapping = {
  readonly table: string;
  readonly prototype: object;
  readonly columns: readonly Column[];
  /** Roots have a version and stamps; what hangs on them has not. */
  readonly isRoot: boolean;
};

const instant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);

type Conversion = Pick<Column, 'hold' | 'wire' | 'read'>;
const asIs: Conversion = { hold: (value) => value as Held, read: (text) => text };

/** By the type of the column; money and quantities bring their own. */
const conversions: readonly (readonly [RegExp, Conversion])[] = [
  [/^int|^smallint/, { hold: (value) => value as number, read: Number }],
  [/^bool/, { hold: (value) => value as boolean, read: (text) => text === 'true' }],
  [/^timestamp/, { hold: (value) => (value as Date).toISOString(), read: (text) => instant(text) }],
  // A document is changed by putting another in its place, so it need not be written out to see whether it is the same.
  [/^json/, { hold: (value) => value as object, wire: (held) => JSON.stringify(held), read: (text) => JSON.parse(text) as unknown }],
  [/\[\]$/, { hold: (value) => arrayText(value as readonly string[]), read: (text) => arrayOf(text) }],
  [/./, asIs],
];

const arrayText = (items: readonly string[]): string => `{${items.map((item) => `"${item.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
const arrayOf = pg.types.getTypeParser(1009 as never) as (text: string) => string[];

const conversionOf = (property: EntityProperty, orm: MikroORM): Conversion => {
  const type = property.columnTypes[0] ?? 'text';
  const own = property.customType;
  if (own && /^(bigint|numeric\(14,3\))$/.test(type)) {
    const platform = orm.em.getPlatform();
    return {
      hold: (value) => own.convertToDatabaseValue(value, platform) as Held,
      read: (text) => own.convertToJSValue(text, platform),
    };
  }
  return (conversions.find(([pattern]) => pattern.test(type)) as (typeof conversions)[number])[1];
};

/** Nothing is nothing, whatever the type. */
const nullable = ({ hold, wire, read }: Conversion): Conversion => ({
  hold: (value) => (value === null || value === undefined ? null : hold(value)),
  ...(wire && { wire: (held: Held) => (held === null ? null : wire(held)) }),
  read: (text) => (text === null ? null : read(text)),
});

/** Reads the mapping of a class out of MikroORM's metadata, so that it is said once. */
export const mappingOf = (orm: MikroORM, entity: { readonly prototype: object }): Mapping => {
  const meta = orm.getMetadata().get(entity as never);
  return {
    table: meta.tableName,
    prototype: entity.prototype,
    isRoot: meta.versionProperty !== undefined,
    columns: meta.props.map((property) => ({
      property: property.name,
      name: property.fieldNames[0] as string,
      ...nullable(conversionOf(property, orm)),
    })),
  };
};

export const heldRow = (mapping: Mapping, entity: object): Held[] =>
  mapping.columns.map((column) => column.hold((entity as Record<string, unknown>)[column.property]));

/** The same column as it is sent. */
export const sent = (column: Column, held: Held): Held => (column.wire ? column.wire(held) : held);

/** Makes an instance of the class from the texts of its columns, without its constructor, which is for new ones. */
export const hydrate = (
  mapping: Mapping,
  texts: readonly (string | null)[],
  into: object = Object.create(mapping.prototype) as object,
): object => {
  mapping.columns.forEach((column, index) => {
    (into as Record<string, unknown>)[column.property] = column.read(texts[index] as string);
  });
  return into;
};
