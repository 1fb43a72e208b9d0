import type { FileFound, FileReads, FileRow } from '@dms/domain/files/reads';
import { absent } from '@dms/domain/shared/errors';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { isUpload } from '../files.ts';
import { given, readPage } from './page.ts';

const columns = sql`f.id, f.key, f.name, f.content_type as "contentType", f.size, f.sha256, f.entity_type as "entityType",
  f.entity_id as "entityId", f.service_center_id as "serviceCenterId", f.kind, f.caption, f.created_at as "createdAt", f.created_by as "createdBy"`;

export const postgresFileReads = (db: Executor): FileReads => ({
  async byKey(key) {
    const { rows } = await sql<FileFound>`select key, name, sha256 from files where key = ${key}`.execute(db);
    return rows[0];
  },
  async uploaded(id) {
    const { rows } = await sql<FileRow>`select ${columns} from files f where f.id = ${id} and ${isUpload}`.execute(db);
    if (!rows[0]) throw absent('file');
    return rows[0];
  },
  ofEntity: ({ entityType, entityId, kind }, page) =>
    readPage<FileRow, FileRow>(
      db,
      {
        select: columns,
        from: sql`files f`,
        id: sql`f.id`,
        where: [
          sql`f.entity_type = ${entityType} and f.entity_id = ${entityId} and ${isUpload}`,
          given(kind, (value) => sql`f.kind = ${value}`),
        ],
        orders: { '-createdAt': { key: sql`f.created_at`, type: 'timestamptz', descending: true } },
        item: (row) => row,
      },
      page,
    ),
  async unknownKeys(keys) {
    const { rows } = await sql<{ key: string }>`
      select asked.key from unnest(${keys}::text[]) as asked (key)
      where not exists (select from files f where f.key = asked.key) and not exists (select from stray_content s where s.key = asked.key)`.execute(
      db,
    );
    return rows.map(({ key }) => key);
  },
  async keysAfter(key, limit) {
    const { rows } = await sql<{ key: string }>`select key from files where key > ${key} order by key limit ${limit}`.execute(db);
    return rows.map((row) => row.key);
  },
});
