import type { Parts } from '../../inventory/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { everywhere } from '../../shared/actor.ts';
import { type BusinessDay, businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { warrantyTermsSet } from '../events.ts';
import type { WarrantyTermsOf } from '../ports.ts';
import { WarrantyTerms } from '../warranty-terms.ts';

export type SetWarrantyTerms = {
  /** Either the part or the service code. */
  readonly partId?: string | undefined;
  readonly hsn?: string | undefined;
  readonly months: number;
  readonly kilometres?: number | undefined;
  readonly validFrom?: BusinessDay | undefined;
};

type Deps = { readonly transact: Transact<{ warrantyTerms: WarrantyTermsOf; parts: Parts }>; readonly clock: Clock; readonly ids: Ids };

/**
 * Says how long a part or work is warranted from today or a later day on. What was sold or done before keeps its terms.
 * @throws DomainError `request.invalid`, `entity.absent`, `record.duplicate`, `access.denied`, `approval.unavailable`
 */
export const setWarrantyTerms =
  ({ transact, clock, ids }: Deps) =>
  ({ partId, hsn, months, kilometres, validFrom }: SetWarrantyTerms, actor: Actor): Promise<WarrantyTerms> =>
    transact(actor, async ({ warrantyTerms, parts, record }) => {
      permit(actor, 'part.edit', { serviceCenterId: null });
      const today = businessDay(clock.now());
      if ((partId === undefined) === (hsn === undefined)) throw invalid('/partId', 'name either a part or a service code');
      if (validFrom !== undefined && validFrom < today)
        throw invalid('/validFrom', `is today, ${today}, or later: what was sold keeps its terms`);
      if (partId !== undefined) await parts.get(partId, everywhere);
      const subject = { partId: partId ?? null, hsn: hsn ?? null };
      const terms = new WarrantyTerms({
        id: ids.next(),
        ...subject,
        months,
        kilometres: kilometres ?? null,
        validFrom: validFrom ?? today,
      });
      warrantyTerms.add(terms);
      record(warrantyTermsSet(terms));
      return terms;
    });

const invalid = (pointer: string, message: string): DomainError =>
  new DomainError('request.invalid', 'The terms cannot be taken down.', { errors: [{ pointer, message }] });
