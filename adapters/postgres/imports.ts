import { Import } from '@dms/domain/imports/import';
import type { Imports } from '@dms/domain/imports/ports';
import type { ImportReads } from '@dms/domain/imports/reads';
import { absent } from '@dms/domain/shared/errors';
import type { BadRow } from '@dms/domain/shared/import-batch';
import { type RawBuilder, sql } from 'kysely';
import type { Database, Executor } from './database.ts';

const found = async (db: Executor, id: string, lock: RawBuilder<unknown>): Promise<Import | undefined> => {
  const { rows } = await sql<Import & { readonly createdAt: Date | string; readonly finishedAt: Date | string | null }>`
    select id, kind, file_name as "fileName", file_key as "fileKey", size::integer as size, dry_run as "dryRun",
      service_center_id as "serviceCenterId", state, rows_read as "rowsRead", created, changed, unchanged, refused,
      stopped_by as "stoppedBy", created_at as "createdAt", created_by as "createdBy", finished_at as "finishedAt"
    from imports where id = ${id} ${lock}`.execute(db);
  const [row] = rows;
  return row && new Import({ ...row, createdAt: new Date(row.createdAt), finishedAt: row.finishedAt && new Date(row.finishedAt) });
};

const inserted = (it: Import) => sql`
  insert into imports (id, kind, file_name, file_key, size, dry_run, service_center_id, created_at, created_by)
  values (${it.id}, ${it.kind}, ${it.fileName}, ${it.fileKey}, ${it.size}, ${it.dryRun}, ${it.serviceCenterId}, ${it.createdAt}, ${it.createdBy})`;

const updated = (it: Import) => sql`
  update imports set state = ${it.state}, rows_read = ${it.rowsRead}, created = ${it.created}, changed = ${it.changed},
    unchanged = ${it.unchanged}, refused = ${it.refused}, stopped_by = ${it.stoppedBy}, finished_at = ${it.finishedAt}
  where id = ${it.id}`;

const refusalsOf = (importId: string, refused: readonly BadRow[]) => sql`
  insert into import_refusals (import_id, line, reason)
  select ${importId}, line, reason from unnest(${refused.map(({ line }) => line)}::integer[], ${refused.map(({ reason }) => reason)}::text[]) as r (line, reason)`;

/** How far a file is stands for itself and is no record of the business: what it brought in is told by events. */
export const postgresImports = (db: Executor, later: (query: ReturnType<typeof sql>) => void): Imports => ({
  getForChange: async (id) => {
    const going = await found(db, id, sql`for update`);
    if (!going) throw absent('import');
    return going;
  },
  add: (started) => later(inserted(started)),
  keep: (going, refused) => {
    later(updated(going));
    if (refused.length > 0) later(refusalsOf(going.id, refused));
  },
});

export const postgresImportReads = ({ here }: Pick<Database, 'here'>): ImportReads => ({
  find: (id) => found(here(), id, sql``),
  refusals: async (importId, afterLine, limit) => {
    const { rows } = await sql<BadRow>`
      select line, reason from import_refusals where import_id = ${importId} and line > ${afterLine} order by line limit ${limit}`.execute(
      here(),
    );
    return rows;
  },
});
