import type { Invoice } from '../billing/invoice.ts';
import { birthdaysOn, type Occasions } from '../notifications/occasions.ts';
import type { WorkingTables } from './tables.ts';

/** That somebody was told of a day. */
export type ToldOccasion = { readonly id: string };

export const memoryOccasions = ({ customers, warranties, invoices, occasions }: WorkingTables): Occasions => {
  const isNew = (id: string): boolean => occasions.find(id) === undefined;
  return {
    birthdays: async (today, most) => {
      const days = birthdaysOn(today);
      const found = customers
        .rows()
        .filter(({ dateOfBirth, erasedAt, aliasOf, consents }) => {
          const isThere = erasedAt === null && aliasOf === null && consents.includes('MARKETING');
          return isThere && dateOfBirth !== null && days.includes(dateOfBirth.slice(5));
        })
        .filter(({ id }) => isNew(`BIRTHDAY ${id} ${today}`))
        .slice(0, most);
      for (const { id } of found) occasions.add({ id: `BIRTHDAY ${id} ${today}` });
      return found.map(({ id }) => ({ customerId: id }));
    },

    endingWarranties: async (after, until, most) => {
      const ending = Map.groupBy(
        warranties
          .rows()
          .filter(({ endsOn, replacedOn, customerId }) => endsOn > after && endsOn <= until && replacedOn === null && customerId !== null),
        ({ invoiceId, endsOn }) => `WARRANTY ${invoiceId} ${endsOn}`,
      );
      const found = [...ending].filter(([id]) => isNew(id)).slice(0, most);
      for (const [id] of found) occasions.add({ id });
      return found.map(([, group]) => {
        const [{ invoiceId, serviceCenterId, customerId, vehicleId, endsOn }] = group as [(typeof group)[number]];
        const invoiceNumber = standingFor(invoices.find(invoiceId)!, invoices.rows()).invoiceNumber!;
        return { invoiceId, invoiceNumber, serviceCenterId, customerId: customerId!, vehicleId, endsOn, count: group.length };
      });
    },
  };
};

/** The bill that took the place of one that was cancelled, the customer's own first; else the bill itself. */
const standingFor = (bill: Invoice, bills: readonly Invoice[]): Invoice => {
  if (bill.status !== 'CANCELLED') return bill;
  const others = bills.filter(
    ({ kind, sourceType, sourceId, issuedAt, status }) =>
      kind === 'INVOICE' && sourceType === bill.sourceType && sourceId === bill.sourceId && issuedAt !== null && status !== 'CANCELLED',
  );
  return others.find(({ payer }) => payer === 'CUSTOMER') ?? others[0] ?? bill;
};
