import type { IdentityReads, UserRow } from '@dms/domain/identity/reads';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { given, readPage } from './page.ts';

const branchesOf = sql`(
  select coalesce(json_agg(json_build_object('id', s.id, 'code', s.code) order by s.code), '[]')
  from service_center_assignments a join service_centers s on s.id = a.service_center_id where a.user_id = u.id)`;

export const postgresIdentityReads = (db: Executor): IdentityReads => ({
  users: ({ role, status, serviceCenterId }, scope, page, onlyUserId) =>
    readPage<UserRow, UserRow>(
      db,
      {
        select: sql`u.id, u.email, u.first_name as "firstName", u.last_name as "lastName", u.role, u.status, ${branchesOf} as "serviceCenters"`,
        from: sql`users u`,
        id: sql`u.id`,
        where: [
          scope.kind === 'all' ? undefined : worksAt(scope.ids),
          given(onlyUserId, (value) => sql`u.id = ${value}`),
          given(role, (value) => sql`u.role = ${value}`),
          given(status, (value) => sql`u.status = ${value}`),
          given(serviceCenterId, (value) => worksAt([value])),
        ],
        orders: { email: { key: sql`lower(u.email)`, type: 'text', descending: false } },
        item: (user) => user,
      },
      page,
    ),

  async serviceCentersOf(userId) {
    const { rows } = await sql<{ id: string; code: string }>`
      select s.id, s.code from service_center_assignments a join service_centers s on s.id = a.service_center_id
      where a.user_id = ${userId} order by s.code`.execute(db);
    return rows;
  },
});

const worksAt = (serviceCenterIds: readonly string[]) =>
  sql`exists (select from service_center_assignments w where w.user_id = u.id and w.service_center_id = any(${serviceCenterIds}))`;
