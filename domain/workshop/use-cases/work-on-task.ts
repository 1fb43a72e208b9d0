import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import type { Engineers } from '../ports.ts';
import { refuseOutsider } from './fit-engineer.ts';
import { factsOf } from './job-facts.ts';

export type ToTask = ToJobCard & { readonly taskId: string };
export type PauseTask = ToTask & {
  readonly reason: string;
  /** Whose time it is, where several are at work on the task; one's own, or that of who has the task, where nobody is named. */
  readonly engineerId?: string | undefined;
};

/** An engineer's time is their own; a manager who works a card does so in the name of the engineer who has the task or the job. */
const engineerFor = (card: JobCard, taskId: string, actor: Actor): string => {
  const [ofTask, ofJob] = [card.task(taskId).engineerId, card.assignedEngineerId];
  const isTheirs = actor.userId !== null && [...card.workedBy, ofTask, ofJob].includes(actor.userId);
  const engineer = isTheirs ? actor.userId : (ofTask ?? ofJob);
  if (!engineer) throw new DomainError('job.transition', 'No engineer is assigned.', { missing: ['No engineer is assigned.'] });
  return engineer;
};

/** @throws DomainError `job.engineer` for who does not work here any more, `timelog.running` if the engineer is at work elsewhere: that one running log is the database's to hold (JOB-04) */
export const startTask =
  (deps: ChangeDeps<{ engineers: Engineers }>) =>
  (command: ToTask, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, { engineers }) => {
      permit(actor, 'job.work', factsOf(card));
      const engineerId = engineerFor(card, command.taskId, actor);
      // Nobody's time runs who has left since the job was given to them.
      if (engineerId !== actor.userId) await refuseOutsider(engineers, card, engineerId);
      return card.startTask(command.taskId, engineerId, by);
    });

export const pauseTask =
  (deps: ChangeDeps<object>) =>
  (command: PauseTask, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, (card, by) => {
      permit(actor, 'job.work', factsOf(card));
      const engineerId = command.engineerId ?? engineerFor(card, command.taskId, actor);
      permit(actor, 'timelog.own', { ...factsOf(card), ownerIds: [engineerId] });
      return [card.pauseTask(command.taskId, engineerId, command.reason, by)];
    });

export const finishTask =
  (deps: ChangeDeps<object>) =>
  (command: ToTask, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, (card, by) => {
      permit(actor, 'job.work', factsOf(card));
      return [card.finishTask(command.taskId, by)];
    });
