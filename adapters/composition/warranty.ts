import { approvable } from '@dms/domain/approvals/approvable';
import type { WarrantyReads } from '@dms/domain/warranty/reads';
import {
  appealWarrantyClaim,
  decideWarrantyClaim,
  settleWarrantyClaim,
  submitWarrantyClaim,
} from '@dms/domain/warranty/use-cases/change-claim';
import { makeWarrantyClaim } from '@dms/domain/warranty/use-cases/make-claim';
import { listWarranties, listWarrantyClaims, listWarrantyTerms, readWarrantyClaim } from '@dms/domain/warranty/use-cases/read-warranties';
import { setWarrantyTerms } from '@dms/domain/warranty/use-cases/set-warranty-terms';
import type { ReadAggregate } from '../postgres/read-aggregate.ts';
import { postgresWarrantyReads } from '../postgres/reads/warranty.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const warranty = {
  warrantyReads: ({ database, readAggregate }: Foundation & { readAggregate: ReadAggregate }): WarrantyReads =>
    translating(postgresWarrantyReads(database.pool, readAggregate)),
  setWarrantyTerms: approvable('setWarrantyTerms', setWarrantyTerms),
  listWarrantyTerms,
  listWarranties,
  makeWarrantyClaim,
  listWarrantyClaims,
  readWarrantyClaim,
  submitWarrantyClaim,
  decideWarrantyClaim: approvable('decideWarrantyClaim', decideWarrantyClaim),
  appealWarrantyClaim,
  settleWarrantyClaim: approvable('settleWarrantyClaim', settleWarrantyClaim),
};
