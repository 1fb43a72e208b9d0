import { businessDay } from '../../shared/calendar.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { FormerPlate } from '../former-plate.ts';
import type { FormerPlates } from '../ports.ts';
import type { Vehicle } from '../vehicle.ts';

type Deps = { readonly clock: Clock; readonly ids: Ids };

/** The plate that a vehicle has until today finds it for good, with the days it had it (VEH-01). */
export const givePlateUp = async (
  { clock, ids }: Deps,
  { formerPlates }: { readonly formerPlates: FormerPlates },
  { id: vehicleId, registration }: Pick<Vehicle, 'id' | 'registration'>,
  userId: string | null,
): Promise<void> => {
  const now = clock.now();
  const heldFrom = (await formerPlates.lastDayOf(vehicleId)) ?? null;
  const held = { heldFrom, heldUntil: businessDay(now), createdAt: now, createdBy: userId };
  formerPlates.add(new FormerPlate({ id: ids.next(), vehicleId, registration, ...held }));
};
