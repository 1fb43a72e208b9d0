import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../adapters/security/system.ts';
import { startDms } from '../support/api-process.ts';
import { clientAt, freshKey } from '../support/client.ts';
import type { LoggedInBody } from '../support/bodies.ts';
import { until } from '../support/until.ts';
import { freshBranches, PASSWORD } from '../support/world.ts';

describe('the log of the API', () => {
  it('has a line for each request under its id, and no password, token, phone, address or plate', async (t) => {
    const world = await freshBranches(t, { clock: systemClock });
    const api = await startDms(t, world, ['api'], { LOG_LEVEL: 'info' });
    const { url } = await api.ready();
    const login = await clientAt(url).post<LoggedInBody>('/auth/login', { username: 'advisor.blr01@dms.example', password: PASSWORD });
    const wrong = await clientAt(url).post('/auth/login', { username: 'asha.rao@customers.example', password: 'Guess-4711' });
    const advisor = clientAt(url, login.body.accessToken);
    const found = await advisor.get('/search/vehicles?phone=9845012345');
    const plate = await advisor.get('/search/vehicles?registration=KA01AB1234', { 'x-request-id': 'counter-2-0815' });
    const { id } = await world.make.invoice();
    const key = freshKey();
    const body = { invoiceId: id, amount: '1.00', method: 'UPI', notes: 'call 9845012345', reference: 'UPI-SECRET' };
    const paid = await advisor.post('/payments', body, { key });
    const broken = await advisor.post('/payments', '{"notes":"9845012345"', { key });
    assert.deepEqual([login.status, wrong.status, found.status, plate.status, paid.status, broken.status], [200, 401, 200, 200, 201, 400]);
    await until(() => api.logs().includes(broken.headers.get('x-request-id')!));

    const lines = api
      .logs()
      .split('\n')
      .filter((line) => line.startsWith('{"level"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const answer of [login, wrong, found, plate, paid, broken]) {
      const [line, ...more] = lines.filter(({ requestId }) => requestId === answer.headers.get('x-request-id'));
      assert.equal(more.length, 0, 'one line a request');
      assert.equal(line?.status, answer.status);
      assert.equal(typeof line?.ms, 'number');
    }
    const said = lines.find(({ requestId }) => requestId === 'counter-2-0815')!;
    assert.deepEqual([said.method, said.route, said.user], ['GET', '/search/vehicles', world.people.advisor.id]);
    const secrets = [
      PASSWORD,
      'Guess-4711',
      login.body.accessToken,
      login.body.refreshToken,
      '9845012345',
      'asha.rao',
      'KA01AB1234',
      'UPI-SECRET',
      key,
    ];
    for (const secret of secrets) assert.ok(!api.logs().includes(secret), `${secret} is in the log`);
  });
});
