import type { New } from '../shared/entity.ts';

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
    this.end(now);
    this.status = 'paused';
    this.pauseReason = reason;
  }

  resume(now: Date): void {
    this.spans = [...this.spans, { from: now.toISOString(), to: null }];
    this.status = 'running';
    this.pauseReason = null;
  }

  stop(now: Date): void {
    if (this.status === 'running') this.end(now);
    this.status = 'stopped';
  }

  private end(now: Date): void {
    this.spans = this.spans.map((span) => (span.to === null ? { ...span, to: now.toISOString() } : span));
  }
}

export type TimeSpan = { readonly from: string; readonly to: string | null };
