import type { StockRow } from '@dms/domain/inventory/reads';
import type { Actor } from '@dms/domain/shared/actor';
import { Quantity } from '@dms/domain/shared/quantity';
import { ok } from '../answers.ts';
import { maskedCosts, maskedCostsByBranch } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { SetLevelsOfPart, SetStockLevels, StockItem, StockPage, StockQuery } from './schemas.ts';

const level = (text: string | null | undefined): Quantity | null | undefined => (typeof text === 'string' ? Quantity.parse(text) : text);

type Texts = { readonly minLevel?: string | null | undefined; readonly maxLevel?: string | null | undefined };
const levelsOf = ({ minLevel, maxLevel }: Texts) => ({ minLevel: level(minLevel), maxLevel: level(maxLevel) });

const shown = (item: StockRow, actor: Actor) =>
  ok(maskedCosts(actor, { serviceCenterId: item.serviceCenterId }, item), { etag: item.version });

/** The balances. */
export const inventoryRoutes: RoutesOf = ({ listStock, readStockItem, setStockLevels, setLevelsOfPart }) => [
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
      return ok({ data: data.map(maskedCostsByBranch(actor)), page });
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
      await setStockLevels({ ...levelsOf(body), stockItemId: params.id, version: ifMatch }, actor);
      return shown(await readStockItem(params.id, actor), actor);
    },
  }),
  route({
    method: 'PUT',
    url: '/inventory/levels',
    permission: 'stock.edit-levels',
    operationId: 'setLevelsOfPart',
    summary: 'Says the same by branch and part, also of a part that the branch never had',
    tags: ['inventory'],
    body: SetLevelsOfPart,
    answers: { 200: StockItem },
    refuses: ['service_center.closed'],
    handle: async ({ body: { serviceCenterId, partId, ...body }, actor }) => {
      const { id } = await setLevelsOfPart({ ...levelsOf(body), serviceCenterId, partId }, actor);
      return shown(await readStockItem(id, actor), actor);
    },
  }),
];
