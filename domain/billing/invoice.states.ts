import type { ActionName } from '../shared/access/matrix.ts';
import type { Policy } from '../shared/policy.ts';
import type { Machine } from '../shared/state-machine.ts';

export const invoiceStatuses = ['DRAFT', 'UNPAID', 'PARTIAL', 'PAID', 'CANCELLED', 'WRITTEN_OFF', 'DISCARDED'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];
export type InvoiceEvent = 'issue' | 'pay_part' | 'pay_rest' | 'reopen_part' | 'reopen' | 'cancel' | 'write_off' | 'discard';

export type InvoiceFacts = {
  /** Whether today is the business day that the invoice bears. */
  readonly sameDay?: boolean;
  /** Whether nothing was paid, credited or written off. */
  readonly untouched?: boolean;
};

const issuedToday: Policy<InvoiceFacts> = ({ sameDay }) =>
  sameDay ? undefined : 'An invoice is cancelled on the day it bears; later it is corrected by a credit note.';
const nothingSettled: Policy<InvoiceFacts> = ({ untouched }) =>
  untouched ? undefined : 'Something was paid or credited on it: take that back first, or correct it by a credit note.';

const cancelling = [issuedToday, nothingSettled];

/**
 * The life of an invoice. It is settled by what is paid or credited, in part or to the end, and opened again by what is reversed or bounces.
 * OVERDUE is not a state: it is what the due date and today say.
 */
export const invoiceMachine: Machine<InvoiceStatus, InvoiceEvent, ActionName, InvoiceFacts> = {
  name: 'invoice',
  initial: 'DRAFT',
  terminal: ['PAID', 'CANCELLED', 'WRITTEN_OFF', 'DISCARDED'],
  edges: [
    { from: 'DRAFT', event: 'issue', to: 'UNPAID', action: 'invoice.issue' },
    { from: 'DRAFT', event: 'discard', to: 'DISCARDED', action: 'invoice.discard' },
    { from: 'UNPAID', event: 'pay_part', to: 'PARTIAL', action: 'payment.record' },
    { from: 'UNPAID', event: 'pay_rest', to: 'PAID', action: 'payment.record' },
    { from: 'PARTIAL', event: 'pay_part', to: 'PARTIAL', action: 'payment.record' },
    { from: 'PARTIAL', event: 'pay_rest', to: 'PAID', action: 'payment.record' },
    { from: 'PAID', event: 'reopen_part', to: 'PARTIAL', action: 'payment.reverse' },
    { from: 'PAID', event: 'reopen', to: 'UNPAID', action: 'payment.reverse' },
    { from: 'PARTIAL', event: 'reopen', to: 'UNPAID', action: 'payment.reverse' },
    // A cheque bounces after the rest was written off: what it had paid is due again.
    { from: 'WRITTEN_OFF', event: 'reopen_part', to: 'PARTIAL', action: 'payment.reverse' },
    { from: 'UNPAID', event: 'cancel', to: 'CANCELLED', action: 'invoice.cancel', guards: cancelling },
    // The bill of a free service is paid as it is issued.
    { from: 'PAID', event: 'cancel', to: 'CANCELLED', action: 'invoice.cancel', guards: cancelling },
    { from: 'UNPAID', event: 'write_off', to: 'WRITTEN_OFF', action: 'writeoff' },
    { from: 'PARTIAL', event: 'write_off', to: 'WRITTEN_OFF', action: 'writeoff' },
  ],
};
