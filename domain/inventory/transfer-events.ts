import type { DomainEvent, Json } from '../shared/events.ts';
import type { StockTransfer } from './stock-transfer.ts';
import type { Leg } from './transfer-line.ts';
import type { TransferVariance } from './transfer-variance.ts';

type Side = 'from' | 'to';

const about = (transfer: StockTransfer, side: Side, name: DomainEvent['name'], data: Record<string, Json> = {}): DomainEvent => ({
  name,
  entityId: transfer.id,
  // Told where it happened: the sender's branch, or the receiver's.
  serviceCenterId: side === 'from' ? transfer.fromServiceCenterId : transfer.toServiceCenterId,
  to: transfer.status,
  data: {
    transferNumber: transfer.transferNumber,
    fromServiceCenterId: transfer.fromServiceCenterId,
    toServiceCenterId: transfer.toServiceCenterId,
    ...data,
  },
});

type Item = { readonly partId: string; readonly quantity: { toString(): string }; readonly serials: readonly string[] };
const inWords = ({ partId, quantity, serials }: Item) => ({
  ...{ partId, quantity: quantity.toString(), ...(serials.length > 0 && { serials }) },
});
const itemsOf = (items: readonly Item[]): Json => items.map(inWords);

const legsOf = (legs: readonly Leg[]): Json => legs.map((leg) => ({ ...inWords(leg), goes: leg.goes }));

export const transferCreated = (transfer: StockTransfer): DomainEvent =>
  about(transfer, 'from', 'StockTransferCreated', { urgency: transfer.urgency, reason: transfer.reason, items: itemsOf(transfer.lines) });

export const transferApproved = (transfer: StockTransfer, comments: string | null): DomainEvent => ({
  ...about(transfer, 'from', 'StockTransferApproved', { value: transfer.approvedValue?.toString() ?? null, comments }),
  from: 'pending',
});

export const transferRejected = (transfer: StockTransfer, reason: string): DomainEvent => ({
  ...about(transfer, 'from', 'StockTransferRejected', { reason }),
  from: 'pending',
});

export const transferCancelled = (transfer: StockTransfer, from: string, reason: string): DomainEvent => ({
  ...about(transfer, 'from', 'StockTransferCancelled', { reason }),
  from,
});

export const transferDispatched = (transfer: StockTransfer): DomainEvent => ({
  ...about(transfer, 'from', 'StockTransferDispatched', {
    documentKind: transfer.documentKind,
    documentNumber: transfer.documentNumber,
    items: itemsOf(transfer.lines),
  }),
  from: 'approved',
});

export const challanStored = (transfer: StockTransfer, paper: { readonly copy: string; readonly cancelled: boolean }): DomainEvent =>
  about(transfer, 'from', 'ChallanPdfStored', { documentNumber: transfer.documentNumber, ...paper });

export const transferReceived = (
  transfer: StockTransfer,
  from: string,
  { arrived, reported }: { readonly arrived: readonly Leg[]; readonly reported: readonly TransferVariance[] },
): DomainEvent => ({
  ...about(transfer, 'to', 'StockTransferReceived', {
    items: itemsOf(arrived),
    variances: reported.map(({ id, kind, ...item }) => ({ id, kind, ...inWords(item) })),
  }),
  from,
});

export const transferVarianceDecided = (
  transfer: StockTransfer,
  from: string,
  { id, kind, outcome, note }: TransferVariance,
): DomainEvent => ({
  ...about(transfer, 'to', 'StockTransferVarianceDecided', { varianceId: id, kind, outcome, note }),
  from,
});

export const transferRecalled = (transfer: StockTransfer, from: string, legs: readonly Leg[], reason: string): DomainEvent => ({
  ...about(transfer, 'from', 'StockTransferRecalled', { reason, items: legsOf(legs) }),
  from,
});
