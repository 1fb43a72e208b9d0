import type { Role } from '../shared/actor.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { Repository } from '../shared/repository.ts';
import type { Approval } from './approval.ts';
import type { ApprovableName } from './approvable.ts';
import type { Delegation } from './delegation.ts';

/** What may be asked for, by the name of its use case. */
export type { ApprovableName };

export type Approvals = Repository<Approval> & {
  /** The open one of the same maker that asks for the very same. */
  findOpen(requestedBy: string, payloadHash: string): Promise<Approval | undefined>;
  /** Those that are open and whose time is over, locked; at most `limit`. */
  lockExpired(now: Date, limit: number): Promise<Approval[]>;
  /**
   * The version of the record that something is about, which nobody else changes until this unit ends.
   * @throws DomainError `entity.absent`; any other error for what has no version: its subject has to watch something instead (APR-03)
   */
  lockVersionOf(entityType: string, entityId: string): Promise<number>;
};

/** An active user in whose place another one decides, as they are now. */
export type StoodFor = { readonly userId: string; readonly role: Role; readonly serviceCenterIds: readonly string[] };

export type Delegations = Repository<Delegation> & {
  /** In whose place the user may decide on that day, by the delegations that hold then. */
  stoodForBy(userId: string, day: BusinessDay): Promise<readonly StoodFor[]>;
};
