import type { PublishedEvent } from '../../notifications/ports.ts';
import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import type { Json } from '../../shared/events.ts';

/** What the board is told of an event: ids and states, neither amounts nor contacts. */
export type BoardChange = { readonly name: string; readonly jobCardId: string; readonly at: string } & { readonly [field: string]: Json };

/** Whose own card it is or until now was; an event from before those were named has them apart. */
const toldTo = ({
  engineerIds,
  engineerId = null,
  formerEngineerId = null,
  assigneeId = null,
  formerAssigneeId = null,
}: PublishedEvent['data']) =>
  Array.isArray(engineerIds) ? (engineerIds as readonly Json[]) : [engineerId, formerEngineerId, assigneeId, formerAssigneeId];

/** Whether the card is, or until now was, among those that the actor's board shows. */
const isOnBoardOf = (actor: Actor, { serviceCenterId, data }: PublishedEvent): boolean => {
  const reach = scopeOf(actor, 'job.read');
  if (reach.kind === 'all') return true;
  if (reach.kind === 'none' || serviceCenterId === null || !(reach.ids?.includes(serviceCenterId) ?? true)) return false;
  return reach.kind === 'branches' || toldTo(data).includes(reach.userId);
};

/** A change of a job card as the actor's board is told it, or nothing where the card is none of theirs (ACC-03). */
export const shownOnBoard = (event: PublishedEvent, actor: Actor): BoardChange | undefined => {
  if (!isOnBoardOf(actor, event)) return undefined;
  const { jobNumber = null, vehicleId = null, event: step = null, from = null, to = null, assignedEngineerId } = event.data;
  return {
    ...{ name: event.name, jobCardId: event.entityId, jobNumber, serviceCenterId: event.serviceCenterId, vehicleId },
    ...{ step, from, to, by: event.actorId, at: event.occurredAt.toISOString() },
    // Null says that nobody has it, so that what an event does not tell is left out.
    ...(assignedEngineerId !== undefined && { assignedEngineerId }),
  };
};
