import type { StockRow } from '@dms/domain/inventory/reads';
import type { Actor } from '@dms/domain/shared/actor';
import { Quantity } from '@dms/domain/shared/quantity';
import { ok } from '../answers.ts';
import { maskedCosts } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { SetStockLevels, StockItem, StockPage, StockQuery } from './schemas.ts';

const level = (text: string | null | undefined): Quantity | null | undefined => (typeof text === 'string' ? Quantity.parse(text) : text);

const shown = (item: StockRow, actor: Actor) =>
  ok(maskedCosts(actor, { serviceCenterId: item.serviceCenterId }, item), { etag: item.version });

/** The balances. */
export const inventoryRoutes: RoutesOf = ({ listStock, readStockItem, setStockLevels }) => [
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
  route({
    method: 'GET',
    url: '/inventory/:id',
    permission: 'stock.read',
    operationId: 'readStockItem',
    summary: 'The balance of one part at one branch',
    tags: ['inventory'],
    params: ById,
    answers: { 200: StockItem },
    handle: async ({ params, actor }) => shown(await readStockItem(params.id, actor), actor),
  }),
  route({
    method: 'PATCH',
    url: '/inventory/:id',
    permission: 'stock.edit-levels',
    operationId: 'setStockLevels',
    summary: 'Says when a branch runs short of a part, and up to what it is filled',
    tags: ['inventory'],
    params: ById,
    body: SetStockLevels,
    answers: { 200: StockItem },
    handle: async ({ params, body, ifMatch, actor }) => {
      const levels = { minLevel: level(body.minLevel), maxLevel: level(body.maxLevel) };
      await setStockLevels({ ...levels, stockItemId: params.id, version: ifMatch }, actor);
      return shown(await readStockItem(params.id, actor), actor);
    },
  }),
];
