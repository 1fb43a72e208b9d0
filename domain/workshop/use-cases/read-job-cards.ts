import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import { addDays, businessDay, daysBetween, startOfBusinessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { JobCard } from '../job-card.ts';
import type { BoardColumn, BoardDay, JobCardFilter, JobCardRow, Onlookers, WorkshopReads } from '../reads.ts';
import { factsOf } from './job-facts.ts';

type Deps = { readonly workshopReads: WorkshopReads };

/** The cards of the actor's branches; an engineer's are those assigned to them. */
const whose = (actor: Actor): Onlookers => ({
  scope: reach(actor, 'job.read'),
  onlyOfEngineerId: scopeOf(actor, 'job.read').kind === 'own' ? (actor.userId ?? undefined) : undefined,
});

/** What is asked for; late is what is so at the moment. */
export type JobCardsAsked = Omit<JobCardFilter, 'late'> & { readonly late?: boolean | undefined };

const asFilter = ({ late, ...filter }: JobCardsAsked, clock: Clock): JobCardFilter => ({
  ...filter,
  ...(late !== undefined && { late: { is: late, at: clock.now() } }),
});

export const listJobCards =
  ({ workshopReads, clock }: Deps & { readonly clock: Clock }) =>
  (asked: JobCardsAsked, page: PageRequest, actor: Actor): Promise<Page<JobCardRow>> =>
    workshopReads.jobCards(asFilter(asked, clock), whose(actor), page);

/** The board: the cards by state, some of each. */
export const viewBoard =
  ({ workshopReads, clock }: Deps & { readonly clock: Clock }) =>
  (asked: JobCardsAsked, most: number, actor: Actor): Promise<BoardColumn[]> =>
    workshopReads.board(asFilter(asked, clock), whose(actor), most);

/** As many days as a month fills in a calendar of weeks. */
const MOST_DAYS = 42;
const DAYS_AHEAD = 14;

/**
 * The cards by the day they are promised for: on the days that are asked for, else on the next fourteen.
 * @throws DomainError `request.invalid` for more days than a calendar shows at once
 */
export const viewCalendar =
  ({ workshopReads, clock }: Deps & { readonly clock: Clock }) =>
  (asked: JobCardsAsked, most: number, actor: Actor): Promise<BoardDay[]> => {
    const { from = startOfBusinessDay(businessDay(clock.now())), to } = asked.promised ?? {};
    const first = businessDay(from);
    // What ends at midnight does not reach the day that begins there.
    const last = to === undefined ? addDays(first, DAYS_AHEAD - 1) : businessDay(new Date(to.getTime() - 1));
    const count = daysBetween(first, last) + 1;
    if (count < 1 || count > MOST_DAYS) throw noCalendar(count);
    const days = Array.from({ length: count }, (_, index) => addDays(first, index));
    return workshopReads.calendar(days, { ...asFilter(asked, clock), promised: { from, to } }, whose(actor), most);
  };

const noCalendar = (count: number): DomainError =>
  new DomainError('request.invalid', `A calendar has at least one day and at most ${MOST_DAYS}.`, {
    errors: [{ pointer: '/promisedTo', message: count < 1 ? 'must not be before "promisedFrom"' : `must be at most ${MOST_DAYS} days on` }],
  });

/** @throws DomainError `entity.absent`, `access.denied` for a card of somebody else's where only one's own may be read */
export const readJobCard =
  ({ workshopReads }: Deps) =>
  async (jobCardId: string, actor: Actor): Promise<JobCard> => {
    const card = await workshopReads.jobCard(jobCardId, reach(actor, 'job.read'));
    permit(actor, 'job.read', factsOf(card));
    return card;
  };
