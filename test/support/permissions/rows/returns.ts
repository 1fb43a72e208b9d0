import assert from 'node:assert/strict';
import { once } from '../records.ts';
import { D, M, U, type RowsOf } from '../row.ts';

/** Returns, and what the portals register. */
export const returnsRows: RowsOf = (world, { made }) => {
  /** A bill whose buyer has a GSTIN, as if they had given it before the issue. */
  const registered = once(async () => {
    const { id } = await world.make.invoice(world.make.mainLines);
    const buyer = {
      ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
      ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
    };
    await world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer })}' where id = '${id}'`,
    );
    return id;
  });
  /** The path of an issued credit note to them. */
  const creditedToFleet = once(async () => {
    const invoiceId = await registered();
    const { lines } = (await world.as('admin').get<{ lines: { id: string }[] }>(`/invoices/${invoiceId}`)).body;
    const body = { invoiceId, reason: 'Too much', lines: [{ lineId: lines[0]!.id, quantity: '0.010' }] };
    const path = await made('admin', '/credit-notes', body);
    assert.equal((await world.as('admin').post(`${path}/issue`)).status, 200);
    return path;
  });
  return {
    ...Object.fromEntries(
      ['gstr1', 'hsn-summary', 'documents-issued'].map((name) => [
        `GET /gst/${name}`,
        {
          subject: async () => ({ path: `/gst/${name}?period=2026-11&gstin=${world.basics.branches.blr01.gstNumber}` }),
          expected: [M, M, D, D, D, D, D, D, D] as const,
        },
      ]),
    ),
    'GET /invoices/:id/e-way-bill': {
      subject: async () => ({ path: `/invoices/${await registered()}/e-way-bill` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /invoices/:id/e-invoice': {
      subject: async () => ({ path: `/invoices/${await registered()}/e-invoice` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /credit-notes/:id/e-invoice': {
      subject: async () => ({ path: `${await creditedToFleet()}/e-invoice` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /credit-notes/:id/e-invoice': {
      subject: async () => ({ path: `${await creditedToFleet()}/e-invoice` }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /invoices/:id/e-invoice': {
      subject: async () => ({ path: `/invoices/${await registered()}/e-invoice` }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
  };
};
