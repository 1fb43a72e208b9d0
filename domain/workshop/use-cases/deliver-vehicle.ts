import type { OdometerReadings, VehicleHistory, Vehicles } from '../../customers/ports.ts';
import { noteReading } from '../../customers/use-cases/note-reading.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import type { LimitUses } from '../../shared/access/limit-uses.ts';
import { permitToday } from '../../shared/permit-today.ts';
import { permit } from '../../shared/permit.ts';
import { withGatePass } from '../events.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { type GatePassUnit, issueGatePass } from './issue-gate-pass.ts';
import { factsOf } from './job-facts.ts';

export type DeliverVehicle = ToJobCard & {
  /** Kilometres. */
  readonly odometerOut: number;
  /** Lets the vehicle go although something is due, by who may, up to what they may let be due. */
  readonly onCredit?: boolean | undefined;
  /** Takes a reading below the last one, for a reason that is kept (VEH-02). */
  readonly force?: boolean | undefined;
  readonly reason?: string | undefined;
};

type Unit = GatePassUnit & { limitUses: LimitUses; vehicles: Vehicles; odometerReadings: OdometerReadings; history: VehicleHistory };

/**
 * Hands the vehicle over, once its bills are paid or somebody lets it go on credit (ACC-04), with the pass that lets it out, and dates the
 * visit in its history (HIS-01).
 * @throws DomainError `job.transition`, `vehicle.odometer`, `access.denied`, or ApprovalNeeded
 */
export const deliverVehicle =
  (deps: ChangeDeps<Unit>) =>
  (command: DeliverVehicle, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, unit) => {
      const { bills, vehicles, odometerReadings, history } = unit;
      permit(actor, 'job.deliver', factsOf(card));
      const outstanding = await bills.outstandingOf(card.id);
      const onCredit = command.onCredit === true && outstanding?.isPositive() === true;
      if (onCredit) {
        const { serviceCenterId } = card;
        await permitToday(unit, by.now, actor, 'job.deliver-on-credit', { serviceCenterId, amountPaise: outstanding.paise });
      }
      const delivered = card.deliver(command.odometerOut, outstanding, by, { onCredit, reason: command.reason ?? null });
      const vehicle = await vehicles.getForChange(card.vehicleId, everywhere);
      const isLower = vehicle.odometer !== null && command.odometerOut < vehicle.odometer;
      const forcedReason = isLower && command.force === true ? command.reason?.trim() || null : null;
      vehicle.readAnew(command.odometerOut, forcedReason);
      const read = { odometer: command.odometerOut, readAt: by.now, readBy: by.userId, forcedReason };
      noteReading(odometerReadings, deps.ids, { vehicleId: card.vehicleId, source: 'JOB_DELIVERY', sourceId: card.id, ...read });
      history.project('JOB', card.id);
      return [withGatePass(delivered, await issueGatePass(unit, card, vehicle, by))];
    });
