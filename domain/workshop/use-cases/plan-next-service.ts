import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { VehicleHistory, Vehicles } from '../../customers/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import type { DomainEvent } from '../../shared/events.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { withNextService } from '../events.ts';
import type { JobCard } from '../job-card.ts';
import { nextServiceAfter, type ServiceReminders } from '../next-service.ts';

export type CompletionUnit = {
  readonly history: VehicleHistory;
  readonly vehicles: Vehicles;
  readonly settings: Settings;
  readonly serviceReminders: ServiceReminders;
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
  return withNextService(completed, next);
};
