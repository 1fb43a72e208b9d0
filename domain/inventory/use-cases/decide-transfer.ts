import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor } from '../../shared/actor.ts';
import { Money } from '../../shared/money.ts';
import { permit } from '../../shared/permit.ts';
import { permitToday } from '../../shared/permit-today.ts';
import type { StockTransfer } from '../stock-transfer.ts';
import { changeTransfer, roadOf, type ToTransfer, type TransferDeps } from './change-transfer.ts';
import { appraise } from './move-in-transit.ts';
import { factsOf } from './transfer-facts.ts';

export type ApproveTransfer = ToTransfer & { readonly comments?: string | undefined };
export type RejectTransfer = ToTransfer & { readonly rejectionReason: string };

/**
 * The other side agrees (ACC-05), up to its limit by document and day at the sender's average cost, and the stock is reserved there
 * until it is sent off.
 * @throws DomainError `transfer.transition`, `stock.insufficient`, `access.denied`, or ApprovalNeeded above the limit
 */
export const approveTransfer =
  (deps: TransferDeps<{ limitUses: LimitUses }>) =>
  (command: ApproveTransfer, actor: Actor): Promise<StockTransfer> =>
    changeTransfer(deps)(command, actor, async (transfer, by, unit) => {
      // Who may not approve it at all need not hear of a shortage.
      permit(actor, 'transfer.approve', { ...factsOf(transfer), ...NOTHING });
      transfer.refuseUnlessPending();
      const { values, reserve } = await appraise(unit, roadOf(transfer), transfer.lines);
      const value = Money.sum(values.map(({ quantity, averageCost }) => quantity.times(averageCost)));
      await permitToday(unit, by.now, actor, 'transfer.approve', { ...factsOf(transfer), amountPaise: value.paise });
      const event = transfer.approve(by, value, command.comments ?? null);
      reserve();
      return event;
    });

/** To decline spends nothing of a limit. */
const NOTHING = { amountPaise: 0n, dayTotalPaise: 0n };

/**
 * The other side declines.
 * @throws DomainError `transfer.transition`, `access.denied`
 */
export const rejectTransfer =
  (deps: TransferDeps) =>
  (command: RejectTransfer, actor: Actor): Promise<StockTransfer> =>
    changeTransfer(deps)(command, actor, async (transfer, by) => {
      permit(actor, 'transfer.approve', { ...factsOf(transfer), ...NOTHING });
      return transfer.reject(by, command.rejectionReason);
    });
