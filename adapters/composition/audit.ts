import type { AuditReads } from '@dms/domain/audit/reads';
import { anchorAuditTrail } from '@dms/domain/audit/use-cases/anchor-audit-trail';
import { archiveAuditTrail } from '@dms/domain/audit/use-cases/archive-audit-trail';
import { listAuditLogs } from '@dms/domain/audit/use-cases/read-audit-logs';
import { verifyAuditTrail } from '@dms/domain/audit/use-cases/verify-audit-trail';
import { postgresAuditReads } from '../postgres/reads/audit.ts';
import { translating } from '../postgres/translating.ts';
import type { Foundation } from './foundation.ts';

export const audit = {
  auditReads: ({ database }: Foundation): AuditReads => translating(postgresAuditReads(database.pool)),
  listAuditLogs,
  anchorAuditTrail,
  archiveAuditTrail,
  verifyAuditTrail,
};
