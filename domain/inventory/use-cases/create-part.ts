import type { Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import type { TaxRates } from '../../shared/gst/tax-rates.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { Part } from '../part.ts';
import { type GivenFields, type Needed, normalFields, type PartFields } from '../part-fields.ts';
import { refusePrice, refuseSubstitutes, refuseUnsuitable } from '../part-policies.ts';
import type { Parts } from '../ports.ts';

export type CreatePart = GivenFields & Pick<PartFields, Needed>;

type Deps = { readonly transact: Transact<PartUnit>; readonly clock: Clock; readonly ids: Ids };
export type PartUnit = { readonly parts: Parts; readonly taxRates: TaxRates };

/**
 * Adds a part to the catalogue, which is one for all branches, with its first price.
 * @throws DomainError `request.invalid`, `tax_rate.unknown`, `price.above_mrp`, `record.duplicate` for the SKU in whatever letters,
 * `access.denied`, or ApprovalNeeded
 */
export const createPart =
  ({ transact, clock, ids }: Deps) =>
  async (command: CreatePart, actor: Actor): Promise<Part> => {
    permit(actor, 'part.edit', { serviceCenterId: null });
    return transact(actor, async (unit) => {
      const fields = normalFields(command) as Pick<PartFields, Needed>;
      const part = new Part({ ...fields, id: ids.next() });
      refuseUnsuitable(part);
      await refuseUnsuitableInside(unit, part, clock.now());
      unit.parts.add(part);
      unit.record({ name: 'PartCreated', entityId: part.id, serviceCenterId: null, data: { sku: part.sku } });
      return part;
    });
  };

/** What only the rest of the books can tell of a part: its substitutes, and the rate that its price is taxed by today. */
export const refuseUnsuitableInside = async ({ parts, taxRates }: PartUnit, part: Part, now: Date): Promise<void> => {
  const known = part.substitutes.length > 0 ? await parts.getMany(part.substitutes) : [];
  refuseSubstitutes(part.id, part.substitutes, new Set(known.map(({ id }) => id)));
  refusePrice(part, (await taxRates.on(businessDay(now), [part.hsn])).get(part.hsn));
};
