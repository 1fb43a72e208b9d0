import type { ServiceCenterReads, ServiceCenterRow } from '@dms/domain/service-centers/reads';
import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage } from './page.ts';

const technicians = sql`(
  select count(*)::int from service_center_assignments a join users u on u.id = a.user_id
  where a.service_center_id = s.id and u.role = 'SERVICE_ENGINEER' and u.status = 'ACTIVE')`;

export const postgresServiceCenterReads = (db: Executor, readAggregate: ReadAggregate): ServiceCenterReads => ({
  serviceCenters: ({ status, city, code }, page) =>
    readPage<ServiceCenterRow, ServiceCenterRow>(
      db,
      {
        select: sql`s.id, s.code, s.name, s.city, s.state, s.state_code as "stateCode", s.pincode, s.phone, s.status,
          s.home_service_enabled as "homeServiceEnabled", s.service_types as "serviceTypes", ${technicians} as "technicianCount"`,
        from: sql`service_centers s`,
        id: sql`s.id`,
        where: [
          given(status, (value) => sql`s.status = ${value}`),
          given(city, (value) => sql`lower(s.city) = lower(${value})`),
          given(code, (value) => sql`s.code = ${value}`),
        ],
        orders: { code: { key: sql`s.code`, type: 'text', descending: false } },
        item: (branch) => branch,
      },
      page,
    ),

  serviceCenter: (id, scope) => readAggregate(ServiceCenter, id, scope),

  async technicianCount(id) {
    const { rows } = await sql<{ n: number }>`select ${technicians} as n from (select ${id}::uuid as id) s`.execute(db);
    return rows[0]!.n;
  },
});
