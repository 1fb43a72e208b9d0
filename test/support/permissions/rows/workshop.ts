import assert from 'node:assert/strict';
import { cardFor, estimateOf } from '../../visit.ts';
import { idOf } from '../records.ts';
import { A, D, M, U, type RowsOf } from '../row.ts';

/** Visits from opening to closing, beside what is done on the floor and with parts. */
export const workshopRows: RowsOf = (world, { assigned, made, storePaper }) => {
  /** Billed and paid, so that nothing but the handing over is left. */
  const paid = async (): Promise<string> => {
    const { id: invoiceId, totalAmount, sourceId } = await world.make.invoice();
    await made('advisor', '/payments', { invoiceId, amount: String(totalAmount), method: 'UPI' });
    return `/job-cards/${sourceId}`;
  };
  const handedOver = async (): Promise<string> => {
    const path = await paid();
    assert.equal((await world.as('advisor').post(`${path}/deliver`, { odometerOut: 20_200 })).status, 200);
    return path;
  };
  /** With an estimate that the customer is asked about. */
  const proposed = async (): Promise<string> => {
    const path = `/job-cards/${(await world.make.openCard()).id}`;
    assert.equal((await world.as('manager').patch(`${path}/status`, { to: 'awaiting_approval' })).status, 200);
    return path;
  };
  return {
    'POST /job-cards': {
      subject: async () => ({ body: cardFor(world, await world.make.vehicle()) }),
      expected: [M, M, A, M, M, D, D, D, U],
    },
    'GET /job-cards/:id': {
      subject: async () => ({ path: `/job-cards/${(await assigned()).id}` }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'GET /job-cards/:id/transitions': {
      subject: async () => ({ path: `/job-cards/${(await assigned()).id}/transitions` }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'PATCH /job-cards/:id/status': {
      subject: async () => ({ path: `/job-cards/${(await world.make.openCard()).id}/status`, body: { to: 'inspecting' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/customer-approval': {
      subject: async () => ({ path: `${await proposed()}/customer-approval`, body: { decision: 'ACCEPTED', channel: 'PHONE' } }),
      expected: [M, M, M, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/estimates': {
      subject: async () => ({
        path: `/job-cards/${(await assigned()).id}/estimates`,
        body: { lines: [estimateOf(world).lines[0]] },
      }),
      expected: [M, M, D, M, M, D, A, U, U],
    },
    'GET /job-cards/:id/estimates': {
      subject: async () => ({ path: `/job-cards/${(await assigned()).id}/estimates` }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/estimates/send': {
      subject: async () => ({ path: `${await proposed()}/estimates/send` }),
      expected: [M, M, M, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/additional-services': {
      subject: async () => ({
        path: `/job-cards/${(await assigned()).id}/additional-services`,
        body: { lines: [estimateOf(world).lines[0]] },
      }),
      expected: [M, M, D, M, M, D, A, U, U],
    },
    'POST /job-cards/:id/inspection': {
      subject: async () => ({
        path: `/job-cards/${(await assigned()).id}/inspection`,
        body: { items: [{ key: 'horn', result: 'PASS' }] },
      }),
      expected: [M, M, D, M, M, D, M, U, U],
    },
    'GET /job-cards/:id/inspection': {
      subject: async () => ({ path: `/job-cards/${(await assigned()).id}/inspection` }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/deliver': {
      subject: async () => ({ path: `${await paid()}/deliver`, body: { odometerOut: 20_200 } }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /job-cards': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /job-cards/stream': { expected: [M, M, M, M, M, M, M, M, M] },
    'PATCH /job-cards/:id': {
      subject: async () => ({ path: `/job-cards/${(await assigned()).id}`, body: { priority: 'HIGH' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/cancel': {
      subject: async () => ({ path: `/job-cards/${(await assigned()).id}/cancel`, body: { reason: 'too dear' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/reopen': {
      subject: async () => {
        const path = await handedOver();
        assert.equal((await world.as('manager').patch(`${path}/status`, { to: 'closed' })).status, 200);
        return { path: `${path}/reopen`, body: { reason: 'it squeaks' } };
      },
      expected: [M, M, D, A, M, D, D, D, U],
    },
    'GET /job-cards/:id/gate-pass': {
      subject: async () => {
        const path = await handedOver();
        const [pass] = await world.rows<{ id: string }>(`select id from gate_passes where job_card_id = '${idOf(path)}'`);
        await storePaper('GATE_PASS', pass!.id);
        return { path: `${path}/gate-pass` };
      },
      expected: [M, M, D, M, M, M, D, D, U],
    },
  };
};
