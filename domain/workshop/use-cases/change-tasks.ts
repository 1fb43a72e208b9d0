import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import { Quantity } from '../../shared/quantity.ts';
import { hoursHeld } from '../engineer.ts';
import type { JobCard } from '../job-card.ts';
import type { JobTask } from '../job-task.ts';
import { changeTask, dropTask as drop, planTask, type TaskFields } from '../job-work.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { type EngineerUnit, fitEngineer, holdingEngineer } from './fit-engineer.ts';
import { factsOf } from './job-facts.ts';

export type AddTask = ToJobCard & TaskFields & { readonly description: string };
export type EditTask = ToJobCard & TaskFields & { readonly taskId: string };
export type DropTask = ToJobCard & { readonly taskId: string; readonly as: 'cancelled' | 'declined'; readonly reason: string };

type Deps = ChangeDeps<EngineerUnit>;

/** Who a task is given to is an engineer like whoever has the job, and needs the time for it beside what they have of the card already (JOB-09). */
const refuseUnfit = async (
  { clock }: Deps,
  unit: EngineerUnit,
  card: JobCard,
  { engineerId, soldHours }: TaskFields,
  actor: Actor,
  taskId?: string,
): Promise<void> => {
  if (typeof engineerId !== 'string') return;
  permit(actor, 'job.assign', { ...factsOf(card), assigneeId: engineerId });
  const needed = hoursHeld(card, engineerId, taskId).plus(soldHours ?? Quantity.zero);
  await fitEngineer({ clock })(unit, card, engineerId, needed);
};

/**
 * Adds work that nobody estimated; it is on no bill (JOB-06).
 * @throws DomainError `job.task` once the work is completed, `job.engineer`
 */
export const addTask =
  (deps: Deps) =>
  async ({ jobCardId, version, ...fields }: AddTask, actor: Actor): Promise<{ readonly card: JobCard; readonly task: JobTask }> => {
    let added: JobTask | undefined;
    const card = await holdingEngineer(deps, fields.engineerId, actor, () =>
      changeJobCard(deps)({ jobCardId, version }, actor, async (loaded, by, unit) => {
        permit(actor, 'job.edit', factsOf(loaded));
        await refuseUnfit(deps, unit, loaded, fields, actor);
        const [task, events] = planTask(loaded, fields, by);
        added = task;
        return events;
      }),
    );
    return { card, task: added! };
  };

/** @throws DomainError `job.task` for a task that is over, and for what is of the estimate; `job.engineer` */
export const editTask =
  (deps: Deps) =>
  ({ jobCardId, version, taskId, ...fields }: EditTask, actor: Actor): Promise<JobCard> =>
    holdingEngineer(deps, fields.engineerId, actor, () =>
      changeJobCard(deps)({ jobCardId, version }, actor, async (card, _, unit) => {
        permit(actor, 'job.edit', factsOf(card));
        await refuseUnfit(deps, unit, card, { soldHours: card.task(taskId).soldHours, ...fields }, actor, taskId);
        return changeTask(card, taskId, fields);
      }),
    );

const dropping = {
  cancelled: { event: 'cancel', action: 'job.edit' },
  declined: { event: 'decline', action: 'job.record-customer-approval' },
} as const;

/** Leaves a task undone: called off by the house, or declined by the customer. What of an estimate is not done is not billed. */
export const dropTask =
  (deps: ChangeDeps<object>) =>
  ({ jobCardId, version, taskId, as, reason }: DropTask, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)({ jobCardId, version }, actor, (card, by) => {
      const { event, action } = dropping[as];
      permit(actor, action, factsOf(card));
      return [drop(card, taskId, event, reason, by)];
    });
