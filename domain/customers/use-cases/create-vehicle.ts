import { type Actor, everywhere } from '../../shared/actor.ts';
import { onlyBranchOf } from '../../shared/only-branch.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { vehicleCreated } from '../events.ts';
import { Ownership } from '../ownership.ts';
import type { Ownerships, Vehicles } from '../ports.ts';
import { Vehicle } from '../vehicle.ts';
import { type GivenVehicle, normalVehicle, type VehicleFields } from '../vehicle-fields.ts';
import { addCustomer, type NewCustomer, type NewCustomerUnit } from './create-customer.ts';

export type NewVehicle = GivenVehicle & Pick<VehicleFields, 'make' | 'model' | 'registration'>;
/** The owner is a customer there is, or one that is taken down with it. */
export type CreateVehicle = NewVehicle & {
  readonly customerId?: string | undefined;
  readonly newCustomer?: NewCustomer | undefined;
  /** By default the only branch of the actor. */
  readonly serviceCenterId?: string | undefined;
};

export type NewVehicleUnit = NewCustomerUnit & { readonly vehicles: Vehicles; readonly ownerships: Ownerships };
type Deps = { readonly transact: Transact<NewVehicleUnit>; readonly clock: Clock; readonly ids: Ids };

/**
 * Takes down a vehicle, with a new owner if need be: both or neither. Whose vehicle drives in is not for the branch to choose, so the
 * owner may be a customer of another one; they are inside this branch from the first job card on (CUS-03).
 * @throws DomainError `entity.absent`, `registration.invalid`, `vin.invalid`, `record.duplicate`, `customer.refused`, and what a new
 * customer is refused for
 */
export const createVehicle =
  ({ transact, clock, ids }: Deps) =>
  ({ serviceCenterId, customerId, newCustomer, ...given }: CreateVehicle, actor: Actor): Promise<Vehicle> =>
    transact(actor, async (unit) => {
      const branchId = serviceCenterId ?? onlyBranchOf(actor);
      permit(actor, 'vehicle.create', { serviceCenterId: branchId, fields: Object.keys(given) });
      await unit.serviceCenters.get(branchId, reach(actor, 'vehicle.create'));
      const owner = newCustomer
        ? await addCustomer({ clock, ids })(unit, newCustomer, branchId, actor)
        : await unit.customers.get(customerId!, everywhere);
      owner.refuseUnlessPresent();
      return addVehicle({ ids })(unit, given, owner.id, branchId);
    });

/** The same inside a unit of work that goes on with it. */
export const addVehicle =
  ({ ids }: Pick<Deps, 'ids'>) =>
  async (
    unit: Pick<NewVehicleUnit, 'vehicles' | 'ownerships'> & Recording,
    given: NewVehicle,
    customerId: string,
    branchId: string,
  ): Promise<Vehicle> => {
    const fields = normalVehicle(given) as Pick<Vehicle, 'make' | 'model' | 'registration'>;
    const vehicle = new Vehicle({ ...fields, id: ids.next(), customerId });
    unit.vehicles.add(vehicle);
    unit.vehicles.belongsTo(vehicle.id, branchId);
    await unit.flush();
    unit.ownerships.add(new Ownership({ id: ids.next(), vehicleId: vehicle.id, customerId }));
    unit.record(vehicleCreated(vehicle, branchId));
    return vehicle;
  };
