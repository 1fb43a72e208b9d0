import type { Actor } from '../../shared/actor.ts';
import { type BusinessMonth, parseBusinessMonth } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { periodTurned } from '../events.ts';
import { Period } from '../period.ts';
import type { Invoices, Periods } from '../ports.ts';
import type { BillingReads, PeriodRow } from '../reads.ts';

export type TurnPeriod = { readonly month: BusinessMonth; readonly reason?: string | undefined };

type Deps = { readonly transact: Transact<{ periods: Periods; invoices: Invoices }>; readonly clock: Clock; readonly ids: Ids };

const turning =
  (locked: boolean) =>
  ({ transact, clock, ids }: Deps) =>
  ({ month, reason }: TurnPeriod, actor: Actor): Promise<Period> =>
    transact(actor, async ({ periods, invoices, record }) => {
      permit(actor, locked ? 'period.lock' : 'period.unlock', { serviceCenterId: null, ...(reason !== undefined && { reason }) });
      // Whoever writes into the month just now is waited for, and whoever comes later waits.
      const known = await periods.forChange(parseBusinessMonth(month));
      if (locked) refuseWhileAsked(month, await invoices.beingCancelledIn(month));
      const period = known ?? new Period({ id: ids.next(), month, changedAt: clock.now() });
      if (!known) periods.add(period);
      period.turn(locked, reason ?? null, actor.userId, clock.now());
      record(periodTurned(period));
      return period;
    });

const MOST_NAMED = 5;

/** What the portal cancels has to be written down in the month that it bears. */
const refuseWhileAsked = (month: BusinessMonth, numbers: readonly string[]): void => {
  if (numbers.length === 0) return;
  const more = numbers.length > MOST_NAMED ? ` and ${numbers.length - MOST_NAMED} more` : '';
  const named = `${numbers.slice(0, MOST_NAMED).join(', ')}${more}`;
  const message = `The registration portal was asked to cancel ${named} of ${month}, and has not answered: it has to before the month is closed.`;
  throw new DomainError('period.transition', message, { missing: [message] });
};

/**
 * Closes a month of the books, the running one too: from now on nothing is written that bears a day of it (PER-01).
 * @throws DomainError `day.malformed` for what is no month, `period.transition`, also while the registration portal is asked to cancel
 * something of it, `access.denied`
 */
export const lockPeriod = turning(true);

/**
 * Opens it again, with a reason.
 * @throws DomainError `day.malformed`, `period.transition`, `access.denied`, or ApprovalNeeded
 */
export const unlockPeriod = turning(false);

export const listPeriods =
  ({ billingReads }: { readonly billingReads: BillingReads }) =>
  (filter: { readonly locked?: boolean | undefined }, page: PageRequest, actor: Actor): Promise<Page<PeriodRow>> => {
    permit(actor, 'period.read', { serviceCenterId: null });
    return billingReads.periods(filter, page);
  };
