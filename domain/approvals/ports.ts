import type { Repository } from '../shared/repository.ts';
import type { Approval } from './approval.ts';
import type { Delegation } from './delegation.ts';

export type Approvals = Repository<Approval> & {
  /** The open one of the same maker that asks for the very same. */
  findOpen(requestedBy: string, payloadHash: string): Promise<Approval | undefined>;
  /** Those that are open and whose time is over, locked; at most `limit`. */
  lockExpired(now: Date, limit: number): Promise<Approval[]>;
  /** The version of the record that something is about: what must not have changed until it is decided. Null where there is none. */
  versionOf(entityType: string, entityId: string): Promise<number | null>;
};

export type Delegations = Repository<Delegation> & {
  /** Those by which the user may decide for others at this instant. */
  inForceFor(toUserId: string, at: Date): Promise<Delegation[]>;
};
