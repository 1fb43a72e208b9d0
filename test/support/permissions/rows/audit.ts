import { D, M, type RowsOf } from '../row.ts';

export const auditRows: RowsOf = () => ({
  'GET /audit-logs': { expected: [M, M, D, D, M, D, D, D, M] },
});
