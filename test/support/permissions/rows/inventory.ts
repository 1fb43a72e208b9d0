import { A, D, M, U, type RowsOf } from '../row.ts';

/** Parts, what there is of them, and deliveries. */
export const inventoryRows: RowsOf = (world, { made, next, oil }) => {
  const litre = () => oil('1');
  const newPart = () => ({ sku: `PERM-${next()}`, name: 'Oil filter', hsn: '84212300', unit: 'PCS', unitPrice: '420.00' });
  const delivery = () => ({
    serviceCenterId: world.basics.branches.blr01.id,
    supplier: 'Sahyadri Spares',
    reference: 'INV/1',
    items: [{ ...litre()[0], unitCost: '480.00' }],
  });
  const balance = async (): Promise<string> => {
    const { pads } = world.basics.parts;
    const [row] = await world.rows<{ id: string }>(
      `select id from inventory where part_id = '${pads.id}' and service_center_id = '${world.basics.branches.blr01.id}'`,
    );
    return `/inventory/${row!.id}`;
  };
  return {
    'GET /parts': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /inventory/lost-demand': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /parts/:id': {
      subject: async () => ({ path: `/parts/${world.basics.parts.oil.id}` }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'POST /parts': {
      subject: async () => ({ body: newPart() }),
      expected: [M, M, D, D, A, A, D, D, A],
    },
    'PATCH /parts/:id': {
      subject: async () => ({ path: `/parts/${world.basics.parts.oil.id}`, body: { category: `Oils ${next()}` } }),
      expected: [M, M, D, D, A, A, D, D, A],
    },
    'GET /inventory/:id': {
      // An engineer sees the stock of their own branches, everybody else that of all.
      subject: async () => ({ path: await balance() }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'PATCH /inventory/:id': {
      subject: async () => ({ path: await balance(), body: { minLevel: String(next()) } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'PUT /inventory/levels': {
      subject: async () => ({
        body: { serviceCenterId: world.basics.branches.blr01.id, partId: world.basics.parts.oil.id, minLevel: String(next()) },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /inventory/receipts': {
      subject: async () => ({ body: delivery() }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /inventory/receipts': { expected: [M, M, D, D, M, M, D, D, M] },
    'GET /inventory/receipts/:id': {
      subject: async () => ({ path: await made('staff', '/inventory/receipts', delivery()) }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /inventory': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /inventory/movements': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /inventory/as-of': {
      subject: async () => ({ path: `/inventory/as-of?at=${world.clock.now().toISOString()}` }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
  };
};
