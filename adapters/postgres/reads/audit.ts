import type { AuditLog, AuditReads } from '@dms/domain/audit/reads';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { given, readPage } from './page.ts';

type Row = Omit<AuditLog, 'position'> & { position: string | null };

export const postgresAuditReads = (db: Executor): AuditReads => ({
  auditLogs: ({ user, action, entity, entityId, from, to }, scope, page) =>
    readPage<Row, AuditLog>(
      db,
      {
        select: sql`a.id, a.created_at as at, a.event, a.action, a.user_id as "userId", a.entity_type as "entityType",
          a.entity_id as "entityId", a.service_center_id as "serviceCenterId", a.from_state as "from", a.to_state as "to", a.description,
          a.metadata as data, a.payload_hash as "payloadHash", a.ip_address as address, a.user_agent as agent,
          a.request_id as "requestId", a.lane, a.position, a.hash`,
        from: sql`audit_logs a`,
        id: sql`a.id`,
        where: [
          given(user, (value) => sql`a.user_id = ${value}`),
          given(action, (value) => sql`a.action = ${value}`),
          given(entity, (value) => sql`a.entity_type = ${value}`),
          given(entityId, (value) => sql`a.entity_id = ${value}`),
          given(from, (value) => sql`a.created_at >= ${value}`),
          given(to, (value) => sql`a.created_at < ${value}`),
        ],
        branches: { column: sql`a.service_center_id`, scope, only: undefined, indexedOverAll: true },
        orders: { '-createdAt': { key: sql`a.created_at`, type: 'timestamptz', descending: true } },
        item: ({ position, ...row }) => ({ ...row, position: position === null ? null : Number(position) }),
      },
      page,
    ),
});
