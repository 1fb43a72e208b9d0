import type { New } from '../shared/entity.ts';
import type { Quantity } from '../shared/quantity.ts';

export const taskStatuses = ['open', 'in_progress', 'done', 'declined', 'cancelled'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** One piece of work on a job card; each labour line of an estimate makes one. */
export class JobTask {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly position!: number;
  readonly description!: string;
  status: TaskStatus = 'open';
  readonly estimateLineId: string | null = null;
  /** Hours sold to the customer (JOB-05). */
  readonly soldHours: Quantity | null = null;
  engineerId: string | null = null;
  startedAt: Date | null = null;
  finishedAt: Date | null = null;

  constructor(fields: New<JobTask, 'id' | 'jobCardId' | 'position' | 'description'>) {
    Object.assign(this, fields);
  }

  get settled(): boolean {
    return this.status === 'done' || this.status === 'declined' || this.status === 'cancelled';
  }
}
