import { addDays, businessDay } from '../shared/calendar.ts';
import type { Money } from '../shared/money.ts';
import type { Policy } from '../shared/policy.ts';
import type { JobCard } from './job-card.ts';
import { needsEstimate } from './job-types.ts';

/** What a guard may look at: the card, and what the caller brings along. */
export type JobFacts = {
  readonly card: JobCard;
  readonly now: Date;
  readonly engineer?: Engineer | undefined;
  readonly inspectorId?: string | null;
  readonly odometerOut?: number | undefined;
  /** What is due on the issued invoices of this job; undefined while none was issued. */
  readonly outstanding?: Money | undefined;
  /** Somebody who may let a vehicle go unpaid has done so. */
  readonly onCredit?: boolean | undefined;
  /** How much is due is not for everybody (ACC-06); that something is, is. */
  readonly amountsHidden?: boolean;
};

/** What the workshop knows of who can work. */
export type Engineer = { readonly id: string; readonly active: boolean; readonly serviceCenterIds: readonly string[] };

const REOPEN_WITHIN_DAYS = 30;

export const hasEstimate: Policy<JobFacts> = ({ card }) =>
  card.openEstimate ? undefined : 'There is no estimate for the customer to decide on.';

/** JOB-06: else work would be done that nobody can be billed for. */
export const nothingUndecided: Policy<JobFacts> = ({ card }) =>
  card.openEstimate ? `The customer has not decided on revision ${card.openEstimate.revision} of the estimate.` : undefined;

export const needsNoEstimate: Policy<JobFacts> = ({ card }) =>
  needsEstimate(card.serviceType) ? `A ${card.serviceType} job needs an estimate that the customer has approved.` : undefined;

export const engineerOfThisBranch: Policy<JobFacts> = ({ card, engineer }) => {
  if (!engineer) return 'An engineer has to be named.';
  return engineer.active && engineer.serviceCenterIds.includes(card.serviceCenterId)
    ? undefined
    : 'The engineer has to be an active engineer of the branch of this job card.';
};

export const engineerAssigned: Policy<JobFacts> = ({ card }) => (card.assignedEngineerId ? undefined : 'No engineer is assigned.');

export const timeLogRunning: Policy<JobFacts> = ({ card }) =>
  card.runningTimeLogs.length > 0 ? undefined : 'Nobody has started a task: work begins with a time log.';

export const noTimeLogRunning: Policy<JobFacts> = ({ card }) =>
  card.runningTimeLogs.length === 0 ? undefined : 'A time log is still running: pause or finish its task.';

export const someTask: Policy<JobFacts> = ({ card }) => (card.tasks.length > 0 ? undefined : 'The job card has no task.');

export const everyTaskSettled: Policy<JobFacts> = ({ card }) => {
  const open = card.tasks.filter((task) => !task.settled);
  return open.length === 0 ? undefined : `Tasks are not finished: ${open.map((task) => `"${task.description}"`).join(', ')}.`;
};

export const everyPartIssued: Policy<JobFacts> = ({ card }) => {
  const missing = card.parts.filter((line) => line.required && line.unfilled.isPositive());
  return missing.length === 0
    ? undefined
    : `Parts are not issued: ${missing.map((line) => `${line.unfilled} of "${line.description}"`).join(', ')}.`;
};

export const somePartUnfilled: Policy<JobFacts> = ({ card }) =>
  card.parts.some((line) => line.unfilled.isPositive()) ? undefined : 'Every part asked for is there already.';

export const odometerRecorded: Policy<JobFacts> = ({ card }) =>
  card.odometerIn === null ? 'The odometer reading at arrival is missing.' : undefined;

export const inspectedByAnother: Policy<JobFacts> = ({ card, inspectorId }) =>
  inspectorId && card.workedBy.includes(inspectorId) ? 'QC needs somebody who did not do the work.' : undefined;

export const billIssued: Policy<JobFacts> = ({ outstanding }) =>
  outstanding === undefined ? 'No invoice has been issued for this job.' : undefined;

export const odometerOutGiven: Policy<JobFacts> = ({ card, odometerOut }) => {
  if (odometerOut === undefined) return 'The odometer reading at delivery is missing.';
  return card.odometerIn !== null && odometerOut < card.odometerIn
    ? `The odometer cannot read less at delivery (${odometerOut}) than at arrival (${card.odometerIn}).`
    : undefined;
};

export const paid: Policy<JobFacts> = ({ outstanding, onCredit = false, amountsHidden = false }) =>
  outstanding?.isPositive() && !onCredit
    ? `${amountsHidden ? 'Something' : `₹${outstanding}`} is still due, and no credit was approved.`
    : undefined;

/** A bill is cancelled before its job is: else goods that were billed would be back on the shelf. */
export const noBillStands: Policy<JobFacts> = ({ outstanding }) =>
  outstanding === undefined ? undefined : 'A bill of this job is issued: cancel the bill first, or credit it.';

/** What was fitted became the customer's with a bill, and stays theirs when that is cancelled: it is billed again as it was. */
export const nothingConsumed: Policy<JobFacts> = ({ card }) => {
  const fitted = card.parts.filter(({ consumed }) => consumed.isPositive());
  return fitted.length === 0
    ? undefined
    : `Parts were billed and are the customer’s: ${fitted.map(({ consumed, description }) => `${consumed} of "${description}"`).join(', ')}.`;
};

export const neverReopened: Policy<JobFacts> = ({ card }) =>
  card.comeback ? 'A job card that was reopened cannot be cancelled: its first visit was billed.' : undefined;

export const withinReopening: Policy<JobFacts> = ({ card, now }) =>
  card.deliveredAt !== null && businessDay(now) <= addDays(businessDay(card.deliveredAt), REOPEN_WITHIN_DAYS)
    ? undefined
    : `A job card can be reopened for ${REOPEN_WITHIN_DAYS} days after delivery.`;
