import { everywhere } from '../../shared/actor.ts';
import type { Customers, Vehicles } from '../ports.ts';

type Unit = { readonly customers: Customers; readonly vehicles: Vehicles };

/** Who a customer is by now: they may have been merged into another. */
const presentId = async (customers: Customers, id: string): Promise<string> => {
  const { aliasOf } = await customers.get(id, everywhere);
  return aliasOf === null ? id : presentId(customers, aliasOf);
};

/**
 * Whether the vehicle is still the customer's, under whichever of their merged records.
 * @throws DomainError `entity.absent`
 */
export const isTheirVehicle = async ({ customers, vehicles }: Unit, vehicleId: string, customerId: string): Promise<boolean> => {
  const owner = (await vehicles.get(vehicleId, everywhere)).customerId;
  return (await presentId(customers, owner)) === (await presentId(customers, customerId));
};

/** Why nobody is told of a vehicle that was sold meanwhile. */
export const ANOTHER_OWNER = 'The vehicle has another owner by now.';
