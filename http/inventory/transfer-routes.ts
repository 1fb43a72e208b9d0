import type { StockTransfer as Transfer } from '@dms/domain/inventory/stock-transfer';
import { factsOf } from '@dms/domain/inventory/use-cases/transfer-facts';
import type { Actor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { created, ok } from '../answers.ts';
import { maskedCosts } from '../masking.ts';
import { CopyQuery, paperAnswers, printedPaper } from '../papers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import {
  ApproveTransfer,
  CancelTransfer,
  CreateTransfer,
  DecideVariance,
  DispatchTransfer,
  OfVariance,
  RecallTransfer,
  ReceiveTransfer,
  RejectTransfer,
  StockTransfer,
  TransferPage,
  TransferQuery,
} from './transfer-schemas.ts';

const tags = ['inventory'] as const;
const answers = { 200: StockTransfer };

/** The frozen paper states costs as text: as amounts they are masked like all others. */
const presentChallan = ({ lines, taxableValue, ...paper }: NonNullable<Transfer['challan']>) => ({
  ...paper,
  lines: lines.map((line) => ({ ...line, taxableValue: Money.parse(line.taxableValue) })),
  taxableValue: Money.parse(taxableValue),
});

const present = (transfer: Transfer, actor: Actor) => {
  const { lines, variances, transitions, challan, ...fields } = transfer;
  return maskedCosts(actor, factsOf(transfer), {
    ...fields,
    ...(challan && { challan: presentChallan(challan) }),
    items: lines.map((line) => ({ ...line })),
    variances: variances.map((variance) => ({ ...variance })),
    transitions: transitions.map((transition) => ({ ...transition })),
  });
};

const shown = (transfer: Transfer, actor: Actor) => ok(present(transfer, actor), { etag: transfer.version });
const optional = (quantity: string | undefined): Quantity | undefined => (quantity === undefined ? undefined : Quantity.parse(quantity));

/** Stock between branches: asked for, agreed, sent off, received. */
export const transferRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/stock-transfers',
    permission: 'transfer.create',
    operationId: 'createTransfer',
    summary: 'Asks for stock to go from one branch to another',
    tags,
    body: CreateTransfer,
    answers: { 201: StockTransfer },
    mayAsk: true,
    refuses: ['service_center.closed', 'part.inactive', 'quantity.malformed'],
    handle: async ({ body, actor }) => {
      const items = body.items.map(({ partId, quantity }) => ({ partId, quantity: Quantity.parse(quantity) }));
      const transfer = await useCases.createTransfer({ ...body, items }, actor);
      return created(`/stock-transfers/${transfer.id}`, present(transfer, actor), { etag: transfer.version });
    },
  }),
  route({
    method: 'GET',
    url: '/stock-transfers',
    permission: 'transfer.read',
    operationId: 'listTransfers',
    summary: 'Transfers from and to the branches, newest first',
    tags,
    query: TransferQuery,
    answers: { 200: TransferPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await useCases.listTransfers(filter, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'GET',
    url: '/stock-transfers/:id',
    permission: 'transfer.read',
    operationId: 'readTransfer',
    summary: 'One transfer with its goods, its steps and the paper it travels with',
    tags,
    params: ById,
    answers,
    handle: async ({ params, actor }) => shown(await useCases.readTransfer(params.id, actor), actor),
  }),
  route({
    method: 'GET',
    url: '/stock-transfers/:id/challan/pdf',
    permission: 'part.cost',
    operationId: 'printChallan',
    summary: 'The PDF of the delivery challan',
    description: 'For transfers within one GSTIN, from the dispatch on. It states what the goods cost.',
    tags,
    params: ById,
    query: CopyQuery,
    answers: paperAnswers,
    handle: async ({ params, query, actor }) => printedPaper(await useCases.printChallan({ transferId: params.id, ...query }, actor)),
  }),
  route({
    method: 'POST',
    url: '/stock-transfers/:id/approve',
    permission: 'transfer.approve',
    operationId: 'approveTransfer',
    summary: 'The other side agrees, and the stock is reserved',
    tags,
    params: ById,
    body: ApproveTransfer,
    answers,
    mayAsk: true,
    refuses: ['transfer.transition', 'stock.insufficient'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.approveTransfer({ ...body, transferId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/stock-transfers/:id/reject',
    permission: 'transfer.approve',
    operationId: 'rejectTransfer',
    summary: 'The other side declines',
    tags,
    params: ById,
    body: RejectTransfer,
    answers,
    refuses: ['transfer.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.rejectTransfer({ ...body, transferId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/stock-transfers/:id/cancel',
    permission: 'transfer.cancel',
    operationId: 'cancelTransfer',
    summary: 'Calls the transfer off before it is sent, and frees what was reserved',
    tags,
    params: ById,
    body: CancelTransfer,
    answers,
    mayAsk: true,
    refuses: ['transfer.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.cancelTransfer({ ...body, transferId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/stock-transfers/:id/dispatch',
    permission: 'transfer.dispatch',
    operationId: 'dispatchTransfer',
    summary: 'Sends the goods off with a delivery challan, or a tax invoice between two GSTINs',
    tags,
    params: ById,
    body: DispatchTransfer,
    answers,
    refuses: [
      'transfer.transition',
      'transfer.refused',
      'serial.refused',
      'quantity.malformed',
      'service_center.closed',
      'tax_rate.unknown',
      'series.date_order',
      'series.exhausted',
    ],
    idempotency: 'required',
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.dispatchTransfer({ ...body, transferId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/stock-transfers/:id/receive',
    permission: 'transfer.receive',
    operationId: 'receiveTransfer',
    summary: 'Takes goods in at the receiving branch, whole or in part',
    description: 'What is reported short or damaged stays in transit until somebody else has decided on it.',
    tags,
    params: ById,
    body: ReceiveTransfer,
    answers,
    refuses: ['transfer.transition', 'transfer.refused', 'serial.refused', 'quantity.malformed'],
    idempotency: 'required',
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      const items = body.items.map(({ quantity, short, damaged, ...item }) => ({
        ...{ ...item, quantity: Quantity.parse(quantity), short: optional(short), damaged: optional(damaged) },
      }));
      return shown(await useCases.receiveTransfer({ items, transferId: params.id, version: ifMatch }, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/stock-transfers/:id/variances/:varianceId/decide',
    permission: 'transfer.write-off',
    operationId: 'decideVariance',
    summary: 'Says what became of goods that came short or damaged',
    tags,
    params: OfVariance,
    body: DecideVariance,
    answers,
    mayAsk: true,
    refuses: ['transfer.refused'],
    conditional: true,
    handle: async ({ params: { id, varianceId }, body, ifMatch, actor }) =>
      shown(await useCases.decideVariance({ ...body, transferId: id, varianceId, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/stock-transfers/:id/recall',
    permission: 'transfer.recall',
    operationId: 'recallTransfer',
    summary: 'Ends a transfer on the road: what has not arrived is back with the sender, or lost',
    tags,
    params: ById,
    body: RecallTransfer,
    answers,
    mayAsk: true,
    refuses: ['transfer.transition'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.recallTransfer({ ...body, transferId: params.id, version: ifMatch }, actor), actor),
  }),
];
