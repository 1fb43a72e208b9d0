import { Type } from '@sinclair/typebox';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { accepted, created, noContent, ok, stream } from '../../../http/answers.ts';
import { route, type RoutesOf } from '../../../http/route.ts';
import {
  ById,
  DayText,
  Enumeration,
  FileOf,
  InstantText,
  JobStarted,
  MoneyText,
  Nullable,
  Page,
  pageQuery,
  PositiveQuantityText,
  QuantityText,
  SignedMoneyText,
  Uuid,
  Words,
} from '../../../http/schemas.ts';

const Line = Type.Object({ partId: Uuid, quantity: PositiveQuantityText, unitPrice: MoneyText }, { $id: 'SampleLine' });
const Order = Type.Object(
  { day: DayText, at: Type.Optional(InstantText), note: Type.Optional(Words(40)), lines: Type.Array(Line, { minItems: 1, maxItems: 3 }) },
  { $id: 'SampleOrder' },
);
const Sold = Type.Object(
  {
    id: Uuid,
    total: MoneyText,
    roundOff: SignedMoneyText,
    quantity: QuantityText,
    discount: Nullable(MoneyText),
    paidAt: Nullable(InstantText),
    soldAt: InstantText,
    status: Nullable(Enumeration(['OPEN', 'PAID'])),
    first: Type.Optional(Line),
    lines: Type.Array(Line),
    version: Type.Integer(),
  },
  { $id: 'SampleSold' },
);
const Search = pageQuery(['createdAt', '-createdAt'], {
  status: Type.Optional(Type.Array(Enumeration(['OPEN', 'PAID']), { maxItems: 2 })),
  name: Type.Optional(Words(20)),
});
const Found = Type.Object({ id: Uuid, limit: Type.Integer() }, { $id: 'SampleFound' });

export const id = '019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11';
const line = { partId: id, quantity: Quantity.parse('3.5'), unitPrice: Money.parse('650') };
const sold = {
  id,
  total: Money.parse('1180'),
  roundOff: Money.parse('-0.1'),
  quantity: Quantity.parse('3.5'),
  discount: null,
  paidAt: null,
  soldAt: new Date('2026-11-22T04:30:00.000Z'),
  status: null,
  first: line,
  lines: [line],
  version: 3,
  secret: 'never sent',
};

/** Routes that use each convention once. `calls` counts how often the effect was made. */
export const sampleRoutes =
  (calls: { count: number } = { count: 0 }): RoutesOf =>
  () => [
    route({
      method: 'POST',
      url: '/samples',
      permission: 'payment.record',
      operationId: 'sell',
      summary: 'Sells',
      tags: ['operations'],
      body: Order,
      answers: { 201: Sold },
      idempotency: 'required',
      handle: ({ body }) => {
        calls.count += 1;
        if (body.note === 'refuse')
          throw new DomainError('stock.insufficient', 'Not enough.', { shortages: [{ partId: id, requested: '2', available: '1' }] });
        return created(`/samples/${id}`, { ...sold, version: calls.count }, { etag: calls.count });
      },
    }),
    route({
      method: 'GET',
      url: '/samples/:id',
      permission: 'self',
      operationId: 'readSample',
      summary: 'Reads',
      tags: ['operations'],
      params: ById,
      answers: { 200: Sold },
      handle: () => ok({ ...sold, discount: Money.parse('5'), status: 'PAID', paidAt: new Date('2026-11-22T05:00:00.000Z') }, { etag: 3 }),
    }),
    route({
      method: 'GET',
      url: '/samples/:id/stock',
      permission: 'self',
      operationId: 'readSampleStock',
      summary: 'Reads what changes beside its version',
      tags: ['operations'],
      params: ById,
      answers: { 200: Found },
      handle: ({ params }) => ok({ id: params.id, limit: calls.count }, { etag: 3, holdsMore: true }),
    }),
    route({
      method: 'PATCH',
      url: '/samples/:id',
      permission: 'self',
      operationId: 'changeSample',
      summary: 'Changes',
      tags: ['operations'],
      params: ById,
      body: Type.Object({ note: Type.Optional(Words(10)) }),
      answers: { 200: Found },
      handle: ({ params, ifMatch, body }) => ok({ id: params.id, limit: ifMatch ?? (body.note === undefined ? 0 : 1) }),
    }),
    route({
      method: 'GET',
      url: '/samples',
      permission: 'self',
      operationId: 'listSamples',
      summary: 'Lists',
      tags: ['operations'],
      query: Search,
      answers: { 200: Page(Found) },
      rateLimit: 'search',
      handle: ({ query }) =>
        ok({ data: (query.status ?? []).map(() => ({ id, limit: query.limit })), page: { next: null, ...(query.count && { count: 1 }) } }),
    }),
    route({
      method: 'POST',
      url: '/samples/:id/start',
      permission: 'self',
      operationId: 'startSample',
      summary: 'Starts',
      tags: ['operations'],
      params: ById,
      answers: { 202: JobStarted },
      handle: ({ params }) => accepted(`/jobs/${params.id}`, { jobId: params.id }),
    }),
    route({
      method: 'DELETE',
      url: '/samples/:id',
      permission: 'self',
      operationId: 'endSample',
      summary: 'Ends',
      tags: ['operations'],
      params: ById,
      answers: { 204: Type.Null() },
      handle: () => noContent(),
    }),
    route({
      method: 'GET',
      url: '/samples/:id/pdf',
      permission: 'self',
      operationId: 'printSample',
      summary: 'Prints',
      tags: ['operations'],
      params: ById,
      answers: { 200: FileOf('application/pdf') },
      handle: () => stream('application/pdf', Buffer.from('%PDF-1.7'), { name: 'चालान.pdf', etag: 3 }),
    }),
    route({
      method: 'POST',
      url: '/samples/login',
      permission: 'public',
      operationId: 'logInSample',
      summary: 'Logs in',
      tags: ['operations'],
      body: Type.Object({ name: Words(20) }),
      answers: { 200: Found },
      rateLimit: 'auth',
      handle: ({ actor }) => ok({ id, limit: actor.role === 'PUBLIC' ? 1 : 0 }),
    }),
    route({
      method: 'GET',
      url: '/samples/broken',
      permission: 'public',
      operationId: 'breakSample',
      summary: 'Breaks',
      tags: ['operations'],
      answers: { 200: Found },
      handle: () => Promise.reject(new Error('select * from customers where phone = +919845012345 failed in /srv/x.ts')),
    }),
    route({
      method: 'GET',
      url: '/samples/margin',
      permission: 'kpi.margin',
      operationId: 'readMargin',
      summary: 'Reads what few may see',
      tags: ['operations'],
      answers: { 200: Found },
      handle: () => ok({ id, limit: 0 }),
    }),
  ];
