import type { Logger } from 'pino';
import type { Configuration } from '@dms/domain/configuration/ports';
import { restingWork } from '@dms/domain/configuration/switchable-modules';
import { systemActor } from '@dms/domain/shared/actor';
import {
  type Attempt,
  type AttemptLedger,
  type ClaimedRun,
  isOfKind,
  NotNow,
  type Result,
  WorkerDied,
} from '@dms/domain/notifications/ports';
import type { Cradle } from '../adapters/container.ts';
import { keepCompany, type Leave } from './company.ts';
import type { Handlers, Steps } from './consumers.ts';

type Deps<Uses> = {
  readonly uses: Uses;
  readonly handlers: Handlers<Uses>;
  readonly attemptLedger: AttemptLedger;
  readonly configuration: Pick<Configuration, 'current'>;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly tracing?: Cradle['tracing'];
};

const done = Promise.resolve();

/** The module of the work was switched off since it was handed over, or between two of its steps. */
class Rests extends Error {
  override name = 'Rests';
}

/** Longer than most work takes, and no longer than the other work of a process can stand still. */
const LONGEST_SOLITUDE_MS = 15_000;

type Place = { leave: Leave };

const spanOf = ({ id, queue, consumer, starts, requestId }: ClaimedRun) => ({
  kind: 'job' as const,
  name: `${queue} ${consumer}`,
  attributes: {
    'messaging.destination.name': queue,
    'dms.consumer': consumer,
    'dms.run_id': id,
    'dms.attempt': starts,
    'dms.request_id': requestId,
  },
});

/** Makes attempts, and can abandon those under way. */
export const attemptMaker = <Uses>({ uses, handlers, attemptLedger, configuration, logger, tracing }: Deps<Uses>) => {
  const underWay = new Map<ClaimedRun, { readonly made: Promise<void>; abandon(): void }>();
  const company = keepCompany({ longestMs: LONGEST_SOLITUDE_MS });

  const begin = (run: ClaimedRun): Steps => {
    const consumer = handlers[run.queue]?.[run.consumer];
    if (!consumer) throw new Error(`Nobody here handles ${run.consumer}.`);
    const told = { id: run.id, actor: systemActor(run.requestId), progress: (percent: number) => attemptLedger.progress(run, percent) };
    return inSteps(() => consumer.handle(uses)(run.payload as never, told));
  };

  const refuseResting = async (run: ClaimedRun): Promise<void> => {
    if (isOfKind(restingWork(await configuration.current()).off, run)) throw new Rests(`${run.consumer} rests.`);
  };

  /** Step by step; `gotOn` is told of each that more follow, and may keep the next one waiting. */
  const perform = async (run: ClaimedRun, abandoned: Promise<void>, gotOn: () => Promise<void>): Promise<void> => {
    if (run.died) throw new WorkerDied();
    await refuseResting(run);
    const { step, end } = begin(run);
    try {
      while ((await attemptLedger.perform(run, step, abandoned)) === 'more') {
        await gotOn();
        await refuseResting(run);
      }
    } finally {
      await end();
    }
  };

  const attempt = async (run: ClaimedRun, abandoned: Promise<void>, place: Place): Promise<void> => {
    const about = { runId: run.id, consumer: run.consumer, attempt: run.starts, requestId: run.requestId };
    let starts = run.starts;
    const span = tracing?.begin(spanOf(run));
    let failed = false;
    /** Between two steps whoever waits for solitude has its turn, and who was alone is so no more. */
    const gotOn = async (): Promise<void> => {
      starts = 1;
      place.leave();
      place.leave = (await company.enter(false)) ?? place.leave;
    };
    try {
      await perform(run, abandoned, gotOn);
      logger.info(about, 'Job done');
    } catch (error) {
      if (error instanceof Rests) {
        await attemptLedger.rest(run);
        return logger.info(about, 'Job rests: its module is switched off');
      }
      failed = !(error instanceof NotNow);
      const noteElsewhere = handlers[run.queue]?.[run.consumer]?.failed?.(uses);
      const state = await attemptLedger.fail(
        { ...run, starts },
        error,
        (fate) => noteElsewhere?.(run.payload as never, fate, systemActor(run.requestId)) ?? done,
      );
      if (error instanceof NotNow) return logger.info({ ...about, until: error.until }, 'Job waits for its time');
      logger[state === 'dead' ? 'error' : 'warn']({ ...about, err: error, state }, 'Attempt failed');
    } finally {
      span?.end({ failed });
    }
  };

  const attend = async (run: ClaimedRun, place: Place): Promise<void> => {
    const { promise: abandoned, resolve: abandon } = Promise.withResolvers<void>();
    const made = attempt(run, abandoned, place).finally(() => underWay.delete(run));
    underWay.set(run, { made, abandon });
    await made;
  };

  /** From such a place. Answers whether another one is needed. */
  const makeFrom = async (given: Attempt, alone: boolean): Promise<boolean> => {
    const leave = await company.enter(alone);
    // Where there is no place now it is overdue soon, and handed over again.
    if (!leave) return false;
    const place = { leave };
    try {
      const run = await attemptLedger.claim(given, alone);
      if (run === 'alone') return true;
      if (run) await attend(run, place);
      return false;
    } finally {
      place.leave();
    }
  };

  return {
    make: async (given: Attempt): Promise<void> => {
      if (!(await makeFrom(given, false))) return;
      logger.warn({ runId: given.runId }, 'A worker died in the middle of a job; it is begun again with nothing beside it');
      await makeFrom(given, true);
    },
    /** Undoes whatever is under way, and answers what that was. */
    abandon: async (): Promise<ClaimedRun[]> => {
      company.close();
      const unfinished = [...underWay];
      for (const [, { abandon }] of unfinished) abandon();
      await Promise.allSettled(unfinished.map(([, { made }]) => made));
      return unfinished.map(([run]) => run);
    },
  };
};

/** Work of one step is work in steps, too. It begins where its transaction is under way, and not before. */
const inSteps = (handle: () => Promise<Result> | Steps): Steps => {
  let many: Steps | undefined;
  return {
    async step() {
      if (many) return many.step();
      const handled = handle();
      if (!('step' in handled)) return handled;
      many = handled;
      return many.step();
    },
    async end() {
      await many?.end();
    },
  };
};
