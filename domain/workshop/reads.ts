import type { Scope } from '../shared/actor.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { Attribution } from './attribution.ts';
import type { EngineerProfile } from './engineer.ts';
import type { TimeCorrection } from './time-correction.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Inspection, InspectionStatus } from './inspection.ts';
import type { JobCard } from './job-card.ts';
import type { JobCardStatus } from './job-card.states.ts';

export type JobCardRow = {
  readonly id: string;
  readonly jobNumber: string;
  readonly serviceCenterId: string;
  readonly customerId: string;
  readonly vehicleId: string;
  readonly registration: string;
  readonly type: string;
  readonly priority: string;
  readonly status: JobCardStatus;
  readonly assignedEngineerId: string | null;
  readonly openedAt: Date;
  readonly promisedAt: Date | null;
  readonly estimatedCost: Money | null;
};

/** From an instant on, and before another; either end may be open. */
export type Span = { readonly from?: Date | undefined; readonly to?: Date | undefined };

export type JobCardFilter = {
  readonly status?: readonly JobCardStatus[] | undefined;
  readonly engineerId?: string | undefined;
  readonly serviceCenterId?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly type?: string | undefined;
  readonly priority?: string | undefined;
  readonly opened?: Span | undefined;
  readonly promised?: Span | undefined;
  /** Whether the work was promised for before this instant and is not done. */
  readonly late?: { readonly is: boolean; readonly at: Date } | undefined;
};

/** A job of an engineer that is due on a day, and what of it they still have to do. */
export type DueJob = {
  readonly jobCardId: string;
  readonly jobNumber: string;
  readonly status: JobCardStatus;
  readonly promisedAt: Date | null;
  readonly hours: Quantity;
  /** Whether it is of the branch that is asked about; of others it takes hours, and is not told. */
  readonly here: boolean;
};

/** An engineer of a branch as a day finds them. */
export type EngineerDay = Pick<EngineerProfile, 'id' | 'skills' | 'dailyHours' | 'leave'> & {
  readonly name: string;
  readonly jobs: readonly DueJob[];
  /** What they clocked within the day, in milliseconds; what runs counts up to now. */
  readonly workedMs: number;
  /** What they are at right now; of another branch, only since when. */
  readonly running: {
    readonly jobCardId: string | null;
    readonly jobNumber: string | null;
    readonly taskId: string | null;
    readonly since: Date;
  } | null;
};

export type DayAsked = {
  readonly day: BusinessDay;
  /** Today also has what is overdue, and what was promised for no day. */
  readonly isToday: boolean;
  readonly now: Date;
  /** Of one engineer alone. */
  readonly own?: string | undefined;
};

/** Whose cards: those of the branches and, for who sees their own alone, of the engineer. */
export type Onlookers = { readonly scope: Scope; readonly onlyOfEngineerId?: string | undefined };

/** Some cards of a column or day, and how many there are. `next` goes on in the list of the same filter. */
export type Stack = {
  readonly count: number;
  /** There are more than were counted. */
  readonly atLeast: boolean;
  readonly cards: readonly JobCardRow[];
  readonly next: string | null;
};
export type BoardColumn = Stack & { readonly status: JobCardStatus };
export type BoardDay = Stack & { readonly day: BusinessDay };
/** What somebody without a login is shown around an estimate, before it is masked. */
export type EstimateShown = {
  readonly jobCardId: string;
  readonly branch: { readonly name: string; readonly city: string; readonly phone: string | null };
  readonly vehicle: { readonly make: string; readonly model: string; readonly registration: string };
  readonly customerPhone: string | null;
};

export type InspectionHead = {
  readonly id: string;
  readonly revision: number;
  readonly status: InspectionStatus;
  readonly inspectedAt: Date;
  readonly inspectedBy: string | null;
};

export type WorkshopReads = {
  /** The active engineers of a branch, by name, and how many job cards are open there. */
  engineerDays(
    serviceCenterId: string,
    asked: DayAsked,
  ): Promise<{ readonly engineers: readonly EngineerDay[]; readonly openJobs: number }>;
  /** What was corrected of the time on a card, the first first. */
  timeCorrections(jobCardId: string): Promise<TimeCorrection[]>;
  /** What its customer owes on its issued bills; undefined while there is none. */
  outstandingOf(jobCardId: string): Promise<Money | undefined>;
  /** Whose work had to be done again, the first first. */
  attributionsOf(jobCardId: string): Promise<Attribution[]>;
  /** The pass of its last delivery. */
  gatePassOf(jobCardId: string): Promise<string | undefined>;
  jobCards(filter: JobCardFilter, whose: Onlookers, page: PageRequest): Promise<Page<JobCardRow>>;
  /** A column for each state that is asked for, the newest cards first. */
  board(filter: JobCardFilter, whose: Onlookers, most: number): Promise<BoardColumn[]>;
  /** A stack for each of the days, of the cards that are promised for it, the earliest first. */
  calendar(days: readonly BusinessDay[], filter: JobCardFilter, whose: Onlookers, most: number): Promise<BoardDay[]>;
  /** @throws DomainError `entity.absent` */
  jobCard(id: string, scope: Scope): Promise<JobCard>;
  estimateShown(estimateId: string): Promise<EstimateShown | undefined>;
  /** The revisions of the inspection of a job, the last first. */
  inspections(jobCardId: string): Promise<InspectionHead[]>;
  inspection(id: string): Promise<Inspection>;
};
