import { drawHistory } from '../../history-papers.ts';
import { A, D, F, M, N, U, type RowsOf } from '../row.ts';

/** Vehicles, their history and their search. */
export const vehicleRows: RowsOf = (world, { assigned, made, newCustomer, next, somePerson }) => {
  const someCar = () => ({
    ...{ make: 'Tata', model: 'Nexon', registration: `KA04MX${String(next()).padStart(4, '0')}` },
    newCustomer: somePerson(),
  });
  return {
    'POST /vehicles': {
      subject: async () => ({ body: { ...someCar(), serviceCenterId: world.basics.branches.blr01.id } }),
      expected: [M, M, M, M, M, M, N, N, U],
    },
    'GET /vehicles': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /vehicles/:id': {
      subject: async () => ({ path: `/vehicles/${(await assigned()).vehicleId}` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'PATCH /vehicles/:id': {
      subject: async () => ({ path: `/vehicles/${(await assigned()).vehicleId}`, body: { color: 'red' } }),
      expected: [M, M, M, M, M, M, F, U, U],
    },
    'GET /vehicles/:id/odometer': {
      subject: async () => ({ path: `/vehicles/${(await assigned()).vehicleId}/odometer` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'POST /vehicles/:id/odometer': {
      subject: async () => ({ path: `/vehicles/${(await assigned()).vehicleId}/odometer`, body: { odometer: 900_000 } }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'POST /vehicles/:id/transfer': {
      subject: async () => ({
        path: `${await made('manager', '/vehicles', someCar())}/transfer`,
        body: { customerId: await newCustomer() },
      }),
      expected: [M, M, A, M, M, D, D, D, U],
    },
    'GET /vehicles/:id/history': {
      subject: async () => ({ path: `/vehicles/${(await assigned()).vehicleId}/history` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'GET /vehicles/:id/history.pdf': {
      subject: async () => {
        const { vehicleId } = await assigned();
        await drawHistory(world, vehicleId, world.basics.actors.manager, world.basics.actors.elsewhere);
        return { path: `/vehicles/${vehicleId}/history.pdf` };
      },
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'GET /search/vehicles': {
      subject: async () => ({ path: '/search/vehicles?registration=KA01AB1234' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /search/recent': { expected: [M, M, M, M, M, M, M, M, M] },
  };
};
