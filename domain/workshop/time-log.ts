import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import { step } from '../shared/state-machine.ts';
import { type TimeLogEvent, timeLogMachine } from './time-log.states.ts';

export const timeLogStatuses = ['running', 'paused', 'stopped'] as const;
export type TimeLogStatus = (typeof timeLogStatuses)[number];

/** The time of one engineer on one task. Its spans are kept apart, so that work over midnight splits by business day (JOB-04). */
export class TimeLog {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly taskId!: string;
  readonly engineerId!: string;
  status: TimeLogStatus = 'running';
  /** Each from and to instant; the last one is open while the log runs. */
  spans: readonly TimeSpan[] = [];
  pauseReason: string | null = null;

  constructor(fields: New<TimeLog, 'id' | 'jobCardId' | 'taskId' | 'engineerId' | 'spans'>) {
    Object.assign(this, fields);
  }

  pause(now: Date, reason: string): void {
    this.walk('pause');
    this.end(now);
    this.pauseReason = reason;
  }

  resume(now: Date): void {
    this.walk('resume');
    this.spans = [...this.spans, { from: now.toISOString(), to: null }];
    this.pauseReason = null;
  }

  stop(now: Date): void {
    this.walk('stop');
    this.end(now);
  }

  private walk(event: TimeLogEvent): void {
    const walked = step(timeLogMachine, this.status, event, {});
    if (!walked.possible) throw new DomainError('job.task', walked.missing.join(' '), { missing: walked.missing });
    this.status = walked.to;
  }

  private end(now: Date): void {
    this.spans = this.spans.map((span) => (span.to === null ? { ...span, to: now.toISOString() } : span));
  }
}

export type TimeSpan = { readonly from: string; readonly to: string | null };
