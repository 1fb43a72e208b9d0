import type { AdjustmentRow } from '@dms/domain/inventory/adjustment-reads';
import { postedRow } from '@dms/domain/inventory/use-cases/adjustment-row';
import type { StockCount as Count } from '@dms/domain/inventory/stock-count';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { created, ok } from '../answers.ts';
import { maskedCosts } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import {
  Adjustment,
  AdjustmentPage,
  AdjustmentQuery,
  AdjustStock,
  ApproveAdjustment,
  CountPage,
  CountQuery,
  CountStock,
  RejectAdjustment,
  StartCount,
  StockCount,
} from './correction-schemas.ts';

const tags = ['inventory'] as const;
const answers = { 200: StockCount };

const present = (adjustment: AdjustmentRow, actor: Actor) =>
  maskedCosts(actor, { serviceCenterId: adjustment.serviceCenterId }, { ...adjustment });
const shown = (adjustment: AdjustmentRow, actor: Actor) => ok(present(adjustment, actor), { etag: adjustment.version });

const presentCount = ({ lines, ...count }: Count, actor: Actor) =>
  maskedCosts(
    actor,
    { serviceCenterId: count.serviceCenterId },
    { ...count, items: lines.map((line) => ({ ...line, difference: line.difference })) },
  );
const shownCount = (count: Count, actor: Actor) => ok(presentCount(count, actor), { etag: count.version });

/** Bringing the books to what is on the shelves. */
export const correctionRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/inventory/adjust',
    permission: 'stock.adjust',
    operationId: 'adjustStock',
    summary: 'Corrects the balance of a part at a branch',
    description: 'At the average cost. Above the limit by document or day it is 202, pending under the id of its approval.',
    tags,
    body: AdjustStock,
    answers: { 201: Adjustment },
    mayAsk: true,
    refuses: ['service_center.closed', 'part.inactive', 'stock.insufficient', 'serial.refused', 'quantity.malformed'],
    idempotency: 'required',
    handle: async ({ body, actor }) => {
      const { delta, unitCost, ...words } = body;
      const amounts = { delta: Quantity.parse(delta), ...(unitCost !== undefined && { unitCost: Money.parse(unitCost) }) };
      const adjustment = postedRow(await useCases.adjustStock({ ...words, ...amounts }, actor));
      return created(`/inventory/adjustments/${adjustment.id}`, present(adjustment, actor), { etag: adjustment.version });
    },
  }),
  route({
    method: 'GET',
    url: '/inventory/adjustments',
    permission: 'stock.adjust',
    operationId: 'listAdjustments',
    summary: 'Adjustments, posted and waiting, newest first',
    tags,
    query: AdjustmentQuery,
    answers: { 200: AdjustmentPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await useCases.listAdjustments(filter, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'GET',
    url: '/inventory/adjustments/:id',
    permission: 'stock.adjust',
    operationId: 'readAdjustment',
    summary: 'One adjustment, posted or waiting',
    tags,
    params: ById,
    answers: { 200: Adjustment },
    handle: async ({ params, actor }) => shown(await useCases.readAdjustment(params.id, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/inventory/adjustments/:id/approve',
    permission: 'approval.decide',
    operationId: 'approveAdjustment',
    summary: 'Lets a pending adjustment be posted',
    description: 'The same decision as `POST /approvals/{id}/approve`.',
    tags,
    params: ById,
    body: ApproveAdjustment,
    answers: { 200: Adjustment },
    refuses: ['approval.transition', 'approval.stale'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.approveAdjustment({ ...body, approvalId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/inventory/adjustments/:id/reject',
    permission: 'approval.decide',
    operationId: 'rejectAdjustment',
    summary: 'Refuses a pending adjustment',
    description: 'The same decision as `POST /approvals/{id}/reject`.',
    tags,
    params: ById,
    body: RejectAdjustment,
    answers: { 200: Adjustment },
    refuses: ['approval.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      const command = { approvalId: params.id, version: ifMatch, reason: body.rejectionReason };
      return shown(await useCases.rejectAdjustment(command, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/inventory/counts',
    permission: 'stock.take-count',
    operationId: 'startCount',
    summary: 'Starts a count of the shelves of a branch',
    description: 'It freezes nothing: sales and deliveries go on while it is made.',
    tags,
    body: StartCount,
    answers: { 201: StockCount },
    refuses: ['service_center.closed'],
    handle: async ({ body, actor }) => {
      const count = await useCases.startCount(body, actor);
      return created(`/inventory/counts/${count.id}`, presentCount(count, actor), { etag: count.version });
    },
  }),
  route({
    method: 'GET',
    url: '/inventory/counts',
    permission: 'stock.take-count',
    operationId: 'listCounts',
    summary: 'Counts, newest first',
    tags,
    query: CountQuery,
    answers: { 200: CountPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await useCases.listCounts(filter, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'GET',
    url: '/inventory/counts/:id',
    permission: 'stock.take-count',
    operationId: 'readCount',
    summary: 'One count, with what was found and what the books said then',
    tags,
    params: ById,
    answers,
    handle: async ({ params, actor }) => shownCount(await useCases.readCount(params.id, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/inventory/counts/:id/lines',
    permission: 'stock.take-count',
    operationId: 'countStock',
    summary: 'Takes down what is on the shelf, beside what the books say at this moment',
    tags,
    params: ById,
    body: CountStock,
    answers,
    refuses: ['count.refused', 'serial.refused', 'quantity.malformed'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      const items = body.items.map(({ partId, quantity, serials }) => ({ partId, serials, quantity: Quantity.parse(quantity) }));
      return shownCount(await useCases.countStock({ countId: params.id, version: ifMatch, items }, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/inventory/counts/:id/post',
    permission: 'stock.count',
    operationId: 'postCount',
    summary: 'Corrects the books by what was found',
    description: 'Each part by its difference at the moment it was counted, so that what was sold or came in since stands.',
    tags,
    params: ById,
    answers,
    mayAsk: true,
    refuses: ['count.refused', 'service_center.closed', 'stock.insufficient', 'serial.refused'],
    idempotency: 'required',
    conditional: true,
    handle: async ({ params, ifMatch, actor }) =>
      shownCount(await useCases.postCount({ countId: params.id, version: ifMatch }, actor), actor),
  }),
];
