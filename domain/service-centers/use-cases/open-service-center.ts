import type { Settings } from '../../configuration/ports.ts';
import { configuredIn, lockedFromNow } from '../../configuration/use-cases/read-settings.ts';
import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { type BranchFields, type GivenFields, normalFields } from '../branch-fields.ts';
import { refuseUnsuitable } from '../policies.ts';
import type { ServiceCenters } from '../ports.ts';
import { ServiceCenter } from '../service-center.ts';
import type { Staffed } from './read-service-centers.ts';

type Needed = 'name' | 'legalName' | 'address' | 'city' | 'pincode' | 'gstNumber';

export type OpenServiceCenter = GivenFields & { readonly [Field in Needed]: string } & { readonly code: string };

type Deps = {
  readonly transact: Transact<{ readonly serviceCenters: ServiceCenters; readonly settings: Settings }>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Adds a branch. Without a prefix of its own its documents bear the one that is configured.
 * @throws DomainError `access.denied`, `record.duplicate` for a code there is, and whatever `refuseUnsuitable` finds
 */
export const openServiceCenter =
  ({ transact, clock, ids }: Deps) =>
  async ({ code, ...given }: OpenServiceCenter, actor: Actor): Promise<Staffed> => {
    permit(actor, 'branch.create', { serviceCenterId: null });
    return transact(actor, async ({ serviceCenters, settings, record }) => {
      const patterns = await lockedFromNow(settings, 'series.patterns', clock);
      const invoicePrefix = (await configuredIn(settings, clock)).of('series.default-prefix');
      // The command has the needed fields, and the state follows from the GSTIN.
      const fields = { invoicePrefix, ...normalFields(given) } as BranchFields;
      const branch = new ServiceCenter({ id: ids.next(), code, ...fields });
      refuseUnsuitable(branch, patterns);
      serviceCenters.add(branch);
      record({
        name: 'ServiceCenterCreated',
        entityId: branch.id,
        serviceCenterId: branch.id,
        data: { code, gstNumber: branch.gstNumber },
      });
      return { branch, technicianCount: 0 };
    });
  };
