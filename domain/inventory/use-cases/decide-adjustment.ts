import type { Approvals } from '../../approvals/ports.ts';
import { approve, reject, type ToApproval } from '../../approvals/use-cases/decide-approval.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { reach } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { AdjustmentRow } from '../adjustment-reads.ts';
import type { StockAdjustments } from '../ports.ts';
import { postedRow, unpostedRow } from './adjustment-row.ts';

type Deps = { readonly transact: Transact<{ readonly approvals: Approvals; readonly stockAdjustments: StockAdjustments }> };

/**
 * Lets a pending adjustment be posted: the very decision on its approval (APR-05), under whose id it is kept.
 * @throws DomainError `entity.absent` for what is no adjustment, and whatever `approve` refuses
 */
export const approveAdjustment =
  (deps: Deps & Parameters<typeof approve>[0]) =>
  async (command: ToApproval & { readonly comments?: string | undefined }, actor: Actor): Promise<AdjustmentRow> => {
    await refuseOther(deps, command, actor);
    const approval = await approve(deps)(command, actor);
    const posted = await deps.transact(actor, ({ stockAdjustments }) => stockAdjustments.find(approval.id, everywhere));
    return postedRow(posted!, approval);
  };

/** @throws DomainError `entity.absent` for what is no adjustment, and whatever `reject` refuses */
export const rejectAdjustment =
  (deps: Deps & Parameters<typeof reject>[0]) =>
  async (command: ToApproval & { readonly reason: string }, actor: Actor): Promise<AdjustmentRow> => {
    await refuseOther(deps, command, actor);
    return unpostedRow(await reject(deps)(command, actor));
  };

/** An approval of something else is no adjustment, and one that was posted at once had none. */
const refuseOther = ({ transact }: Deps, { approvalId: id }: ToApproval, actor: Actor): Promise<void> =>
  transact(actor, async ({ approvals, stockAdjustments }) => {
    const posted = await stockAdjustments.find(id, reach(actor, 'stock.adjust'));
    if (posted && posted.approvalId === null) throw new DomainError('approval.transition', 'It is posted: it was within the limit.');
    const { command } = await approvals.get(id, everywhere);
    if (command !== 'adjustStock') throw absent('adjustment');
  });
