import type { JobCardEvent, JobCardStatus } from './job-card.states.ts';

/** One step in the life of a job card: who, when, from, to, why. Only ever added. */
export class JobCardTransition {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly event!: JobCardEvent;
  readonly fromStatus!: JobCardStatus;
  readonly toStatus!: JobCardStatus;
  readonly reason!: string | null;
  readonly movedBy!: string | null;
  readonly movedAt!: Date;

  constructor(fields: JobCardTransition) {
    Object.assign(this, fields);
  }
}
