import type { Role, Scope } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';

export type UserRow = {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly role: Role;
  readonly status: string;
  readonly serviceCenters: readonly { readonly id: string; readonly code: string }[];
};

export type UserFilter = {
  readonly role?: Role | undefined;
  readonly status?: string | undefined;
  readonly serviceCenterId?: string | undefined;
};

export type IdentityReads = {
  users(filter: UserFilter, scope: Scope, page: PageRequest, onlyUserId?: string): Promise<Page<UserRow>>;
  /** The branches of a user, as a login answers them. */
  serviceCentersOf(userId: string): Promise<{ readonly id: string; readonly code: string }[]>;
};
