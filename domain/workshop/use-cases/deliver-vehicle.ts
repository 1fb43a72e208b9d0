import type { OdometerReadings, VehicleHistory, Vehicles } from '../../customers/ports.ts';
import { noteReading } from '../../customers/use-cases/note-reading.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { JobCard } from '../job-card.ts';
import type { Bills } from '../ports.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type DeliverVehicle = ToJobCard & { readonly odometerOut: number };

/** Hands the vehicle over, once its bills are paid, and dates the visit in its history (HIS-01). */
export const deliverVehicle =
  (deps: ChangeDeps<{ bills: Bills; vehicles: Vehicles; odometerReadings: OdometerReadings; history: VehicleHistory }>) =>
  (command: DeliverVehicle, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, { bills, vehicles, odometerReadings, history }) => {
      permit(actor, 'job.deliver', factsOf(card));
      const delivered = card.deliver(command.odometerOut, await bills.outstandingOf(card.id), by);
      (await vehicles.getForChange(card.vehicleId, everywhere)).read(command.odometerOut);
      const read = { odometer: command.odometerOut, readAt: by.now, readBy: by.userId };
      noteReading(odometerReadings, deps.ids, { vehicleId: card.vehicleId, source: 'JOB_DELIVERY', sourceId: card.id, ...read });
      history.project('JOB', card.id);
      return [delivered];
    });
