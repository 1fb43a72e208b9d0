import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { JobCardBody, ListOf } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { cardFor, estimateOf, walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Faulty = readonly [change: object, pointers: readonly string[]];

describe('job cards over HTTP', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const cards = async () => (await world.rows('select from job_cards')).length;
  const line = (change: object) => ({ estimate: { lines: [{ ...estimateOf(world).lines[0], ...change }] } });
  const part = (change: object) => ({ estimate: { lines: [{ ...estimateOf(world).lines[1], ...change }] } });

  it('are opened from right bodies alone: every wrong field is named, and none is opened', async () => {
    const vehicle = await world.make.vehicle();
    const before = await cards();
    const faulty: readonly Faulty[] = [
      [{ surprise: true }, ['/surprise']],
      [{ status: 'delivered' }, ['/status']],
      [{ jobNumber: 'JC-BLR01-2627-00001' }, ['/jobNumber']],
      [{ version: 7 }, ['/version']],
      [{ customerId: undefined }, ['/customerId']],
      [{ customerId: 'Asha' }, ['/customerId']],
      [{ vehicleId: null }, ['/vehicleId']],
      [{ serviceCenterId: ['BLR01'] }, ['/serviceCenterId']],
      [{ type: 'SERVICE' }, ['/type']],
      [{ priority: 'normal' }, ['/priority']],
      [{ description: '   ' }, ['/description']],
      [{ description: 'x'.repeat(501) }, ['/description']],
      [{ description: 'half a \ud83d' }, ['/description']],
      [{ odometer: '20150' }, ['/odometer']],
      [{ odometer: -1 }, ['/odometer']],
      [{ odometer: 1.5 }, ['/odometer']],
      [{ odometer: 10_000_000 }, ['/odometer']],
      [{ promisedAt: '2026-11-23' }, ['/promisedAt']],
      [{ promisedAt: 1_795_000_000_000 }, ['/promisedAt']],
      [{ estimate: { lines: [] } }, ['/estimate/lines']],
      [{ estimate: [] }, ['/estimate']],
      [{ estimate: { total: '1.00', lines: estimateOf(world).lines } }, ['/estimate/total']],
      [line({ unitPrice: 800 }), ['/estimate/lines/0/unitPrice']],
      [line({ unitPrice: '-800.00' }), ['/estimate/lines/0/unitPrice']],
      [line({ unitPrice: '800.005' }), ['/estimate/lines/0/unitPrice']],
      [line({ quantity: 2 }), ['/estimate/lines/0/quantity']],
      [line({ quantity: '-2.000' }), ['/estimate/lines/0/quantity']],
      [line({ quantity: '0.000' }), ['/estimate/lines/0/quantity']],
      [line({ quantity: '2.0001' }), ['/estimate/lines/0/quantity']],
      [line({ taxRate: 18 }), ['/estimate/lines/0/taxRate']],
      [line({ taxRate: '18 %' }), ['/estimate/lines/0/taxRate']],
      [line({ hsn: '99-87' }), ['/estimate/lines/0/hsn']],
      [line({ kind: 'GIFT' }), ['/estimate/lines/0/kind']],
      [line({ hsn: undefined, unitPrice: undefined }), ['/estimate/lines/0/hsn', '/estimate/lines/0/unitPrice']],
      [line({ partId: world.basics.parts.oil.id }), ['/estimate/lines/0/partId']],
      [line({ discount: { type: 'PERCENT', value: 5 } }), ['/estimate/lines/0/discount/value']],
      [line({ discount: { type: 'GIFT', value: '5' } }), ['/estimate/lines/0/discount/type']],
      [part({ partId: undefined }), ['/estimate/lines/0/partId']],
      [part({ hsn: '27101980' }), ['/estimate/lines/0/hsn']],
      [{ estimate: { lines: Array.from({ length: 101 }, () => estimateOf(world).lines[0]) } }, ['/estimate/lines']],
      [{ odometer: 'many', priority: 'HURRY', surprise: 1 }, ['/odometer', '/priority', '/surprise']],
    ];
    for (const [change, pointers] of faulty) {
      const { status, problem, text } = await world.as('advisor').post('/job-cards', { ...cardFor(world, vehicle), ...change });
      assert.deepEqual([status, problem.code], [400, 'request.invalid'], `${JSON.stringify(change).slice(0, 200)}: ${text}`);
      assert.deepEqual(problem.errors!.map(({ pointer }) => pointer).sort(), [...pointers].sort(), text);
      for (const { message } of problem.errors!) assert.match(message, /\S/);
    }
    assert.equal(await cards(), before);
  });

  it('ACC-03 are not opened for what is not there, nor in a branch that is not one’s own', async () => {
    const vehicle = await world.make.vehicle();
    const other = await world.make.vehicle();
    const id = world.cradle.ids.next();
    const asks: readonly (readonly [object, number, string])[] = [
      [{ serviceCenterId: world.basics.branches.blr02.id }, 404, 'entity.absent'],
      [{ serviceCenterId: id }, 404, 'entity.absent'],
      [{ vehicleId: id }, 404, 'entity.absent'],
      [{ customerId: id }, 404, 'entity.absent'],
      [part({ partId: id }), 404, 'entity.absent'],
      [{ customerId: other.customerId }, 409, 'vehicle.not_of_customer'],
      [part({ unitPrice: '694.92' }), 409, 'price.above_mrp'],
      [line({ hsn: '99999999', taxRate: undefined }), 409, 'tax_rate.unknown'],
      [line({ taxRate: '100.001' }), 400, 'tax.invalid'],
      [line({ discount: { type: 'PERCENT', value: '101' } }), 400, 'tax.invalid'],
      [line({ quantity: '999999.999', unitPrice: '9999999999.99' }), 400, 'tax.invalid'],
    ];
    const before = await cards();
    for (const [change, status, code] of asks) {
      const { problem, ...answer } = await world.as('manager').post('/job-cards', { ...cardFor(world, vehicle), ...change });
      assert.deepEqual([answer.status, problem.code], [status, code], answer.text);
    }
    assert.equal(await cards(), before);
    const right = await world.as('manager').post('/job-cards', { ...cardFor(world, vehicle), ...part({ unitPrice: '694.91' }) });
    assert.equal(right.status, 201, 'a price whose tax brings it to the printed one exactly');
  });

  it('refuse a body that is none', async () => {
    const asks: readonly (readonly [string, string, number, string])[] = [
      ['{', 'application/json', 400, 'request.malformed'],
      ['', 'application/json', 400, 'request.invalid'],
      ['null', 'application/json', 400, 'request.invalid'],
      ['[]', 'application/json', 400, 'request.invalid'],
      ['"text"', 'application/json', 400, 'request.invalid'],
      ['a=1', 'application/x-www-form-urlencoded', 415, 'request.unsupported_type'],
      ['<xml/>', 'application/xml', 415, 'request.unsupported_type'],
      [JSON.stringify({ description: 'x'.repeat(1024 * 1024) }), 'application/json', 413, 'request.too_large'],
      [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'application/json', 400, 'request.invalid'],
      ['{"__proto__":{"role":"ADMIN"}}', 'application/json', 400, 'request.invalid'],
    ];
    for (const [body, type, status, code] of asks) {
      const { problem, ...answer } = await world.as('advisor').post('/job-cards', body, { headers: { 'content-type': type } });
      assert.deepEqual([body.slice(0, 20), answer.status, problem.code], [body.slice(0, 20), status, code], answer.text.slice(0, 500));
    }
  });

  it('refuse ids, states, engineers and parts that cannot be', async () => {
    const { card } = await world.make.assignedCard();
    const path = `/job-cards/${card.id}`;
    const unknown = world.cradle.ids.next();
    const key = freshKey();
    const item = (change: object) => ({ items: [{ partId: world.basics.parts.oil.id, quantity: '1.000', ...change }] });
    const asks: readonly (readonly [string, string, unknown, number, string])[] = [
      ['GET', '/job-cards/1', undefined, 400, 'request.invalid'],
      ['GET', `/job-cards/${card.id}%00`, undefined, 400, 'request.malformed'],
      ['GET', '/job-cards/%E0%A4%A', undefined, 400, 'request.malformed'],
      ['GET', `/job-cards/${'9'.repeat(300)}`, undefined, 404, 'entity.absent'],
      ['GET', `/job-cards/${unknown}`, undefined, 404, 'entity.absent'],
      ['GET', '/job-cards?status=lost', undefined, 400, 'request.invalid'],
      ['GET', '/job-cards?engineer=me', undefined, 400, 'request.invalid'],
      ['GET', '/job-cards?count=yes', undefined, 400, 'request.invalid'],
      ['GET', '/job-cards?limit=1&limit=2', undefined, 400, 'request.invalid'],
      ['PATCH', `${path}/status`, { to: 'in-progress' }, 400, 'request.invalid'],
      ['PATCH', `${path}/status`, {}, 400, 'request.invalid'],
      ['PATCH', `/job-cards/${unknown}/status`, { to: 'cancelled' }, 404, 'entity.absent'],
      ['POST', `${path}/assign`, { engineerId: world.people.staff.id }, 409, 'job.engineer'],
      ['POST', `${path}/assign`, { engineerId: world.people.engineerElsewhere.id }, 409, 'job.engineer'],
      ['POST', `${path}/assign`, { engineerId: unknown }, 409, 'job.engineer'],
      ['POST', `${path}/parts/issue`, item({ quantity: '-1.000' }), 400, 'request.invalid'],
      ['POST', `${path}/parts/issue`, item({ quantity: 1 }), 400, 'request.invalid'],
      ['POST', `${path}/parts/issue`, item({ unitPrice: '1.00' }), 400, 'request.invalid'],
      ['POST', `${path}/parts/issue`, { items: [] }, 400, 'request.invalid'],
      ['POST', `${path}/parts/issue`, item({ partId: unknown }), 404, 'entity.absent'],
      ['POST', `${path}/parts/issue`, item({ quantity: '999999.999' }), 409, 'stock.insufficient'],
      ['POST', `${path}/tasks/${unknown}/start`, undefined, 404, 'entity.absent'],
      ['POST', `${path}/tasks/1/start`, undefined, 400, 'request.invalid'],
      ['POST', `${path}/tasks/${card.tasks[0]!.id}/start`, { at: '2026-01-01T00:00:00Z' }, 400, 'request.invalid'],
      ['POST', `${path}/tasks/${card.tasks[0]!.id}/pause`, {}, 400, 'request.invalid'],
      ['POST', `${path}/tasks/${card.tasks[0]!.id}/pause`, { reason: ' ' }, 400, 'request.invalid'],
      ['POST', `${path}/qc`, { result: 'pass' }, 400, 'request.invalid'],
      ['POST', `${path}/deliver`, { odometerOut: '20153' }, 400, 'request.invalid'],
      ['POST', `${path}/customer-approval`, { decision: 'ACCEPTED', channel: 'FAX' }, 400, 'request.invalid'],
      ['DELETE', path, undefined, 404, 'route.unknown'],
      ['PUT', path, {}, 404, 'route.unknown'],
    ];
    for (const [method, url, body, status, code] of asks) {
      const { problem, ...answer } = await world
        .as('manager')
        .ask(method, url, { body, ...(url.endsWith('/issue') && { key: `${key}${Math.random()}` }) });
      assert.deepEqual([method, url, answer.status, problem.code], [method, url, status, code], answer.text);
    }
    const { body } = await world.as('manager').get<JobCardBody>(path);
    assert.deepEqual([body.status, body.version], ['assigned', card.version]);
  });

  it('STK-08 hand out parts once for a key, and not at all without one', async () => {
    const visit = await walkTo(world, 'assign');
    const path = `/job-cards/${visit.card.id}/parts/issue`;
    const body = { items: [{ partId: world.basics.parts.pads.id, quantity: '2.000' }] };
    const left = await world.make.onHand(world.basics.parts.pads.id);
    const without = await world.as('staff').post(path, body);
    assert.deepEqual([without.status, without.problem.code], [400, 'idempotency.key_required']);
    const key = freshKey();
    const first = await world.as('staff').post(path, body, { key });
    const again = await world.as('staff').post(path, body, { key });
    assert.deepEqual([first.status, again.status, again.headers.get('idempotency-replayed')], [200, 200, 'true']);
    assert.ok(again.bytes.equals(first.bytes));
    const changed = await world.as('staff').post(path, { items: [{ ...body.items[0], quantity: '3.000' }] }, { key });
    assert.deepEqual([changed.status, changed.problem.code], [422, 'idempotency.key_reused']);
    assert.equal(Number(left) - Number(await world.make.onHand(world.basics.parts.pads.id)), 2);
  });

  it('STK-03 hand out all of a basket or nothing, and say what is short', async () => {
    const scarce = await world.make.partInStock('3');
    const { card } = await world.make.assignedCard();
    const oil = await world.make.onHand(world.basics.parts.oil.id);
    const items = [
      { partId: world.basics.parts.oil.id, quantity: '1.000' },
      { partId: scarce.id, quantity: '2.000' },
      { partId: scarce.id, quantity: '2.000' },
    ];
    const { status, problem } = await world.as('staff').post(`/job-cards/${card.id}/parts/issue`, { items }, { key: freshKey() });
    assert.deepEqual([status, problem.code], [409, 'stock.insufficient']);
    assert.deepEqual(problem.shortages, [{ partId: scarce.id, requested: '4.000', available: '3.000' }]);
    assert.deepEqual([await world.make.onHand(world.basics.parts.oil.id), await world.make.onHand(scarce.id)], [oil, '3.000']);
  });

  it('PAY-02 take a key on every step, and answer its retry as the first time', async () => {
    const vehicle = await world.make.vehicle();
    const key = freshKey();
    const opened = await world.as('advisor').post<JobCardBody>('/job-cards', cardFor(world, vehicle), { key });
    const again = await world.as('advisor').post<JobCardBody>('/job-cards', cardFor(world, vehicle), { key });
    assert.deepEqual([opened.status, again.status, again.headers.get('idempotency-replayed')], [201, 201, 'true']);
    assert.equal(again.text, opened.text);
    assert.equal(again.headers.get('location'), `/job-cards/${opened.body.id}`);
  });

  it('JOB-07 are changed only as they were seen, on every step that honours If-Match', async () => {
    const { card } = await world.make.assignedCard();
    const path = `/job-cards/${card.id}`;
    const stale = { headers: { 'if-match': `"${card.version - 1}"` } };
    const task = `${path}/tasks/${card.tasks[0]!.id}`;
    const asks: readonly (readonly [string, string, unknown])[] = [
      ['PATCH', `${path}/status`, { to: 'cancelled' }],
      ['POST', `${path}/assign`, { engineerId: world.people.engineer.id }],
      ['POST', `${path}/parts/issue`, { items: [{ partId: world.basics.parts.oil.id, quantity: '1.000' }] }],
      ['POST', `${path}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE' }],
      ['POST', `${task}/start`, undefined],
      ['POST', `${task}/pause`, { reason: 'lunch' }],
      ['POST', `${task}/finish`, undefined],
      ['POST', `${path}/qc`, { result: 'PASS' }],
      ['POST', `${path}/deliver`, { odometerOut: 30_000 }],
    ];
    for (const [method, url, body] of asks) {
      const { status, problem } = await world.as('manager').ask(method, url, { body, ...stale, key: freshKey() });
      assert.deepEqual([method, url, status, problem.code], [method, url, 412, 'version.stale']);
    }
    const fresh = { headers: { 'if-match': `"${card.version}"` } };
    const moved = await world.as('manager').post<JobCardBody>(`${path}/assign`, { engineerId: world.people.engineer.id }, fresh);
    assert.equal(moved.status, 200);
    assert.equal(moved.headers.get('etag'), `"${moved.body.version}"`);
    assert.ok(moved.body.version > card.version);
    const any = await world
      .as('manager')
      .post(`${path}/assign`, { engineerId: world.people.engineer2.id }, { headers: { 'if-match': '*' } });
    assert.equal(any.status, 200);
  });

  it('JOB-04 pause and take up a task again, with a reason, and free the engineer for another', async () => {
    const { user, actor } = await world.make.engineer();
    const [one, two] = [await world.make.assignedCard(undefined, actor), await world.make.assignedCard(undefined, actor)];
    const task = ({ card }: typeof one) => `/job-cards/${card.id}/tasks/${card.tasks[0]!.id}`;
    const post = (path: string, body?: unknown) => world.as(user).post<JobCardBody>(path, body);
    assert.equal((await post(`${task(one)}/start`)).status, 200);
    const busy = await post(`${task(two)}/start`);
    assert.deepEqual([busy.status, busy.problem.code], [409, 'timelog.running']);
    assert.equal((await post(`${task(one)}/pause`, { reason: 'waiting for the lift' })).status, 200);
    assert.equal((await post(`${task(two)}/start`)).status, 200);
    assert.equal((await post(`${task(one)}/start`)).problem.code, 'timelog.running');
    assert.equal((await post(`${task(two)}/finish`)).status, 200);
    assert.equal((await post(`${task(one)}/start`)).status, 200);
    assert.equal((await post(`${task(one)}/finish`)).status, 200);
    const logs = await world.rows<{ spans: unknown[]; pause_reason: string | null; status: string }>(
      `select spans, pause_reason, status from time_logs where job_card_id = '${one.card.id}'`,
    );
    assert.deepEqual([logs.length, logs[0]!.spans.length, logs[0]!.status], [1, 2, 'stopped']);
  });

  it('ACC-06 show no amount to the call centre and to engineers, and no contact of the customer', async () => {
    const { card } = await world.make.assignedCard(world.make.mainLines, world.basics.actors.engineer);
    for (const who of ['callCenter', 'engineer'] as const) {
      const { status, body, text } = await world.as(who).get<JobCardBody>(`/job-cards/${card.id}`);
      assert.equal(status, 200);
      const { subtotal, tax, total, roundOff, lines } = body.estimate!;
      assert.deepEqual([who, subtotal, tax, total, roundOff], [who, null, null, null, null]);
      for (const each of lines) assert.deepEqual([each.unitPrice, each.gross, each.taxable, each.cgst], [null, null, null, null]);
      assert.doesNotMatch(text, /"\d+\.\d\d"/, 'no amount, wherever in the answer');
      const list = await world.as(who).get<ListOf<{ id: string; estimatedCost: string | null }>>('/job-cards?limit=100');
      assert.ok(list.body.data.some(({ id }) => id === card.id));
      assert.ok(list.body.data.every(({ estimatedCost }) => estimatedCost === null));
    }
  });

  it('ACC-03 are listed by branch, state, engineer and vehicle, and never those of others', async () => {
    const { user, actor } = await world.make.engineer();
    const { card } = await world.make.assignedCard(undefined, actor);
    await world.make.openCard();
    const idsFor = async (who: Parameters<World['as']>[0], query = '') =>
      (await world.as(who).get<ListOf<{ id: string }>>(`/job-cards?limit=100${query}`)).body.data.map(({ id }) => id);
    assert.deepEqual(await idsFor(user), [card.id]);
    assert.deepEqual(await idsFor(user, `&engineerId=${world.people.engineer.id}`), [], 'an engineer sees their own, whatever they ask');
    assert.deepEqual(await idsFor('advisor', `&engineerId=${user.id}`), [card.id]);
    assert.deepEqual(await idsFor('advisor', `&vehicleId=${card.vehicleId}`), [card.id]);
    assert.deepEqual(await idsFor('advisor', `&vehicleId=${card.vehicleId}&status=created`), []);
    assert.deepEqual(await idsFor('advisor2'), []);
    assert.deepEqual(await idsFor('advisor2', `&serviceCenterId=${card.serviceCenterId}`), []);
    assert.ok((await idsFor('callCenter')).includes(card.id));
    const read = await world.as('advisor').get(`/job-cards/${card.id}`);
    const known = await world.as('advisor').get(`/job-cards/${card.id}`, { 'if-none-match': `W/${read.headers.get('etag')}` });
    assert.deepEqual([known.status, known.bytes.length], [304, 0]);
  });
});
