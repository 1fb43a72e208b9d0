import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { ServiceCenterReads, ServiceCenterRow } from '../reads.ts';
import type { ServiceCenter } from '../service-center.ts';

/** A branch, and how many active engineers it has: counted, never typed (SCN-03). */
export type Staffed = { readonly branch: ServiceCenter; readonly technicianCount: number };

export const listServiceCenters =
  ({ serviceCenterReads }: { readonly serviceCenterReads: ServiceCenterReads }) =>
  (filter: Parameters<ServiceCenterReads['serviceCenters']>[0], page: PageRequest, actor: Actor): Promise<Page<ServiceCenterRow>> => {
    permit(actor, 'branch.read', { serviceCenterId: null });
    return serviceCenterReads.serviceCenters(filter, page);
  };

/** @throws DomainError `entity.absent` */
export const readServiceCenter =
  ({ serviceCenterReads }: { readonly serviceCenterReads: ServiceCenterReads }) =>
  async (serviceCenterId: string, actor: Actor): Promise<Staffed> => {
    const branch = await serviceCenterReads.serviceCenter(serviceCenterId, reach(actor, 'branch.read'));
    return { branch, technicianCount: await serviceCenterReads.technicianCount(branch.id) };
  };
