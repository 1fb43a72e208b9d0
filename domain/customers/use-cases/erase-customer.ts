import type { StoredFiles } from '../../files/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Customer } from '../customer.ts';
import { customerErased } from '../events.ts';
import type { Contacts, Customers } from '../ports.ts';
import { customerForChange } from './customer-facts.ts';

export type EraseCustomer = { readonly customerId: string; readonly version?: number | undefined };

type Unit = { readonly customers: Customers; readonly contacts: Contacts; readonly files: StoredFiles };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock };

/**
 * Forgets who a customer is, at their wish: name, phones and address are replaced in place, with those of the contacts and of whoever was
 * merged into it, and their files go, as do their words on job cards and estimates and in what is still asked for. Documents of tax stay as
 * they were issued (CGST Act s. 36), and so do what was done to the vehicles, pictures of them, and why the workshop took a step (CUS-02):
 * docs/adr/0036. Not before the last business is over.
 * @throws DomainError `entity.absent`, `version.stale`, `customer.refused` with what is still open, `access.denied`, or ApprovalNeeded
 */
export const eraseCustomer =
  ({ transact, clock }: Deps) =>
  ({ customerId, version }: EraseCustomer, actor: Actor): Promise<Customer> =>
    transact(actor, async (unit) => {
      const { customer, facts } = await customerForChange(unit, customerId, actor, 'customer.erase');
      permit(actor, 'customer.erase', facts);
      customer.refuseUnlessPresent();
      expectVersion(customer, version);
      const missing = await unit.customers.openBusinessOf(customerId);
      if (missing.length > 0) throw new DomainError('customer.refused', 'There is still open business with this customer.', { missing });
      const aliases = await unit.customers.aliasesOf(customerId);
      for (const each of [customer, ...aliases]) each.erase(clock.now());
      for (const contact of await unit.contacts.lockOf([customerId, ...aliases.map(({ id }) => id)])) contact.erase();
      for (const { id } of [customer, ...aliases]) await unit.files.dropOf('Customer', id, clock.now());
      unit.customers.forget(
        [customer, ...aliases].map(({ id }) => id),
        clock.now(),
      );
      unit.record(customerErased(customer));
      return customer;
    });
