import type { DomainEvent, Json } from '../shared/events.ts';
import type { Estimate } from './estimate.ts';
import type { Inspection } from './inspection.ts';
import type { JobCard } from './job-card.ts';
import type { JobCardEvent, JobCardStatus } from './job-card.states.ts';

const about = (card: JobCard, name: DomainEvent['name'], data: Record<string, Json> = {}): DomainEvent => ({
  name,
  entityId: card.id,
  serviceCenterId: card.serviceCenterId,
  data: { jobNumber: card.jobNumber, vehicleId: card.vehicleId, customerId: card.customerId, ...data },
});

export const jobCardCreated = (card: JobCard): DomainEvent => ({
  ...about(card, 'JobCardCreated', { serviceType: card.serviceType, priority: card.priority, forcedReason: card.forcedReason }),
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
    engineerId: card.assignedEngineerId,
    reason: step.reason,
    odometer: card.odometerOut ?? card.odometerIn,
  }),
  from: step.from,
  to: step.to,
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
export const taskFinished = (card: JobCard, taskId: string): DomainEvent => about(card, 'TaskFinished', { taskId });

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
