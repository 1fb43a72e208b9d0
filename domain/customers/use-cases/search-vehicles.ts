import { decide, scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/ports.ts';
import type { CustomerReads, HeldHits, OwnJobs, RecentSearch, RecentSearches, VehicleHit } from '../reads.ts';
import { nameWords, partFieldsOf, type SearchField, wholeFieldsOf } from '../search-terms.ts';

const SHORTEST_TERM = 3;
/** The order of search: the most telling term first (SRC-01). */
const named = ['vin', 'registration', 'phone'] as const;

/** One or several of the terms by name, or `q`, which may be any of them or a name. */
export type VehicleSearch = {
  readonly registration?: string | undefined;
  readonly vin?: string | undefined;
  readonly phone?: string | undefined;
  readonly q?: string | undefined;
  /** Whether what only resembles a term by name is found as well; of `q` it always is (SRC-06). */
  readonly partial?: boolean | undefined;
};

type Term = { readonly field: SearchField; readonly text: string };
type Deps = {
  readonly customerReads: CustomerReads;
  readonly heldHits: HeldHits;
  readonly recentSearches: RecentSearches;
  readonly clock: Clock;
};
type Looking = {
  readonly limit: number;
  readonly near: readonly string[];
  readonly onlyOn: OwnJobs | undefined;
  readonly phonesAt: readonly string[] | undefined;
};

/**
 * Finds vehicles by VIN, registration or phone as they are, however they are written (SRC-02): of several terms the first in the order of
 * search that finds something answers. Behind them, if asked for, come those that resemble a term or begin or end with it, the likest first,
 * and of those alike first the ones of the caller's branches, the latest visit first (SRC-01, SRC-06). Where phones are masked they are found
 * whole only: part by part they could be put together (SRC-05).
 * @throws DomainError `request.invalid` without a term, or for one under three characters (SRC-03)
 */
export const searchVehicles =
  (deps: Deps) =>
  async (asked: VehicleSearch, limit: number, actor: Actor): Promise<VehicleHit[]> => {
    const given = termsOf(asked);
    for (const { field, text } of given) refuseShort(field, text);
    const reach = scopeOf(actor, 'customer.search');
    const wanted = { limit, onlyOn: reach.kind === 'own' ? reach : undefined };
    if (actor.userId !== null) deps.recentSearches.note(actor.userId, { ...withoutGaps(asked), at: deps.clock.now() });
    if (asked.q === undefined && !asked.partial) return exactHits(deps, given, wanted, false);
    const near = actor.serviceCenterIds;
    const looking: Looking = { ...wanted, near, phonesAt: seesPhones(actor) ? undefined : near };
    let fresh = false;
    const find = () => {
      fresh = true;
      return alikeHits(deps, given, looking);
    };
    // What is somebody's own can be taken from them at any moment: nothing of it is held.
    const alike = await (looking.onlyOn ? find() : deps.heldHits.of({ asked: given, ...looking }, find));
    // What was held may lack a vehicle that has come since.
    const exact = await exactHits(deps, given, wanted, fresh);
    return distinct([...exact, ...alike]).slice(0, limit);
  };

/** Whether the phones of customers of other branches, too, are shown to the caller as they are. */
const seesPhones = (actor: Actor): boolean => !decide(actor, 'customer.search', { serviceCenterIds: [] }).masks.includes('contacts');

/** The last ten distinct searches of the caller, newest first (SRC-04). */
export const listRecentSearches =
  ({ recentSearches }: { readonly recentSearches: RecentSearches }) =>
  async (_: object, actor: Actor): Promise<RecentSearch[]> =>
    actor.userId === null ? [] : recentSearches.of(actor.userId);

type Given = { readonly field: keyof Omit<VehicleSearch, 'partial'>; readonly text: string };

const termsOf = (asked: VehicleSearch): Given[] => {
  const given = [...named, 'q' as const].flatMap((field) => (asked[field] === undefined ? [] : [{ field, text: asked[field] }]));
  if (given.length === 0) throw refused('', 'Name a "registration", a "vin", a "phone" or a "q" to search for.');
  return given;
};

const fieldsOf = ({ field, text }: Given, ofUnnamed: (typed: string) => SearchField[]): Term[] =>
  (field === 'q' ? ofUnnamed(text) : [field]).map((each) => ({ field: each, text }));

const exactHits = async (
  { customerReads }: Deps,
  given: readonly Given[],
  { limit, onlyOn }: Pick<Looking, 'limit' | 'onlyOn'>,
  alikeAsked: boolean,
): Promise<VehicleHit[]> => {
  for (const each of given) {
    const alike = alikeAsked ? fieldsOf(each, partFieldsOf).map(({ field }) => field) : [];
    for (const { field, text } of fieldsOf(each, wholeFieldsOf)) {
      const hits = await customerReads.search({ [field]: text }, limit, { onlyOn, alikeAsked: alike.includes(field) });
      if (hits.length > 0) return hits;
    }
  }
  return [];
};

const alikeHits = async ({ customerReads }: Deps, given: readonly Given[], looking: Looking): Promise<VehicleHit[]> => {
  const found: VehicleHit[] = [];
  for (const { field, text } of given.flatMap((each) => fieldsOf(each, partFieldsOf)))
    found.push(...(await customerReads.alike(field, text, looking)));
  // Each list is in its own order already, and sorting keeps that among equals; but of a whole plate whoever has it now comes first.
  const formerly = ({ score, formerPlate }: VehicleHit): number => (score === 1 && formerPlate !== null ? 1 : 0);
  return distinct(found.toSorted((a, b) => b.score - a.score || formerly(a) - formerly(b))).slice(0, looking.limit);
};

/** A vehicle is told once, as what it was found by first. */
const distinct = (hits: readonly VehicleHit[]): VehicleHit[] =>
  [...Map.groupBy(hits, ({ vehicle }) => vehicle.id).values()].map(([first]) => first!);

const withoutGaps = (asked: VehicleSearch): VehicleSearch =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== false));

const refuseShort = (field: string, text: string): void => {
  const counted = field === 'q' ? text.replaceAll(/[^\p{L}\p{N}]/gu, '') : text.replaceAll(/[^A-Za-z0-9]/g, '');
  if ([...counted].length < SHORTEST_TERM || (field === 'q' && isOfTooShortWords(text)))
    throw refused(`/${field}`, 'must have at least three letters or digits');
};

/** A name of letters one by one is none. */
const isOfTooShortWords = (text: string): boolean => !/\d/.test(text) && nameWords(text).length === 0;

const refused = (pointer: string, message: string): DomainError =>
  new DomainError('request.invalid', pointer === '' ? message : `The term ${message}.`, { errors: [{ pointer, message }] });
