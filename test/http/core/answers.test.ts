import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { admin, keyed, order, problemIn, sampleApp } from './app.ts';
import { as } from './fake-container.ts';
import { id } from './sample.ts';

const calls = { count: 0 };
const app = await sampleApp({ calls });
after(() => app.close());

const read = (headers: Record<string, string> = {}, url = `/samples/${id}`) =>
  app.inject({ method: 'GET', url, headers: { ...admin, ...headers } });
const sell = (payload: object = order, headers: Record<string, string> = keyed()) =>
  app.inject({ method: 'POST', url: '/samples', headers, payload });

test('money, quantities and instants print themselves, and what is not in the schema stays inside', async () => {
  const { total, roundOff, quantity, discount, soldAt, paidAt, status, lines, secret } = (await read()).json();
  assert.deepEqual([total, roundOff, quantity, discount, status], ['1180.00', '-0.10', '3.500', '5.00', 'PAID']);
  assert.deepEqual([soldAt, paidAt], ['2026-11-22T04:30:00.000Z', '2026-11-22T05:00:00.000Z']);
  assert.deepEqual(lines, [{ partId: id, quantity: '3.500', unitPrice: '650.00' }]);
  assert.equal(secret, undefined);
});

test('what is null is null', async () => {
  const { discount, paidAt, status } = (await sell()).json();
  assert.deepEqual([discount, paidAt, status], [null, null, null]);
});

test('a single resource has its version as a strong ETag, and is not sent again to who has it', async () => {
  const first = await read();
  assert.deepEqual([first.headers.etag, first.headers['cache-control']], ['"3"', 'private, no-cache']);
  for (const known of ['"3"', 'W/"3"', '"1", "3"', '*']) {
    const again = await read({ 'if-none-match': known });
    assert.deepEqual([again.statusCode, again.body, again.headers.etag], [304, '', '"3"'], known);
  }
  assert.equal((await read({ 'if-none-match': '"2"' })).statusCode, 200);
});

test('what holds more than its version tells of is sent again when that changes, and its tag still names the version', async () => {
  const at = `/samples/${id}/stock`;
  const tag = String((await read({}, at)).headers.etag);
  assert.match(tag, /^"3\.[\w-]+"$/);
  assert.equal((await read({ 'if-none-match': tag }, at)).statusCode, 304);
  assert.equal((await read({ 'if-none-match': '"3"' }, at)).statusCode, 200);
  calls.count += 1;
  const changed = await read({ 'if-none-match': tag }, at);
  assert.deepEqual([changed.statusCode, changed.headers.etag === tag], [200, false]);
  const change = await app.inject({ method: 'PATCH', url: `/samples/${id}`, headers: { ...admin, 'if-match': tag }, payload: {} });
  assert.equal(change.json().limit, 3);
});

test('a list has the digest of its text as an ETag', async () => {
  const first = await read({}, '/samples?status=OPEN');
  assert.match(String(first.headers.etag), /^"[\w-]+"$/);
  assert.equal((await read({ 'if-none-match': String(first.headers.etag) }, '/samples?status=OPEN')).statusCode, 304);
  assert.equal((await read({ 'if-none-match': String(first.headers.etag) }, '/samples')).statusCode, 200);
});

test('If-Match reaches the handler as a version; what is no ETag is refused, and what is none of ours is stale', async () => {
  const change = async (ifMatch: string) =>
    app.inject({ method: 'PATCH', url: `/samples/${id}`, headers: { ...admin, 'if-match': ifMatch }, payload: {} });
  assert.equal((await change('"7"')).json().limit, 7);
  assert.equal((await change('*')).json().limit, 0);
  for (const bad of ['7', '"7', '', '"1", "2"']) assert.equal((await change(bad)).statusCode, 400, bad);
  for (const other of ['W/"7"', '"abc"', '""', '"99999999999"', '"7."', '".7"', '"7.a.b"'])
    assert.equal(problemIn(await change(other)).code, 'version.stale', other);
});

test('a file comes with its type and name, and is not sent again to who has it', async () => {
  const file = await read({}, `/samples/${id}/pdf`);
  assert.deepEqual([file.headers['content-type'], file.body], ['application/pdf', '%PDF-1.7']);
  assert.match(String(file.headers['content-disposition']), /^inline; filename\*=UTF-8''%E0/);
  assert.equal((await read({ 'if-none-match': '"3"' }, `/samples/${id}/pdf`)).statusCode, 304);
});

test('202 and 201 tell where to look, 204 says nothing, and no write is kept by a cache', async () => {
  const started = await app.inject({ method: 'POST', url: `/samples/${id}/start`, headers: admin });
  assert.deepEqual([started.statusCode, started.headers.location, started.json()], [202, `/jobs/${id}`, { jobId: id }]);
  const sold = await sell(order, keyed('location'));
  assert.deepEqual([sold.statusCode, sold.headers.location, sold.headers['cache-control']], [201, `/samples/${id}`, 'no-store']);
  const ended = await app.inject({ method: 'DELETE', url: `/samples/${id}`, headers: admin });
  assert.deepEqual([ended.statusCode, ended.body], [204, '']);
});

test('where a key is required, none is refused, and a malformed one too', async () => {
  assert.equal(problemIn(await sell(order, admin)).code, 'idempotency.key_required');
  for (const bad of ['a b', 'x'.repeat(256), 'schlüssel', ''])
    assert.equal(problemIn(await sell(order, keyed(bad))).code, 'idempotency.key_malformed', bad);
});

test('the same key and body get the first answer to the letter, made once', async () => {
  const before = calls.count;
  const first = await sell(order, keyed('once'));
  const again = await sell({ lines: order.lines, day: order.day }, keyed('once'));
  assert.equal(calls.count, before + 1);
  assert.equal(first.headers['idempotency-replayed'], undefined);
  assert.equal(again.headers['idempotency-replayed'], 'true');
  assert.deepEqual([again.statusCode, again.body], [first.statusCode, first.body]);
  for (const name of ['location', 'etag', 'content-type']) assert.equal(again.headers[name], first.headers[name], name);
});

test('the same key with another body is refused, and belongs to one user and one route', async () => {
  await sell(order, keyed('mine'));
  const other = await sell({ ...order, day: '2026-11-23' }, keyed('mine'));
  assert.deepEqual([other.statusCode, problemIn(other).code], [422, 'idempotency.key_reused']);
  const anothers = await sell({ ...order, day: '2026-11-23' }, { ...as('SC_MANAGER'), 'idempotency-key': 'mine' });
  assert.equal(anothers.statusCode, 201);
  const elsewhere = await app.inject({ method: 'POST', url: `/samples/${id}/start`, headers: keyed('mine') });
  assert.equal(elsewhere.statusCode, 202);
});

test('a refusal is not kept: the same key may try again', async () => {
  assert.equal((await sell({ ...order, note: 'refuse' }, keyed('again'))).statusCode, 409);
  assert.equal((await sell(order, keyed('again'))).statusCode, 201);
});
