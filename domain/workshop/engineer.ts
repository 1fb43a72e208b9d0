import { type Holiday, type OpeningHours, weekdays } from '../shared/opening-hours.ts';
import { addDays, type BusinessDay, businessDay, daysBetween, weekday } from '../shared/calendar.ts';
import { isOnLeave, type Leave } from '../shared/leave.ts';
import type { Policy } from '../shared/policy.ts';
import { Quantity } from '../shared/quantity.ts';
import type { JobCard } from './job-card.ts';
import type { Engineer } from './policies.ts';

/** An engineer as who plans the work knows them. */
export type EngineerProfile = Engineer & {
  /** The types of job they can do; none named is all of them. */
  readonly skills: readonly string[];
  /** Hours of work a day; null is as many as are usual. */
  readonly dailyHours: Quantity | null;
  readonly leave: readonly Leave[];
};

type Open = { readonly hours: OpeningHours; readonly holidays: readonly Holiday[] };
type Rota = Pick<EngineerProfile, 'dailyHours' | 'leave'>;

const MINUTES_PER_HOUR = 60n;
/** What is promised further ahead is planned as if it were due then. */
const MOST_DAYS_AHEAD = 31;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** How long the branch is open on a day; undefined where nothing is said of any day. */
const openOn = ({ hours, holidays }: Open, day: BusinessDay): Quantity | undefined => {
  if (holidays.some((holiday) => holiday.day === day)) return Quantity.zero;
  if (Object.keys(hours).length === 0) return undefined;
  const minutes = (hours[weekdays[weekday(day)]!] ?? []).reduce((sum, { from, to }) => sum + minuteOf(to) - minuteOf(from), 0);
  return Quantity.ofThousandths((BigInt(minutes) * 1000n) / MINUTES_PER_HOUR);
};

/** The hours that an engineer has on a day: their own or the usual ones, and never longer than the branch is open. */
export const hoursOn = (engineer: Rota, branch: Open, usual: Quantity, day: BusinessDay): Quantity => {
  if (isOnLeave(engineer.leave, day)) return Quantity.zero;
  const own = engineer.dailyHours ?? usual;
  return openOn(branch, day)?.min(own) ?? own;
};

/** The day by which the work on a job has to be done: the one it is promised for, and today where that is past or nothing is promised. */
export const dueDay = ({ promisedAt }: Pick<JobCard, 'promisedAt'>, now: Date): BusinessDay => {
  const today = businessDay(now);
  const promised = promisedAt === null ? today : businessDay(promisedAt);
  const last = addDays(today, MOST_DAYS_AHEAD);
  return promised < today ? today : promised > last ? last : promised;
};

/** What an engineer can work from today up to a day. */
export const hoursUntil = (engineer: Rota, branch: Open, usual: Quantity, today: BusinessDay, last: BusinessDay): Quantity =>
  Quantity.sum(Array.from({ length: daysBetween(today, last) + 1 }, (_, n) => hoursOn(engineer, branch, usual, addDays(today, n))));

/** The hours that are sold of a card and not done yet, of the tasks that nobody else was given. */
export const openHours = (card: JobCard, engineerId: string): Quantity =>
  Quantity.sum(
    card.tasks
      .filter((task) => !task.settled && [null, card.assignedEngineerId, engineerId].includes(task.engineerId) && task.soldHours !== null)
      .map(({ soldHours }) => soldHours!),
  );

/** The hours of a card that an engineer has already, one task of it apart: of their own tasks and, where they have the job, of those that nobody was given. */
export const hoursHeld = (card: JobCard, engineerId: string, exceptTaskId?: string): Quantity =>
  Quantity.sum(
    card.tasks
      .filter(({ id, settled, engineerId: given }) => id !== exceptTaskId && !settled && (given ?? card.assignedEngineerId) === engineerId)
      .flatMap(({ soldHours }) => soldHours ?? []),
  );

/** What decides whether somebody can be given a job. */
export type Fit = {
  readonly engineer: EngineerProfile;
  readonly card: Pick<JobCard, 'serviceType' | 'jobNumber'>;
  readonly due: BusinessDay;
  /** Hours until that day, those of them that are taken, and those that this job needs. */
  readonly hours: { readonly there: Quantity; readonly booked: Quantity; readonly needed: Quantity };
};

export const hasTheSkill: Policy<Fit> = ({ engineer: { skills }, card: { serviceType } }) =>
  skills.length === 0 || skills.includes(serviceType)
    ? undefined
    : `The engineer's skills are ${skills.join(', ')}, and this job is ${serviceType}.`;

export const isThere: Policy<Fit> = ({ engineer, due, hours: { there } }) =>
  engineer.leave.length > 0 && there.isZero() ? `The engineer is on leave until ${due}, when the work is due.` : undefined;

export const hasTheTime: Policy<Fit> = ({ due, hours: { there, booked, needed } }) =>
  booked.plus(needed).compare(there) <= 0
    ? undefined
    : `Until ${due} the engineer has ${there} hours, of which ${booked} are booked, and this job needs ${needed}.`;
