import { decide } from '../../shared/access/decide.ts';
import type { ActionName } from '../../shared/access/matrix.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { RecallOutcome, StockTransfer } from '../stock-transfer.ts';
import type { VarianceOutcome } from '../transfer-variance.ts';
import { changeTransfer, roadOf, type ToTransfer, type TransferDeps } from './change-transfer.ts';
import { leaveRoad } from './move-in-transit.ts';
import { factsOf } from './transfer-facts.ts';

export type DecideVariance = ToTransfer & {
  readonly varianceId: string;
  readonly outcome: VarianceOutcome;
  readonly note?: string | undefined;
};
export type RecallTransfer = ToTransfer & { readonly outcome: RecallOutcome; readonly reason: string };

/**
 * Decides what became of goods that came short or damaged: lost or broken, found after all, or gone back to the sender. With the last
 * decision on the last goods the transfer is received.
 * @throws DomainError `entity.absent`, `transfer.refused` when decided already, `access.denied` for who reported it (ACC-02)
 */
export const decideVariance =
  (deps: TransferDeps) =>
  (command: DecideVariance, actor: Actor): Promise<StockTransfer> =>
    changeTransfer(deps)(command, actor, async (transfer, by, unit) => {
      permitTo('transfer.write-off', transfer, actor, transfer.openVariance(command.varianceId).reportedBy);
      const { legs, event } = transfer.decideVariance(by, command.varianceId, command.outcome, command.note ?? null);
      await leaveRoad(deps)(unit, roadOf(transfer), legs, actor);
      return event;
    });

/** Back to the sender is a recall; out of the books is a write-off, which is not for who sent it off. */
const recalls: Readonly<
  Record<RecallOutcome, { readonly action: ActionName; readonly makerOf: (transfer: StockTransfer) => string | null }>
> = {
  RETURNED: { action: 'transfer.recall', makerOf: () => null },
  WRITTEN_OFF: { action: 'transfer.write-off', makerOf: ({ dispatchedBy }) => dispatchedBy },
};

/**
 * Ends a transfer on the road: what has not arrived is back in the sender's store at the cost it left with, or lost.
 * @throws DomainError `transfer.transition` before the dispatch, after the last receipt, or with a variance undecided
 */
export const recallTransfer =
  (deps: TransferDeps) =>
  (command: RecallTransfer, actor: Actor): Promise<StockTransfer> =>
    changeTransfer(deps)(command, actor, async (transfer, by, unit) => {
      const { action, makerOf } = recalls[command.outcome];
      permitTo(action, transfer, actor, makerOf(transfer));
      const { legs, event } = transfer.recall(by, command.outcome, command.reason);
      await leaveRoad(deps)(unit, roadOf(transfer), legs, actor);
      return event;
    });

/**
 * As `permit`, and never to the maker of what is decided (ACC-02). Who may only ask is not refused as the maker: for them somebody
 * else decides in any case.
 */
const permitTo = (action: ActionName, transfer: StockTransfer, actor: Actor, makerId: string | null): void => {
  const facts = { ...factsOf(transfer), makerId };
  permit(actor, action, facts);
  const { outcome, rule, roles } = decide(actor, action, facts);
  if (outcome !== 'allowed' || makerId === null || makerId !== actor.userId) return;
  const reason = 'Somebody else has to decide this: you reported it or sent it off yourself.';
  throw new DomainError('access.denied', reason, {
    explanation: { action, rule: `${rule} ACC-02`, reason, roles, requiresApproval: false },
  });
};
