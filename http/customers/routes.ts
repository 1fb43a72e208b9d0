import type { HistoryEntry } from '@dms/domain/customers/reads';
import type { Actor } from '@dms/domain/shared/actor';
import { ok } from '../answers.ts';
import { masked } from '../masking.ts';
import { paperAnswers, printedPaper } from '../papers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { HistoryPage, HistoryQuery, PrintedHistoryQuery, RecentSearches, VehicleHits, VehicleSearch } from './schemas.ts';

const shownTo =
  (actor: Actor) =>
  <Entry extends HistoryEntry>(entry: Entry): Entry =>
    masked(actor, 'vehicle.history', { serviceCenterId: entry.serviceCenterId }, entry);

/** Finding a vehicle, and what was done to it. */
export const customersRoutes: RoutesOf = ({ searchVehicles, listRecentSearches, readHistory, printHistory }) => [
  route({
    method: 'GET',
    url: '/search/vehicles',
    permission: 'customer.search',
    operationId: 'searchVehicles',
    summary: 'Finds vehicles by registration, VIN, phone or name',
    description:
      'Outside the branches of the caller phones are masked, and are found whole only: neither by a part nor by what resembles them.',
    tags: ['customers'],
    query: VehicleSearch,
    answers: { 200: VehicleHits },
    rateLimit: 'search',
    handle: async ({ query: { limit, ...term }, actor }) => {
      const hits = await searchVehicles(term, limit, actor);
      return ok({ data: hits.map(({ serviceCenterIds, ...hit }) => masked(actor, 'customer.search', { serviceCenterIds }, hit)) });
    },
  }),
  route({
    method: 'GET',
    url: '/search/recent',
    permission: 'customer.search',
    operationId: 'listRecentSearches',
    summary: 'What the caller searched for last',
    description: 'At most ten, the newest first. They are kept where they may be lost.',
    tags: ['customers'],
    answers: { 200: RecentSearches },
    rateLimit: 'search',
    handle: async ({ actor }) =>
      ok({ data: (await listRecentSearches({}, actor)).map(({ at, ...asked }) => ({ ...asked, at: at.toISOString() })) }),
  }),
  route({
    method: 'GET',
    url: '/vehicles/:id/history',
    permission: 'vehicle.history',
    operationId: 'readVehicleHistory',
    summary: 'What was done to a vehicle, newest first',
    tags: ['customers'],
    params: ById,
    query: HistoryQuery,
    answers: { 200: HistoryPage },
    handle: async ({ params, query, actor }) => {
      const { data, page } = await readHistory(params.id, query, actor);
      return ok({ data: data.map(shownTo(actor)), page });
    },
  }),
  route({
    method: 'GET',
    url: '/vehicles/:id/history.pdf',
    permission: 'vehicle.history',
    operationId: 'printVehicleHistory',
    summary: 'The history of a vehicle as PDF, with what the caller may see of it',
    description: 'The latest thousand entries. It names no owner, and says of the time before the present one what was done alone.',
    tags: ['customers'],
    params: ById,
    query: PrintedHistoryQuery,
    answers: paperAnswers,
    rateLimit: 'export',
    handle: async ({ params, query, actor }) =>
      printedPaper(await printHistory({ vehicleId: params.id, language: query.language, shown: shownTo(actor) }, actor)),
  }),
];
