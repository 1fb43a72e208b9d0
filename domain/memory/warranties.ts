import type { Repository } from '../shared/repository.ts';
import type { WarrantyRepositories } from '../warranty/ports.ts';
import type { Warranty } from '../warranty/warranty.ts';
import type { WarrantyClaim } from '../warranty/warranty-claim.ts';
import type { WarrantyTerms } from '../warranty/warranty-terms.ts';
import type { WorkingTables } from './tables.ts';

type Rooted = { readonly warranties: Repository<Warranty>; readonly warrantyClaims: Repository<WarrantyClaim> };

/** Terms, warranties and claims. */
export const memoryWarranties = (tables: WorkingTables, { warranties, warrantyClaims }: Rooted): WarrantyRepositories => ({
  warrantyTerms: {
    on: async (day, { partIds, hsns }) => {
      const current = new Map<string, WarrantyTerms>();
      const held = tables.warrantyTerms.rows().filter(({ partId, hsn, validFrom }) => {
        const asked = partId === null ? hsns.includes(hsn!) : partIds.includes(partId);
        return asked && validFrom <= day;
      });
      for (const terms of held.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))) current.set(`${terms.partId} ${terms.hsn}`, terms);
      return [...current.values()];
    },
    add: (terms) => tables.warrantyTerms.add(terms),
  },
  warranties: {
    ...warranties,
    ofInvoice: async (invoiceId) =>
      tables.warranties
        .rows()
        .filter((warranty) => warranty.invoiceId === invoiceId)
        .map(({ id }) => tables.warranties.find(id)!)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
  },
  warrantyClaims: {
    ...warrantyClaims,
    repairedOn: async (jobCardId) =>
      tables.warrantyClaims
        .rows()
        .filter(({ repairJobCardId, partId, status }) => repairJobCardId === jobCardId && partId !== null && status !== 'rejected')
        .map(({ id }) => id)
        .sort(),
  },
});
