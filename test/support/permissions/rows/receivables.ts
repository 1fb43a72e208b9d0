import { D, M, U, type RowsOf } from '../row.ts';

export const receivableRows: RowsOf = (world) => ({
  'GET /customers/:id/statement': {
    subject: async () => ({ path: `/customers/${world.basics.car.customerId}/statement` }),
    expected: [M, M, D, M, M, M, D, D, U],
  },
  'GET /reports/receivables/ageing': { expected: [M, M, D, M, M, M, D, D, M] },
});
