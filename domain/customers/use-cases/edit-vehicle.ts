import type { Actor } from '../../shared/actor.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { vehicleEdited } from '../events.ts';
import type { FormerPlates, Vehicles } from '../ports.ts';
import { normalForm } from '../search-terms.ts';
import type { Vehicle } from '../vehicle.ts';
import { type GivenVehicle, normalVehicle, type VehicleField } from '../vehicle-fields.ts';
import { vehicleForChange } from './customer-facts.ts';
import { givePlateUp } from './give-plate-up.ts';

export type EditVehicle = GivenVehicle & { readonly vehicleId: string; readonly version?: number | undefined };

type Unit = { readonly vehicles: Vehicles; readonly formerPlates: FormerPlates };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };

/**
 * Changes what is known of a vehicle. A plate that it gives up finds it for good, with the days it had it (VEH-01); one written
 * otherwise is the same plate.
 * @throws DomainError `entity.absent`, `version.stale`, `registration.invalid`, `vin.invalid`, `record.duplicate`, `access.denied`
 */
export const editVehicle =
  (deps: Deps) =>
  ({ vehicleId, version, ...given }: EditVehicle, actor: Actor): Promise<Vehicle> =>
    deps.transact(actor, async (unit) => {
      const named = Object.keys(given).filter((field) => given[field as VehicleField] !== undefined);
      const vehicle = await vehicleForChange(unit, vehicleId, actor, 'vehicle.edit', named);
      expectVersion(vehicle, version);
      const fields = normalVehicle(given, vehicle);
      const changed = (Object.keys(fields) as VehicleField[]).filter((field) => fields[field] !== vehicle[field]);
      if (changed.length === 0) return vehicle;
      const before = { id: vehicle.id, registration: vehicle.registration };
      Object.assign(vehicle, fields);
      if (normalForm(before.registration) !== normalForm(vehicle.registration)) await givePlateUp(deps, unit, before, actor.userId);
      unit.record(vehicleEdited(vehicle, changed));
      return vehicle;
    });
