import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { vehicleTransferred } from '../events.ts';
import { Ownership } from '../ownership.ts';
import type { Customers, Ownerships, VehicleHistory, Vehicles } from '../ports.ts';
import type { Vehicle } from '../vehicle.ts';
import { vehicleForChange } from './customer-facts.ts';

export type TransferVehicle = {
  readonly vehicleId: string;
  /** The new owner. */
  readonly customerId: string;
  readonly note?: string | undefined;
  readonly version?: number | undefined;
};

type Unit = {
  readonly customers: Customers;
  readonly vehicles: Vehicles;
  readonly ownerships: Ownerships;
  readonly history: VehicleHistory;
};
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };

/**
 * Passes a vehicle to another customer from now on (VEH-03). What was done to it stays in its history, and what its former owner said
 * and paid is not told there any more. Not while a job card is open: who brought the vehicle in is to be handed it. Bills that are not
 * paid hinder nothing, for they stay the debt of who was billed.
 * @throws DomainError `entity.absent`, `version.stale`, `vehicle.refused`, `customer.refused`, `access.denied`, or ApprovalNeeded
 */
export const transferVehicle =
  ({ transact, clock, ids }: Deps) =>
  ({ vehicleId, customerId, note, version }: TransferVehicle, actor: Actor): Promise<Vehicle> =>
    transact(actor, async (unit) => {
      const vehicle = await vehicleForChange(unit, vehicleId, actor, 'vehicle.transfer');
      expectVersion(vehicle, version);
      const newOwner = await unit.customers.get(customerId, everywhere);
      newOwner.refuseUnlessPresent();
      await refuseInWorkshop(unit.vehicles, vehicleId);
      const now = clock.now();
      const formerOwnerId = vehicle.customerId;
      vehicle.passTo(newOwner.id);
      const present = await unit.ownerships.presentOf(vehicleId);
      if (present) present.end(now);
      // Of a vehicle that nobody asked about before it is known since when somebody else has it, and no more.
      else unit.ownerships.add(new Ownership({ id: ids.next(), vehicleId, customerId: formerOwnerId, ownedUntil: now }));
      await unit.flush();
      const ownership = new Ownership({ id: ids.next(), vehicleId, customerId: newOwner.id, ownedFrom: now, note: note?.trim() || null });
      unit.ownerships.add(ownership);
      unit.history.project('TRANSFER', ownership.id);
      unit.record(vehicleTransferred(ownership, formerOwnerId));
      return vehicle;
    });

const refuseInWorkshop = async (vehicles: Vehicles, vehicleId: string): Promise<void> => {
  const open = await vehicles.openCardsOf(vehicleId);
  if (open.length > 0)
    throw new DomainError('vehicle.refused', 'The vehicle is in the workshop for its present owner.', {
      missing: open.map((number) => `Job card ${number} is open: deliver or cancel it first.`),
    });
};
