import { isBusinessDay } from '@dms/domain/shared/calendar';
import { ok } from '../answers.ts';
import { maskedCostsByBranch } from '../masking.ts';
import { noDay, periodOf } from '../moments.ts';
import { route, type RoutesOf } from '../route.ts';
import { MovementPage, MovementQuery, PastStockPage, PastStockQuery } from './ledger-schemas.ts';

const tags = ['inventory'] as const;

const instantOf = (text: string): Date => {
  const at = new Date(text);
  if (!isBusinessDay(text.slice(0, 'YYYY-MM-DD'.length)) || Number.isNaN(at.getTime())) throw noDay('at');
  return at;
};

/** What moved, and what follows from it. */
export const ledgerRoutes: RoutesOf = ({ listMovements, readStockAsOf }) => [
  route({
    method: 'GET',
    url: '/inventory/movements',
    permission: 'stock.read',
    operationId: 'listMovements',
    summary: 'What stock moved from where to where, newest first',
    description: 'Written once and never changed. What comes onto a shelf or leaves it is in the books of that branch.',
    tags,
    query: MovementQuery,
    answers: { 200: MovementPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const { data, page } = await listMovements({ ...filter, ...periodOf(filter) }, { limit, cursor, sort, count }, actor);
      return ok({ data: data.map(maskedCostsByBranch(actor)), page });
    },
  }),
  route({
    method: 'GET',
    url: '/inventory/as-of',
    permission: 'stock.read',
    operationId: 'readStockAsOf',
    summary: 'What was on hand and in transit at a past instant, and its value',
    description:
      'Added up from the movements up to and with the instant. Reservations are no movements: what was reserved then is not told.',
    tags,
    query: PastStockQuery,
    answers: { 200: PastStockPage },
    handle: async ({ query: { limit, cursor, sort, count, at, ...filter }, actor }) => {
      const { data, page } = await readStockAsOf({ ...filter, at: instantOf(at) }, { limit, cursor, sort, count }, actor);
      return ok({ data: data.map(maskedCostsByBranch(actor)), page });
    },
  }),
];
