import { lostDemandSources } from '@dms/domain/inventory/lost-demand';
import { Type } from '@sinclair/typebox';
import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { Enumeration, InstantText, Nullable, Page, pageQuery, QuantityText, Uuid } from '../schemas.ts';

const Source = Enumeration(lostDemandSources, { examples: ['JobCard'] });

const LostDemandQuery = pageQuery(['-askedAt'], {
  serviceCenterId: Type.Optional(Uuid),
  partId: Type.Optional(Uuid),
  sourceType: Type.Optional(Source),
  from: Type.Optional(InstantText),
  to: Type.Optional(InstantText),
});

const LostDemandPage = Page(
  Type.Object(
    {
      id: Uuid,
      serviceCenterId: Uuid,
      partId: Uuid,
      sku: Type.String({ examples: ['OIL-5W30'] }),
      requested: QuantityText,
      available: QuantityText,
      met: Type.String({ ...QuantityText, description: 'What was there at once; of what was refused as a whole, nothing.' }),
      sourceType: Source,
      sourceId: Uuid,
      askedAt: InstantText,
      askedBy: Nullable(Uuid),
    },
    { $id: 'LostDemand' },
  ),
);

/** What was asked for and not there. */
export const lostDemandRoutes: RoutesOf = ({ listLostDemand }) => [
  route({
    method: 'GET',
    url: '/inventory/lost-demand',
    permission: 'stock.read',
    operationId: 'listLostDemand',
    summary: 'Demand that stock could not meet, newest first',
    tags: ['inventory'],
    query: LostDemandQuery,
    answers: { 200: LostDemandPage },
    handle: async ({ query: { limit, cursor, sort, count, from, to, ...filter }, actor }) => {
      const span = { from: from === undefined ? undefined : new Date(from), to: to === undefined ? undefined : new Date(to) };
      return ok(await listLostDemand({ ...filter, ...span }, { limit, cursor, sort, count }, actor));
    },
  }),
];
