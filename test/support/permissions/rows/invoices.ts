import { once } from '../records.ts';
import { A, D, M, U, type RowsOf } from '../row.ts';

export const invoiceRows: RowsOf = (world, { storePaper }) => {
  const printed = once(async () => {
    const { id } = await world.make.invoice();
    await storePaper('INVOICE', id);
    return id;
  });
  return {
    'POST /invoices': {
      // Staff bill counter sales, engineers visits: neither a job.
      subject: async () => ({
        body: { sourceType: 'job', sourceId: (await world.make.readyCard()).id },
      }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
    'GET /invoices/:id': {
      subject: async () => ({ path: `/invoices/${(await world.make.invoice()).id}` }),
      expected: [M, M, M, M, M, M, U, U, U],
    },
    'POST /invoices/:id/issue': {
      subject: async () => ({ path: `/invoices/${(await world.make.draft()).id}/issue` }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
    'POST /invoices/:id/cancel': {
      subject: async () => ({
        path: `/invoices/${(await world.make.invoice()).id}/cancel`,
        body: { reason: 'wrong customer' },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /invoices/:id/discard': {
      subject: async () => ({ path: `/invoices/${(await world.make.draft()).id}/discard`, body: {} }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
    'POST /invoices/:id/write-off': {
      subject: async () => ({ path: `/invoices/${(await world.make.invoice()).id}/write-off`, body: { reason: 'not worth it' } }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
    'POST /invoices/:id/send': {
      subject: async () => ({
        path: `/invoices/${(await world.make.invoice()).id}/send`,
        body: { to: 'asha@customers.example' },
      }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
    'PATCH /invoices/:id/due-date': {
      subject: async () => ({
        path: `/invoices/${(await world.make.invoice()).id}/due-date`,
        body: { dueDate: '2027-01-31' },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'PATCH /invoices/:id/place-of-supply': {
      subject: async () => ({
        path: `/invoices/${(await world.make.draft()).id}/place-of-supply`,
        body: { placeOfSupply: '27', reason: 'delivered to the site' },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'GET /invoices/:id/pdf': {
      subject: async () => ({ path: `/invoices/${await printed()}/pdf` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /invoices': { expected: [M, M, M, M, M, M, M, M, M] },
  };
};
