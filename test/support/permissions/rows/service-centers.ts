import { pngLogo } from '../../logos.ts';
import { D, M, U, type RowsOf } from '../row.ts';

export const serviceCenterRows: RowsOf = (world, { next }) => {
  const newBranch = () => ({
    code: `NEW${next()}`,
    name: 'A new branch',
    legalName: 'Sahyadri Motors Private Limited',
    address: '12, Ring Road',
    city: 'Mysuru',
    pincode: '570016',
    gstNumber: '29AABCS1429B1ZQ',
    invoicePrefix: 'NEW',
  });
  return {
    'POST /service-centers': {
      subject: async () => ({ body: newBranch() }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /service-centers': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /service-centers/:id': {
      subject: async () => ({ path: `/service-centers/${world.basics.branches.blr01.id}` }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'PATCH /service-centers/:id': {
      subject: async () => ({
        path: `/service-centers/${world.basics.branches.blr01.id}`,
        body: { hours: { monday: [{ from: '09:00', to: '18:00' }] } },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'PUT /service-centers/:id/logo': {
      subject: async () => ({
        ...{ path: `/service-centers/${world.basics.branches.blr01.id}/logo` },
        ...{ body: pngLogo(1, 1), headers: { 'content-type': 'image/png' } },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
  };
};
