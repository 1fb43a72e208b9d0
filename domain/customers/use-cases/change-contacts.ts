import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { normaliseMobile } from '../../shared/identifiers/mobile.ts';
import { permit } from '../../shared/permit.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { CustomerContact } from '../contact.ts';
import { contactAdded, contactEdited } from '../events.ts';
import type { Contacts, Customers } from '../ports.ts';
import { customerForChange } from './customer-facts.ts';
import { isSameValue } from '../../shared/same-value.ts';

type Fields = Pick<CustomerContact, 'name' | 'role' | 'phone' | 'email' | 'language' | 'consents' | 'active'>;
type Given = { readonly [Field in keyof Fields]?: Fields[Field] | undefined };
export type AddContact = { readonly customerId: string } & Pick<CustomerContact, 'name'> & { readonly phone: string } & Omit<
    Given,
    'name' | 'phone' | 'active'
  >;
export type EditContact = { readonly customerId: string; readonly contactId: string; readonly version?: number | undefined } & Given;

type Deps = { readonly transact: Transact<{ readonly customers: Customers; readonly contacts: Contacts }>; readonly ids: Ids };

const readers: { readonly [Field in keyof Fields]?: (text: string) => string } = {
  phone: normaliseMobile,
  email: (text) => text.toLowerCase(),
};
const normal = (given: Given): Partial<Fields> =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => {
        const text = typeof value === 'string' ? value.trim() : undefined;
        return [field, text === undefined ? value : text === '' ? null : (readers[field as keyof Fields]?.(text) ?? text)];
      }),
  );

/**
 * Takes down whom to speak to at a company (CUS-04).
 * @throws DomainError `entity.absent`, `customer.refused` for a person, `phone.invalid`, `record.duplicate`
 */
export const addContact =
  ({ transact, ids }: Deps) =>
  ({ customerId, ...given }: AddContact, actor: Actor): Promise<CustomerContact> =>
    transact(actor, async (unit) => {
      const { customer, facts } = await customerForChange(unit, customerId, actor, 'customer.edit');
      permit(actor, 'customer.edit', facts);
      customer.refuseUnlessPresent();
      if (customer.type !== 'BUSINESS')
        throw new DomainError('customer.refused', 'Only a company has contacts: a person is spoken to themselves.');
      const contact = new CustomerContact({ ...(normal(given) as Pick<Fields, 'name' | 'phone'>), id: ids.next(), customerId });
      unit.contacts.add(contact);
      unit.record(contactAdded(contact));
      return contact;
    });

/** @throws DomainError `entity.absent`, `version.stale`, `customer.refused`, `phone.invalid`, `record.duplicate` */
export const editContact =
  ({ transact }: Pick<Deps, 'transact'>) =>
  ({ customerId, contactId, version, ...given }: EditContact, actor: Actor): Promise<CustomerContact> =>
    transact(actor, async (unit) => {
      const { customer, facts } = await customerForChange(unit, customerId, actor, 'customer.edit');
      permit(actor, 'customer.edit', facts);
      customer.refuseUnlessPresent();
      const contact = await unit.contacts.getForChange(contactId, everywhere);
      if (contact.customerId !== customerId) throw absent('contact');
      expectVersion(contact, version);
      const fields = normal(given);
      const changed = (Object.keys(fields) as (keyof Fields)[]).filter((field) => !isSameValue(fields[field], contact[field]));
      if (changed.length === 0) return contact;
      Object.assign(contact, fields);
      unit.record(contactEdited(contact, changed));
      return contact;
    });
