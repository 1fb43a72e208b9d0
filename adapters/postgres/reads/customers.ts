import { sellerCopy } from '@dms/domain/billing/freeze-document';
import type { CustomerReads, HistoryEntry, HistoryOnPaper } from '@dms/domain/customers/reads';
import { absent } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import { onOwnCard } from '../own-cards.ts';
import { readPage } from './page.ts';
import { vehicleSearch } from './vehicle-search.ts';

type Branch = Parameters<typeof sellerCopy>[0] & { readonly branding: { readonly language?: string } };
type PaperFound = HistoryOnPaper['vehicle'] & { readonly branch: Branch; readonly entries: readonly EntryFound[] };
type EntryFound = Omit<HistoryOnPaper['entries'][number], 'at' | 'totalAmount'> & {
  readonly at: string;
  readonly totalAmount: string | null;
};

/**
 * The entries with the instant since which nobody but the present owner had the vehicle: one who had it under two names, and became one
 * since, had it all along (CUS-02).
 */
const historyOf = (vehicle: RawBuilder<unknown>) => sql`service_history h cross join (
  select max(f.owned_until) as since from vehicle_ownerships f join vehicles w on w.id = f.vehicle_id and w.customer_id <> f.customer_id
  where f.vehicle_id = ${vehicle}) as others`;

export const postgresCustomerReads = ({ pool: db, query }: Pick<Database, 'pool' | 'query'>): CustomerReads => ({
  ...vehicleSearch({ query }),

  async isOn(vehicleId, { userId, ids }) {
    const rows = await query(`select 1 from vehicles v where v.id = $1${onOwnCard(2, 3)}`, [vehicleId, userId, ids]);
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
        from: historyOf(sql`${vehicleId}::uuid`),
        id: sql`h.id`,
        where: [sql`h.vehicle_id = ${vehicleId}`],
        orders: { '-at': { key: sql`h.service_date`, type: 'timestamptz', descending: true } },
        item: ({ totalAmount, ...entry }) => ({ ...entry, totalAmount: totalAmount === null ? null : Money.ofPaise(BigInt(totalAmount)) }),
      },
      page,
    );
  },

  async historyOnPaper(vehicleId, most, readersBranches) {
    const own = readersBranches.length === 1 ? readersBranches[0]! : null;
    const { rows } = await sql<PaperFound>`
      select v.registration, v.make, v.model, v.year, v.vin, v.odometer, row_to_json(b) as branch, told.entries
      from vehicles v
      cross join lateral (select coalesce(json_agg(e order by e.at desc, e.id desc), '[]') as entries from (
        select h.id, h.kind, h.service_date as at, h.service_center_id as "serviceCenterId", s.name as branch, h.source_id as "sourceId",
          h.service_type as "serviceType", h.odometer, ${ofThisOwner('number')}, ${ofThisOwner('description', 'summary')},
          ${ofThisOwner('total_amount', 'totalAmount', sql`text`)}
        from ${historyOf(sql`v.id`)} left join service_centers s on s.id = h.service_center_id
        where h.vehicle_id = v.id order by h.service_date desc, h.id desc limit ${most + 1}) as e) as told
      cross join lateral (
        select c.legal_name as "legalName", c.name, c.code, c.address, c.city, c.state, c.state_code as "stateCode", c.pincode,
          c.gst_number as "gstNumber", c.phone, c.email, c.branding
        from service_centers c
        order by c.id = ${own}::uuid desc nulls last, c.id = (
          select h.service_center_id from service_history h where h.vehicle_id = v.id and h.service_center_id is not null
          order by h.service_date desc, h.id desc limit 1) desc nulls last,
          exists (select from vehicle_service_centers i where i.vehicle_id = v.id and i.service_center_id = c.id) desc, c.id limit 1) as b
      where v.id = ${vehicleId}`.execute(db);
    if (!rows[0]) throw absent('vehicle');
    const { branch, entries, ...vehicle } = rows[0];
    return {
      ...{ vehicle, seller: sellerCopy(branch), language: branch.branding.language ?? null },
      entries: entries.slice(0, most).map(({ at, totalAmount, ...entry }) => ({
        ...{ ...entry, at: new Date(at) },
        totalAmount: totalAmount === null ? null : Money.ofPaise(BigInt(totalAmount)),
      })),
      cutOff: entries.length > most,
    };
  },
});

/** VEH-03: what was said and paid before the present owner had it is not told; what was done is. */
const ofThisOwner = (column: string, as = column, type?: RawBuilder<unknown>) =>
  sql`case when h.service_date < others.since then null else ${sql.ref(`h.${column}`)}${type ? sql`::${type}` : sql``} end as ${sql.ref(as)}`;

type HistoryRow = Omit<HistoryEntry, 'totalAmount'> & { readonly totalAmount: string | null };
