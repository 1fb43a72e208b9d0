import assert from 'node:assert/strict';
import { addDays } from '@dms/domain/shared/calendar';
import { idOf, once } from '../records.ts';
import { D, M, U, type RowsOf } from '../row.ts';

export const approvalRows: RowsOf = (world, { made, newcomer, next }) => {
  /** A change of the branch that its manager may only ask for. */
  const askedFor = async (): Promise<string> => {
    const path = `/service-centers/${world.basics.branches.blr01.id}`;
    const { status, text, headers } = await world.as('manager').patch(path, { upiId: `asked${next()}@oksbi` });
    assert.equal(status, 202, text);
    return headers.get('location')!;
  };
  const standIn = once(async () => idOf(await made('admin', '/users', { ...newcomer(), role: 'SC_MANAGER' })));
  let days = 0;
  /** To a third who may decide, and for a day of its own. */
  const delegation = async () => {
    const day = addDays('2026-11-22', (days += 1));
    return { toUserId: await standIn(), validFrom: day, validUntil: day };
  };
  const delegated = async (): Promise<string> => made('manager', '/approvals/delegations', await delegation());
  return {
    'GET /approvals': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /approvals/:id': {
      subject: async () => ({ path: await askedFor() }),
      expected: [M, M, U, U, M, U, U, U, U],
    },
    'POST /approvals/:id/approve': {
      subject: async () => ({ path: `${await askedFor()}/approve` }),
      expected: [M, M, D, D, D, D, D, D, U],
    },
    'POST /approvals/:id/reject': {
      subject: async () => ({ path: `${await askedFor()}/reject`, body: { rejectionReason: 'not now' } }),
      expected: [M, M, D, D, D, D, D, D, U],
    },
    'POST /approvals/:id/cancel': {
      subject: async () => ({ path: `${await askedFor()}/cancel` }),
      expected: [D, D, U, U, M, U, U, U, U],
    },
    'POST /approvals/delegations': {
      subject: async () => ({ body: await delegation() }),
      expected: [M, M, D, D, M, D, D, D, M],
    },
    'GET /approvals/delegations': { expected: [M, M, D, D, M, D, D, D, M] },
    'GET /delegations/:id': {
      subject: async () => ({ path: await delegated() }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /delegations/:id/end': {
      subject: async () => ({ path: `${await delegated()}/end` }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
  };
};
