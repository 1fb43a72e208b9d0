import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Quantity } from '@dms/domain/shared/quantity';
import type { User } from '@dms/domain/identity/user';
import type { AdjustmentBody, CountBody, ListOf, StockBody } from '../../support/bodies.ts';
import { type Answer, type Client, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('adjustments, counts and levels over HTTP', () => {
  const suite = withSuite();
  let world: World;
  let second: User;
  before(async () => {
    world = await freshBranches(suite);
    second = (await world.make.colleague('SC_MANAGER', world.basics.branches.blr01)).user;
  });

  const here = () => world.basics.branches.blr01.id;
  const part = async (quantity = '100') => (await world.make.partInStock(quantity)).id;
  const adjust = (
    partId: string,
    delta: string,
    by: Client = world.as('manager'),
    { key = freshKey(), ...more }: { readonly key?: string; readonly serviceCenterId?: string } = {},
  ) => by.post<AdjustmentBody>('/inventory/adjust', { serviceCenterId: here(), partId, delta, reason: 'counted again', ...more }, { key });
  const stockOf = async (partId: string, serviceCenterId = here()): Promise<StockBody & { id: string; version: number }> =>
    (
      await world
        .as('admin')
        .get<ListOf<StockBody & { id: string; version: number }>>(`/inventory?partId=${partId}&serviceCenterId=${serviceCenterId}`)
    ).body.data[0]!;
  const onHand = async (partId: string) => (await stockOf(partId)).onHand;
  const refused = ({ status, problem, text }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code], text);
  /** What staff may only ask for: more than five units. */
  const pending = async (partId: string, delta = '-6'): Promise<{ id: string; at: string }> => {
    const { status, text, headers } = await adjust(partId, delta, world.as('staff'));
    assert.equal(status, 202, text);
    const id = headers.get('location')!.replace('/approvals/', '');
    return { id, at: `/inventory/adjustments/${id}` };
  };
  const read = async (at: string, by: Client = world.as('manager')) => (await by.get<AdjustmentBody>(at)).body;
  const listed = async (query: string, by: Client = world.as('manager')) =>
    (await by.get<ListOf<AdjustmentBody>>(`/inventory/adjustments?${query}`)).body.data;

  it('STK-06 within the limit it is posted at once and found again', async () => {
    const partId = await part();
    const { status, headers, body, text } = await adjust(partId, '-2.5');
    assert.deepEqual([status, headers.get('location')], [201, `/inventory/adjustments/${body.id}`], text);
    assert.deepEqual([body.status, body.delta, body.value, body.approvalId], ['posted', '-2.500', '-250.00', null]);
    assert.deepEqual(await read(`/inventory/adjustments/${body.id}`), body);
    assert.deepEqual(await listed(`partId=${partId}`), [body]);
    assert.equal(await onHand(partId), '97.500');
    refused(await world.as('elsewhere').get(`/inventory/adjustments/${body.id}`), 404, 'entity.absent');
    assert.deepEqual(await listed('', world.as('elsewhere')), []);
    refused(await world.as('superAdmin').post(`/inventory/adjustments/${body.id}/approve`, {}), 409, 'approval.transition');
  });

  it('STK-08 without a key nothing is adjusted, and with one it is adjusted once, also when it has to be asked for', async () => {
    const partId = await part();
    const body = { serviceCenterId: here(), partId, delta: '-1', reason: 'broken' };
    refused(await world.as('manager').post('/inventory/adjust', body), 400, 'idempotency.key_required');
    const key = freshKey();
    const answers = [await adjust(partId, '-1', world.as('manager'), { key }), await adjust(partId, '-1', world.as('manager'), { key })];
    assert.deepEqual([answers[1]!.body, answers[1]!.headers.get('idempotency-replayed')], [answers[0]!.body, 'true']);
    assert.equal(await onHand(partId), '99.000');
    const asked = freshKey();
    const waiting = [
      await adjust(partId, '-6', world.as('staff'), { key: asked }),
      await adjust(partId, '-6', world.as('staff'), { key: asked }),
    ];
    assert.deepEqual(
      waiting.map(({ status }) => status),
      [202, 202],
    );
    assert.deepEqual(waiting[1]!.body, waiting[0]!.body);
    assert.equal((await listed(`partId=${partId}&status=pending`)).length, 1);
    // Another key is another adjustment, be it like the first to the word.
    const other = await adjust(partId, '-6', world.as('staff'));
    assert.deepEqual([other.status, (await listed(`partId=${partId}&status=pending`)).length], [202, 2]);
  });

  it('STK-06 APR-05 above the limit it is pending under the id of its approval, and posted under it, once', async () => {
    const partId = await part();
    const { id, at } = await pending(partId);
    const waiting = await read(at);
    assert.deepEqual(
      [waiting.id, waiting.status, waiting.delta, waiting.value, waiting.reason, waiting.requestedBy, waiting.postedAt],
      [id, 'pending', '-6.000', '-600.00', 'counted again', world.people.staff.id, null],
    );
    assert.deepEqual((await listed('status=pending')).map((each) => each.id).includes(id), true);
    assert.equal(await onHand(partId), '100.000');
    // The same decision by either way: never one's own, and only by who may do it.
    refused(await world.as('staff').post(`${at}/approve`, {}), 403, 'access.denied');
    refused(await world.as('elsewhere').post(`${at}/approve`, {}), 404, 'entity.absent');
    const decided = await world.as('manager').post<AdjustmentBody>(`${at}/approve`, { comments: 'I saw it' });
    assert.equal(decided.status, 200, decided.text);
    assert.deepEqual(
      [decided.body.id, decided.body.status, decided.body.decidedBy, decided.body.comments, decided.body.approvalId],
      [id, 'posted', world.people.manager.id, 'I saw it', id],
    );
    assert.equal(await onHand(partId), '94.000');
    const approval = await world.as('manager').get<{ status: string; kind: string; resultId: string }>(`/approvals/${id}`);
    assert.deepEqual([approval.body.status, approval.body.kind, approval.body.resultId], ['EXECUTED', 'STOCK_ADJUSTMENT', id]);
    assert.deepEqual(
      (await listed(`partId=${partId}`)).map((each) => [each.id, each.status]),
      [[id, 'posted']],
    );
    refused(await world.as('manager').post(`${at}/approve`, {}), 409, 'approval.transition');
  });

  it('STK-06 what waited and is posted is sent again to who saw it waiting', async () => {
    const { at } = await pending(await part());
    const seen = (await world.as('staff').get(at)).headers.get('etag')!;
    const posted = await world.as('manager').post<AdjustmentBody>(`${at}/approve`, {});
    const again = await world.as('staff').get<AdjustmentBody>(at, { 'if-none-match': seen });
    assert.deepEqual([again.status, again.body.status], [200, 'posted']);
    assert.deepEqual(again.body, posted.body);
  });

  it('STK-06 APR-03 of two managers who let it happen at once, one does, and it is posted once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const partId = await part();
      const { id, at } = await pending(partId);
      const managers = [world.as('manager'), world.as(second)];
      const all = await together(6, (n) => managers[n % 2]!.post(n < 3 ? `${at}/approve` : `/approvals/${id}/approve`, {}));
      assert.deepEqual(tally(all), { 200: 1, '409 approval.transition': 5 });
      assert.equal(await onHand(partId), '94.000');
      assert.equal((await world.rows(`select from stock_movements where document_id = '${id}'`)).length, 1);
    }
  });

  it('STK-06 it goes stale when what is there does not permit it any more, and stands when it still does', async () => {
    const partId = await part('10');
    const { at: gone } = await pending(partId, '-8');
    const { at: fits } = await pending(partId, '-6');
    await adjust(partId, '-3');
    refused(await world.as('manager').post(`${gone}/approve`, {}), 409, 'approval.stale');
    const stale = await read(gone);
    assert.equal(stale.status, 'rejected');
    assert.match(stale.comments!, /Only 7.000 available, 8.000 asked for/);
    assert.equal((await world.as('manager').post(`${fits}/approve`, {})).status, 200);
    assert.equal(await onHand(partId), '1.000');
  });

  it('STK-06 APR-05 it is rejected here as there, and nothing is posted', async () => {
    const partId = await part();
    const { id, at } = await pending(partId);
    refused(await world.as('manager').post(`${at}/reject`, {}), 400, 'request.invalid');
    const { status, body } = await world.as('manager').post<AdjustmentBody>(`${at}/reject`, { rejectionReason: 'look again' });
    assert.deepEqual([status, body.status, body.comments], [200, 'rejected', 'look again']);
    refused(await world.as('manager').post(`/approvals/${id}/approve`, {}), 409, 'approval.transition');
    assert.equal(await onHand(partId), '100.000');
    // What is asked for elsewhere is no adjustment.
    const other = await world.as('manager').patch<{ approvalId: string }>(`/parts/${partId}`, { name: 'Asked for' });
    refused(await world.as('admin').post(`/inventory/adjustments/${other.body.approvalId}/approve`, {}), 404, 'entity.absent');
  });

  it('STK-03 two who take the last units at once: one does, and nothing is below zero', async () => {
    const partId = await part('10');
    const all = await together(8, () => adjust(partId, '-4', world.as('admin')));
    assert.deepEqual(tally(all), { 201: 2, '409 stock.insufficient': 6 });
    assert.equal(await onHand(partId), '2.000');
  });

  const start = async (by: Client = world.as('staff')): Promise<string> => {
    const { status, text, headers } = await by.post('/inventory/counts', { serviceCenterId: here(), note: 'shelf B' });
    assert.equal(status, 201, text);
    return headers.get('location')!;
  };
  const count = (at: string, items: readonly object[], by: Client = world.as('staff')) => by.post<CountBody>(`${at}/lines`, { items });
  const post = (at: string, by: Client = world.as('manager'), key = freshKey()) => by.post<CountBody>(`${at}/post`, undefined, { key });

  it('STK-06 a count freezes nothing, and is posted by the difference of the moment it was made', async () => {
    const [one, two] = [await part('10'), await part('4')];
    const at = await start();
    const counted = await count(at, [
      { partId: one, quantity: '8' },
      { partId: two, quantity: '4' },
    ]);
    assert.deepEqual([counted.status, counted.body.items.map(({ difference }) => difference).toSorted()], [200, ['-2.000', '0.000']]);
    await world.make.transfer([{ partId: one, quantity: Quantity.parse('3') }]);
    const posted = await post(at);
    assert.deepEqual([posted.status, posted.body.status, posted.body.value], [200, 'posted', '-200.00'], posted.text);
    assert.deepEqual([await onHand(one), await onHand(two)], ['5.000', '4.000']);
    assert.deepEqual((await world.as('staff').get(at)).body, posted.body);
    const { body } = await world.as('staff').get<ListOf<{ id: string; status: string }>>('/inventory/counts?status=posted');
    assert.ok(body.data.some(({ id }) => at.endsWith(id)));
    refused(await count(at, [{ partId: one, quantity: '8' }]), 409, 'count.refused');
    refused(await world.as('elsewhere').get(at), 404, 'entity.absent');
  });

  it('STK-08 a count is posted with a key, once, whoever presses the button with whom', async () => {
    const partId = await part('10');
    const at = await start();
    await count(at, [{ partId, quantity: '7' }]);
    refused(await world.as('manager').post(`${at}/post`), 400, 'idempotency.key_required');
    const key = freshKey();
    const all = await together(8, (n) => post(at, world.as(n % 2 === 0 ? 'manager' : second), n === 0 ? key : freshKey()));
    assert.deepEqual(tally(all), { 200: 1, '409 count.refused': 7 });
    assert.equal(await onHand(partId), '7.000');
  });

  it('ACC-04 APR-05 staff ask for a count to be posted, and what was counted again since goes stale', async () => {
    const partId = await part('10');
    const at = await start();
    await count(at, [{ partId, quantity: '9' }]);
    const asked = await post(at, world.as('staff'));
    assert.equal(asked.status, 202, asked.text);
    await count(at, [{ partId, quantity: '8' }]);
    refused(await world.as('manager').post(`${asked.headers.get('location')}/approve`), 409, 'approval.stale');
    const again = await post(at, world.as('staff'));
    const decided = await world.as('manager').post<{ status: string; kind: string }>(`${again.headers.get('location')}/approve`);
    assert.deepEqual([decided.status, decided.body.status, decided.body.kind], [200, 'EXECUTED', 'STOCK_COUNT'], decided.text);
    assert.equal(await onHand(partId), '8.000');
  });

  it('STK-04 what came to be tracked by serial number after it was counted is counted again, by its units', async () => {
    const sku = `TRACKED-${freshKey()}`;
    const fields = { sku, name: 'Battery', hsn: '87083000', unit: 'PCS', unitPrice: '100.00' };
    const { id: partId } = (await world.as('admin').post<{ id: string }>('/parts', fields)).body;
    const at = await start();
    await count(at, [{ partId, quantity: '3' }]);
    assert.equal((await world.as('admin').patch(`/parts/${partId}`, { serialTracked: true })).status, 200);
    const { status, problem } = await post(at);
    assert.deepEqual([status, problem.code, problem.missing?.length], [409, 'count.refused', 1]);
    assert.match(problem.detail, new RegExp(sku));
    await count(at, [{ partId, quantity: '3', serials: ['A1', 'A2', 'A3'] }]);
    const posted = await post(at);
    assert.equal(posted.status, 200, posted.text);
    assert.equal((await world.rows(`select from stock_serials where part_id = '${partId}'`)).length, 3);
  });

  it('STK-06 what was adjusted after it was counted is counted again', async () => {
    const partId = await part('10');
    const at = await start();
    await count(at, [{ partId, quantity: '8' }]);
    await adjust(partId, '-2', world.as('admin'));
    const { status, problem } = await post(at);
    assert.deepEqual([status, problem.code, problem.missing?.length], [409, 'count.refused', 1]);
    await count(at, [{ partId, quantity: '8' }]);
    assert.equal((await post(at)).status, 200);
    assert.equal(await onHand(partId), '8.000');
  });

  it('STK-09 a branch sets its levels under the version it saw, and takes them back', async () => {
    const partId = await part('10');
    const { id, version } = await stockOf(partId);
    const patch = (body: object, seen: number, by: Client = world.as('manager')) =>
      by.patch<{ minLevel: string | null; maxLevel: string | null; version: number }>(`/inventory/${id}`, body, {
        headers: { 'if-match': `"${seen}"` },
      });
    const set = await patch({ minLevel: '2.5', maxLevel: '12' }, version);
    assert.deepEqual(
      [set.status, set.body.minLevel, set.body.maxLevel, set.headers.get('etag')],
      [200, '2.500', '12.000', `"${version + 1}"`],
    );
    assert.deepEqual((await world.as('staff').get(`/inventory/${id}`)).body, set.body);
    refused(await patch({ minLevel: '3' }, version), 412, 'version.stale');
    refused(await patch({ minLevel: '12.001' }, version + 1), 400, 'request.invalid');
    refused(await patch({}, version + 1), 400, 'request.invalid');
    refused(await patch({ minLevel: '3' }, version + 1, world.as('staff')), 403, 'access.denied');
    refused(await patch({ minLevel: '3' }, version + 1, world.as('elsewhere')), 404, 'entity.absent');
    assert.deepEqual((await patch({ minLevel: null }, version + 1)).body.minLevel, null);
    // The part's own level is shown with the balance, and so under its version too.
    const seen = (await world.as('staff').get(`/inventory/${id}`)).headers.get('etag')!;
    assert.equal((await world.as('admin').patch(`/parts/${partId}`, { reorderLevel: '7' })).status, 200);
    const shown = await world.as('staff').get<StockBody & { reorderAt: string }>(`/inventory/${id}`, { 'if-none-match': seen });
    assert.deepEqual([shown.status, shown.body.reorderAt], [200, '7.000']);
    refused(await patch({ minLevel: '3' }, version + 2), 412, 'version.stale');
  });

  it('STK-09 a branch sets the levels of a part that it never had, and no greatest below the level that holds', async () => {
    const partId = await part('10');
    const { blr02 } = world.basics.branches;
    const put = (body: object, by: Client = world.as('manager2')) =>
      by.ask<StockBody & { minLevel: string | null; maxLevel: string | null; low: boolean }>('PUT', '/inventory/levels', {
        body: { serviceCenterId: blr02.id, partId, ...body },
      });
    assert.equal(await stockOf(partId, blr02.id), undefined);
    refused(await put({}), 400, 'request.invalid');
    refused(await put({ minLevel: '2' }, world.as('staff2')), 403, 'access.denied');
    refused(await put({ minLevel: '2' }, world.as('manager')), 404, 'entity.absent');
    refused(await put({ minLevel: '2', partId: world.cradle.ids.next() }), 404, 'entity.absent');
    const set = await put({ minLevel: '2', maxLevel: '5' });
    assert.deepEqual(
      [set.status, set.body.onHand, set.body.minLevel, set.body.maxLevel, set.body.low],
      [200, '0.000', '2.000', '5.000', true],
    );
    assert.deepEqual((await put({ minLevel: '2', maxLevel: '5' })).body, set.body);
    assert.equal((await world.as('admin').patch(`/parts/${partId}`, { reorderLevel: '7' })).status, 200);
    const below = await put({ minLevel: null });
    refused(below, 400, 'request.invalid');
    assert.match(below.problem.detail, /maxLevel must not be below 7.000/);
  });

  it('SCN-02 a closed branch takes no adjustment and no count', async () => {
    const { pun01 } = world.basics.branches;
    assert.equal((await world.as('admin').patch(`/service-centers/${pun01.id}`, { status: 'INACTIVE' })).status, 200);
    const partId = await part();
    refused(await adjust(partId, '1', world.as('admin'), { serviceCenterId: pun01.id }), 409, 'service_center.closed');
    refused(await world.as('elsewhere').post('/inventory/counts', { serviceCenterId: pun01.id }), 409, 'service_center.closed');
  });
});
