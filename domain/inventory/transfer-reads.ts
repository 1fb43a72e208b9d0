import type { Scope } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { StockTransferStatus } from './stock-transfer.states.ts';
import type { StockTransfer, TransferDocumentKind, Urgency } from './stock-transfer.ts';

export type TransferRow = {
  readonly id: string;
  readonly transferNumber: string;
  readonly fromServiceCenterId: string;
  readonly toServiceCenterId: string;
  readonly status: StockTransferStatus;
  readonly urgency: Urgency;
  readonly requestedAt: Date;
  readonly dispatchedAt: Date | null;
  readonly receivedAt: Date | null;
  readonly documentKind: TransferDocumentKind | null;
  readonly documentNumber: string | null;
};

export type TransferFilter = {
  readonly status?: StockTransferStatus | undefined;
  readonly fromServiceCenterId?: string | undefined;
  readonly toServiceCenterId?: string | undefined;
};

export type TransferReads = {
  transfers(filter: TransferFilter, scope: Scope, page: PageRequest): Promise<Page<TransferRow>>;
  /** @throws DomainError `entity.absent` */
  transfer(id: string, scope: Scope): Promise<StockTransfer>;
};
