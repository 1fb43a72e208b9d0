import { decide } from '@dms/domain/shared/access/decide';
import { reach } from '@dms/domain/shared/permit';
import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { PartPage, PartQuery, StockPage, StockQuery } from './schemas.ts';

/** The catalogue and the balances. */
export const inventoryRoutes: RoutesOf = ({ inventoryReads }) => [
  route({
    method: 'GET',
    url: '/parts',
    permission: 'part.read',
    operationId: 'listParts',
    summary: 'Parts of the catalogue',
    tags: ['inventory'],
    query: PartQuery,
    answers: { 200: PartPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
      const { data, page } = await inventoryReads.parts(filter, { limit, cursor, sort, count });
      // The catalogue is one for all branches, so its cost is seen from any of one's own.
      const seesCost = decide(actor, 'part.cost', { serviceCenterIds: actor.serviceCenterIds }).outcome === 'allowed';
      return ok({ data: seesCost ? data : data.map((part) => ({ ...part, cost: null })), page });
    },
  }),
  route({
    method: 'GET',
    url: '/inventory',
    permission: 'stock.read',
    operationId: 'listStock',
    summary: 'What is on hand, reserved, available and in transit',
    tags: ['inventory'],
    query: StockQuery,
    answers: { 200: StockPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await inventoryReads.stock(filter, reach(actor, 'stock.read'), { limit, cursor, sort, count })),
  }),
];
