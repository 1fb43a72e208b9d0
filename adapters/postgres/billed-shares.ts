import { BilledShare } from '@dms/domain/billing/billed-share';
import type { BilledShares } from '@dms/domain/billing/ports';
import { Money } from '@dms/domain/shared/money';
import { type RawBuilder, sql } from 'kysely';
import type { AggregateStore } from './aggregate-store.ts';
import type { Executor } from './database.ts';

const OF_SOURCE = 'r.source_type = $1 and r.source_id = $2';
const HELD = `${OF_SOURCE} and r.released_at is null`;
const WANTED = `not exists (select from invoices i where i.id = r.invoice_id and i.status = 'DISCARDED')`;
const ISSUED = `(r.invoice_id = $3 or exists (select from invoices i where i.id = r.invoice_id and i.status <> 'DRAFT'))`;

/** What of each source is on a bill (INV-04). */
export const postgresBilledShares = (
  db: Executor,
  store: AggregateStore,
  later: (statement: RawBuilder<unknown>) => void,
): BilledShares => ({
  add: (share) => store.append(share),
  ofSource: (sourceType, sourceId) => store.find(BilledShare, `${OF_SOURCE} and ${WANTED} order by r.id`, [sourceType, sourceId]),
  issuedWith: ({ id, sourceType, sourceId }) => store.find(BilledShare, `${HELD} and ${ISSUED} order by r.id`, [sourceType, sourceId, id]),
  totalOf: async (sourceType, sourceId) => {
    const { rows } = await sql<{ paise: string }>`
      select coalesce(sum(total_amount), 0)::text as paise from invoices i
      where source_type = ${sourceType} and source_id = ${sourceId} and kind = 'INVOICE' and status <> 'DRAFT'
        and exists (select from billed_shares r where r.invoice_id = i.id and r.released_at is null)`.execute(db);
    return Money.ofPaise(BigInt(rows[0]!.paise));
  },
  release: (invoiceId, at) =>
    later(sql`update billed_shares set released_at = ${at} where invoice_id = ${invoiceId} and released_at is null`),
});
