import type { EntityMetadata, EntityProperty, MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';

/** What goes over the wire for one column. Two values are the same when these are. */
export type Bound = string | number | boolean | null;

export type Column = {
  readonly property: string;
  readonly name: string;
  readonly bind: (value: unknown) => Bound;
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

type Conversion = Pick<Column, 'bind' | 'read'>;
const asIs: Conversion = { bind: (value) => value as Bound, read: (text) => text };

/** By the type of the column; money and quantities bring their own. */
const conversions: readonly (readonly [RegExp, Conversion])[] = [
  [/^int|^smallint/, { bind: (value) => value as number, read: Number }],
  [/^bool/, { bind: (value) => value as boolean, read: (text) => text === 'true' }],
  [/^timestamp/, { bind: (value) => (value as Date).toISOString(), read: (text) => instant(text) }],
  [/^json/, { bind: (value) => JSON.stringify(value), read: (text) => JSON.parse(text) as unknown }],
  [/\[\]$/, { bind: (value) => arrayText(value as readonly string[]), read: (text) => arrayOf(text) }],
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
      bind: (value) => own.convertToDatabaseValue(value, platform) as Bound,
      read: (text) => own.convertToJSValue(text, platform),
    };
  }
  return (conversions.find(([pattern]) => pattern.test(type)) as (typeof conversions)[number])[1];
};

/** Nothing is nothing, whatever the type. */
const nullable = ({ bind, read }: Conversion): Conversion => ({
  bind: (value) => (value === null || value === undefined ? null : bind(value)),
  read: (text) => (text === null ? null : read(text)),
});

/** Reads the mapping of a class out of MikroORM's metadata, so that it is said once. */
export const mappingOf = (orm: MikroORM, entity: { readonly prototype: object }): Mapping => {
  const meta = orm.getMetadata().get(entity as never) as unknown as EntityMetadata;
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

export const boundRow = (mapping: Mapping, entity: object): Bound[] =>
  mapping.columns.map((column) => column.bind((entity as Record<string, unknown>)[column.property]));

/** Makes an instance of the class from the texts of its columns, without its constructor, which is for new ones. */
export const hydrate = (mapping: Mapping, texts: readonly (string | null)[], into: object = Object.create(mapping.prototype) as object): object => {
  mapping.columns.forEach((column, index) => {
    (into as Record<string, unknown>)[column.property] = column.read(texts[index] as string);
  });
  return into;
};
