import type { Role, Scope } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { User } from './user.ts';

export type UserRow = {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly role: Role;
  readonly status: string;
  readonly serviceCenters: readonly { readonly id: string; readonly code: string }[];
};

export type AccountRow = {
  readonly id: string;
  readonly email: string;
  readonly phone: string | null;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly role: Role;
  readonly locale: string;
  readonly lastLoginAt: Date | null;
  readonly serviceCenters: readonly { readonly id: string; readonly code: string }[];
};

/** A login on one device, over all the tokens that it was exchanged for. */
export type SessionRow = {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
};

export type UserFilter = {
  readonly role?: Role | undefined;
  readonly status?: string | undefined;
  readonly serviceCenterId?: string | undefined;
};

export type IdentityReads = {
  users(filter: UserFilter, scope: Scope, page: PageRequest, onlyUserId?: string): Promise<Page<UserRow>>;
  /** @throws DomainError `entity.absent` outside the scope */
  user(id: string, scope: Scope): Promise<User>;
  /** Who is logged in, as they see themselves. */
  account(userId: string): Promise<AccountRow>;
  /** The sessions of a user that are not over, the one used last first. */
  sessionsOf(userId: string, now: Date): Promise<SessionRow[]>;
  /** The branches of a user, as a login answers them. */
  serviceCentersOf(userId: string): Promise<{ readonly id: string; readonly code: string }[]>;
};
