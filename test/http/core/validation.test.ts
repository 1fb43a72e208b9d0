import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { keyed, admin, order, pointersIn, problemIn, sampleApp } from './app.ts';
import { id } from './sample.ts';

const app = await sampleApp();
after(() => app.close());

const json = { 'content-type': 'application/json' };
const sell = (payload: object | string, key = 'key-1') =>
  app.inject({ method: 'POST', url: '/samples', headers: { ...json, ...keyed(key) }, payload });
const list = (query: string) => app.inject({ method: 'GET', url: `/samples${query}`, headers: admin });
const line = order.lines[0]!;

test('unknown fields are refused and named by JSON pointers, nested ones too', async () => {
  const answer = await sell({ ...order, extra: 1, lines: [{ ...line, 'a/b~c': 2 }] });
  assert.equal(answer.statusCode, 400);
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8');
  assert.deepEqual(pointersIn(answer).toSorted(), ['/extra', '/lines/0/a~1b~0c']);
  assert.equal(problemIn(answer).code, 'request.invalid');
});

test('unknown query parameters are refused and named, also where a route takes none', async () => {
  assert.deepEqual(problemIn(await list('?colour=red')).errors, [{ pointer: '/colour', message: 'is not a known field', in: 'query' }]);
  const answer = await app.inject({ method: 'GET', url: '/health?verbose=1' });
  assert.equal(answer.statusCode, 400);
  assert.deepEqual(pointersIn(answer), ['/verbose']);
});

test('everything that is wrong is told at once, in words for people', async () => {
  const answer = await sell({ lines: [{ partId: 'x', quantity: '0', unitPrice: '1.234' }], day: '2026-02-30', note: ' ' });
  assert.deepEqual(Object.fromEntries((problemIn(answer).errors ?? []).map(({ pointer, message }) => [pointer, message])), {
    '/day': 'must be a day such as "2026-11-22"',
    '/note': 'must not be blank',
    '/lines/0/partId': 'must be a UUID in small letters',
    '/lines/0/quantity': 'must be a decimal string with up to three places and more than zero, such as "3.500"',
    '/lines/0/unitPrice': 'must be a decimal string with two places, such as "1180.00"',
  });
});

test('numbers are refused where decimal strings are asked for, and nothing is converted in a body', async () => {
  const answer = await sell({ ...order, note: 7, lines: [{ ...line, quantity: 3.5, unitPrice: 650 }] });
  assert.deepEqual(pointersIn(answer).toSorted(), ['/lines/0/quantity', '/lines/0/unitPrice', '/note']);
});

test('a missing field is named', async () => {
  assert.deepEqual(problemIn(await sell({ day: '2026-11-22' })).errors, [{ pointer: '/lines', message: 'is required', in: 'body' }]);
});

test('instants that no database knows are refused', async () => {
  for (const at of ['2026-11-22', '2026-11-22T23:59:60Z', '0000-01-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-11-22T00:00:00+99:00']) {
    assert.deepEqual(pointersIn(await sell({ ...order, at })), ['/at'], at);
  }
});

test('queries are texts, of which numbers, flags and lists are read only as plainly written', async () => {
  assert.equal((await list('?limit=5&status=OPEN&count=true')).json().data[0].limit, 5);
  assert.equal((await list('?status=OPEN&status=PAID')).json().data.length, 2);
  for (const query of [
    'limit=1e1',
    'limit=0x10',
    'limit=',
    'limit=5&limit=6',
    'limit=0',
    'limit=101',
    'count=yes',
    'sort=name',
    'status=GONE',
  ]) {
    assert.equal((await list(`?${query}`)).statusCode, 400, query);
  }
});

test('a limit that is not given is 20', async () => {
  assert.equal((await list('?status=OPEN')).json().data[0].limit, 20);
});

test('NUL and half characters are refused in body, path and query, since no database stores them', async () => {
  assert.deepEqual(pointersIn(await sell({ ...order, note: 'a\0b' })), ['/note']);
  assert.deepEqual(pointersIn(await sell('{"note":"\\ud800"}')), ['/note']);
  assert.deepEqual(pointersIn(await sell('{"a\\u0000":1}')), ['']);
  assert.equal((await sell({ ...order, note: 'the text \\u0000 is fine' })).statusCode, 201);
  for (const url of ['/samples/%00', '/samples?name=%00']) {
    const answer = await app.inject({ method: 'GET', url, headers: admin });
    assert.equal(problemIn(answer).code, 'request.malformed', url);
  }
});

test('malformed percent-encoding is refused in path and query', async () => {
  for (const url of ['/samples/%', '/samples/%ff', '/samples/%zz', '/samples?name=%', '/samples?name=%ff', '/samples?name=%e0%a4']) {
    const answer = await app.inject({ method: 'GET', url, headers: admin });
    assert.equal(answer.statusCode, 400, url);
    assert.equal(problemIn(answer).code, 'request.malformed', url);
  }
});

test('what is not JSON is refused as unreadable', async () => {
  for (const body of ['{"day":', 'day=1', '{"a":1}x', '\uFEFF{}', '['.repeat(500_000)]) {
    const answer = await sell(body);
    assert.equal(answer.statusCode, 400);
    assert.equal(problemIn(answer).code, 'request.malformed', body.slice(0, 20));
  }
});

test('deep JSON and prototype keys are refused like any unknown shape', async () => {
  assert.equal((await sell(`${'['.repeat(300_000)}${']'.repeat(300_000)}`)).statusCode, 400);
  assert.equal((await sell(`${'['.repeat(300_000)}"\\u0000"${']'.repeat(300_000)}`)).statusCode, 400);
  assert.equal((await sell(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).statusCode, 400);
  const unknown = pointersIn(await sell('{"__proto__":{"admin":true},"constructor":{"prototype":1}}'));
  assert.deepEqual(unknown.toSorted(), ['/__proto__', '/constructor', '/day', '/lines']);
  assert.deepEqual(pointersIn(await list('?__proto__=1&constructor=2')), ['/__proto__', '/constructor']);
});

test('a thousand wrong fields are told as a hundred', async () => {
  const answer = await sell(Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`field${index}`, index])));
  assert.equal(pointersIn(answer).length, 100);
});

test('a body of more than 1 MiB is refused, and of another type too', async () => {
  assert.equal(problemIn(await sell(`"${'x'.repeat(1024 * 1024)}"`)).code, 'request.too_large');
  for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'nonsense']) {
    const answer = await app.inject({ method: 'POST', url: '/samples', headers: { ...keyed(), 'content-type': type }, payload: 'x' });
    assert.equal(answer.statusCode, 415, type);
    assert.equal(problemIn(answer).code, 'request.unsupported_type', type);
  }
});

test('a route without a body takes none, and does not mind an empty one', async () => {
  const start = (payload?: object | string, headers: object = {}) =>
    app.inject({
      method: 'POST',
      url: `/samples/${id}/start`,
      headers: { ...admin, ...headers },
      ...(payload !== undefined && { payload }),
    });
  assert.equal((await start()).statusCode, 202);
  assert.equal((await start('', json)).statusCode, 202);
  assert.equal((await start({})).statusCode, 202);
  assert.deepEqual(pointersIn(await start({ force: true })), ['/force']);
  assert.deepEqual(pointersIn(await start('[1]', json)), ['/0']);
  assert.equal((await start('"text"', json)).statusCode, 400);
});

test('where no field is required, no body is an empty one', async () => {
  const answer = await app.inject({ method: 'PATCH', url: `/samples/${id}`, headers: admin });
  assert.deepEqual(answer.json(), { id, limit: 0 });
});

test('a path that is no id is refused before anything is looked for', async () => {
  for (const bad of ['x', '123', `${id}x`, `urn:uuid:${id}`, 'x'.repeat(180)]) {
    const answer = await app.inject({ method: 'GET', url: `/samples/${bad}`, headers: admin });
    assert.deepEqual(problemIn(answer).errors, [{ pointer: '/id', message: 'must be a UUID in small letters', in: 'path' }], bad);
  }
  assert.equal((await app.inject({ method: 'GET', url: `/samples/${'x'.repeat(500)}`, headers: admin })).statusCode, 404);
});
