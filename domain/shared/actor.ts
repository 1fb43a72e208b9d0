import type { Facts } from './access/facts.ts';
import type { Limits } from './access/limits.ts';
import type { ActionName } from './access/matrix.ts';

export const roles = ['SUPER_ADMIN', 'ADMIN', 'CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER'] as const;
export type Role = (typeof roles)[number];

/** Who asks, and from where. Built anew for each request, with the branches the user is assigned to now (ACC-01). */
export type Actor = {
  readonly userId: string | null;
  /** SYSTEM is a worker or the command line, PUBLIC a caller without login. */
  readonly role: Role | 'SYSTEM' | 'PUBLIC';
  readonly serviceCenterIds: readonly string[];
  readonly requestId: string;
  readonly address: string | null;
  readonly agent: string | null;
  /** The limits configured now (ACC-07); without them those of the access matrix hold. */
  readonly limits?: Limits;
  /** Whether the one who decided on what this actor asked for lets the action pass: while the approved command is carried out (APR-03). */
  readonly approves?: (action: ActionName, facts: Facts) => boolean;
  /** The approval that is carried out for this actor: what comes of it may be kept under its id. */
  readonly approvalId?: string;
};

export const systemActor = (requestId: string): Actor => ({
  userId: null,
  role: 'SYSTEM',
  serviceCenterIds: [],
  requestId,
  address: null,
  agent: null,
});

/** The rows a read may see. An argument of every repository read, so that a module which forgets it does not compile. */
export type Scope = { readonly kind: 'all' } | { readonly kind: 'branches'; readonly ids: readonly string[] };

export const everywhere: Scope = { kind: 'all' };

/** No row at all. */
export const nowhere: Scope = { kind: 'branches', ids: [] };

export const covers = (scope: Scope, serviceCenterId: string): boolean => scope.kind === 'all' || scope.ids.includes(serviceCenterId);
