import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { errorCatalogue } from '@dms/domain/shared/errors';
import { keyed, admin, order, problemIn, sampleApp } from './app.ts';
import { as } from './fake-container.ts';
import { id } from './sample.ts';

const lines: string[] = [];
const app = await sampleApp({ lines });
after(() => app.close());

test('a refusal of the domain becomes a problem with its code, its sentence and what it adds', async () => {
  const answer = await app.inject({ method: 'POST', url: '/samples?', headers: keyed('refused'), payload: { ...order, note: 'refuse' } });
  assert.equal(answer.statusCode, 409);
  const { requestId, ...problem } = problemIn(answer);
  assert.equal(requestId, answer.headers['x-request-id']);
  assert.deepEqual(problem, {
    type: '/problems/stock.insufficient',
    title: errorCatalogue['stock.insufficient'].title,
    status: 409,
    detail: 'Not enough.',
    instance: '/samples',
    code: 'stock.insufficient',
    shortages: [{ partId: id, requested: '2', available: '1' }],
  });
});

test('what nobody foresaw says nothing of itself, and is logged without contact data under the request id', async () => {
  const answer = await app.inject({ method: 'GET', url: '/samples/broken' });
  assert.equal(answer.statusCode, 500);
  assert.equal(problemIn(answer).code, 'internal.unexpected');
  assert.doesNotMatch(answer.body, /select|customers|phone|srv|\.ts|stack/i);
  const logged = JSON.parse(lines.at(-1)!);
  assert.equal(logged.requestId, problemIn(answer).requestId);
  assert.match(logged.err.message, /phone = \[phone\] failed/);
});

test('an unknown path and an unknown method are problems of one kind', async () => {
  for (const [method, url] of [
    ['GET', '/nothing'],
    ['DELETE', '/health'],
    ['PUT', '/samples'],
    ['TRACE', '/health'],
    ['GET', '//'],
  ] as const) {
    const answer = await app.inject({ method: method as 'GET', url });
    assert.equal(answer.statusCode, 404, `${method} ${url}`);
    assert.equal(problemIn(answer).code, 'route.unknown', `${method} ${url}`);
  }
});

test('HEAD answers as GET without a body, and OPTIONS tells a browser what it may do', async () => {
  const head = await app.inject({ method: 'HEAD', url: `/samples/${id}`, headers: admin });
  assert.deepEqual([head.statusCode, head.headers.etag, head.body], [200, '"3"', '']);
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/samples',
    headers: {
      origin: 'https://desk.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'idempotency-key',
    },
  });
  assert.equal(preflight.statusCode, 204);
  assert.equal(preflight.headers['access-control-allow-origin'], 'https://desk.example');
  assert.equal((await app.inject({ method: 'OPTIONS', url: '/samples' })).statusCode, 204);
});

test('an origin that is not listed is not let in by a browser', async () => {
  const answer = await app.inject({ method: 'GET', url: '/health', headers: { origin: 'https://elsewhere.example' } });
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
});

test('without a login 401 tells how, a bad token is told as such, and a user who is gone has none', async () => {
  const ask = async (headers: Record<string, string>) => app.inject({ method: 'GET', url: `/samples/${id}`, headers });
  const none = await ask({});
  assert.deepEqual([none.statusCode, problemIn(none).code, none.headers['www-authenticate']], [401, 'auth.required', 'Bearer realm="dms"']);
  for (const headers of [
    as('forged'),
    as('gone'),
    { authorization: 'Basic YTpi' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer a b' },
  ]) {
    const answer = await ask(headers);
    assert.deepEqual([answer.statusCode, problemIn(answer).code], [401, 'auth.invalid_token'], headers.authorization);
    assert.equal(answer.headers['www-authenticate'], 'Bearer realm="dms", error="invalid_token"');
  }
});

test('ACC-08 a role without the action is refused with the explanation, before its request is read', async () => {
  const answer = await app.inject({ method: 'GET', url: '/samples/margin?nonsense=1', headers: as('SERVICE_ENGINEER') });
  assert.equal(answer.statusCode, 403);
  const { code, explanation } = problemIn(answer);
  assert.equal(code, 'access.denied');
  assert.deepEqual(explanation, {
    action: 'kpi.margin',
    rule: 'kpi.margin:SERVICE_ENGINEER=–',
    reason: 'Service engineers may not see margins.',
    roles: ['SUPER_ADMIN', 'ADMIN', 'SC_MANAGER'],
    requiresApproval: false,
  });
});

test('a well-formed request id is echoed, another is replaced', async () => {
  const echo = async (sent: string) =>
    (await app.inject({ method: 'GET', url: '/health', headers: { 'x-request-id': sent } })).headers['x-request-id'];
  assert.equal(await echo('counter-2.0815_a'), 'counter-2.0815_a');
  for (const bad of ['', 'a b', 'x'.repeat(65), '<script>']) assert.notEqual(await echo(bad), bad);
  const unreadable = await app.inject({ method: 'GET', url: '/samples/%ff', headers: { 'x-request-id': 'mine' } });
  assert.equal(unreadable.headers['x-request-id'], 'mine');
  assert.equal(problemIn(unreadable).requestId, 'mine');
});

test('a request is one line of the log, with user and branch, without query, token or contact', async () => {
  lines.length = 0;
  await app.inject({ method: 'GET', url: '/samples?name=9845012345', headers: { ...admin, 'x-request-id': 'r1' } });
  assert.equal(lines.length, 1);
  const { level, time: _, pid: _pid, hostname: _host, ms, ...line } = JSON.parse(lines[0]!);
  assert.equal(level, 30);
  assert.equal(typeof ms, 'number');
  assert.deepEqual(line, {
    requestId: 'r1',
    method: 'GET',
    route: '/samples',
    status: 200,
    user: 'ADMIN',
    branch: 'branch-1',
    msg: 'request',
  });
});

test('every answer tells the browser to run, guess and frame nothing', async () => {
  for (const url of ['/health', '/nothing', '/openapi.json']) {
    const { headers } = await app.inject({ method: 'GET', url });
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
  }
});

test('/problems explains each code of the catalogue', async () => {
  const { data } = (await app.inject({ method: 'GET', url: '/problems' })).json();
  assert.deepEqual(
    data.map(({ code }: { code: string }) => code),
    Object.keys(errorCatalogue),
  );
  for (const entry of data) assert.deepEqual((await app.inject({ method: 'GET', url: `/problems/${entry.code}` })).json(), entry);
  assert.equal((await app.inject({ method: 'GET', url: '/problems/made.up' })).statusCode, 404);
  assert.equal((await app.inject({ method: 'GET', url: '/problems/constructor' })).statusCode, 404);
});
