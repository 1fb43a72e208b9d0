import type { Actor } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { reach } from '../../shared/permit.ts';
import type { AuditFilter, AuditLog, AuditReads } from '../reads.ts';

/** The trail, newest first: everything, or what happened in the actor's branches. */
export const listAuditLogs =
  ({ auditReads }: { readonly auditReads: AuditReads }) =>
  (filter: AuditFilter, page: PageRequest, actor: Actor): Promise<Page<AuditLog>> =>
    auditReads.auditLogs(filter, reach(actor, 'audit.read'), page);
