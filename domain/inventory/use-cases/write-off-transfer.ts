import { creditReturnedGoods, type BillOfGoods } from '../../billing/use-cases/credit-returned-goods.ts';
import type { NoteIssuing } from '../../billing/use-cases/issue-credit-note.ts';
import { decide } from '../../shared/access/decide.ts';
import type { ActionName } from '../../shared/access/matrix.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import type { RecallOutcome, StockTransfer } from '../stock-transfer.ts';
import type { VarianceOutcome } from '../transfer-variance.ts';
import type { Leg } from '../transfer-line.ts';
import type { By } from '../stock-transfer.ts';
import { changeTransfer, roadOf, type ToTransfer, type TransferDeps, type TransferUnit } from './change-transfer.ts';
import { leaveRoad } from './move-in-transit.ts';
import { factsOf } from './transfer-facts.ts';

export type DecideVariance = ToTransfer & {
  readonly varianceId: string;
  readonly outcome: VarianceOutcome;
  readonly note?: string | undefined;
};
export type RecallTransfer = ToTransfer & { readonly outcome: RecallOutcome; readonly reason: string };

type Deps = TransferDeps<NoteIssuing> & { readonly billing: { readonly creditNotePattern: string } };

/**
 * Decides what became of goods that came short or damaged: lost or broken, found after all, or gone back to the sender. With the last
 * decision on the last goods the transfer is received.
 * @throws DomainError `entity.absent`, `transfer.refused` when decided already, `version.stale`, `access.denied` for who reported it (ACC-02)
 */
export const decideVariance =
  (deps: Deps) =>
  (command: DecideVariance, actor: Actor): Promise<StockTransfer> =>
    changeInvoiced(deps)(command, actor, async (transfer, by, unit, invoice) => {
      permitTo('transfer.write-off', transfer, actor, transfer.openVariance(command.varianceId).reportedBy);
      const { legs, event } = transfer.decideVariance(by, command.varianceId, command.outcome, command.note ?? null);
      await leaveRoad(deps)(unit, roadOf(transfer), legs, actor);
      await creditReturned(deps, unit, transfer, invoice, { legs, reason: command.note ?? 'The goods went back to the sender' }, actor);
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
 * @throws DomainError `transfer.transition` before the dispatch, after the last receipt, or with a variance undecided; `version.stale` beside
 * the dispatch
 */
export const recallTransfer =
  (deps: Deps) =>
  (command: RecallTransfer, actor: Actor): Promise<StockTransfer> =>
    changeInvoiced(deps)(command, actor, async (transfer, by, unit, invoice) => {
      const { action, makerOf } = recalls[command.outcome];
      permitTo(action, transfer, actor, makerOf(transfer));
      const { legs, event } = transfer.recall(by, command.outcome, command.reason);
      await leaveRoad(deps)(unit, roadOf(transfer), legs, actor);
      await creditReturned(deps, unit, transfer, invoice, { legs, reason: command.reason }, actor);
      return event;
    });

type Change = (
  transfer: StockTransfer,
  by: By,
  unit: TransferUnit & NoteIssuing & Recording,
  invoice?: BillOfGoods,
) => Promise<DomainEvent>;

/** As `changeTransfer`, with the invoice that the goods travel under, where there is one. Invoices are locked before transfers. */
const changeInvoiced =
  (deps: Deps) =>
  (command: ToTransfer, actor: Actor, change: Change): Promise<StockTransfer> =>
    deps.transact(actor, async ({ stockTransfers, invoices }) => {
      const { invoiceId } = await stockTransfers.get(command.transferId, reach(actor, 'transfer.read'));
      const invoice = invoiceId === null ? undefined : await invoices.getForChange(invoiceId, everywhere);
      return changeTransfer<NoteIssuing>(deps)(command, actor, (transfer, by, unit) => {
        refuseSentOffSince(transfer, invoiceId);
        return change(transfer, by, unit, invoice);
      });
    });

/** Whoever looked before the dispatch was through has no hold of the invoice that it made, and would give nothing back on it. */
const refuseSentOffSince = (transfer: StockTransfer, invoiceId: string | null): void => {
  if (transfer.invoiceId !== invoiceId)
    throw new DomainError('version.stale', 'The goods were sent off at this very moment: look at it again.');
};

/** What comes back of goods that were billed is credited on their invoice (TRF-02). What is lost stays supplied. */
const creditReturned = async (
  deps: Deps,
  unit: NoteIssuing & Recording,
  { lines }: StockTransfer,
  invoice: BillOfGoods | undefined,
  { legs, reason }: { readonly legs: readonly Leg[]; readonly reason: string },
  actor: Actor,
): Promise<void> => {
  if (!invoice) return;
  const goods = legs
    .filter(({ goes }) => goes === 'SENDER')
    .map(({ partId, quantity }) => ({ sourceLineId: lines.find((line) => line.partId === partId)!.id, quantity }));
  await creditReturnedGoods(deps)(unit, invoice, { goods, reason }, actor);
};

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
