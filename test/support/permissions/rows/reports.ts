import { type Expected, M, type RowsOf, S } from '../row.ts';

const sectionOfParts: Expected = [M, M, S, S, M, M, M, M, M];

export const reportRows: RowsOf = () => ({
  'GET /reports/inventory/levels': { expected: sectionOfParts },
  'GET /reports/inventory/valuation': { expected: sectionOfParts },
  'GET /reports/inventory/usage': { expected: sectionOfParts },
  'GET /reports/inventory/ageing': { expected: sectionOfParts },
  'GET /reports/inventory/reorder': { expected: sectionOfParts },
});
