import { Quantity } from '@dms/domain/shared/quantity';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { CancelParts, IssueParts, IssueToJob, RequestParts, ReserveParts, ReturnFromJob, ReturnParts } from './parts-schemas.ts';
import { shown } from './present.ts';
import { JobCard } from './schemas.ts';

const answers = { 200: JobCard };

type Text = { readonly quantity: string };
type MaybeText = { readonly quantity?: string };
const measured = <Item extends Text>(items: readonly Item[]) =>
  items.map(({ quantity, ...item }) => ({ ...item, quantity: Quantity.parse(quantity) }));
const maybeMeasured = <Item extends MaybeText>(items: readonly Item[]) =>
  items.map(({ quantity, ...item }) => ({ ...item, quantity: quantity === undefined ? undefined : Quantity.parse(quantity) }));

/** Parts on a job: asked for, reserved, handed out, brought back. */
export const jobPartsRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/job-cards/:id/parts-request',
    permission: 'parts.request',
    operationId: 'requestParts',
    summary: 'Asks the store for parts: what there is is reserved, the rest is backordered',
    tags: ['workshop'],
    params: ById,
    body: RequestParts,
    answers,
    refuses: ['parts.refused', 'part.inactive', 'quantity.malformed'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      const items = measured(body.items).map(({ neededBy, ...item }) => ({ ...item, ...(neededBy && { neededBy: new Date(neededBy) }) }));
      return shown(await useCases.requestParts({ items, jobCardId: params.id, version: ifMatch }, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/parts/reserve',
    permission: 'parts.reserve',
    operationId: 'reserveParts',
    summary: 'Reserves what the card asks for already, as the parts of an accepted estimate',
    description: 'Without items, all that is neither issued, reserved nor backordered yet.',
    tags: ['workshop'],
    params: ById,
    body: ReserveParts,
    answers,
    refuses: ['parts.refused'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      const items = body.items && maybeMeasured(body.items);
      return shown(await useCases.reserveParts({ items, jobCardId: params.id, version: ifMatch }, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/parts/cancel',
    permission: 'parts.cancel',
    operationId: 'cancelParts',
    summary: 'Calls off parts that are not issued yet, and frees what was reserved for them',
    description: 'Of each part all that is not issued yet, unless a quantity is named.',
    tags: ['workshop'],
    params: ById,
    body: CancelParts,
    answers,
    refuses: ['parts.refused'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      const command = { ...body, items: maybeMeasured(body.items), jobCardId: params.id, version: ifMatch };
      return shown(await useCases.cancelParts(command, actor), actor);
    },
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/parts/issue',
    permission: 'parts.issue',
    operationId: 'issueParts',
    summary: 'Hands parts from the store to the job, all or none',
    tags: ['workshop'],
    params: ById,
    body: IssueParts,
    answers,
    refuses: ['parts.refused', 'stock.insufficient', 'serial.refused', 'quantity.malformed'],
    idempotency: 'required',
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.issueParts({ items: measured(body.items), jobCardId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/job-cards/:id/parts/return',
    permission: 'parts.return',
    operationId: 'returnParts',
    summary: 'Brings issued parts back, at the cost they were issued at',
    tags: ['workshop'],
    params: ById,
    body: ReturnParts,
    answers,
    refuses: ['parts.refused', 'serial.refused', 'quantity.malformed'],
    idempotency: 'required',
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await useCases.returnParts({ items: measured(body.items), jobCardId: params.id, version: ifMatch }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/inventory/issue',
    permission: 'parts.issue',
    operationId: 'issueToJob',
    summary: 'Hands parts from the store to a job, as seen from the store',
    tags: ['inventory'],
    body: IssueToJob,
    answers,
    refuses: ['parts.refused', 'stock.insufficient', 'serial.refused', 'quantity.malformed'],
    idempotency: 'required',
    handle: async ({ body: { jobCardId, items }, actor }) =>
      shown(await useCases.issueParts({ jobCardId, items: measured(items) }, actor), actor),
  }),
  route({
    method: 'POST',
    url: '/inventory/return',
    permission: 'parts.return',
    operationId: 'returnFromJob',
    summary: 'Takes parts of a job back, as seen from the store',
    tags: ['inventory'],
    body: ReturnFromJob,
    answers,
    refuses: ['parts.refused', 'serial.refused', 'quantity.malformed'],
    idempotency: 'required',
    handle: async ({ body: { jobCardId, items }, actor }) =>
      shown(await useCases.returnParts({ jobCardId, items: measured(items) }, actor), actor),
  }),
];
