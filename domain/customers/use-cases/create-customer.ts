import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { onlyBranchOf } from '../../shared/only-branch.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { Customer } from '../customer.ts';
import { type CustomerFields, normalCustomer, refuseOtherState, refuseUnborn, withStateOfGstin } from '../customer-fields.ts';
import { customerCreated } from '../events.ts';
import type { Customers } from '../ports.ts';

/** What is said of somebody new. What they may owe is decided later, by who may (`customer.edit-tax`). */
export type NewCustomer = Pick<CustomerFields, 'type' | 'firstName' | 'phone'> & {
  readonly [Field in Exclude<keyof CustomerFields, 'type' | 'firstName' | 'phone' | 'creditLimit' | 'paymentTermsDays'>]?:
    | CustomerFields[Field]
    | undefined;
} & {
  /** That the GSTIN is of another state than the address. */
  readonly confirmed?: boolean | undefined;
};
export type CreateCustomer = NewCustomer & {
  /** By default the only branch of the actor. */
  readonly serviceCenterId?: string | undefined;
};

export type NewCustomerUnit = { readonly customers: Customers; readonly serviceCenters: ServiceCenters };
type Deps = { readonly transact: Transact<NewCustomerUnit>; readonly clock: Clock; readonly ids: Ids };

/**
 * Takes down a customer, who is inside that branch from then on (CUS-03). A phone belongs to one customer: of two counters at once
 * one is told of the other's (CUS-01).
 * @throws DomainError `entity.absent` for a branch that is not the actor's, `record.duplicate`, `phone.invalid`, `gstin.invalid`,
 * `customer.gstin_state`, `pincode.invalid`, `request.invalid`
 */
export const createCustomer =
  ({ transact, clock, ids }: Deps) =>
  ({ serviceCenterId, ...given }: CreateCustomer, actor: Actor): Promise<Customer> =>
    transact(actor, (unit) => addCustomer({ clock, ids })(unit, given, serviceCenterId ?? onlyBranchOf(actor), actor));

/** The same inside a unit of work that goes on with it. */
export const addCustomer =
  ({ clock, ids }: Pick<Deps, 'clock' | 'ids'>) =>
  async (
    unit: NewCustomerUnit & Recording,
    { confirmed = false, ...given }: NewCustomer,
    serviceCenterId: string,
    actor: Actor,
  ): Promise<Customer> => {
    permit(actor, 'customer.create', { serviceCenterId });
    await unit.serviceCenters.get(serviceCenterId, reach(actor, 'customer.create'));
    const fields = withStateOfGstin(normalCustomer(given)) as NewCustomer;
    const customer = new Customer({ ...defined(fields), id: ids.next(), gstinConfirmed: confirmed });
    refuseOtherState(customer);
    refuseUnborn(customer.dateOfBirth, businessDay(clock.now()));
    unit.customers.add(customer);
    unit.customers.belongsTo(customer.id, serviceCenterId);
    // Whoever has the same phone is met here, before anything is built on this one.
    await unit.flush();
    unit.record(customerCreated(customer, serviceCenterId));
    return customer;
  };

const defined = (fields: NewCustomer): Pick<Customer, 'type' | 'firstName' | 'phone'> => fields;
