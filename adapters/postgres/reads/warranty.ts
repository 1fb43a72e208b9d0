import { absent } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { WarrantyClaimRow, WarrantyReads, WarrantyRow, WarrantyTermsRow } from '@dms/domain/warranty/reads';
import { WarrantyClaim } from '@dms/domain/warranty/warranty-claim';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage } from './page.ts';

type Texts<Row> = {
  [Key in keyof Row]: Row[Key] extends Money | Quantity ? string : Row[Key] extends Money | null ? string | null : Row[Key];
};

const paise = (text: string): Money => Money.ofPaise(BigInt(text));

export const postgresWarrantyReads = (db: Executor, readAggregate: ReadAggregate): WarrantyReads => ({
  terms: ({ partId, hsn }, page) =>
    readPage<WarrantyTermsRow, WarrantyTermsRow>(
      db,
      {
        select: sql`t.id, t.part_id as "partId", t.hsn, t.months, t.kilometres, t.valid_from as "validFrom"`,
        from: sql`warranty_terms t`,
        id: sql`t.id`,
        where: [given(partId, (value) => sql`t.part_id = ${value}`), given(hsn, (value) => sql`t.hsn = ${value}`)],
        orders: { '-validFrom': { key: sql`t.valid_from`, type: 'date', descending: true } },
        item: (terms) => terms,
      },
      page,
    ),

  async ofVehicle(vehicleId, page) {
    const { rows } = await sql<{ odometer: number | null }>`select odometer from vehicles where id = ${vehicleId}`.execute(db);
    if (!rows[0]) throw absent('vehicle');
    const found = await readPage<Texts<WarrantyRow>, WarrantyRow>(
      db,
      {
        select: sql`w.id, w.service_center_id as "serviceCenterId", w.vehicle_id as "vehicleId", w.kind, w.part_id as "partId", w.description,
          w.serial, w.quantity, w.source_type as "sourceType", w.source_id as "sourceId", w.invoice_id as "invoiceId",
          w.invoice_line_id as "invoiceLineId", w.months, w.kilometres, w.starts_on as "startsOn", w.ends_on as "endsOn",
          w.start_odometer as "startOdometer", w.end_odometer as "endOdometer", w.replaces_id as "replacesId", w.replaced_on as "replacedOn"`,
        from: sql`warranties w`,
        id: sql`w.id`,
        where: [sql`w.vehicle_id = ${vehicleId}`],
        orders: { '-startsOn': { key: sql`w.starts_on`, type: 'date', descending: true } },
        item: ({ quantity, ...warranty }) => ({ ...warranty, quantity: Quantity.parse(quantity) }),
      },
      page,
    );
    return { ...found, odometer: rows[0].odometer };
  },

  claims: ({ status, serviceCenterId, vehicleId, warrantyId }, scope, page) =>
    readPage<Texts<WarrantyClaimRow>, WarrantyClaimRow>(
      db,
      {
        select: sql`c.id, c.warranty_id as "warrantyId", c.service_center_id as "serviceCenterId", c.vehicle_id as "vehicleId",
          c.part_id as "partId", c.status, c.failed_on as "failedOn", c.settled_amount as "settledAmount",
          (select coalesce(sum(l.claimed), 0)::text from warranty_claim_lines l where l.claim_id = c.id) as "claimedAmount",
          (select coalesce(sum(l.approved), 0)::text from warranty_claim_lines l where l.claim_id = c.id) as "approvedAmount"`,
        from: sql`warranty_claims c`,
        id: sql`c.id`,
        where: [
          scope.kind === 'all' ? undefined : sql`c.service_center_id = any(${scope.ids})`,
          given(serviceCenterId, (value) => sql`c.service_center_id = ${value}`),
          given(status, (value) => sql`c.status = ${value}`),
          given(vehicleId, (value) => sql`c.vehicle_id = ${value}`),
          given(warrantyId, (value) => sql`c.warranty_id = ${value}`),
        ],
        orders: { '-createdAt': { key: sql`c.created_at`, type: 'timestamptz', descending: true } },
        item: ({ claimedAmount, approvedAmount, settledAmount, ...claim }) => ({
          ...claim,
          claimedAmount: paise(claimedAmount),
          approvedAmount: paise(approvedAmount),
          settledAmount: settledAmount === null ? null : paise(settledAmount),
        }),
      },
      page,
    ),

  claim: (id, scope) => readAggregate(WarrantyClaim, id, scope),
});
