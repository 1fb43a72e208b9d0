import { decide } from '../../shared/access/decide.ts';
import type { Facts } from '../../shared/access/facts.ts';
import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import type { Customer } from '../customer.ts';
import { customerChange } from '../customer-change.ts';
import { type CustomerField, type GivenCustomer, normalCustomer, refuseOtherState, refuseUnborn, taxFields } from '../customer-fields.ts';
import { customerEdited } from '../events.ts';
import type { Customers } from '../ports.ts';
import { customerForChange } from './customer-facts.ts';

export type EditCustomer = GivenCustomer & {
  readonly customerId: string;
  /** That the GSTIN is of another state than the address. */
  readonly confirmed?: boolean | undefined;
  readonly version?: number | undefined;
};

type Deps = { readonly transact: Transact<{ readonly customers: Customers }>; readonly clock: Clock };

/**
 * Changes what is known of a customer. GSTIN, credit limit and terms are of their own: who may only ask for them, asks (APR-05).
 * @throws DomainError `entity.absent` outside of the actor's branches (CUS-03), `version.stale`, `customer.refused`, `record.duplicate`,
 * `gstin.invalid`, `customer.gstin_state`, `phone.invalid`, `request.invalid`, `access.denied`, or ApprovalNeeded
 */
export const editCustomer =
  ({ transact, clock }: Deps) =>
  ({ customerId, version, confirmed, ...asked }: EditCustomer, actor: Actor): Promise<Customer> =>
    transact(actor, async (unit) => {
      const { customer, facts } = await customerForChange(unit, customerId, actor, 'customer.edit');
      const fields = normalCustomer(asked);
      const { changed, gstinConfirmed } = customerChange(customer, fields, confirmed);
      permitChange(changed, facts, actor);
      customer.refuseUnlessPresent();
      expectVersion(customer, version);
      if (changed.length === 0 && gstinConfirmed === customer.gstinConfirmed) return customer;
      const former = changed.includes('phone') ? await unit.customers.aliasesOf(customerId) : [];
      const other = former.find(({ phone }) => phone === fields.phone);
      const given = { ...Object.fromEntries(changed.map((field) => [field, fields[field]])), gstinConfirmed };
      if (other) await changePhones(unit, customer, other, given);
      else Object.assign(customer, given);
      refuseOtherState(customer);
      refuseUnborn(customer.dateOfBirth, businessDay(clock.now()));
      unit.record(customerEdited(customer, changed));
      return customer;
    });

/** One of its own phones, that of an alias: the alias has its former one, and each of the two finds it as before (CUS-02). */
const changePhones = async ({ flush }: Recording, customer: Customer, alias: Customer, given: object): Promise<void> => {
  const { phone } = customer;
  // A phone is of one row at a time.
  Object.assign(alias, { phone: null });
  await flush();
  Object.assign(customer, given);
  await flush();
  Object.assign(alias, { phone });
};

const permitChange = (changed: readonly CustomerField[], facts: Facts, actor: Actor): void => {
  const taxed = changed.filter((field) => taxFields.includes(field));
  permit(actor, 'customer.edit', facts);
  if (taxed.length === 0) return;
  // What is asked for is kept with the approval for good, so nothing personal goes along.
  if (decide(actor, 'customer.edit-tax', facts).outcome === 'approval' && taxed.length < changed.length)
    throw new DomainError('request.invalid', 'Ask for these on their own: somebody else decides on them.', {
      errors: taxed.map((field) => ({ pointer: `/${field}`, message: 'is asked for on its own' })),
    });
  permit(actor, 'customer.edit-tax', facts);
};
