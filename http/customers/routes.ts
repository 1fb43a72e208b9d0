import { ok } from '../answers.ts';
import { masked } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { HistoryPage, HistoryQuery, VehicleHits, VehicleSearch } from './schemas.ts';

/** Finding a vehicle, and what was done to it. */
export const customersRoutes: RoutesOf = ({ searchVehicles, readHistory }) => [
  route({
    method: 'GET',
    url: '/search/vehicles',
    permission: 'customer.search',
    operationId: 'searchVehicles',
    summary: 'Finds vehicles by registration, VIN or phone',
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
      return ok({ data: data.map((entry) => masked(actor, 'vehicle.history', { serviceCenterId: entry.serviceCenterId }, entry)), page });
    },
  }),
];
