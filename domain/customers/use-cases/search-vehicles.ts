import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { CustomerReads, VehicleHit, VehicleTerm } from '../reads.ts';

const SHORTEST_TERM = 3;
/** The order of search: the most telling term first (SRC-01). */
const terms = ['vin', 'registration', 'phone'] as const;

/**
 * Finds vehicles by the whole VIN, registration or phone, however it is written (SRC-02). Of several terms the first in the
 * order of search that finds something answers.
 * @throws DomainError `request.invalid` without a term, or for one under three characters (SRC-03)
 */
export const searchVehicles =
  ({ customerReads }: { readonly customerReads: CustomerReads }) =>
  async (asked: VehicleTerm, limit: number, actor: Actor): Promise<VehicleHit[]> => {
    const given = terms.flatMap((field) => (asked[field] === undefined ? [] : [{ field, text: asked[field] }]));
    if (given.length === 0) throw refused('', 'Name a "registration", a "vin" or a "phone" to search for.');
    for (const { field, text } of given) refuseShort(field, text);
    const reach = scopeOf(actor, 'customer.search');
    const onlyOn = reach.kind === 'own' ? reach : undefined;
    for (const { field, text } of given) {
      const hits = await customerReads.search({ [field]: text }, limit, onlyOn);
      if (hits.length > 0) return hits;
    }
    return [];
  };

const refuseShort = (field: string, text: string): void => {
  if (text.replaceAll(/[^A-Za-z0-9]/g, '').length < SHORTEST_TERM) throw refused(`/${field}`, 'must have at least three letters or digits');
};

const refused = (pointer: string, message: string): DomainError =>
  new DomainError('request.invalid', pointer === '' ? message : `The term ${message}.`, { errors: [{ pointer, message }] });
