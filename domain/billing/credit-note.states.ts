import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';

export const creditNoteStatuses = ['draft', 'issued', 'partially_applied', 'applied', 'refunded', 'discarded'] as const;
export type CreditNoteStatus = (typeof creditNoteStatuses)[number];
export type CreditNoteEvent = 'issue' | 'apply_part' | 'apply_rest' | 'refund_part' | 'refund_rest' | 'discard';

/**
 * The life of a credit note. One above the limit is made when somebody else has approved of it; until then it is an approval and nothing
 * else (ADR 16).
 */
export const creditNoteMachine: Machine<CreditNoteStatus, CreditNoteEvent, ActionName, object> = {
  name: 'credit note',
  initial: 'draft',
  terminal: ['applied', 'refunded', 'discarded'],
  edges: [
    { from: 'draft', event: 'issue', to: 'issued', action: 'creditnote.issue' },
    { from: 'draft', event: 'discard', to: 'discarded', action: 'creditnote.discard' },
    { from: 'issued', event: 'apply_part', to: 'partially_applied', action: 'creditnote.apply' },
    { from: 'issued', event: 'apply_rest', to: 'applied', action: 'creditnote.apply' },
    { from: 'partially_applied', event: 'apply_part', to: 'partially_applied', action: 'creditnote.apply' },
    { from: 'partially_applied', event: 'apply_rest', to: 'applied', action: 'creditnote.apply' },
    // A part of it that went back as money is used as one that was applied.
    { from: 'issued', event: 'refund_part', to: 'partially_applied', action: 'refund.request' },
    { from: 'issued', event: 'refund_rest', to: 'refunded', action: 'refund.request' },
    { from: 'partially_applied', event: 'refund_part', to: 'partially_applied', action: 'refund.request' },
    { from: 'partially_applied', event: 'refund_rest', to: 'refunded', action: 'refund.request' },
  ],
};
