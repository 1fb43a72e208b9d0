import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { StockTransfer } from '../stock-transfer.ts';
import { changeTransfer, type ToTransfer, type TransferDeps } from './change-transfer.ts';
import { release } from './move-in-transit.ts';
import { factsOf } from './transfer-facts.ts';

export type CancelTransfer = ToTransfer & { readonly reason: string };

/**
 * Calls it off before it is sent; what an approval had reserved is free again. Either side may.
 * @throws DomainError `transfer.transition` from the dispatch on: then it is recalled
 */
export const cancelTransfer =
  (deps: TransferDeps) =>
  (command: CancelTransfer, actor: Actor): Promise<StockTransfer> =>
    changeTransfer(deps)(command, actor, async (transfer, by, unit) => {
      permit(actor, 'transfer.cancel', factsOf(transfer));
      const { event, wasReserved } = transfer.cancel(by, command.reason);
      if (wasReserved) await release(unit, transfer.fromServiceCenterId, transfer.lines);
      return event;
    });
