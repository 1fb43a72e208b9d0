import type { StockTransferEvent, StockTransferStatus } from './stock-transfer.states.ts';

/** One step in the life of a transfer: who, when, from, to, why. Only ever added. */
export class TransferTransition {
  readonly id!: string;
  readonly transferId!: string;
  readonly event!: StockTransferEvent;
  readonly fromStatus!: StockTransferStatus;
  readonly toStatus!: StockTransferStatus;
  readonly reason!: string | null;
  readonly movedBy!: string | null;
  readonly movedAt!: Date;

  constructor(fields: TransferTransition) {
    Object.assign(this, fields);
  }
}
