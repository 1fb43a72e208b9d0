import type { Actor } from './actor.ts';

/**
 * What one step of a scheduled run did. With `more` the next step follows at once, in a transaction of its own; with `notBefore` it follows
 * at that instant, as after quiet hours.
 */
export type Step = { readonly done: number; readonly more?: boolean; readonly notBefore?: Date };

/**
 * A use case that a schedule calls. `dueAt` is the instant the run was due, which lies in the past where everything was down; the present
 * is the clock's. It works in the transaction of its step, and reaches the world by events alone: the record of the run and its effect
 * stay or go together. A step leaves less to do than it found, so that many steps come to an end.
 */
export type Scheduled = (command: { readonly dueAt: Date }, actor: Actor) => Promise<Step>;

/** A run under way: what was due when, and how often its present step was begun. */
export type ScheduledRun<Name extends string = string> = {
  readonly id: string;
  readonly name: Name;
  readonly dueAt: Date;
  readonly tries: number;
};

/** What became of a step: there was none to take, the run goes on, or it ended. */
export type Progress<Name extends string = string> =
  | { readonly outcome: 'resting' }
  | { readonly outcome: 'continued' | 'done'; readonly run: ScheduledRun<Name>; readonly done: number }
  | { readonly outcome: 'again' | 'failed'; readonly run: ScheduledRun<Name>; readonly error: unknown };

/**
 * When what is due, and what was done about it (REP-04). One process leads at a time: to everybody else there is nothing to open and no
 * step to take.
 */
export type ScheduledRuns<Name extends string = string> = {
  /**
   * Opens one run for each schedule that became due since it was looked at last, however often it was missed. Of those that rest the run is
   * skipped: noted as due, and over.
   */
  open(crons: ReadonlyMap<Name, string>, resting?: ReadonlySet<Name>): Promise<void>;
  /** Takes the next step of the run, of these names, that has waited longest. What the step did and what is noted of it are one transaction. */
  advance(names: readonly Name[], step: (run: ScheduledRun<Name>) => Promise<Step>): Promise<Progress<Name>>;
};

/** One run as it is told afterwards, or while it goes on. */
export type RunTold = {
  readonly dueAt: Date;
  /** Skipped is what was due while its module was switched off. */
  readonly state: 'open' | 'done' | 'failed' | 'skipped';
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** How often its present step was begun; above one it failed before. */
  readonly tries: number;
  /** How many things its steps did. */
  readonly done: number;
  readonly failed: boolean;
};

/** A schedule as the scheduler has noted it. */
export type ScheduleTold = {
  readonly name: string;
  readonly cron: string;
  readonly zone: string;
  readonly nextDueAt: Date | null;
  /** The latest first. */
  readonly runs: readonly RunTold[];
};

export type ScheduleReads = {
  /** Those that a scheduler has looked at, each with its latest runs. */
  noted(runs: number): Promise<readonly ScheduleTold[]>;
};
