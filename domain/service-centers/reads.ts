import type { Scope } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { ServiceCenter } from './service-center.ts';

export type ServiceCenterRow = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly city: string;
  readonly state: string;
  readonly stateCode: string;
  readonly pincode: string;
  readonly phone: string | null;
  readonly status: string;
  readonly homeServiceEnabled: boolean;
  readonly serviceTypes: readonly string[];
  readonly technicianCount: number;
};

/** Where a branch is and what it does is for everybody to know (`branch.read`), so this list has no scope. */
export type ServiceCenterReads = {
  serviceCenters(
    filter: { readonly status?: string | undefined; readonly city?: string | undefined; readonly code?: string | undefined },
    page: PageRequest,
  ): Promise<Page<ServiceCenterRow>>;
  /** @throws DomainError `entity.absent` */
  serviceCenter(id: string, scope: Scope): Promise<ServiceCenter>;
  /** How many active engineers work there. */
  technicianCount(id: string): Promise<number>;
};
