import type { BilledShares } from '../billing/ports.ts';
import { Money } from '../shared/money.ts';
import type { WorkingTables } from './tables.ts';

export const memoryBilledShares = ({ billedShares, invoices }: WorkingTables): BilledShares => {
  const ofSource = (sourceType: string, sourceId: string) =>
    billedShares
      .rows()
      .filter((share) => share.sourceType === sourceType && share.sourceId === sourceId)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const held = (sourceType: string, sourceId: string) => ofSource(sourceType, sourceId).filter(({ releasedAt }) => releasedAt === null);
  const isIssued = (invoiceId: string): boolean => invoices.rows().some(({ id, status }) => id === invoiceId && status !== 'DRAFT');
  const isDiscarded = (invoiceId: string): boolean => invoices.rows().some(({ id, status }) => id === invoiceId && status === 'DISCARDED');
  return {
    add: (share) => billedShares.add(share),
    ofSource: async (sourceType, sourceId) => ofSource(sourceType, sourceId).filter(({ invoiceId }) => !isDiscarded(invoiceId)),
    issuedWith: async ({ id, sourceType, sourceId }) =>
      held(sourceType, sourceId).filter(({ invoiceId }) => invoiceId === id || isIssued(invoiceId)),
    totalOf: async (sourceType, sourceId) => {
      const billed = new Set(held(sourceType, sourceId).map(({ invoiceId }) => invoiceId));
      return Money.sum(
        invoices
          .rows()
          .filter(({ id }) => billed.has(id) && isIssued(id))
          .map(({ totalAmount }) => totalAmount),
      );
    },
    release: (invoiceId, releasedAt) => {
      const held = billedShares.rows().filter((share) => share.invoiceId === invoiceId && share.releasedAt === null);
      for (const { id } of held) billedShares.note(id, (share) => Object.assign(share, { releasedAt }));
    },
  };
};
