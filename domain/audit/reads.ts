import type { Scope } from '../shared/actor.ts';
import type { AuditAction } from '../shared/event-catalogue.ts';
import type { Json } from '../shared/events.ts';
import type { Page, PageRequest } from '../shared/page.ts';

/** One row of the trail, for who reads it. */
export type AuditLog = {
  readonly id: string;
  readonly at: Date;
  readonly event: string;
  readonly action: AuditAction;
  readonly userId: string | null;
  readonly entityType: string;
  readonly entityId: string | null;
  readonly serviceCenterId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly description: string | null;
  readonly data: { readonly [key: string]: Json };
  readonly payloadHash: string;
  readonly address: string | null;
  readonly agent: string | null;
  readonly requestId: string;
  /** Its place in the chain and the hash there; null for rows from before the chain. */
  readonly lane: number | null;
  readonly position: number | null;
  readonly hash: string | null;
};

export type AuditFilter = {
  readonly user?: string | undefined;
  readonly action?: AuditAction | undefined;
  /** What kind of record it is about, as `JobCard`. */
  readonly entity?: string | undefined;
  readonly entityId?: string | undefined;
  /** From this instant on, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
};

export type AuditReads = { auditLogs(filter: AuditFilter, scope: Scope, page: PageRequest): Promise<Page<AuditLog>> };
