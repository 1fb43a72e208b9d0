import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';

export const invoiceStatuses = ['DRAFT', 'UNPAID', 'PARTIAL', 'PAID'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];
export type InvoiceEvent = 'issue' | 'pay_part' | 'pay_rest';

/** The life of an invoice. OVERDUE is not a state: it is what the due date and today say. */
export const invoiceMachine: Machine<InvoiceStatus, InvoiceEvent, ActionName, object> = {
  name: 'invoice',
  initial: 'DRAFT',
  terminal: ['PAID'],
  edges: [
    { from: 'DRAFT', event: 'issue', to: 'UNPAID', action: 'invoice.issue' },
    { from: 'UNPAID', event: 'pay_part', to: 'PARTIAL', action: 'payment.record' },
    { from: 'UNPAID', event: 'pay_rest', to: 'PAID', action: 'payment.record' },
    { from: 'PARTIAL', event: 'pay_part', to: 'PARTIAL', action: 'payment.record' },
    { from: 'PARTIAL', event: 'pay_rest', to: 'PAID', action: 'payment.record' },
  ],
};
