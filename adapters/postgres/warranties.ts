import type { Repository } from '@dms/domain/shared/repository';
import type { WarrantyRepositories } from '@dms/domain/warranty/ports';
import { Warranty } from '@dms/domain/warranty/warranty';
import type { WarrantyClaim } from '@dms/domain/warranty/warranty-claim';
import { WarrantyTerms } from '@dms/domain/warranty/warranty-terms';
import { sql } from 'kysely';
import type { AggregateStore } from './aggregate-store.ts';
import type { Executor } from './database.ts';

type Rooted = { readonly warranties: Repository<Warranty>; readonly warrantyClaims: Repository<WarrantyClaim> };

// The newest by each subject; the two kinds apart, so that each is looked up in its own index.
const HELD_ON = `not exists (
  select from warranty_terms later where later.valid_from <= $1 and later.valid_from > r.valid_from
    and (later.part_id = r.part_id or later.hsn = r.hsn))`;

/** Terms, warranties and claims. */
export const postgresWarranties = (db: Executor, store: AggregateStore, { warranties, warrantyClaims }: Rooted): WarrantyRepositories => ({
  warrantyTerms: {
    on: (day, { partIds, hsns }) =>
      store.find(WarrantyTerms, `r.valid_from <= $1 and (r.part_id = any($2) or r.hsn = any($3)) and ${HELD_ON}`, [day, partIds, hsns]),
    add: (terms) => store.add(terms),
  },
  warranties: { ...warranties, ofInvoice: (invoiceId) => store.find(Warranty, 'r.invoice_id = $1 order by r.id', [invoiceId]) },
  warrantyClaims: {
    ...warrantyClaims,
    repairedOn: async (jobCardId) => {
      const { rows } = await sql<{ id: string }>`
        select id from warranty_claims where repair_job_card_id = ${jobCardId} and part_id is not null and status <> 'rejected'
        order by id`.execute(db);
      return rows.map(({ id }) => id);
    },
  },
});
