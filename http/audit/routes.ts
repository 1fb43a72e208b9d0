import { ok } from '../answers.ts';
import { periodOf } from '../moments.ts';
import { route, type RoutesOf } from '../route.ts';
import { AuditLogPage, AuditLogQuery } from './schemas.ts';

const tags = ['identity'] as const;

/** The trail of who did what. */
export const auditRoutes: RoutesOf = (useCases) => [
  route({
    method: 'GET',
    url: '/audit-logs',
    permission: 'audit.read',
    operationId: 'listAuditLogs',
    summary: 'Who did what, newest first',
    description:
      'Rows are written once, and chained so that a change of them is found (`dms audit verify`). Months that were archived (`dms audit archive`) are in storage, and not listed any more.',
    tags,
    query: AuditLogQuery,
    answers: { 200: AuditLogPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await useCases.listAuditLogs({ ...filter, ...periodOf(filter) }, { limit, cursor, sort, count }, actor)),
  }),
];
