import type { Customers } from '../../customers/ports.ts';
import type { Users } from '../../identity/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Notification } from '../notification.ts';
import type { Contact, Preference } from '../preference.ts';
import type { Preferences } from '../repositories.ts';

export type WhoIsWritten = { readonly users: Users; readonly customers: Customers; readonly preferences: Preferences };

type Whom = Pick<Notification, 'recipientType' | 'recipientId' | 'address'>;
type Known = { readonly contact: Contact; readonly preferences: readonly Preference[] };

const userAs = async ({ users }: WhoIsWritten, id: string, now: Date): Promise<Contact> => {
  const user = await users.get(id, everywhere);
  const { name, email, phone, locale } = user;
  return { name, email, phone, language: locale, consents: null, present: user.isAtWork(now) };
};

/** A customer who was merged into another is that one, and wants to hear of what that one does. */
const customerOf = async (unit: WhoIsWritten, id: string): Promise<Known> => {
  const { displayName: name, email, phone, language, consents, erasedAt, aliasOf } = await unit.customers.get(id, everywhere);
  if (aliasOf !== null) return customerOf(unit, aliasOf);
  const contact = { name, email, phone, language, consents, present: erasedAt === null };
  return { contact, preferences: await unit.preferences.of({ type: 'CUSTOMER', id }) };
};

const named = (address: string | null): Contact => ({
  ...{ name: '', email: address, phone: address, language: 'en', consents: null, present: address !== null },
});

/** Somebody as they are now: where to write to, in which language, and what they want to hear of. */
export const contactOf = async (unit: WhoIsWritten, { recipientType, recipientId, address }: Whom, clock: Clock): Promise<Known> => {
  if (recipientType === 'ADDRESS' || recipientId === null) return { contact: named(address), preferences: [] };
  if (recipientType === 'CUSTOMER') return customerOf(unit, recipientId);
  const contact = await userAs(unit, recipientId, clock.now());
  return { contact, preferences: await unit.preferences.of({ type: 'USER', id: recipientId }) };
};
