import type { Repository } from '../shared/repository.ts';
import type { Approval } from './approval.ts';

export type Approvals = Repository<Approval> & {
  /** The open one of the same maker that asks for the very same. */
  findOpen(requestedBy: string, payloadHash: string): Promise<Approval | undefined>;
  /** Those that are open and whose time is over, locked; at most `limit`. */
  lockExpired(now: Date, limit: number): Promise<Approval[]>;
  /** The version of the record that something is about, which nobody else changes until this unit ends. Null where there is none. */
  lockVersionOf(entityType: string, entityId: string): Promise<number | null>;
};
