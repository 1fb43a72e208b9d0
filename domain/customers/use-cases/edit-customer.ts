import { decide } from '../../shared/access/decide.ts';
import type { Facts } from '../../shared/access/facts.ts';
import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
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
  ({ customerId, version, confirmed, ...given }: EditCustomer, actor: Actor): Promise<Customer> =>
    transact(actor, async (unit) => {
      const { customer, facts } = await customerForChange(unit, customerId, actor, 'customer.edit');
      const fields = normalCustomer(given);
      const { changed, gstinConfirmed } = customerChange(customer, fields, confirmed);
      permitChange(changed, facts, actor);
      customer.refuseUnlessPresent();
      expectVersion(customer, version);
      if (changed.length === 0 && gstinConfirmed === customer.gstinConfirmed) return customer;
      Object.assign(customer, Object.fromEntries(changed.map((field) => [field, fields[field]])), { gstinConfirmed });
      refuseOtherState(customer);
      refuseUnborn(customer.dateOfBirth, businessDay(clock.now()));
      unit.record(customerEdited(customer, changed));
      return customer;
    });

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
