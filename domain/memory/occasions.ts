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
        const invoiceNumber = invoices.find(invoiceId)!.invoiceNumber!;
        return { invoiceId, invoiceNumber, serviceCenterId, customerId: customerId!, vehicleId, endsOn, count: group.length };
      });
    },
  };
};
