import { decide, type Facts } from '@dms/domain/shared/access/decide';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import type { Actor } from '@dms/domain/shared/actor';
import { maskMobile } from '@dms/domain/shared/identifiers/mobile';
import { Money } from '@dms/domain/shared/money';

type Masking = { readonly contacts: boolean; readonly amounts: boolean };

/** What contact data is called in answers, and what is left of it. */
const contacts: Readonly<Record<string, (value: unknown) => unknown>> = {
  phone: (value) => (typeof value === 'string' ? maskMobile(value) : value),
  email: () => null,
  address: () => null,
};

/**
 * Takes out of an answer what the caller may not see of this record: the one place of masking, on the way out (ACC-06). A
 * masked amount is null. Who may see everything gets the very object.
 */
export const masked = <Body extends object>(actor: Actor, action: ActionName, facts: Facts, body: Body): Body => {
  const masks = {
    contacts: decide(actor, action, facts).masks.includes('contacts'),
    amounts: decide(actor, 'amount.read', facts).outcome !== 'allowed',
  };
  return masks.contacts || masks.amounts ? (copied(body, masks) as Body) : body;
};

/** As `masked`, for a record whose every amount is a cost: told to who may know what a part costs at one of its branches (ACC-06). */
export const maskedCosts = <Body extends object>(actor: Actor, facts: Facts, body: Body): Body =>
  decide(actor, 'part.cost', facts).outcome === 'allowed' ? body : (copied(body, { contacts: false, amounts: true }) as Body);

const copied = (value: unknown, masks: Masking): unknown => {
  if (value instanceof Money) return masks.amounts ? null : value;
  if (Array.isArray(value)) return value.map((item) => copied(item, masks));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, masks.contacts && contacts[key] ? contacts[key](item) : copied(item, masks)]),
  );
};

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
