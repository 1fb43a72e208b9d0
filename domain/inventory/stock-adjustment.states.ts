import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';

export const stockAdjustmentStatuses = ['draft', 'pending', 'posted', 'rejected'] as const;
export type StockAdjustmentStatus = (typeof stockAdjustmentStatuses)[number];

export type StockAdjustmentEvent = 'submit' | 'post' | 'approve' | 'reject';

/**
 * The life of an adjustment (STK-06). Within the limit it is posted at once. Above it, its approval is what waits: it is seen as
 * pending, and rejected, for as long as there is nothing but the approval.
 */
export const stockAdjustmentMachine: Machine<StockAdjustmentStatus, StockAdjustmentEvent, ActionName, object> = {
  name: 'stock adjustment',
  initial: 'draft',
  terminal: ['posted', 'rejected'],
  edges: [
    { from: 'draft', event: 'post', to: 'posted', action: 'stock.adjust' },
    { from: 'draft', event: 'submit', to: 'pending', action: 'stock.adjust' },
    { from: 'pending', event: 'approve', to: 'posted', action: 'approval.decide' },
    { from: 'pending', event: 'reject', to: 'rejected', action: 'approval.decide' },
  ],
};
