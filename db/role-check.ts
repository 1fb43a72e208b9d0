import pg from 'pg';
import { appendOnly, neverDeleted, notAddedTo, writtenByMigrations } from './grants.ts';

const FINDINGS = `
  select r.rolsuper as superuser,
         r.rolbypassrls as bypasses_row_security,
         pg_has_role(current_user, d.datdba, 'member') as owns_database,
         has_schema_privilege(current_user, 'public', 'create') as creates_tables,
         exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspname = 'public' and pg_has_role(current_user, c.relowner, 'member')) as owns_tables
    from pg_roles r, pg_database d
   where r.rolname = current_user and d.datname = current_database()`;

/** What the application's role must not be, lest it could change the rows that nobody may change. */
const FAULTS: Readonly<Record<string, string>> = {
  superuser: 'is a superuser',
  bypasses_row_security: 'bypasses row security',
  owns_database: 'owns the database, or is a member of the role that does',
  creates_tables: 'may create tables in the schema public',
  owns_tables: 'owns tables, or is a member of the role that does',
};

const asking = async <Result>(url: string, ask: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
};

/** What is wrong with the role of this URL for serving the application; empty when it is neither owner nor superuser. */
export const roleFaults = (url: string): Promise<string[]> =>
  asking(url, async (client) => {
    const { rows } = await client.query<Record<string, boolean>>(FINDINGS);
    return Object.entries(FAULTS).flatMap(([finding, fault]) => (rows[0]?.[finding] ? [fault] : []));
  });

const CLOSED = [
  ...appendOnly.flatMap((name) => [[name, 'update'] as const, [name, 'delete'] as const]),
  ...neverDeleted.map((name) => [name, 'delete'] as const),
  ...notAddedTo.map((name) => [name, 'insert'] as const),
  ...writtenByMigrations.flatMap((name) => (['insert', 'update', 'delete'] as const).map((deed) => [name, deed] as const)),
];

/** Tables by themselves: what was planted beside them by somebody else is none of ours. */
const PRIVILEGES = `
  select c.relname as name, 'does not have' as has, deed
    from pg_class c, unnest(array['select', 'insert']) as deed
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'mikro_orm_migrations'
     and c.relowner = (select relowner from pg_class where oid = 'public.mikro_orm_migrations'::regclass)
     and not has_table_privilege(c.oid, deed)
     and not (deed = 'insert' and c.relname = any($3::text[]))
  union all
  select closed.name, 'has', closed.deed
    from unnest($1::text[], $2::text[]) as closed (name, deed) join pg_class c on c.relname = closed.name and c.relnamespace = 'public'::regnamespace
   where has_table_privilege(c.oid, closed.deed)
  order by name, has, deed`;

/** What the role of this URL may do to a table although it must not, or must do and may not: as a restored dump or a hand at psql leave it. */
export const privilegeFaults = (url: string): Promise<string[]> =>
  asking(url, async (client) => {
    const closed = [CLOSED.map(([name]) => name), CLOSED.map(([, deed]) => deed)];
    const { rows } = await client.query<{ name: string; has: string; deed: string }>(PRIVILEGES, [
      ...closed,
      [...notAddedTo, ...writtenByMigrations],
    ]);
    return rows.map(({ name, has, deed }) => `${has} the privilege to ${deed} on ${name}`);
  });
