import type { Facts } from '../../shared/access/facts.ts';
import type { ActionName } from '../../shared/access/matrix.ts';
import type { Actor } from '../../shared/actor.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Customer } from '../customer.ts';
import type { Customers, KnownTo, Vehicles } from '../ports.ts';
import type { Vehicle } from '../vehicle.ts';

/** What the access matrix wants to know of a customer or a vehicle. An approval about it lies with one of its branches. */
export const factsOfKnown = ({ serviceCenterIds, engineerIds }: KnownTo): Facts => ({ serviceCenterIds, ownerIds: engineerIds });

/** For an approval the branch of the asker, so that who decides works there. */
const askedAt = (facts: Facts, { serviceCenterIds }: Actor): Facts => {
  const near = facts.serviceCenterIds?.find((id) => serviceCenterIds.includes(id)) ?? facts.serviceCenterIds?.[0];
  return near === undefined ? facts : { ...facts, serviceCenterId: near };
};

/**
 * The customer, locked, for who may do this to it; outside of their branches it is not there (CUS-03).
 * @throws DomainError `entity.absent`, `access.denied`, or ApprovalNeeded
 */
export const customerForChange = async (
  { customers }: { readonly customers: Customers },
  id: string,
  actor: Actor,
  action: ActionName,
): Promise<{ readonly customer: Customer; readonly facts: Facts }> => {
  const scope = reach(actor, action);
  const customer = await customers.getForChange(id, scope);
  const facts = askedAt(factsOfKnown(await customers.knownTo(id, scope)), actor);
  return { customer, facts };
};

/** As `customerForChange`, for a vehicle. */
export const vehicleForChange = async (
  { vehicles }: { readonly vehicles: Vehicles },
  id: string,
  actor: Actor,
  action: ActionName,
  fields?: readonly string[],
): Promise<Vehicle> => {
  const scope = reach(actor, action);
  const vehicle = await vehicles.getForChange(id, scope);
  permit(actor, action, { ...askedAt(factsOfKnown(await vehicles.knownTo(id, scope)), actor), ...(fields && { fields }) });
  return vehicle;
};
