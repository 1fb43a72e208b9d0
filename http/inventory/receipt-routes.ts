import type { GoodsReceipt as Receipt } from '@dms/domain/inventory/goods-receipt';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { created, ok } from '../answers.ts';
import { maskedCosts } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { GoodsReceipt, ReceiptPage, ReceiptQuery, ReceiveGoods } from './receipt-schemas.ts';

const tags = ['inventory'] as const;

const present = ({ lines, ...receipt }: Receipt, actor: Actor) =>
  maskedCosts(actor, { serviceCenterId: receipt.serviceCenterId }, { ...receipt, items: lines.map((line) => ({ ...line })) });

/** What suppliers bring. */
export const receiptRoutes: RoutesOf = ({ receiveGoods, readReceipt, listReceipts }) => [
  route({
    method: 'POST',
    url: '/inventory/receipts',
    permission: 'stock.receive',
    operationId: 'receiveGoods',
    summary: 'Takes a delivery in at a branch, at what each unit cost',
    tags,
    body: ReceiveGoods,
    answers: { 201: GoodsReceipt },
    refuses: ['service_center.closed', 'part.inactive', 'serial.refused', 'quantity.malformed'],
    idempotency: 'required',
    handle: async ({ body, actor }) => {
      const items = body.items.map(({ partId, quantity, unitCost, serials }) => ({
        ...{ partId, serials, quantity: Quantity.parse(quantity), unitCost: Money.parse(unitCost) },
      }));
      const receipt = await receiveGoods({ ...body, items }, actor);
      return created(`/inventory/receipts/${receipt.id}`, present(receipt, actor), { etag: receipt.version });
    },
  }),
  route({
    method: 'GET',
    url: '/inventory/receipts',
    permission: 'stock.receive',
    operationId: 'listReceipts',
    summary: 'What suppliers brought, newest first',
    tags,
    query: ReceiptQuery,
    answers: { 200: ReceiptPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await listReceipts(filter, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'GET',
    url: '/inventory/receipts/:id',
    permission: 'stock.receive',
    operationId: 'readReceipt',
    summary: 'One goods receipt, as it was taken down',
    tags,
    params: ById,
    answers: { 200: GoodsReceipt },
    handle: async ({ params, actor }) => {
      const receipt = await readReceipt(params.id, actor);
      return ok(present(receipt, actor), { etag: receipt.version });
    },
  }),
];
