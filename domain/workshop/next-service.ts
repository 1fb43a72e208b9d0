import { addMonths, type BusinessDay, businessDay } from '../shared/calendar.ts';
import type { DomainEvent } from '../shared/events.ts';
import type { JobCard } from './job-card.ts';

/** How long after a job of a type the next service is due: by time or by distance, whichever comes first (JOB-11). */
export type ServiceInterval = { readonly type: string; readonly months: number; readonly kilometres: number };

/** How long before it is due its customer is reminded of a service: by time or by distance, whichever comes first. */
export type ReminderLead = { readonly days: number; readonly kilometres: number };

/** When the vehicle is to come again. */
export type NextServiceDue = {
  readonly on: BusinessDay;
  /** Null where nobody read the odometer. */
  readonly odometer: number | null;
};

/** What follows from a job, or undefined where nothing does: also of one that came back, as a second try is no second service. */
export const nextServiceAfter = (
  { serviceType, comeback, odometerIn }: Pick<JobCard, 'serviceType' | 'comeback' | 'odometerIn'>,
  intervals: readonly ServiceInterval[],
  now: Date,
): NextServiceDue | undefined => {
  const interval = comeback ? undefined : intervals.find(({ type }) => type === serviceType);
  if (!interval) return undefined;
  const { months, kilometres } = interval;
  return { on: addMonths(businessDay(now), months), odometer: odometerIn === null ? null : odometerIn + kilometres };
};

/** That a customer is to be reminded of the next service of a vehicle. */
export type PlannedReminder = {
  readonly id: string;
  readonly vehicleId: string;
  readonly serviceCenterId: string;
  readonly jobCardId: string;
  readonly dueOn: BusinessDay;
  readonly dueOdometer: number | null;
  readonly plannedAt: Date;
};

export type ServiceReminders = {
  /** Takes the place of the one that the vehicle had, if nobody was reminded by it yet. */
  plan(reminder: PlannedReminder): void;
  /**
   * Nobody is reminded of what was to follow from this job any more; what came last before it stands again, and is reminded of where it was not
   * yet. Undefined where it was not to be told any more, or nothing followed from the job.
   */
  withdraw(jobCardId: string): Promise<{ readonly before: NextServiceDue | undefined } | undefined>;
  /** Takes down, once each, that these are reminded of now: by the day, or by what the odometer showed last. */
  fallDue(today: BusinessDay, lead: ReminderLead, most: number, now: Date): Promise<readonly PlannedReminder[]>;
  /** The last one of a vehicle that its customer was reminded by or is still to be. */
  lastOf(vehicleId: string): Promise<string | undefined>;
};

export const serviceReminderDue = ({ id, vehicleId, serviceCenterId, dueOn, dueOdometer }: PlannedReminder): DomainEvent => ({
  name: 'ServiceReminderDue',
  entityId: vehicleId,
  serviceCenterId,
  data: { reminderId: id, dueOn, dueOdometer },
});
