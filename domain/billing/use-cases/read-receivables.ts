import type { Actor } from '../../shared/actor.ts';
import { addDays, type BusinessDay, businessDay, compareDays, financialYear } from '../../shared/calendar.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { ReceivableReads } from '../receivable-reads.ts';
import { type Ageing, type AgeingRow, type Statement, statementOf } from '../receivables.ts';

type Deps = { readonly receivableReads: ReceivableReads; readonly clock: Clock };
/** A whole financial year, be it one with a 29 February. */
const MOST_DAYS = 366;

export type AskStatement = { readonly customerId: string; readonly from?: BusinessDay | undefined; readonly to?: BusinessDay | undefined };

/**
 * A customer's account in the branches that the actor reaches, by default of the running financial year until today.
 * @throws DomainError `entity.absent`, `access.denied`, `request.invalid` for days in the wrong order, or more of them than a year has
 */
export const readStatement =
  ({ receivableReads, clock }: Deps) =>
  async ({ customerId, from, to }: AskStatement, actor: Actor): Promise<Statement & { readonly customerId: string }> => {
    const today = businessDay(clock.now());
    const until = to ?? today;
    const days = { from: from ?? `${financialYear(until).start}-04-01`, to: until };
    if (compareDays(days.from, days.to) > 0)
      throw new DomainError('request.invalid', 'A statement ends no earlier than it begins.', {
        errors: [{ pointer: '/to', message: 'must not be before "from"' }],
      });
    if (compareDays(days.to, addDays(days.from, MOST_DAYS)) >= 0)
      throw new DomainError('request.invalid', `A statement is of ${MOST_DAYS} days at most.`, {
        errors: [{ pointer: '/from', message: `must be less than ${MOST_DAYS} days before "to"` }],
      });
    const account = await receivableReads.account(customerId, days, reach(actor, 'statement.read'));
    if (!account) throw absent('customer');
    return { customerId: account.customerId, ...statementOf(days, account.opening, account.entries) };
  };

export type AskAgeing = { readonly asOf?: BusinessDay | undefined; readonly serviceCenterId?: string | undefined };
export type AgeingReport = Page<AgeingRow> & { readonly asOf: BusinessDay; readonly totals: Ageing };

/**
 * What is due by customer, by how long it has been due on a day, and all of it together.
 * @throws DomainError `access.denied`, `entity.absent` for another's branch
 */
export const ageReceivables =
  ({ receivableReads, clock }: Deps) =>
  async ({ asOf, serviceCenterId }: AskAgeing, page: PageRequest, actor: Actor): Promise<AgeingReport> => {
    if (serviceCenterId !== undefined) permit(actor, 'statement.read', { serviceCenterId });
    const day = asOf ?? businessDay(clock.now());
    const scope = serviceCenterId === undefined ? reach(actor, 'statement.read') : { kind: 'branches' as const, ids: [serviceCenterId] };
    const rows = await receivableReads.ageing(day, scope, page);
    return { asOf: day, totals: await receivableReads.ageingTotals(day, scope), ...rows };
  };
