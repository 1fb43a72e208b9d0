import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import { step } from '../shared/state-machine.ts';
import { type TimeLogEvent, timeLogMachine } from './time-log.states.ts';
import type { TimeSpan } from './working-time.ts';

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
    this.end(now, { reason });
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

  /** Other spans in the place of what was clocked (JOB-04); what is at work just now is paused or finished first. */
  correct(spans: readonly TimeSpan[]): void {
    if (this.status === 'running')
      throw new DomainError('timelog.refused', 'This time log is running: pause or finish its task before it is corrected.');
    this.spans = spans;
  }

  private walk(event: TimeLogEvent): void {
    const walked = step(timeLogMachine, this.status, event, {});
    if (!walked.possible) throw new DomainError('job.task', walked.missing.join(' '), { missing: walked.missing });
    this.status = walked.to;
  }

  private end(now: Date, why: { readonly reason?: string } = {}): void {
    // Two computers tell the time, and one may be a little behind: no work ends before it began.
    const at = now.toISOString();
    this.spans = this.spans.map((span) => (span.to === null ? { ...span, to: at < span.from ? span.from : at, ...why } : span));
  }
}
