import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Part } from '../part.ts';
import { actionsOf, type GivenFields, normalFields, type PartField } from '../part-fields.ts';
import { refuseUnsuitable } from '../part-policies.ts';
import type { StockItems } from '../ports.ts';
import { type PartUnit, refuseUnsuitableInside } from './create-part.ts';
import { isSameValue } from '../../shared/same-value.ts';

export type EditPart = GivenFields & { readonly partId: string; readonly version?: number | undefined };

type Deps = { readonly transact: Transact<PartUnit & { readonly stockItems: StockItems }>; readonly clock: Clock };

const changedFields = (part: Part, fields: Partial<Part>): PartField[] =>
  (Object.keys(fields) as PartField[]).filter((field) => !isSameValue(fields[field], part[field]));

/** What a price with tax is made of: a change of any of these is looked at again. */
const taxed: readonly PartField[] = ['hsn', 'taxTreatment', 'unitPrice', 'mrp', 'substitutes'];

/**
 * Changes a part, or discontinues it (STK-10). Its row is locked meanwhile, so that nothing comes in by the rules that it had before.
 * @throws DomainError `entity.absent`, `version.stale`, `request.invalid`, `tax_rate.unknown`, `price.above_mrp`, `record.duplicate`,
 * `part.refused` for tracking by serial number while there is stock, `access.denied`, or ApprovalNeeded
 */
export const editPart =
  ({ transact, clock }: Deps) =>
  ({ partId, version, ...given }: EditPart, actor: Actor): Promise<Part> =>
    transact(actor, async (unit) => {
      const part = await unit.parts.getForChange(partId, everywhere);
      const fields = normalFields(given);
      const changed = changedFields(part, fields);
      for (const action of actionsOf(changed)) permit(actor, action, { serviceCenterId: null });
      expectVersion(part, version);
      if (changed.length === 0) return part;
      if (changed.includes('serialTracked') && (await unit.stockItems.isStocked(partId)))
        throw new DomainError(
          'part.refused',
          `${part.sku} is in stock or on a job: whether it is tracked by serial number is changed when there is none.`,
        );
      Object.assign(part, Object.fromEntries(changed.map((field) => [field, fields[field]])));
      refuseUnsuitable(part);
      if (changed.some((field) => taxed.includes(field))) await refuseUnsuitableInside(unit, part, clock.now());
      unit.record({ name: 'PartEdited', entityId: part.id, serviceCenterId: null, data: { fields: changed } });
      return part;
    });
