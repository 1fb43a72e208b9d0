import type { OdometerReadings, VehicleHistory, Vehicles } from '../../customers/ports.ts';
import { noteReading } from '../../customers/use-cases/note-reading.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import { withGatePass } from '../events.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { type GatePassUnit, issueGatePass } from './issue-gate-pass.ts';
import { factsOf } from './job-facts.ts';

export type DeliverVehicle = ToJobCard & { readonly odometerOut: number };

type Unit = GatePassUnit & { vehicles: Vehicles; odometerReadings: OdometerReadings; history: VehicleHistory };

/** Hands the vehicle over, once its bills are paid, with the pass that lets it out, and dates the visit in its history (HIS-01). */
export const deliverVehicle =
  (deps: ChangeDeps<Unit>) =>
  (command: DeliverVehicle, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, unit) => {
      const { bills, vehicles, odometerReadings, history } = unit;
      permit(actor, 'job.deliver', factsOf(card));
      const delivered = card.deliver(command.odometerOut, await bills.outstandingOf(card.id), by);
      const vehicle = await vehicles.getForChange(card.vehicleId, everywhere);
      vehicle.read(command.odometerOut);
      const read = { odometer: command.odometerOut, readAt: by.now, readBy: by.userId };
      noteReading(odometerReadings, deps.ids, { vehicleId: card.vehicleId, source: 'JOB_DELIVERY', sourceId: card.id, ...read });
      history.project('JOB', card.id);
      return [withGatePass(delivered, await issueGatePass(unit, card, vehicle, by))];
    });
