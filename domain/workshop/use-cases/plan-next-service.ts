import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { VehicleHistory, Vehicles } from '../../customers/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import type { DomainEvent } from '../../shared/events.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { withNextServiceDue } from '../events.ts';
import type { JobCard } from '../job-card.ts';
import { nextServiceAfter, type ServiceReminders } from '../next-service.ts';

export type CompletionUnit = {
  readonly history: VehicleHistory;
  readonly vehicles: Vehicles;
  readonly settings: Settings;
  readonly serviceReminders: ServiceReminders;
};

/** A job that is called off after it was completed leaves the history again, and the vehicle is expected as it was before. */
export const undoCompletion = async ({ history, vehicles, serviceReminders }: CompletionUnit, card: JobCard): Promise<void> => {
  if (card.completedAt === null) return;
  history.project('JOB', card.id);
  const withdrawn = await serviceReminders.withdraw(card.id);
  if (!withdrawn) return;
  (await vehicles.getForChange(card.vehicleId, everywhere)).expectAgain(withdrawn.before?.on ?? null, withdrawn.before?.odometer ?? null);
};

/** JOB-11: a completed job is in the history of its vehicle, which is to come again after some months or kilometres. */
export const noteCompletion = async (
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { history, vehicles, settings, serviceReminders }: CompletionUnit,
  card: JobCard,
  completed: DomainEvent,
): Promise<DomainEvent> => {
  history.project('JOB', card.id);
  const now = clock.now();
  const next = nextServiceAfter(card, (await configuredIn(settings, clock)).of('workshop.service-intervals'), now);
  if (!next) return completed;
  (await vehicles.getForChange(card.vehicleId, everywhere)).expectAgain(next.on, next.odometer);
  const { id: jobCardId, vehicleId, serviceCenterId } = card;
  const due = { dueOn: next.on, dueOdometer: next.odometer, plannedAt: now };
  serviceReminders.plan({ id: ids.next(), vehicleId, serviceCenterId, jobCardId, ...due });
  return withNextServiceDue(completed, next);
};
