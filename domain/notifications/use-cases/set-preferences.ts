import type { Customers } from '../../customers/ports.ts';
import { customerForChange } from '../../customers/use-cases/customer-facts.ts';
import { mayEver } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { categories, channels, isOptional } from '../channels.ts';
import { preferencesSet } from '../events.ts';
import type { Owner, Preference } from '../preference.ts';
import type { Preferences } from '../repositories.ts';

type Whose = { readonly customerId?: string | undefined };
export type SetPreferences = Whose & { readonly preferences: readonly Preference[] };

type Unit = { readonly preferences: Preferences; readonly customers: Customers };
type Deps = { readonly transact: Transact<Unit> };

/** Every choice there is, with what somebody chose; what they never said is wanted. */
const allOf = (chosen: readonly Preference[]): Preference[] =>
  categories.flatMap((category) =>
    channels.map((channel) => {
      const enabled =
        !isOptional(category) || (chosen.find((each) => each.category === category && each.channel === channel)?.enabled ?? true);
      return { category, channel, enabled };
    }),
  );

const ownOf = ({ userId }: Actor): Owner => {
  if (userId === null) throw absent('user');
  return { type: 'USER', id: userId };
};

type ReadDeps = Deps & { readonly readCustomer: (customerId: string, actor: Actor) => Promise<unknown> };

/**
 * One's own, or those of a customer whom one may read.
 * @throws DomainError `entity.absent`
 */
export const readPreferences =
  ({ transact, readCustomer }: ReadDeps) =>
  async ({ customerId }: Whose, actor: Actor): Promise<Preference[]> => {
    if (customerId !== undefined) await readCustomer(customerId, actor);
    const owner: Owner = customerId === undefined ? ownOf(actor) : { type: 'CUSTOMER', id: customerId };
    return transact(actor, async ({ preferences }) => allOf(await preferences.of(owner)));
  };

const refuseUnfit = (preferences: readonly Preference[]): void => {
  const named = preferences.map(({ category, channel }) => `${category} ${channel}`);
  const errors = preferences.flatMap(({ category, enabled }, index) => [
    ...(!isOptional(category) && !enabled ? [{ pointer: `/preferences/${index}`, message: 'Everybody is told of these.' }] : []),
    ...(named.indexOf(named[index]!) < index ? [{ pointer: `/preferences/${index}`, message: 'is named twice' }] : []),
  ]);
  if (errors.length > 0) throw new DomainError('request.invalid', 'These preferences cannot be kept.', { errors });
};

/**
 * Takes down what one wants to hear of, or what a customer said they do (NOT-02). What is not named stays as it is.
 * @throws DomainError `request.invalid` for what everybody is told of, `entity.absent`, `access.denied`, `customer.refused`
 */
export const setPreferences =
  ({ transact }: Deps) =>
  ({ customerId, preferences: wanted }: SetPreferences, actor: Actor): Promise<Preference[]> =>
    transact(actor, async (unit) => {
      refuseUnfit(wanted);
      const owner = customerId === undefined ? ownOf(actor) : await customerOwner(unit, customerId, actor);
      if (wanted.length > 0) {
        await unit.preferences.put(owner, wanted);
        unit.record(preferencesSet(owner, wanted));
      }
      return allOf(await unit.preferences.of(owner));
    });

const customerOwner = async (unit: Unit, customerId: string, actor: Actor): Promise<Owner> => {
  if (!mayEver(actor, 'customer.edit')) permit(actor, 'customer.edit');
  const { customer, facts } = await customerForChange(unit, customerId, actor, 'customer.edit');
  permit(actor, 'customer.edit', facts);
  customer.refuseUnlessPresent();
  return { type: 'CUSTOMER', id: customerId };
};
