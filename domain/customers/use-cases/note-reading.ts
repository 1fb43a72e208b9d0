import type { Ids } from '../../shared/ports.ts';
import { OdometerReading } from '../odometer-reading.ts';
import type { OdometerReadings } from '../ports.ts';

type Read = Pick<OdometerReading, 'vehicleId' | 'odometer' | 'readAt' | 'source'> &
  Partial<Pick<OdometerReading, 'sourceId' | 'forcedReason' | 'readBy'>>;

/** Enters what was read of an odometer into the series of its vehicle (VEH-02); whoever has locked the vehicle has judged it. */
export const noteReading = (odometerReadings: OdometerReadings, ids: Ids, read: Read): OdometerReading => {
  const reading = new OdometerReading({ id: ids.next(), ...read });
  odometerReadings.add(reading);
  return reading;
};
