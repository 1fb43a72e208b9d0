import { A, D, M, N, U, type RowsOf } from '../row.ts';

export const customerRows: RowsOf = (world, { assigned, newCustomer, somePerson }) => {
  const contact = { name: 'Ravi', phone: '9845000001' };
  return {
    'POST /customers': {
      subject: async () => ({
        body: { ...somePerson(), serviceCenterId: world.basics.branches.blr01.id },
      }),
      expected: [M, M, M, M, M, M, N, N, U],
    },
    'GET /customers': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /customers/:id': {
      subject: async () => ({ path: `/customers/${(await assigned()).customerId}` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'PATCH /customers/:id': {
      subject: async () => ({ path: `/customers/${(await assigned()).customerId}`, body: { city: 'Hassan' } }),
      expected: [M, M, M, M, M, M, D, D, U],
    },
    'POST /customers/:id/merge': {
      subject: async () => ({ path: `/customers/${await newCustomer()}/merge`, body: { mergeId: await newCustomer() } }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
    'POST /customers/:id/erase': {
      subject: async () => ({ path: `/customers/${await newCustomer()}/erase` }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
    'POST /customers/:id/contacts': {
      subject: async () => ({
        path: `/customers/${await newCustomer('BUSINESS')}/contacts`,
        body: contact,
      }),
      expected: [M, M, M, M, M, M, D, D, U],
    },
    'GET /customers/:id/contacts': {
      subject: async () => ({ path: `/customers/${(await assigned()).customerId}/contacts` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'PATCH /customers/:id/contacts/:contactId': {
      subject: async () => {
        const path = `/customers/${await newCustomer('BUSINESS')}/contacts`;
        const { body } = await world.as('manager').post<{ id: string }>(path, contact);
        return { path: `${path}/${body.id}`, body: { role: 'Driver' } };
      },
      expected: [M, M, M, M, M, M, D, D, U],
    },
  };
};
