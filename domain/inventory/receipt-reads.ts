import type { Scope } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { GoodsReceipt } from './goods-receipt.ts';

export type ReceiptRow = Pick<GoodsReceipt, 'id' | 'serviceCenterId' | 'supplier' | 'reference' | 'receivedBy' | 'receivedAt' | 'value'>;
export type ReceiptFilter = { readonly serviceCenterId?: string | undefined };

export type ReceiptReads = {
  receipts(filter: ReceiptFilter, scope: Scope, page: PageRequest): Promise<Page<ReceiptRow>>;
  /** @throws DomainError `entity.absent` */
  receipt(id: string, scope: Scope): Promise<GoodsReceipt>;
};
