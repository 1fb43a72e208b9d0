import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import type { Quantity } from '../shared/quantity.ts';
import { step } from '../shared/state-machine.ts';
import { type TaskEvent, taskMachine } from './job-task.states.ts';

export const taskStatuses = ['open', 'in_progress', 'done', 'declined', 'cancelled'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** How the labour of a task is billed: by the hours that were sold, or by those that were clocked (JOB-05). Both are kept. */
export const billingModes = ['FLAT', 'CLOCKED'] as const;
export type BillingMode = (typeof billingModes)[number];

/** One piece of work on a job card; each labour line of an estimate makes one. */
export class JobTask {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly position!: number;
  description!: string;
  status: TaskStatus = 'open';
  readonly estimateLineId: string | null = null;
  /** Hours sold to the customer (JOB-05). */
  soldHours: Quantity | null = null;
  billing: BillingMode = 'FLAT';
  /** Who is to do it, or does it; nobody named is whoever has the job. */
  engineerId: string | null = null;
  startedAt: Date | null = null;
  finishedAt: Date | null = null;
  /** Why it was called off or declined. */
  droppedReason: string | null = null;

  constructor(fields: New<JobTask, 'id' | 'jobCardId' | 'position' | 'description'>) {
    Object.assign(this, fields);
  }

  get settled(): boolean {
    return taskMachine.terminal.includes(this.status);
  }

  start(engineerId: string, now: Date): void {
    this.walk('start');
    this.engineerId = engineerId;
    this.startedAt ??= now;
  }

  finish(now: Date): void {
    this.walk('finish');
    this.finishedAt = now;
  }

  /** It is not done: called off, or declined by the customer. What of an estimate is not done is not billed. */
  drop(event: 'cancel' | 'decline', reason: string | null): void {
    this.walk(event);
    this.droppedReason = reason;
  }

  /** @throws DomainError `job.task` where the task is past that, as every step of it */
  walk(event: TaskEvent): void {
    this.status = this.expect(event);
  }

  /** Where the step would lead, without walking it. */
  expect(event: TaskEvent): TaskStatus {
    const walked = step(taskMachine, this.status, event, {});
    if (!walked.possible)
      throw new DomainError('job.task', `"${this.description}": ${walked.missing.join(' ')}`, { missing: walked.missing });
    return walked.to;
  }
}
