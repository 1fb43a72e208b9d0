import assert from 'node:assert/strict';
import { freshKey } from '../../client.ts';
import { A, D, M, U, type RowsOf } from '../row.ts';

/** Adjustments and counts of stock. */
export const correctionRows: RowsOf = (world, { made, next, oil }) => {
  const blr01 = world.basics.branches.blr01.id;
  const adjustment = (delta: string) => ({
    serviceCenterId: blr01,
    partId: world.basics.parts.filter.id,
    delta,
    reason: `counted again ${next()}`,
  });
  /** More than staff may do themselves: it waits under the id of its approval. */
  const adjusted = async (): Promise<string> => {
    const { status, text, body } = await world
      .as('staff')
      .post<{ approvalId: string }>('/inventory/adjust', adjustment('-6'), { key: freshKey() });
    assert.equal(status, 202, text);
    return `/inventory/adjustments/${body.approvalId}`;
  };
  const counted = async (): Promise<string> => {
    const path = await made('manager', '/inventory/counts', { serviceCenterId: blr01 });
    const { pads } = world.basics.parts;
    const found = await world.rows<{ on_hand: string }>(`select on_hand from inventory where part_id = '${pads.id}'`);
    const { status, text } = await world.as('manager').post(`${path}/lines`, { items: [{ partId: pads.id, quantity: found[0]!.on_hand }] });
    assert.equal(status, 200, text);
    return path;
  };
  return {
    'POST /inventory/adjust': {
      subject: async () => ({ body: adjustment('-1') }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /inventory/adjustments': { expected: [M, M, D, D, M, M, D, D, M] },
    'GET /inventory/adjustments/:id': {
      subject: async () => ({ path: await made('admin', '/inventory/adjust', adjustment('-1')) }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/adjustments/:id/approve': {
      subject: async () => ({ path: `${await adjusted()}/approve` }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /inventory/adjustments/:id/reject': {
      subject: async () => ({ path: `${await adjusted()}/reject`, body: { rejectionReason: 'look again' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /inventory/counts': {
      subject: async () => ({ body: { serviceCenterId: blr01 } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /inventory/counts': { expected: [M, M, D, D, M, M, D, D, M] },
    'GET /inventory/counts/:id': {
      subject: async () => ({ path: await counted() }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/counts/:id/lines': {
      subject: async () => ({ path: `${await counted()}/lines`, body: { items: oil('1') } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/counts/:id/post': {
      subject: async () => ({ path: `${await counted()}/post` }),
      expected: [M, M, D, D, M, A, D, D, U],
    },
  };
};
