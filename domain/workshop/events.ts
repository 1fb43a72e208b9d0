import type { DomainEvent, Json } from '../shared/events.ts';
import type { GatePass } from './gate-pass.ts';
import type { Estimate } from './estimate.ts';
import type { Inspection } from './inspection.ts';
import type { JobCard } from './job-card.ts';
import type { JobCardEvent, JobCardStatus } from './job-card.states.ts';
import type { JobTask } from './job-task.ts';
import type { NextServiceDue } from './next-service.ts';
import type { TimeCorrection } from './time-correction.ts';
import type { TimeLog } from './time-log.ts';

/** What every event of a job card says of it: which it is, and whose own, so that each board knows whether it shows it. */
export type CardNamed = {
  readonly jobNumber: string;
  readonly vehicleId: string;
  readonly customerId: string;
  readonly engineerIds: readonly string[];
  readonly assignedEngineerId: string | null;
};

const named = ({ jobNumber, vehicleId, customerId, engineerIds, assignedEngineerId }: CardNamed) => ({
  ...{ jobNumber, vehicleId, customerId, engineerIds, assignedEngineerId },
});

const about = (card: JobCard, name: DomainEvent['name'], data: Record<string, Json> = {}): DomainEvent => ({
  name,
  entityId: card.id,
  serviceCenterId: card.serviceCenterId,
  data: { ...named(card), ...data },
});

/** What the store tells of a job that waited for a part, as an event of the card that it is: the store knows no more of it than its id. */
export const toldOfCard = (event: DomainEvent, card: CardNamed): DomainEvent => ({ ...event, data: { ...named(card), ...event.data } });

/** The same events, which name also those whose own card it was until now: it leaves their board. */
export const alsoForFormer = (card: JobCard, formerIds: readonly string[], events: readonly DomainEvent[]): DomainEvent[] => {
  const engineerIds = [...new Set([...card.engineerIds, ...formerIds])];
  return events.map((event) => (event.entityId === card.id ? { ...event, data: { ...event.data, engineerIds } } : event));
};

export const jobCardCreated = (card: JobCard): DomainEvent => ({
  ...about(card, 'JobCardCreated', {
    serviceType: card.serviceType,
    priority: card.priority,
    forcedReason: card.forcedReason,
    to: card.status,
  }),
  to: card.status,
});

/** The steps that others wait for have names of their own; the rest is just a move. */
const namedMoves: Partial<Record<JobCardEvent, DomainEvent['name']>> = {
  assign: 'JobCardAssigned',
  complete: 'JobCompleted',
  deliver: 'JobDelivered',
};

export const jobCardMoved = (
  card: JobCard,
  step: { readonly event: JobCardEvent; readonly from: JobCardStatus; readonly to: JobCardStatus; readonly reason: string | null },
): DomainEvent => ({
  ...about(card, namedMoves[step.event] ?? 'JobCardMoved', {
    event: step.event,
    from: step.from,
    to: step.to,
    engineerId: card.assignedEngineerId,
    reason: step.reason,
    odometer: card.odometerOut ?? card.odometerIn,
  }),
  from: step.from,
  to: step.to,
});

/** The words of a description may be personal: which fields were changed is told, and of the promise and the priority to what. */
export const jobCardEdited = (card: JobCard, fields: readonly string[]): DomainEvent =>
  about(card, 'JobCardEdited', {
    ...{ fields, priority: card.priority, promisedAt: card.promisedAt?.toISOString() ?? null },
    engineerId: card.assignedEngineerId,
  });

/** A delivery, and the pass that was made with it. */
export const withGatePass = (delivered: DomainEvent, { id, number }: GatePass): DomainEvent => ({
  ...delivered,
  data: { ...delivered.data, gatePassId: id, gatePassNumber: number },
});
/** A completion, and when the vehicle is to come again (JOB-11). */
export const withNextServiceDue = (completed: DomainEvent, { on, odometer }: NextServiceDue): DomainEvent => ({
  ...completed,
  data: { ...completed.data, nextServiceOn: on, nextServiceOdometer: odometer },
});
export const gatePassStored = ({ id, number, jobCardId, serviceCenterId }: GatePass, paper: Record<string, Json>): DomainEvent => ({
  name: 'GatePassPdfStored',
  entityId: jobCardId,
  serviceCenterId,
  data: { gatePassId: id, number, ...paper },
});

export const customerDecided = (card: JobCard, data: Record<string, Json>): DomainEvent => about(card, 'CustomerDecided', data);
export const estimateRevised = (card: JobCard, { id, revision, total }: Estimate): DomainEvent =>
  about(card, 'EstimateRevised', { estimateId: id, revision, total: total.toString(), status: card.status });
/** The customer is asked for their word. Of the link nothing is told: it is made anew by whoever writes it down for them. */
export const estimateSent = (card: JobCard, { id, revision, total }: Estimate): DomainEvent =>
  about(card, 'EstimateSent', { estimateId: id, revision, total: total.toString() });
export const vehicleInspected = (card: JobCard, { id, revision, status, summary }: Inspection): DomainEvent =>
  about(card, 'VehicleInspected', { inspectionId: id, revision, status, summary: summary.sentence });
export const taskStarted = (card: JobCard, taskId: string, engineerId: string): DomainEvent =>
  about(card, 'TaskStarted', { taskId, engineerId });
export const taskPaused = (card: JobCard, taskId: string, reason: string): DomainEvent => about(card, 'TaskPaused', { taskId, reason });
export const taskAdded = (card: JobCard, { id, soldHours, billing, engineerId }: JobTask): DomainEvent =>
  about(card, 'TaskAdded', { taskId: id, soldHours: soldHours?.toString() ?? null, billing, engineerId });
export const taskEdited = (card: JobCard, { id, billing, engineerId }: JobTask, fields: readonly string[]): DomainEvent =>
  about(card, 'TaskEdited', { taskId: id, fields, billing, engineerId });
/** Who does one task; the job itself stays with whoever has it. */
export const taskAssigned = (card: JobCard, { id, engineerId: assigneeId }: JobTask, formerAssigneeId: string | null): DomainEvent =>
  about(card, 'TaskAssigned', { taskId: id, assigneeId, formerAssigneeId, engineerId: card.assignedEngineerId });
/** A task that somebody had is nobody's until it is given again. */
export const taskUnassigned = (card: JobCard, { id }: JobTask, formerAssigneeId: string): DomainEvent =>
  about(card, 'TaskUnassigned', { taskId: id, formerAssigneeId, engineerId: card.assignedEngineerId });
export const taskDropped = (card: JobCard, { id, status }: JobTask, reason: string): DomainEvent =>
  about(card, 'TaskDropped', { taskId: id, status, reason });
export const taskFinished = (card: JobCard, taskId: string): DomainEvent => about(card, 'TaskFinished', { taskId });

export const timeRecorded = (card: JobCard, { id, taskId, engineerId, spans }: TimeLog, reason: string): DomainEvent =>
  about(card, 'TimeRecorded', { timeLogId: id, taskId, engineerId, spans, reason });
export const timeCorrected = (card: JobCard, { timeLogId, engineerId, before, after, reason }: TimeCorrection): DomainEvent =>
  about(card, 'TimeCorrected', { timeLogId, engineerId, before, after, reason });

export const partsIssued = (card: JobCard, items: readonly { partId: string; quantity: string }[]): DomainEvent =>
  about(card, 'PartsIssued', { items });
export const partsConsumed = (card: JobCard, items: readonly { partId: string; quantity: string }[]): DomainEvent =>
  about(card, 'PartsConsumed', { items });

type Answered = { readonly partId: string; readonly quantity: string; readonly reserved: string; readonly backordered: string };

export const partsRequested = (card: JobCard, items: readonly Answered[]): DomainEvent => about(card, 'PartsRequested', { items });
export const partsReserved = (card: JobCard, items: readonly Answered[]): DomainEvent => about(card, 'PartsReserved', { items });
export const partsCancelled = (card: JobCard, items: readonly { partId: string; quantity: string }[], reason: string | null): DomainEvent =>
  about(card, 'PartsCancelled', { items, reason });
export const partsReturned = (card: JobCard, items: readonly { partId: string; quantity: string; condition: string }[]): DomainEvent =>
  about(card, 'PartsReturned', { items });
