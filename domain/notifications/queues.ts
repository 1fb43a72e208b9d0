/** How a queue works through its jobs, and how patient it is with one that fails (NOT-04). */
export type QueueRule = {
  /** How many jobs one worker process runs at the same time. */
  readonly concurrency: number;
  /** How often a job is started before it is given up for dead; one whose worker died counts where nothing was beside it. */
  readonly maxAttempts: number;
  /** The most that the second attempt waits, and at least the half of it; it doubles with every start. */
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// PDFs and reports take a whole core; letters, webhooks and the registration portal wait for somebody else's server. How long an outage each
// outlives, whatever the jitter, is promised in workers/README.md.
export const queues = {
  email: { concurrency: 4, maxAttempts: 20, firstBackoffMs: 5_000, longestBackoffMs: HOUR_MS },
  sms: { concurrency: 4, maxAttempts: 17, firstBackoffMs: 5_000, longestBackoffMs: 30 * MINUTE_MS },
  pdf: { concurrency: 1, maxAttempts: 14, firstBackoffMs: 2_000, longestBackoffMs: 30 * MINUTE_MS },
  reminders: { concurrency: 2, maxAttempts: 10, firstBackoffMs: MINUTE_MS, longestBackoffMs: 30 * MINUTE_MS },
  inventory: { concurrency: 2, maxAttempts: 14, firstBackoffMs: 2_000, longestBackoffMs: 30 * MINUTE_MS },
  reports: { concurrency: 1, maxAttempts: 8, firstBackoffMs: 2 * MINUTE_MS, longestBackoffMs: 40 * MINUTE_MS },
  portal: { concurrency: 2, maxAttempts: 60, firstBackoffMs: 5_000, longestBackoffMs: HOUR_MS },
  webhooks: { concurrency: 4, maxAttempts: 10, firstBackoffMs: MINUTE_MS, longestBackoffMs: 4 * HOUR_MS },
} as const satisfies Record<string, QueueRule>;

export type QueueName = keyof typeof queues;

/**
 * How long to wait after so many starts that brought nothing, in whole milliseconds: exponential, with equal jitter. The fixed half is what
 * an outage can be outlived by; the random half keeps what failed together from coming back together.
 * @param failures 1 after the first
 * @param random a figure from 0 up to but not including 1
 */
export const backoffMs = ({ firstBackoffMs, longestBackoffMs }: QueueRule, failures: number, random: number): number =>
  Math.floor(((1 + random) / 2) * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - 1)));
