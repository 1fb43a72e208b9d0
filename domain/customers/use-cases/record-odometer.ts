import type { Actor } from '../../shared/actor.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { odometerRead } from '../events.ts';
import type { OdometerReading } from '../odometer-reading.ts';
import type { OdometerReadings, Vehicles } from '../ports.ts';
import { vehicleForChange } from './customer-facts.ts';
import { noteReading } from './note-reading.ts';

export type RecordOdometer = {
  readonly vehicleId: string;
  /** Kilometres. */
  readonly odometer: number;
  /** Takes a reading that is lower than the last one, for a reason that is kept. */
  readonly force?: boolean | undefined;
  readonly reason?: string | undefined;
};

type Unit = { readonly vehicles: Vehicles; readonly odometerReadings: OdometerReadings };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };

/**
 * Takes down what the odometer shows (VEH-02). The vehicle is locked meanwhile, so the last reading is the last.
 * @throws DomainError `entity.absent`, `vehicle.odometer` for a lower one without force and a reason
 */
export const recordOdometer =
  ({ transact, clock, ids }: Deps) =>
  ({ vehicleId, odometer, force = false, reason }: RecordOdometer, actor: Actor): Promise<OdometerReading> =>
    transact(actor, async (unit) => {
      const vehicle = await vehicleForChange(unit, vehicleId, actor, 'vehicle.edit', ['odometer']);
      const lower = vehicle.odometer !== null && odometer < vehicle.odometer;
      const forcedReason = lower && force && reason?.trim() ? reason.trim() : null;
      vehicle.readAnew(odometer, forcedReason);
      const read = { readAt: clock.now(), source: 'MANUAL', readBy: actor.userId, forcedReason } as const;
      const reading = noteReading(unit.odometerReadings, ids, { vehicleId, odometer, ...read });
      unit.record(odometerRead(reading));
      return reading;
    });
