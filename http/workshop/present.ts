import type { Actor } from '@dms/domain/shared/actor';
import type { JobCard } from '@dms/domain/workshop/job-card';
import type { JobTask } from '@dms/domain/workshop/job-task';
import { factsOf } from '@dms/domain/workshop/use-cases/job-facts';
import { ok } from '../answers.ts';
import { masked } from '../masking.ts';
import { presentEstimate } from './present-estimate.ts';

/** A task with the hours that were sold and those that were clocked: both are kept, whichever is billed (JOB-05). */
export const presentTask = (card: JobCard, task: JobTask) => ({ ...task, clockedHours: card.clockedHours(task.id) });

/** A job card as the API shows it, to this caller. */
export const presentJobCard = (card: JobCard, actor: Actor) => {
  const { id, jobNumber, status, serviceCenterId, customerId, vehicleId, priority, description, assignedEngineerId, version } = card;
  const { odometerIn, odometerOut, openedAt, promisedAt, completedAt, deliveredAt, rework, comeback, partLines: parts, estimate } = card;
  return masked(actor, 'job.read', factsOf(card), {
    id,
    jobNumber,
    status,
    serviceCenterId,
    customerId,
    vehicleId,
    type: card.serviceType,
    priority,
    description,
    assignedEngineerId,
    ...{
      odometer: odometerIn,
      odometerOut,
      openedAt,
      promisedAt,
      completedAt,
      deliveredAt,
      rework,
      comeback,
      estimatedCost: card.estimatedCost,
      tasks: card.tasks.map((task) => presentTask(card, task)),
      parts,
    },
    ...(estimate && { estimate: presentEstimate(card, estimate) }),
    version,
  });
};

/** What the store holds for the card, and what waits there, changes without the card. */
export const shown = (card: JobCard, actor: Actor) =>
  ok(presentJobCard(card, actor), { etag: card.version, holdsMore: card.reservations.length > 0 });
