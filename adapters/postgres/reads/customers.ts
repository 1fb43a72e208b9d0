import type { CustomerReads, HistoryEntry, VehicleTerm } from '@dms/domain/customers/reads';
import { absent } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { readMobile } from '@dms/domain/shared/identifiers/mobile';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
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

const searched = { vin: 'v.vin_key', registration: 'v.registration_key', phone: 'c.phone' } as const;
type Searched = keyof typeof searched;

/** What is looked for, in the form that the column has. */
const wantedOf = ({ registration, vin, phone }: VehicleTerm): readonly [Searched, string] => {
  if (vin !== undefined) return ['vin', normalForm(vin)];
  if (registration !== undefined) return ['registration', normalForm(registration)];
  return ['phone', readMobile(phone ?? '') ?? phone ?? ''];
};

/** The engineer and their branches, as the parameters with these numbers. */
const onJobOf = (engineer: number, branches: number): string => `
  and exists (select from job_cards j where j.vehicle_id = v.id and j.assigned_engineer_id = $${engineer}
    and ($${branches}::uuid[] is null or j.service_center_id = any($${branches})))`;

/** One text for each column, so that each is prepared once. */
const searchText = (column: string, own: string): string => `
  select v.id, v.registration, v.vin, v.make, v.model, c.id as "customerId", c.first_name as "firstName", c.last_name as "lastName", c.phone,
    array(select i.service_center_id::text from customer_service_centers i where i.customer_id = c.id) as "serviceCenterIds"
  from vehicles v join customers c on c.id = v.customer_id
  where ${column} = $1${own} order by v.id desc limit $2`;
const texts = (own: string): Record<Searched, string> => ({
  vin: searchText(searched.vin, own),
  registration: searchText(searched.registration, own),
  phone: searchText(searched.phone, own),
});
const anywhere = texts('');
const onOwnJobs = texts(onJobOf(3, 4));

export const postgresCustomerReads = ({ pool: db, query }: Pick<Database, 'pool' | 'query'>): CustomerReads => ({
  async search(term, limit, onlyOn) {
    const [matchedOn, wanted] = wantedOf(term);
    const rows =
      onlyOn === undefined
        ? await query<HitRow>(anywhere[matchedOn], [wanted, limit])
        : await query<HitRow>(onOwnJobs[matchedOn], [wanted, limit, onlyOn.userId, onlyOn.ids]);
    return rows.map(({ customerId, firstName, lastName, phone, serviceCenterIds, ...vehicle }) => ({
      vehicle,
      customer: { id: customerId, firstName, lastName, phone },
      matchedOn,
      score: 1,
      serviceCenterIds,
    }));
  },

  async isOn(vehicleId, { userId, ids }) {
    const rows = await query(`select 1 from vehicles v where v.id = $1${onJobOf(2, 3)}`, [vehicleId, userId, ids]);
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
