import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { reach } from '../../shared/permit.ts';
import type { GoodsReceipt } from '../goods-receipt.ts';
import type { ReceiptFilter, ReceiptReads, ReceiptRow } from '../receipt-reads.ts';

type Deps = { readonly receiptReads: ReceiptReads };

/** What was taken in at the actor's branches, newest first. Whoever may take goods in may know what they cost. */
export const listReceipts =
  ({ receiptReads }: Deps) =>
  (filter: ReceiptFilter, page: PageRequest, actor: Actor): Promise<Page<ReceiptRow>> =>
    receiptReads.receipts(filter, reach(actor, 'stock.receive'), page);

/** @throws DomainError `entity.absent` outside of the actor's branches */
export const readReceipt =
  ({ receiptReads }: Deps) =>
  (receiptId: string, actor: Actor): Promise<GoodsReceipt> =>
    receiptReads.receipt(receiptId, reach(actor, 'stock.receive'));
