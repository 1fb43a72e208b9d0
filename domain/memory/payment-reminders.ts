import { MOST_DAYS_LATE, type PaymentReminders } from '../billing/payment-reminder.ts';
import { addDays, type BusinessDay, daysBetween } from '../shared/calendar.ts';
import type { WorkingTables } from './tables.ts';

/** That it was reminded of, by invoice, due date and offset. */
export type Reminded = { readonly id: string; readonly invoiceId: string; readonly dueDate: BusinessDay; readonly dayOffset: number };

export const memoryPaymentReminders = ({ invoices, paymentReminders }: WorkingTables): PaymentReminders => {
  const lastOf = (invoiceId: string, dueDate: BusinessDay): number | undefined =>
    paymentReminders
      .rows()
      .filter((each) => each.invoiceId === invoiceId && each.dueDate === dueDate)
      .map(({ dayOffset }) => dayOffset)
      .sort((a, b) => b - a)[0];

  return {
    lastOf: async (invoiceId, dueDate) => lastOf(invoiceId, dueDate),
    fallDue: async (today, offsets, most) => {
      const passedOf = (dueDate: BusinessDay, documentDate: BusinessDay): number | undefined =>
        offsets
          .filter((offset) => {
            const day = addDays(dueDate, offset);
            return day <= today && day >= documentDate && daysBetween(day, today) <= MOST_DAYS_LATE;
          })
          .toSorted((a, b) => b - a)[0];
      const due = invoices
        .rows()
        .filter(
          ({ kind, sourceType, status, isBeingCancelled }) =>
            kind === 'INVOICE' && sourceType !== 'transfer' && (status === 'UNPAID' || status === 'PARTIAL') && !isBeingCancelled,
        )
        .flatMap((invoice) => {
          const { dueDate, documentDate } = invoice;
          const dayOffset = passedOf(dueDate!, documentDate!);
          const last = lastOf(invoice.id, dueDate!);
          return dayOffset === undefined || (last !== undefined && last >= dayOffset) ? [] : [{ invoice, dayOffset }];
        })
        .slice(0, most);
      return due.map(({ invoice: { id, serviceCenterId, invoiceNumber, customerId, balance, dueDate }, dayOffset }) => {
        const reminded = { invoiceId: id, dueDate: dueDate!, dayOffset };
        paymentReminders.add({ id: `${id} ${dueDate} ${dayOffset}`, ...reminded });
        return { ...reminded, serviceCenterId, invoiceNumber: invoiceNumber!, customerId, balance };
      });
    },
  };
};
