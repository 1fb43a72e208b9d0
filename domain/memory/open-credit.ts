import type { WorkingTables } from './tables.ts';

const unsettled = ['DRAFT', 'UNPAID', 'PARTIAL'];
const openNotes = ['draft', 'pending_approval', 'issued', 'partially_applied'];
const onTheWay = ['requested', 'approved', 'processing'];

/** Bills, notes, advances and refunds that are not over, in sentences. */
export const openCredit = ({ invoices, creditNotes, payments, refunds }: WorkingTables, customerIds: readonly string[]): string[] => {
  const theirs = <R extends { readonly customerId: string | null }>(rows: readonly R[]): R[] =>
    rows.filter(({ customerId }) => customerId !== null && customerIds.includes(customerId));
  return [
    ...theirs(invoices.rows()).flatMap(({ status, invoiceNumber }) =>
      unsettled.includes(status) ? `Invoice ${invoiceNumber ?? '(draft)'} is not settled.` : [],
    ),
    ...theirs(creditNotes.rows()).flatMap(({ status, noteNumber }) =>
      openNotes.includes(status) ? `There is credit left on note ${noteNumber ?? '(draft)'}.` : [],
    ),
    ...theirs(payments.rows()).flatMap(({ status, worth, allocatedAmount, refundAmount }) =>
      ['captured', 'partially_refunded'].includes(status) && worth.compare(allocatedAmount.plus(refundAmount)) > 0
        ? 'An advance is not used up.'
        : [],
    ),
    ...theirs(refunds.rows()).flatMap(({ status }) => (onTheWay.includes(status) ? 'A refund is on its way.' : [])),
  ];
};
