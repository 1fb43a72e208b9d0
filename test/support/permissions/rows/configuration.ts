import { A, D, M, type RowsOf } from '../row.ts';

export const configurationRows: RowsOf = () => ({
  'GET /system-config': { expected: [M, M, D, D, D, D, D, D, D] },
  'GET /system-config/:key': {
    subject: async () => ({ path: '/system-config/workshop.capacity' }),
    expected: [M, M, D, D, D, D, D, D, D],
  },
  'PUT /system-config/:key': {
    subject: async () => ({ path: '/system-config/workshop.capacity', body: { value: 'WARN' } }),
    expected: [M, A, D, D, D, D, D, D, D],
  },
});
