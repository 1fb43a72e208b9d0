import type { StoredFiles, StrayContent } from '@dms/domain/files/ports';
import { StoredFile } from '@dms/domain/files/stored-file';
import { shownByInspection } from '@dms/domain/files/shown-by-inspection';
import { absent } from '@dms/domain/shared/errors';
import { sql } from 'kysely';
import type { AggregateStore } from './aggregate-store.ts';
import type { Database, Executor } from './database.ts';

const keysOf = ({ rows }: { readonly rows: readonly { readonly key: string }[] }): string[] => rows.map(({ key }) => key);

/** Files of one transaction. What becomes nobody's and what somebody claims changes hands in the same one. */
export const postgresFiles = (db: Executor, store: AggregateStore): StoredFiles => ({
  findOf: async (entityType, entityId, contentType) =>
    (
      await store.find(StoredFile, 'r.entity_type = $1 and r.entity_id = $2 and r.content_type = $3 order by r.created_at desc limit 1', [
        entityType,
        entityId,
        contentType,
      ])
    )[0],
  findByKey: async (key) => (await store.find(StoredFile, 'r.key = $1', [key]))[0],
  add: (file) => store.add(file),
  ownersOf: async (id) => {
    const { rows } = await sql<{ entityType: string; entityId: string; createdBy: string | null }>`
      select f.entity_type as "entityType", f.entity_id as "entityId", f.created_by as "createdBy"
      from files f where f.id = ${id} and ${isUpload}`.execute(db);
    return rows[0];
  },
  countForChange: async (entityType, entityId) => {
    // Records of many kinds have files, and no one row that is about them: the lock is of the name that they have in common.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`files ${entityType} ${entityId}`}, 0))`.execute(db);
    // A statement of its own sees what was committed while this one waited.
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from files f where f.entity_type = ${entityType} and f.entity_id = ${entityId} and ${isUpload}`.execute(
      db,
    );
    return rows[0]!.count;
  },
  claim: async (file, { at, by }) => {
    const { numAffectedRows } = await sql`delete from stray_content where key = ${file.key}`.execute(db);
    if (numAffectedRows !== 1n) throw absent('upload');
    await sql`
      insert into files (id, key, name, content_type, size, sha256, entity_type, entity_id, service_center_id, kind, caption, version,
        created_at, created_by, updated_at, updated_by)
      values (${file.id}, ${file.key}, ${file.name}, ${file.contentType}, ${file.size}, ${file.sha256}, ${file.entityType}, ${file.entityId},
        ${file.serviceCenterId}, ${file.kind}, ${file.caption}, 1, ${at}, ${by}, ${at}, ${by})`.execute(db);
  },
  drop: async (id, now) => {
    // Locked first, so that an inspection that names it meanwhile is there to be seen by the next statement, or finds no file.
    const held = await sql<{ key: string }>`select key from files where id = ${id} for update`.execute(db);
    if (held.rows.length === 0) throw absent('file');
    const { rows } = await sql`
      select from job_inspections n join job_inspection_items i on i.inspection_id = n.id join files f on f.entity_id = n.job_card_id
      where f.id = ${id} and f.id = any(i.photo_file_ids) limit 1`.execute(db);
    if (rows.length > 0) throw shownByInspection();
    await sql`delete from files where id = ${id}`.execute(db);
    await stray(db, keysOf(held), now);
  },
  dropOf: async (entityType, entityId, now) => {
    const files = await store.find(StoredFile, 'r.entity_type = $1 and r.entity_id = $2 order by r.id', [entityType, entityId]);
    // What somebody else drops at the same moment is theirs to leave behind.
    const dropped = await sql<{ key: string }>`delete from files where id = any(${files.map(({ id }) => id)}) returning key`.execute(db);
    const keys = new Set(keysOf(dropped));
    await stray(db, [...keys], now);
    return files.filter(({ key }) => keys.has(key));
  },
  lockStrays: async (now, limit) =>
    keysOf(
      await sql<{ key: string }>`
        select key from stray_content where clear_after <= ${now} order by clear_after limit ${limit} for update skip locked`.execute(db),
    ),
  forgetStrays: async (keys) => void (await sql`delete from stray_content where key = any(${keys})`.execute(db)),
});

/** Papers lie elsewhere. */
export const isUpload = sql.raw(`f.key like 'uploads/%'`);

const stray = (db: Executor, keys: readonly string[], clearAfter: Date) =>
  sql`insert into stray_content (key, clear_after) select key, ${clearAfter} from unnest(${keys}::text[]) as key`.execute(db);

/** Statements of their own: what is expected is noted down whatever becomes of a transaction. */
export const postgresStrayContent = ({ pool }: Pick<Database, 'pool'>): StrayContent => ({
  expect: async (key, clearAfter) => void (await stray(pool, [key], clearAfter)),
  giveUp: async (key, now) => {
    const { numAffectedRows } = await sql`update stray_content set clear_after = ${now} where key = ${key}`.execute(pool);
    return numAffectedRows === 1n;
  },
  forget: async (key) => void (await sql`delete from stray_content where key = ${key}`.execute(pool)),
});
