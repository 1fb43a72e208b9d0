import type { OdometerReadings, VehicleHistory, Vehicles } from '../../customers/ports.ts';
import { noteReading } from '../../customers/use-cases/note-reading.ts';
import type { StockItems } from '../../inventory/ports.ts';
import { rankForJob } from '../../inventory/use-cases/hold-for-job.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { permit } from '../../shared/permit.ts';
import type { EditableFields, JobCard } from '../job-card.ts';
import type { Priority } from '../job-types.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type EditJobCard = ToJobCard &
  EditableFields & {
    /** Kilometres at arrival, where nobody read them when the card was opened (VEH-02). */
    readonly odometer?: number | undefined;
  };

type Unit = {
  readonly vehicles: Vehicles;
  readonly odometerReadings: OdometerReadings;
  readonly history: VehicleHistory;
  readonly stockItems: StockItems;
};

/**
 * Changes what is promised, how urgent it is, and what it is about; and takes down the odometer at arrival, where that is missing. What is
 * in the history of the vehicle already is told there as it is now (HIS-01), and parts that it waits for come in its new turn (STK-07).
 * @throws DomainError `job.transition` once the vehicle is delivered, `job.odometer` where it was read already, `vehicle.odometer`
 */
export const editJobCard =
  (deps: ChangeDeps<Unit>) =>
  ({ jobCardId, version, odometer, ...fields }: EditJobCard, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)({ jobCardId, version }, actor, async (card, by, unit) => {
      permit(actor, 'job.edit', factsOf(card));
      if (card.completedAt !== null) unit.history.project('JOB', card.id);
      if (odometer === undefined) return edited(unit, card, fields);
      const read = card.arrivedWith(odometer);
      const { vehicleId } = card;
      (await unit.vehicles.getForChange(vehicleId, everywhere)).readAnew(odometer, null);
      const reading = { vehicleId, odometer, readAt: by.now, readBy: by.userId, source: 'JOB_ARRIVAL', sourceId: card.id } as const;
      noteReading(unit.odometerReadings, deps.ids, reading);
      return [...(await edited(unit, card, fields)), read];
    });

const edited = async (unit: Pick<Unit, 'stockItems'>, card: JobCard, fields: EditableFields): Promise<DomainEvent[]> => {
  const { id: jobCardId, serviceCenterId, priority: before, reservations } = card;
  const events = card.edit(fields);
  const partIds = card.priority === before ? [] : reservations.map(({ partId }) => partId);
  await rankForJob(unit, { serviceCenterId, jobCardId, urgency: card.priority satisfies Priority }, partIds);
  return events;
};
