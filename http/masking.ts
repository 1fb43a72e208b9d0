import { decide, type Facts } from '@dms/domain/shared/access/decide';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import type { Actor } from '@dms/domain/shared/actor';
import { maskMobile } from '@dms/domain/shared/identifiers/mobile';
import { Money } from '@dms/domain/shared/money';

/** What is left of a field that is masked, by its name. */
type Fields = Readonly<Record<string, (value: unknown) => unknown>>;
type Masking = { readonly fields: Fields; readonly amounts: boolean };

const nothing = (): null => null;
const allOf = (...names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, nothing]));

/** What contact data is called in answers, and what is left of it. */
const contacts: Fields = {
  phone: (value) => (typeof value === 'string' ? maskMobile(value) : value),
  email: nothing,
  address: nothing,
  dateOfBirth: nothing,
};

/** Fields of a record that its readers see only if they may do something else as well. */
const setApart: Readonly<Partial<Record<ActionName, { readonly needs: ActionName; readonly fields: Fields }>>> = {
  'branch.read': { needs: 'branch.read-bank', fields: allOf('bankName', 'bankAccount', 'bankIfsc') },
  // Names, roles and branches are for colleagues; when somebody last logged in or why they are kept out is for who decides on it.
  'user.read': {
    needs: 'user.edit',
    fields: allOf('suspensionReason', 'suspendedUntil', 'lockedUntil', 'lastLoginAt', 'invitedAt', 'passwordChangedAt', 'leave'),
  },
};

type Mask = <Body extends object>(body: Body) => Body;
const unmasked: Mask = (body) => body;

/** What is taken out of every record that these facts describe. */
const maskFor = (actor: Actor, action: ActionName, facts: Facts): Mask => {
  const may = (other: ActionName): boolean => decide(actor, other, facts).outcome === 'allowed';
  const apart = setApart[action];
  const fields = {
    ...(decide(actor, action, facts).masks.includes('contacts') && contacts),
    ...(apart && !may(apart.needs) && apart.fields),
  };
  // Goods go from one registration of the company to another at what they cost: those figures are costs.
  const amounts = !may('amount.read') || (facts.source === 'transfer' && !may('part.cost'));
  if (!amounts && Object.keys(fields).length === 0) return unmasked;
  return (body) => copied(body, { fields, amounts }) as typeof body;
};

/**
 * Takes out of an answer what the caller may not see of this record, which they read by `action`: the one place of masking, on
 * the way out (ACC-06). A masked amount is null. Who may see everything gets the very object.
 */
export const masked = <Body extends object>(actor: Actor, action: ActionName, facts: Facts, body: Body): Body =>
  maskFor(actor, action, facts)(body);

type OfBranch = { readonly serviceCenterId: string };
type OfSource = OfBranch & { readonly sourceType?: unknown };

/** Asks once for all records of one branch and source, where a page has many of them and nothing else decides. */
const askedOnce = (ask: (facts: Facts) => Mask) => {
  const masks = new Map<string, Mask>();
  return <Body extends OfSource>(body: Body): Body => {
    const { serviceCenterId, sourceType } = body;
    const key = `${serviceCenterId} ${String(sourceType)}`;
    const mask =
      masks.get(key) ?? ask({ serviceCenterId, ...(typeof sourceType === 'string' && { source: sourceType as Facts['source'] }) });
    masks.set(key, mask);
    return mask(body);
  };
};

/** As `masked`, for many records of few branches, of which nothing decides but the branch and, where they have one, their source. */
export const maskedByBranch = (actor: Actor, action: ActionName) => askedOnce((facts) => maskFor(actor, action, facts));

/** As `maskedCosts`, for many records of few branches. */
export const maskedCostsByBranch = (actor: Actor) => askedOnce((facts) => costMaskFor(actor, facts));

/** As `masked`, for a record whose every amount is a cost: told to who may know what a part costs at one of its branches (ACC-06). */
export const maskedCosts = <Body extends object>(actor: Actor, facts: Facts, body: Body): Body => costMaskFor(actor, facts)(body);

const costMaskFor = (actor: Actor, facts: Facts): Mask =>
  decide(actor, 'part.cost', facts).outcome === 'allowed' ? unmasked : (body) => copied(body, { fields: {}, amounts: true }) as typeof body;

const copied = (value: unknown, masking: Masking): unknown => {
  if (value instanceof Money) return masking.amounts ? null : value;
  if (Array.isArray(value)) return value.map((item) => copied(item, masking));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, left(key, item, masking)]));
};

const left = (key: string, item: unknown, masking: Masking): unknown =>
  Object.hasOwn(masking.fields, key) ? masking.fields[key]!(item) : copied(item, masking);

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
