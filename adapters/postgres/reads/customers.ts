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
