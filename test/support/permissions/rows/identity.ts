import assert from 'node:assert/strict';
import { idOf } from '../records.ts';
import { D, M, U, type RowsOf } from '../row.ts';

export const identityRows: RowsOf = (world, { made, newcomer }) => {
  const aboutColleague = async (verb = ''): Promise<string> => `${await made('admin', '/users', newcomer())}${verb}`;
  const sessionOfColleague = async (): Promise<string> => {
    const someone = { ...newcomer(), password: 'seventeen mangoes on a tin roof' };
    const userId = idOf(await made('admin', '/users', someone));
    assert.equal((await world.anybody.post('/auth/login', { username: someone.email, password: someone.password })).status, 200);
    const [session] = await world.rows<{ id: string }>(`select id from sessions where user_id = '${userId}' and id <> user_id`);
    return session!.id;
  };
  return {
    'POST /users': { subject: async () => ({ body: newcomer() }), expected: [M, M, D, D, M, D, D, D, U] },
    'POST /users/invitations': {
      subject: async () => ({ body: newcomer() }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'GET /users/:id': { subject: async () => ({ path: await aboutColleague() }), expected: [M, M, M, M, M, M, U, U, U] },
    'PATCH /users/:id': {
      subject: async () => ({ path: await aboutColleague(), body: { firstName: 'Nitesh' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'PUT /users/:id/service-centers': {
      subject: async () => ({
        path: await aboutColleague('/service-centers'),
        body: { serviceCenterIds: [world.basics.branches.blr01.id] },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /users/:id/suspend': {
      subject: async () => ({ path: await aboutColleague('/suspend'), body: { reason: 'stock is missing' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /users/:id/activate': {
      subject: async () => ({ path: await aboutColleague('/activate') }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /users/:id/deactivate': {
      subject: async () => ({ path: await aboutColleague('/deactivate') }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /users/:id/unlock': {
      subject: async () => ({ path: await aboutColleague('/unlock') }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'DELETE /auth/sessions/:id': {
      subject: async () => ({ path: `/auth/sessions/${await sessionOfColleague()}` }),
      expected: [M, M, D, D, M, D, U, U, U],
    },
    'GET /users': { expected: [M, M, M, M, M, M, M, M, M] },
  };
};
