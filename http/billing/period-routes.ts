import type { Period as Month } from '@dms/domain/billing/period';
import { Type } from '@sinclair/typebox';
import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { InstantText, Nullable, Page, pageQuery, Uuid, Words } from '../schemas.ts';

const tags = ['billing'] as const;
const MonthText = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
  examples: ['2026-11'],
  'x-refusal': 'must be a month such as "2026-11"',
});
const ByMonth = Type.Object({ month: MonthText });
const Reason = Words(1000, { examples: ['a bill of the month came late'] });

const fields = {
  id: Uuid,
  month: MonthText,
  locked: Type.Boolean({ examples: [true] }),
  reason: Nullable(Type.String({ examples: ['GSTR-3B is filed'] })),
  changedBy: Nullable(Uuid),
  changedAt: InstantText,
};
const Period = Type.Object(fields, { $id: 'Period' });
const PeriodPage = Page(Type.Object(fields, { $id: 'PeriodRow' }));
const shown = (period: Month) => ok({ ...period });

/** Months of the books: a locked one refuses every write dated in it. */
export const periodRoutes: RoutesOf = (useCases) => [
  route({
    method: 'GET',
    url: '/periods',
    permission: 'period.read',
    operationId: 'listPeriods',
    summary: 'The months that were ever locked, the latest first',
    tags,
    query: pageQuery(['-month'], { locked: Type.Optional(Type.Boolean({ examples: [true] })) }),
    answers: { 200: PeriodPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await useCases.listPeriods(filter, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'POST',
    url: '/periods/:month/lock',
    permission: 'period.lock',
    operationId: 'lockPeriod',
    summary: 'Closes the books of a month',
    tags,
    params: ByMonth,
    body: Type.Object({ reason: Type.Optional(Words(1000, { examples: ['GSTR-3B is filed'] })) }),
    answers: { 200: Period },
    refuses: ['period.transition'],
    handle: async ({ params, body, actor }) => shown(await useCases.lockPeriod({ ...body, month: params.month }, actor)),
  }),
  route({
    method: 'POST',
    url: '/periods/:month/unlock',
    permission: 'period.unlock',
    operationId: 'unlockPeriod',
    mayAsk: true,
    summary: 'Opens the books of a month again',
    tags,
    params: ByMonth,
    body: Type.Object({ reason: Reason }),
    answers: { 200: Period },
    refuses: ['period.transition'],
    handle: async ({ params, body, actor }) => shown(await useCases.unlockPeriod({ ...body, month: params.month }, actor)),
  }),
];
