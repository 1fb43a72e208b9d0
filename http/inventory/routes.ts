import { ok } from '../answers.ts';
import { maskedCosts } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { StockPage, StockQuery } from './schemas.ts';

/** The balances. */
export const inventoryRoutes: RoutesOf = ({ listStock }) => [
  route({
    method: 'GET',
    url: '/inventory',
    permission: 'stock.read',
    operationId: 'listStock',
    summary: 'What is on hand, reserved, available and in transit',
    tags: ['inventory'],
    query: StockQuery,
    answers: { 200: StockPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const { data, page } = await listStock(filter, { limit, cursor, sort, count }, actor);
      return ok({ data: data.map((item) => maskedCosts(actor, { serviceCenterId: item.serviceCenterId }, item)), page });
    },
  }),
];
