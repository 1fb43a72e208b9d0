import type { PartRow } from '@dms/domain/inventory/reads';
import { shownTo } from '@dms/domain/inventory/use-cases/read-stock';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { Static } from '@sinclair/typebox';
import { created, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { CreatePart, EditPart, Part, PartPage, PartQuery } from './part-schemas.ts';

const tags = ['inventory'] as const;
const unsuitable = ['tax_rate.unknown', 'price.above_mrp', 'record.duplicate'] as const;

const shown = (part: PartRow) => ok(part, { etag: part.version });

type Amounts = Pick<Static<typeof EditPart>, 'unitPrice' | 'cost' | 'mrp' | 'reorderLevel'>;
/** The amounts of a body, those that it has. */
const read = ({ unitPrice, cost, mrp, reorderLevel }: Amounts) => ({
  ...(unitPrice !== undefined && { unitPrice: Money.parse(unitPrice) }),
  ...(cost !== undefined && { cost: Money.parse(cost) }),
  ...(mrp !== undefined && { mrp: mrp === null ? null : Money.parse(mrp) }),
  ...(reorderLevel !== undefined && { reorderLevel: Quantity.parse(reorderLevel) }),
});

/** The catalogue, one for all branches. */
export const partRoutes: RoutesOf = ({ listParts, readPart, createPart, editPart }) => [
  route({
    method: 'POST',
    url: '/parts',
    permission: 'part.edit',
    operationId: 'createPart',
    summary: 'Adds a part to the catalogue',
    tags,
    body: CreatePart,
    answers: { 201: Part },
    mayAsk: true,
    refuses: unsuitable,
    handle: async ({ body, actor }) => {
      const { unitPrice, cost, mrp, reorderLevel, ...words } = body;
      const amounts = { ...read({ cost, mrp, reorderLevel }), unitPrice: Money.parse(unitPrice) };
      const part = shownTo(await createPart({ ...words, ...amounts }, actor), actor);
      return created(`/parts/${part.id}`, part, { etag: part.version });
    },
  }),
  route({
    method: 'GET',
    url: '/parts',
    permission: 'part.read',
    operationId: 'listParts',
    summary: 'Parts of the catalogue',
    tags,
    query: PartQuery,
    answers: { 200: PartPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await listParts(filter, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'GET',
    url: '/parts/:id',
    permission: 'part.read',
    operationId: 'readPart',
    summary: 'One part',
    tags,
    params: ById,
    answers: { 200: Part },
    handle: async ({ params, actor }) => shown(await readPart(params.id, actor)),
  }),
  route({
    method: 'PATCH',
    url: '/parts/:id',
    permission: 'part.edit',
    operationId: 'editPart',
    summary: 'Changes a part, or discontinues it',
    description: 'Prices, cost and MRP are `part.price`. Whether it is tracked by serial number is changed while there is no stock of it.',
    tags,
    params: ById,
    body: EditPart,
    answers: { 200: Part },
    mayAsk: true,
    refuses: [...unsuitable, 'part.refused'],
    handle: async ({ params, body, ifMatch, actor }) => {
      const { unitPrice, cost, mrp, reorderLevel, ...words } = body;
      const command = { ...words, ...read({ unitPrice, cost, mrp, reorderLevel }), partId: params.id, version: ifMatch };
      return shown(shownTo(await editPart(command, actor), actor));
    },
  }),
];
