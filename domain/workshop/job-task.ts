import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import type { Quantity } from '../shared/quantity.ts';
import { step } from '../shared/state-machine.ts';
import { type TaskEvent, taskMachine } from './job-task.states.ts';

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
