import type { TimeSpan } from './working-time.ts';

/** That somebody put other times in the place of what was clocked: who, why, and what it was before (JOB-04). Only ever added. */
export class TimeCorrection {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly timeLogId!: string;
  readonly engineerId!: string;
  readonly before!: readonly TimeSpan[];
  readonly after!: readonly TimeSpan[];
  readonly reason!: string;
  readonly correctedAt!: Date;
  readonly correctedBy!: string | null;

  constructor(fields: TimeCorrection) {
    Object.assign(this, fields);
  }
}

/** They are kept with the log and never changed. */
export type TimeCorrections = { add(correction: TimeCorrection): void };
