import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { MikroORM } from '@mikro-orm/postgresql';
import { openOrm, schemas } from '../../db/orm.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { query } from '../support/embedded.ts';

type ColumnRow = { column_name: string; type: string; is_nullable: 'YES' | 'NO'; is_generated: 'ALWAYS' | 'NEVER' };

/** What the database may say for a type of the mapping. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  int: ['integer', 'smallint'],
  timestamptz: ['timestamp with time zone'],
  'text[]': ['text[]'],
  'uuid[]': ['uuid[]'],
};
const base = (type: string): string => type.replace(/\(.*\)$/, '');
const agrees = (mapped: string, found: string): boolean => (spellings[base(mapped)] ?? [base(mapped)]).includes(base(found));

/** Stamps are the unit of work's, generated columns and what triggers keep the database's own; none is in the mapping. */
const unmapped = new Set(['created_at', 'created_by', 'updated_at', 'updated_by', 'reorder_at', 'low']);

void describe('the mapping', () => {
  let orm: MikroORM;
  let fresh: FreshDatabase;
  let columnsOf: (table: string) => Promise<ColumnRow[]>;

  before(async () => {
    fresh = await freshDatabase();
    orm = await openOrm({ url: fresh.url, poolSize: 1 });
    columnsOf = async (table) =>
      query<ColumnRow>(
        fresh.ownerUrl,
        `select a.attname as column_name, format_type(a.atttypid, a.atttypmod) as type, c.is_nullable, c.is_generated
         from pg_attribute a join information_schema.columns c on c.table_name = '${table}' and c.column_name = a.attname
         where a.attrelid = '${table}'::regclass and a.attnum > 0 and not a.attisdropped and c.table_schema = 'public'`,
      );
  });
  after(async () => {
    await orm.close(true);
    await fresh.drop();
  });

  for (const schema of schemas) {
    it(`of ${schema.meta.className} is what the migrations made`, async () => {
      const properties = orm.getMetadata().get(schema.meta.class as never).props;
      const columns = await columnsOf(schema.meta.tableName);
      const found = new Map(columns.map((column) => [column.column_name, column]));
      for (const property of properties) {
        const name = property.fieldNames[0] as string;
        const column = found.get(name);
        assert.ok(column, `${schema.meta.tableName}.${name} is mapped and not there`);
        assert.ok(
          agrees(property.columnTypes[0] as string, column.type),
          `${name} is ${column.type}, mapped as ${property.columnTypes[0]}`,
        );
        assert.equal(column.is_nullable === 'YES', property.nullable === true, `whether ${schema.meta.tableName}.${name} may be empty`);
        found.delete(name);
      }
      const left = [...found.values()].filter((column) => column.is_generated === 'NEVER' && !unmapped.has(column.column_name));
      assert.deepEqual(
        left.map((column) => column.column_name),
        [],
        `columns of ${schema.meta.tableName} that nothing maps`,
      );
    });
  }

  it('has an index for every foreign key', async () => {
    const bare = await query<{ fault: string }>(
      fresh.ownerUrl,
      `select c.conrelid::regclass || '.' || a.attname as fault
       from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       where c.contype = 'f' and c.connamespace = 'public'::regnamespace
         and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`,
    );
    assert.deepEqual(
      bare.map(({ fault }) => fault),
      [],
    );
  });

  it('deletes nothing by cascade', async () => {
    const cascading = await query(
      fresh.ownerUrl,
      `select conname from pg_constraint where contype = 'f' and confdeltype not in ('a', 'r')`,
    );
    assert.deepEqual(cascading, []);
  });
});
