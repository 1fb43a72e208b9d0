import type { AuditArchive } from '@dms/domain/audit/archives';
import type { AuditArchives } from '@dms/domain/audit/ports';
import { DomainError } from '@dms/domain/shared/errors';
import { sql } from 'kysely';
import type { Database } from './database.ts';

type Row = Pick<AuditArchive, 'month' | 'lane' | 'key' | 'sha256'> & {
  readonly afterPosition: string;
  readonly afterHash: string;
  readonly position: string;
  readonly hash: string;
};

const COLUMNS = sql`a.month, a.lane, a.after_position as "afterPosition", a.after_hash as "afterHash", a.position, a.hash, a.key, a.sha256`;

const archiveOf = ({ month, lane, key, sha256, afterPosition, afterHash, position, hash }: Row): AuditArchive => ({
  ...{ month, lane, key, sha256 },
  after: { lane, position: Number(afterPosition), hash: afterHash },
  end: { lane, position: Number(position), hash },
});

/** Read as it is committed; only what keeps them in mind is part of a transaction under way. */
export const postgresAuditArchives = ({ database }: { readonly database: Database }): AuditArchives => ({
  async having(lane, position) {
    const { rows } = await sql<Row>`
      select ${COLUMNS} from audit_archives a where lane = ${lane} and a.position >= ${position} and after_position < ${position}
      order by a.position limit 1`.execute(database.pool);
    return rows[0] && archiveOf(rows[0]);
  },

  async last(lane) {
    const { rows } = await sql<Row>`
      select ${COLUMNS} from audit_archives a where lane = ${lane} order by a.position desc limit 1`.execute(database.pool);
    return rows[0] && archiveOf(rows[0]);
  },

  async endBefore(lane, after, until) {
    const { rows } = await sql<{ position: string; hash: string }>`
      select position, hash from audit_logs
      where lane = ${lane} and position > ${after} and position < coalesce(
        (select position from audit_logs where lane = ${lane} and position > ${after} and created_at >= ${until} order by position limit 1),
        ${Number.MAX_SAFE_INTEGER})
      order by position desc limit 1`.execute(database.pool);
    return rows[0] && { lane, position: Number(rows[0].position), hash: rows[0].hash };
  },

  async oldestAt() {
    const { rows } = await sql<{ at: Date | null }>`select min(created_at) as at from audit_logs where lane is not null`.execute(
      database.pool,
    );
    return rows[0]?.at ? new Date(rows[0].at) : undefined;
  },

  keep: (archives, at) =>
    database.run(async (db) => {
      const kept = await sql`
        insert into audit_archives (month, lane, after_position, after_hash, position, hash, key, sha256, archived_at)
        select month, lane, "afterPosition", "afterHash", position, hash, key, sha256, ${at}
        from json_to_recordset(${JSON.stringify(archives.map(valuesOf))}::json) as a (
          month text, lane smallint, "afterPosition" bigint, "afterHash" text, position bigint, hash text, key text, sha256 text)
        on conflict do nothing`.execute(db);
      if (Number(kept.numAffectedRows) < archives.length)
        throw new DomainError('record.duplicate', 'Somebody else archives the trail at this time: nothing was detached here.');
    }),

  async notDetached() {
    const { rows } = await sql<Row>`
      select ${COLUMNS} from audit_archives a
      where exists (select from audit_logs l where l.lane = a.lane and l.position > a.after_position and l.position <= a.position)
      order by a.lane, a.position`.execute(database.pool);
    return rows.map(archiveOf);
  },

  async detach({ lane, after, end }, most) {
    const { numAffectedRows } = await sql`
      delete from audit_logs where lane = ${lane} and position in (
        select position from audit_logs where lane = ${lane} and position > ${after.position} and position <= ${end.position}
        order by position limit ${most})`.execute(database.pool);
    return Number(numAffectedRows ?? 0n);
  },
});

const valuesOf = ({ month, lane, after, end, key, sha256 }: AuditArchive) => ({
  ...{ month, lane, key, sha256 },
  afterPosition: after.position,
  afterHash: after.hash,
  position: end.position,
  hash: end.hash,
});
