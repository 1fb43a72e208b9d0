import { addDays } from '@dms/domain/shared/calendar';
import { D, M, type RowsOf } from '../row.ts';

export const taxRows: RowsOf = (_world, { next }) => ({
  'POST /tax/quote': {
    subject: async () => ({
      body: {
        ...{ supplierState: '29', placeOfSupply: '29', priceIncludesTax: false },
        lines: [{ kind: 'PART', hsn: '8708', quantity: '1', unitPrice: '1.00' }],
      },
    }),
    expected: [M, M, M, M, M, M, M, M, M],
  },
  'GET /tax/rates': { expected: [M, M, M, M, M, M, M, M, M] },
  'POST /tax/rates': {
    subject: async () => ({
      body: { hsn: '8536', description: 'Fuses', taxRate: '18', validFrom: addDays('2099-01-01', next()) },
    }),
    expected: [M, M, D, D, D, D, D, D, D],
  },
});
