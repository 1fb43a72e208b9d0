import pg from 'pg';

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

/** What is wrong with the role of this URL for serving the application; empty when it is neither owner nor superuser. */
export async function roleFaults(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, boolean>>(FINDINGS);
    return Object.entries(FAULTS).flatMap(([finding, fault]) => (rows[0]?.[finding] ? [fault] : []));
  } finally {
    await client.end();
  }
}
