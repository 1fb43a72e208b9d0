import type { Clock } from '../../shared/ports.ts';
import type { Scheduled } from '../../shared/scheduled.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { expired } from '../expired.ts';
import type { Approvals } from '../ports.ts';

const BATCH = 500;

/** Closes what nobody decided on in time, some hundreds in a step. One that expired is refused before that, too. */
export const expireApprovals =
  ({ transact, clock }: { readonly transact: Transact<{ approvals: Approvals }>; readonly clock: Clock }): Scheduled =>
  (_, actor) =>
    transact(actor, async ({ approvals, record }) => {
      const late = await approvals.lockExpired(clock.now(), BATCH);
      record(...late.map(expired));
      return { done: late.length, more: late.length === BATCH };
    });
