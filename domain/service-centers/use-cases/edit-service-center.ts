import type { Settings } from '../../configuration/ports.ts';
import { lockedFromNow } from '../../configuration/use-cases/read-settings.ts';
import type { ActionName } from '../../shared/access/matrix.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { type BranchFields, type GivenFields, guardedBy, normalFields } from '../branch-fields.ts';
import { openAt, refuseUnsuitable } from '../policies.ts';
import type { ServiceCenters } from '../ports.ts';
import type { ServiceCenter, ServiceCenterStatus } from '../service-center.ts';
import type { Staffed } from './read-service-centers.ts';
import { isSameValue } from '../../shared/same-value.ts';

export type EditServiceCenter = GivenFields & {
  readonly serviceCenterId: string;
  readonly status?: ServiceCenterStatus | undefined;
  readonly version?: number | undefined;
};

type Deps = {
  readonly transact: Transact<{ readonly serviceCenters: ServiceCenters; readonly settings: Settings }>;
  readonly clock: Clock;
};
type Field = keyof BranchFields;

/** What has another value than the branch has now. */
const changedFields = (branch: ServiceCenter, fields: Partial<BranchFields>): Field[] =>
  (Object.keys(fields) as Field[]).filter((field) => !isSameValue(fields[field], branch[field]));

/** The logo comes and goes by itself: who gives the branding anew has not taken it away. */
const withLogo = ({ branding: { logoHash } }: ServiceCenter, { branding, ...fields }: Partial<BranchFields>): Partial<BranchFields> => ({
  ...fields,
  ...(branding && { branding: { ...branding, ...(logoHash !== undefined && { logoHash }) } }),
});

/** To close a branch, or to open a closed one, is more than to send it into maintenance and back. */
const actionOf = (from: ServiceCenterStatus, to: ServiceCenterStatus): ActionName =>
  from === 'INACTIVE' || to === 'INACTIVE' ? 'branch.close' : 'branch.edit';

/**
 * Changes what a branch is, or whether it works. Its row is locked meanwhile, so that nothing is opened at a branch that closes (SCN-02).
 * @throws ApprovalNeeded for what a manager may only ask for
 * @throws DomainError `entity.absent`, `access.denied`, `version.stale`,
 * `service_center.not_empty`, and whatever `refuseUnsuitable` finds
 */
export const editServiceCenter =
  ({ transact, clock }: Deps) =>
  async ({ serviceCenterId, status, version, ...given }: EditServiceCenter, actor: Actor): Promise<Staffed> => {
    const normal = normalFields(given);
    return transact(actor, async ({ serviceCenters, settings, record }) => {
      // Everybody may see every branch, so who may not change one is told so.
      const branch = await serviceCenters.getForChange(serviceCenterId, reach(actor, 'branch.read'));
      permit(actor, 'branch.edit', { serviceCenterId });
      expectVersion(branch, version);
      const fields = withLogo(branch, normal);
      const changed = changedFields(branch, fields);
      for (const action of new Set(changed.map((field) => guardedBy[field]))) permit(actor, action, { serviceCenterId });
      if (changed.length > 0) {
        Object.assign(branch, Object.fromEntries(changed.map((field) => [field, fields[field]])));
        refuseUnsuitable(branch, await lockedFromNow(settings, 'series.patterns', clock));
        record({ name: 'ServiceCenterEdited', entityId: branch.id, serviceCenterId, data: { fields: changed } });
      }
      if (status !== undefined && status !== branch.status) {
        permit(actor, actionOf(branch.status, status), { serviceCenterId });
        if (status === 'INACTIVE') await refuseUnlessEmpty(serviceCenters, branch);
        record({ name: 'ServiceCenterMoved', entityId: branch.id, serviceCenterId, from: branch.status, to: status, data: {} });
        branch.status = status;
      }
      return { branch, technicianCount: await serviceCenters.technicianCount(branch.id) };
    });
  };

const refuseUnlessEmpty = async (serviceCenters: ServiceCenters, { id, name }: ServiceCenter): Promise<void> => {
  const missing = openAt(await serviceCenters.openEnds(id));
  if (missing.length > 0) throw new DomainError('service_center.not_empty', `${name} cannot be closed: ${missing.join(' ')}`, { missing });
};
