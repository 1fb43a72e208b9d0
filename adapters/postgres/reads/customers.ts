import type { CustomerReads, HistoryEntry } from '@dms/domain/customers/reads';
import { absent } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { readPage } from './page.ts';
import { onJobOf, vehicleSearch } from './vehicle-search.ts';

export const postgresCustomerReads = ({ pool: db, query }: Pick<Database, 'pool' | 'query'>): CustomerReads => ({
  ...vehicleSearch({ query }),

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
        select: sql`h.id, h.kind, h.service_date as at, h.service_center_id as "serviceCenterId", h.source_id as "sourceId",
          h.service_type as "serviceType", h.odometer, ${ofThisOwner('number')}, ${ofThisOwner('description', 'summary')},
          ${ofThisOwner('total_amount', 'totalAmount')}`,
        from: sql`service_history h left join vehicle_ownerships o on o.vehicle_id = h.vehicle_id and o.owned_until is null`,
        id: sql`h.id`,
        where: [sql`h.vehicle_id = ${vehicleId}`],
        orders: { '-at': { key: sql`h.service_date`, type: 'timestamptz', descending: true } },
        item: ({ totalAmount, ...entry }) => ({ ...entry, totalAmount: totalAmount === null ? null : Money.ofPaise(BigInt(totalAmount)) }),
      },
      page,
    );
  },
});

/** VEH-03: what was said and paid before the present owner had it is not told; what was done is. */
const ofThisOwner = (column: string, as = column) =>
  sql`case when h.service_date < o.owned_from then null else ${sql.ref(`h.${column}`)} end as ${sql.ref(as)}`;

type HistoryRow = Omit<HistoryEntry, 'totalAmount'> & { readonly totalAmount: string | null };
