import { User } from '@dms/domain/identity/user';
import type { AccountRow, IdentityReads, SessionRow, UserRow } from '@dms/domain/identity/reads';
import { absent } from '@dms/domain/shared/errors';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage } from './page.ts';

const branchesOf = sql`(
  select coalesce(json_agg(json_build_object('id', s.id, 'code', s.code) order by s.code), '[]')
  from service_center_assignments a join service_centers s on s.id = a.service_center_id where a.user_id = u.id)`;

export const postgresIdentityReads = (db: Executor, readAggregate: ReadAggregate): IdentityReads => ({
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

  user: (id, scope) => readAggregate(User, id, scope),

  async account(userId) {
    const { rows } = await sql<AccountRow>`
      select u.id, u.email, u.phone, u.first_name as "firstName", u.last_name as "lastName", u.role, u.locale,
        u.last_login_at as "lastLoginAt", ${branchesOf} as "serviceCenters"
      from users u where u.id = ${userId}`.execute(db);
    if (!rows[0]) throw absent('user');
    return rows[0];
  },

  async sessionsOf(userId, now) {
    const { rows } = await sql<SessionRow>`
      select login.id, login.created_at as "createdAt", last.created_at as "lastUsedAt", last.expires_at as "expiresAt",
        last.ip_address as "ipAddress", last.user_agent as "userAgent"
      from sessions login, lateral (
        select created_at, expires_at, ip_address, user_agent from sessions s
        where s.family = login.id order by s.created_at desc, s.id desc limit 1) last
      where login.user_id = ${userId} and login.id = login.family and login.revoked_at is null and last.expires_at > ${now}
      order by last.created_at desc, login.id desc`.execute(db);
    return rows;
  },

  async serviceCentersOf(userId) {
    const { rows } = await sql<{ id: string; code: string }>`
      select s.id, s.code from service_center_assignments a join service_centers s on s.id = a.service_center_id
      where a.user_id = ${userId} order by s.code`.execute(db);
    return rows;
  },
});

const worksAt = (serviceCenterIds: readonly string[]) =>
  sql`exists (select from service_center_assignments w where w.user_id = u.id and w.service_center_id = any(${serviceCenterIds}))`;
