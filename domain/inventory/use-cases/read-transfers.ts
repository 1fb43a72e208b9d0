import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { StockTransfer } from '../stock-transfer.ts';
import type { TransferFilter, TransferReads, TransferRow } from '../transfer-reads.ts';
import { factsOf } from './transfer-facts.ts';

type Deps = { readonly transferReads: TransferReads };

/** Transfers that begin or end at the actor's branches, newest first. */
export const listTransfers =
  ({ transferReads }: Deps) =>
  (filter: TransferFilter, page: PageRequest, actor: Actor): Promise<Page<TransferRow>> =>
    transferReads.transfers(filter, reach(actor, 'transfer.read'), page);

/** @throws DomainError `entity.absent` outside of both its branches */
export const readTransfer =
  ({ transferReads }: Deps) =>
  async (transferId: string, actor: Actor): Promise<StockTransfer> => {
    const transfer = await transferReads.transfer(transferId, reach(actor, 'transfer.read'));
    permit(actor, 'transfer.read', factsOf(transfer));
    return transfer;
  };
