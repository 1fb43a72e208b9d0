import type { Scope } from '../shared/actor.ts';
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

export type JobCardFilter = {
  readonly status?: JobCardStatus | undefined;
  readonly engineerId?: string | undefined;
  readonly serviceCenterId?: string | undefined;
  readonly vehicleId?: string | undefined;
};

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
  jobCards(filter: JobCardFilter, scope: Scope, page: PageRequest, onlyOfEngineerId?: string): Promise<Page<JobCardRow>>;
  /** @throws DomainError `entity.absent` */
  jobCard(id: string, scope: Scope): Promise<JobCard>;
  estimateShown(estimateId: string): Promise<EstimateShown | undefined>;
  /** The revisions of the inspection of a job, the last first. */
  inspections(jobCardId: string): Promise<InspectionHead[]>;
  inspection(id: string): Promise<Inspection>;
};
