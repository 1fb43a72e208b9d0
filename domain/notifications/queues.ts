/** How a queue works through its jobs, and how patient it is with one that fails (NOT-04). */
export type QueueRule = {
  /** How many jobs one worker process runs at the same time. */
  readonly concurrency: number;
  /** How often a job is started before it is given up for dead; a start whose worker was killed counts. */
  readonly maxAttempts: number;
  /** The wait before the second attempt is drawn from 0 to this; it doubles with every failure. */
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

// PDFs and reports take a whole core; letters, webhooks and the registration portal wait for somebody else's server.
export const queues = {
  email: { concurrency: 4, maxAttempts: 8, firstBackoffMs: 5_000, longestBackoffMs: HOUR_MS },
  sms: { concurrency: 4, maxAttempts: 6, firstBackoffMs: 5_000, longestBackoffMs: HOUR_MS },
  pdf: { concurrency: 1, maxAttempts: 5, firstBackoffMs: 1_000, longestBackoffMs: 5 * MINUTE_MS },
  reminders: { concurrency: 2, maxAttempts: 5, firstBackoffMs: MINUTE_MS, longestBackoffMs: HOUR_MS },
  inventory: { concurrency: 2, maxAttempts: 5, firstBackoffMs: 1_000, longestBackoffMs: 5 * MINUTE_MS },
  reports: { concurrency: 1, maxAttempts: 3, firstBackoffMs: 5_000, longestBackoffMs: 10 * MINUTE_MS },
  portal: { concurrency: 2, maxAttempts: 12, firstBackoffMs: 5_000, longestBackoffMs: HOUR_MS },
  webhooks: { concurrency: 4, maxAttempts: 10, firstBackoffMs: 5_000, longestBackoffMs: 6 * HOUR_MS },
} as const satisfies Record<string, QueueRule>;

export type QueueName = keyof typeof queues;

/**
 * How long to wait after so many failures: exponential, with full jitter, so that what failed together does not come back together.
 * @param failures 1 after the first
 * @param random a figure from 0 up to but not including 1
 */
export const backoffMs = ({ firstBackoffMs, longestBackoffMs }: QueueRule, failures: number, random: number): number =>
  Math.floor(random * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - 1)));
