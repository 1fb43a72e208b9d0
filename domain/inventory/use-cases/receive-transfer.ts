import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { ReceivedItem, StockTransfer } from '../stock-transfer.ts';
import { changeTransfer, roadOf, type ToTransfer, type TransferDeps } from './change-transfer.ts';
import { leaveRoad } from './move-in-transit.ts';
import { factsOf } from './transfer-facts.ts';

export type ReceiveTransfer = ToTransfer & { readonly items: readonly ReceivedItem[] };

/**
 * Takes goods in at the receiving branch (ACC-05), in part and as often as they come. What is short or damaged is reported with them, and
 * waits for somebody else's decision.
 * @throws DomainError `transfer.transition`, `transfer.refused` for more than is still expected, `access.denied`
 */
export const receiveTransfer =
  (deps: TransferDeps) =>
  (command: ReceiveTransfer, actor: Actor): Promise<StockTransfer> =>
    changeTransfer(deps)(command, actor, async (transfer, by, unit) => {
      permit(actor, 'transfer.receive', factsOf(transfer));
      const { legs, event } = transfer.receive(by, command.items);
      await leaveRoad(deps)(unit, roadOf(transfer), legs, actor);
      return event;
    });
