import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';
import { everythingAccountedFor, nothingToDecide, type TransferFacts } from './transfer-policies.ts';

export const stockTransferStatuses = [
  'draft',
  'pending',
  'approved',
  'in_transit',
  'partially_received',
  'received',
  'rejected',
  'cancelled',
  'recalled',
] as const;
export type StockTransferStatus = (typeof stockTransferStatuses)[number];

export type StockTransferEvent = 'submit' | 'approve' | 'reject' | 'cancel' | 'dispatch' | 'receive' | 'complete' | 'recall';

/**
 * The life of a stock transfer (TRF-01). Creating one walks draft and pending at once. Each receipt walks `receive`; whatever
 * accounts for the last of it, a receipt or a decision on a variance, walks `complete` too.
 */
export const stockTransferMachine: Machine<StockTransferStatus, StockTransferEvent, ActionName, TransferFacts> = {
  name: 'stock transfer',
  initial: 'draft',
  terminal: ['received', 'rejected', 'cancelled', 'recalled'],
  edges: [
    { from: 'draft', event: 'submit', to: 'pending', action: 'transfer.create' },
    { from: 'pending', event: 'approve', to: 'approved', action: 'transfer.approve' },
    { from: 'pending', event: 'reject', to: 'rejected', action: 'transfer.approve' },
    { from: 'pending', event: 'cancel', to: 'cancelled', action: 'transfer.cancel' },
    { from: 'approved', event: 'cancel', to: 'cancelled', action: 'transfer.cancel' },
    { from: 'approved', event: 'dispatch', to: 'in_transit', action: 'transfer.dispatch' },
    { from: 'in_transit', event: 'receive', to: 'partially_received', action: 'transfer.receive' },
    { from: 'partially_received', event: 'receive', to: 'partially_received', action: 'transfer.receive' },
    { from: 'partially_received', event: 'complete', to: 'received', action: 'transfer.receive', guards: [everythingAccountedFor] },
    { from: 'in_transit', event: 'recall', to: 'recalled', action: 'transfer.recall' },
    { from: 'partially_received', event: 'recall', to: 'recalled', action: 'transfer.recall', guards: [nothingToDecide] },
  ],
};
