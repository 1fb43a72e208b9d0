import { addDays, isBusinessDay, startOfBusinessDay } from '@dms/domain/shared/calendar';
import { DomainError } from '@dms/domain/shared/errors';
import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { AuditLogPage, AuditLogQuery } from './schemas.ts';

const tags = ['identity'] as const;
const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** The instant that a filter names: of a day, the one at which it begins, or `daysOn` later. */
const momentOf = (name: 'from' | 'to', text: string | undefined, daysOn: number): Date | undefined => {
  if (text === undefined) return undefined;
  const isDay = text.length === DAY_LENGTH;
  const moment = !isDay ? new Date(text) : isBusinessDay(text) ? startOfBusinessDay(addDays(text, daysOn)) : undefined;
  if (moment && !Number.isNaN(moment.getTime())) return moment;
  throw new DomainError('request.invalid', `"${name}" is no day of the calendar.`, {
    errors: [{ pointer: `/${name}`, message: 'must be a day of the calendar' }],
  });
};

/** The trail of who did what. */
export const auditRoutes: RoutesOf = (useCases) => [
  route({
    method: 'GET',
    url: '/audit-logs',
    permission: 'audit.read',
    operationId: 'listAuditLogs',
    summary: 'Who did what, newest first',
    description: 'Rows are written once, and chained so that a change of them is found (`dms audit verify`).',
    tags,
    query: AuditLogQuery,
    answers: { 200: AuditLogPage },
    handle: async ({ query: { limit, cursor, sort, count, from, to, ...filter }, actor }) => {
      const period = { from: momentOf('from', from, 0), to: momentOf('to', to, 1) };
      return ok(await useCases.listAuditLogs({ ...filter, ...period }, { limit, cursor, sort, count }, actor));
    },
  }),
];
