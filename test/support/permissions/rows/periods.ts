import assert from 'node:assert/strict';
import { A, D, M, type RowsOf } from '../row.ts';

export const periodRows: RowsOf = (world) => {
  let months = 0;
  /** Long over, so that nothing else is of it. */
  const someMonth = (): string => `/periods/${2001 + (months += 1)}-01`;
  return {
    'GET /periods': { expected: [M, M, D, D, D, D, D, D, D] },
    'POST /periods/:month/lock': {
      subject: async () => ({ path: `${someMonth()}/lock`, body: {} }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'POST /periods/:month/unlock': {
      subject: async () => {
        const path = someMonth();
        assert.equal((await world.as('superAdmin').post(`${path}/lock`, {})).status, 200);
        return { path: `${path}/unlock`, body: { reason: 'a late bill' } };
      },
      expected: [M, A, D, D, D, D, D, D, D],
    },
  };
};
