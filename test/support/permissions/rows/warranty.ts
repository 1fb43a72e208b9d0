import assert from 'node:assert/strict';
import type { ListOf } from '../../bodies.ts';
import { walkTo } from '../../visit.ts';
import { A, D, M, U, type RowsOf } from '../row.ts';

export const warrantyRows: RowsOf = (world, { assigned, free, made }) => {
  /** The filter of a job that was billed, under warranty: another one each time, for a unit has one claim at a time. */
  const claimBody = async (): Promise<object> => {
    const { filter } = world.basics.parts;
    await free();
    await world.as('superAdmin').post('/warranty-terms', { partId: filter.id, months: 12, kilometres: 10_000 });
    const { vehicle } = await walkTo(world, 'issue');
    const { body } = await world.as('advisor').get<ListOf<{ id: string }>>(`/vehicles/${vehicle.id}/warranties`);
    const lines = [{ kind: 'PART', description: 'Oil filter', amount: '100.00' }];
    return { warrantyId: body.data[0]!.id, serviceCenterId: world.basics.branches.blr01.id, complaint: 'it leaks', lines };
  };
  const steps = {
    submit: { who: 'advisor', verb: 'submit', body: {} },
    approve: { who: 'superAdmin', verb: 'decide', body: { decision: 'APPROVED' } },
    reject: { who: 'superAdmin', verb: 'decide', body: { decision: 'REJECTED', reason: 'it was dropped' } },
  } as const;
  const claimed = async (...walked: readonly (keyof typeof steps)[]): Promise<string> => {
    const path = await made('advisor', '/warranty-claims', await claimBody());
    for (const step of walked) {
      const { who, verb, body } = steps[step];
      assert.equal((await world.as(who).post(`${path}/${verb}`, body)).status, 200);
    }
    return path;
  };
  return {
    'GET /vehicles/:id/warranties': {
      subject: async () => ({ path: `/vehicles/${(await assigned()).vehicleId}/warranties` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'POST /warranty-terms': {
      subject: async () => ({
        body: { partId: (await world.make.partInStock('1')).id, months: 6 },
      }),
      expected: [M, M, D, D, A, A, D, D, A],
    },
    'GET /warranty-terms': { expected: [M, M, M, M, M, M, M, M, M] },
    'POST /warranty-claims': {
      subject: async () => ({ body: await claimBody() }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /warranty-claims': { expected: [M, M, D, M, M, M, D, D, M] },
    'GET /warranty-claims/:id': {
      subject: async () => ({ path: await claimed() }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /warranty-claims/:id/submit': {
      subject: async () => ({ path: `${await claimed()}/submit`, body: {} }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /warranty-claims/:id/decide': {
      subject: async () => ({ path: `${await claimed('submit')}/decide`, body: { decision: 'APPROVED' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /warranty-claims/:id/appeal': {
      subject: async () => ({ path: `${await claimed('submit', 'reject')}/appeal`, body: { reason: 'it was not' } }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /warranty-claims/:id/settle': {
      subject: async () => ({ path: `${await claimed('submit', 'approve')}/settle`, body: { paid: '100.00' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
  };
};
