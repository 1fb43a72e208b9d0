import type { CustomerReads, HistoryEntry, VehicleHit, VehicleTerm } from '@dms/domain/customers/reads';
import { absent } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { readMobile } from '@dms/domain/shared/identifiers/mobile';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import { readPage } from './page.ts';

type HitRow = {
  id: string;
  registration: string;
  vin: string | null;
  make: string;
  model: string;
  customerId: string;
  firstName: string;
  lastName: string | null;
  phone: string;
  serviceCenterIds: string[];
};

/** Letters and digits in capitals, as the generated columns have them. */
const normalForm = (typed: string): string => typed.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();

const conditionOf = ({ registration, vin, phone }: VehicleTerm): readonly [VehicleHit['matchedOn'], RawBuilder<unknown>] => {
  if (vin !== undefined) return ['vin', sql`v.vin_key = ${normalForm(vin)}`];
  if (registration !== undefined) return ['registration', sql`v.registration_key = ${normalForm(registration)}`];
  return ['phone', sql`c.phone = ${readMobile(phone ?? '') ?? phone}`];
};

const ofJobs = (engineerId: string) =>
  sql` and exists (select from job_cards j where j.vehicle_id = v.id and j.assigned_engineer_id = ${engineerId})`;

export const postgresCustomerReads = (db: Executor): CustomerReads => ({
  async search(term, limit, onlyJobsOf) {
    const [matchedOn, condition] = conditionOf(term);
    const { rows } = await sql<HitRow>`
      select v.id, v.registration, v.vin, v.make, v.model, c.id as "customerId", c.first_name as "firstName", c.last_name as "lastName", c.phone,
        array(select i.service_center_id::text from customer_service_centers i where i.customer_id = c.id) as "serviceCenterIds"
      from vehicles v join customers c on c.id = v.customer_id
      where ${condition}${onlyJobsOf === undefined ? sql`` : ofJobs(onlyJobsOf)} order by v.id desc limit ${limit}`.execute(db);
    return rows.map(({ customerId, firstName, lastName, phone, serviceCenterIds, ...vehicle }) => ({
      vehicle,
      customer: { id: customerId, firstName, lastName, phone },
      matchedOn,
      score: 1,
      serviceCenterIds,
    }));
  },

  async isOnJobOf(vehicleId, engineerId) {
    const { rows } = await sql`select 1 from vehicles v where v.id = ${vehicleId}${ofJobs(engineerId)}`.execute(db);
    return rows.length > 0;
  },

  async history(vehicleId, page) {
    const { rows } = await sql`select 1 from vehicles where id = ${vehicleId}`.execute(db);
    if (rows.length === 0) throw absent('vehicle');
    return readPage<HistoryRow, HistoryEntry>(
      db,
      {
        select: sql`h.id, h.kind, h.service_date as at, h.service_center_id as "serviceCenterId", h.source_id as "sourceId", h.number,
          h.service_type as "serviceType", h.description as summary, h.odometer, h.total_amount as "totalAmount"`,
        from: sql`service_history h`,
        id: sql`h.id`,
        where: [sql`h.vehicle_id = ${vehicleId}`],
        orders: { '-at': { key: sql`h.service_date`, type: 'timestamptz', descending: true } },
        item: ({ totalAmount, ...entry }) => ({ ...entry, totalAmount: totalAmount === null ? null : Money.ofPaise(BigInt(totalAmount)) }),
      },
      page,
    );
  },
});

type HistoryRow = Omit<HistoryEntry, 'totalAmount'> & { readonly totalAmount: string | null };
