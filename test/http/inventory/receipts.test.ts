import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { ListOf, PartBody, ReceiptBody, StockBody } from '../../support/bodies.ts';
import { type Answer, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('goods receipts over HTTP', () => {
  const suite = withSuite();
  let world: World;
  let made = 0;
  before(async () => {
    world = await freshBranches(suite);
  });

  const part = async (change: object = {}): Promise<string> => {
    const fields = { sku: `REC-${(made += 1)}`, name: 'Battery', hsn: '87083000', unit: 'PCS', unitPrice: '100.00', ...change };
    const { status, text, body } = await world.as('admin').post<PartBody>('/parts', fields);
    assert.equal(status, 201, text);
    return body.id;
  };
  type Goods = { readonly partId: string; readonly quantity: string; readonly unitCost?: string; readonly serials?: readonly string[] };
  const receive = (items: readonly Goods[], { by = world.as('staff'), key = freshKey(), at = world.basics.branches.blr01.id } = {}) => {
    const costed = items.map((item) => ({ unitCost: '10.00', ...item }));
    const body = { serviceCenterId: at, supplier: 'Sahyadri Spares', reference: 'INV/4711', items: costed };
    return by.post<ReceiptBody>('/inventory/receipts', body, { key });
  };
  const stockOf = async (partId: string) =>
    (await world.as('admin').get<ListOf<StockBody>>(`/inventory?partId=${partId}`)).body.data.map(({ onHand }) => onHand);
  const refused = ({ status, problem, text }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code], text);

  it('STK-01 a delivery is on the shelf, and its paper is kept and found again', async () => {
    const [one, two] = [await part(), await part()];
    const answer = await receive([
      { partId: one, quantity: '2.500', unitCost: '33.33' },
      { partId: two, quantity: '4' },
    ]);
    assert.deepEqual([answer.status, answer.headers.get('location')], [201, `/inventory/receipts/${answer.body.id}`], answer.text);
    assert.deepEqual([answer.body.value, answer.body.items.map(({ value }) => value)], ['123.33', ['83.33', '40.00']]);
    assert.deepEqual([await stockOf(one), await stockOf(two)], [['2.500'], ['4.000']]);
    assert.deepEqual((await world.as('manager').get(`/inventory/receipts/${answer.body.id}`)).body, answer.body);
    const { body } = await world.as('manager').get<ListOf<{ id: string; value: string }>>('/inventory/receipts');
    assert.deepEqual([body.data[0]!.id, body.data[0]!.value], [answer.body.id, '123.33']);
    refused(await world.as('elsewhere').get(`/inventory/receipts/${answer.body.id}`), 404, 'entity.absent');
    assert.deepEqual((await world.as('elsewhere').get<ListOf<object>>('/inventory/receipts')).body.data, []);
  });

  it('STK-08 without a key nothing is taken in, and with one it is taken in once, however often it is sent', async () => {
    const partId = await part();
    const items = [{ partId, quantity: '3', unitCost: '10.00' }];
    const body = { serviceCenterId: world.basics.branches.blr01.id, supplier: 'A', reference: 'B', items };
    refused(await world.as('staff').post('/inventory/receipts', body), 400, 'idempotency.key_required');
    const key = freshKey();
    const first = await receive(items, { key });
    const again = await receive(items, { key });
    assert.deepEqual([again.status, again.body, again.headers.get('idempotency-replayed')], [201, first.body, 'true']);
    refused(await receive([{ partId, quantity: '4' }], { key }), 422, 'idempotency.key_reused');
    assert.deepEqual(await stockOf(partId), ['3.000']);
  });

  it('STK-04 a part that is tracked by serial number comes in by unit, with one serial for each', async () => {
    const partId = await part({ serialTracked: true });
    refused(await receive([{ partId, quantity: '1.5', serials: ['A1', 'A2'] }]), 400, 'quantity.malformed');
    refused(await receive([{ partId, quantity: '2', serials: ['A1'] }]), 409, 'serial.refused');
    refused(await receive([{ partId, quantity: '2' }]), 409, 'serial.refused');
    const { status, body } = await receive([{ partId, quantity: '2', serials: ['A1', 'A2'] }]);
    assert.deepEqual([status, body.items[0]!.serials], [201, ['A1', 'A2']]);
    refused(await receive([{ partId, quantity: '1', serials: ['a1'] }]), 409, 'serial.refused');
    refused(await receive([{ partId: await part(), quantity: '1', serials: ['A1'] }]), 409, 'serial.refused');
    assert.deepEqual(await stockOf(partId), ['2.000']);
  });

  it('STK-04 of many who bring in the same unit at once, one does', async () => {
    const partId = await part({ serialTracked: true });
    const all = await together(8, () => receive([{ partId, quantity: '1', serials: ['ONE'] }]));
    assert.deepEqual(tally(all), { 201: 1, '409 serial.refused': 7 });
    assert.deepEqual(await stockOf(partId), ['1.000']);
  });

  it('STK-10 STK-04 what comes in while the part is changed comes in by one of the two rules', async () => {
    for (let round = 0; round < 4; round += 1) {
      const partId = await part();
      const [edited, received] = await Promise.all([
        world.as('admin').patch(`/parts/${partId}`, { serialTracked: true, active: false }),
        receive([{ partId, quantity: '1' }]),
      ]);
      // Either it was in stock already, or it was discontinued and tracked already.
      assert.ok(
        (edited.status === 409 && received.status === 201) || (edited.status === 200 && received.status === 409),
        `${edited.text} ${received.text}`,
      );
    }
  });

  it('STK-10 SCN-02 refuses a discontinued part, a part that there is not, and a branch that is not the caller’s', async () => {
    refused(await receive([{ partId: await part({ active: false }), quantity: '1' }]), 409, 'part.inactive');
    refused(await receive([{ partId: world.cradle.ids.next(), quantity: '1' }]), 404, 'entity.absent');
    const partId = await part();
    refused(await receive([{ partId, quantity: '1' }], { at: world.basics.branches.blr02.id }), 404, 'entity.absent');
    refused(await receive([{ partId, quantity: '0' }]), 400, 'request.invalid');
    refused(await receive([{ partId, quantity: '1' }], { by: world.as('advisor') }), 403, 'access.denied');
    const closing = await world.as('admin').patch(`/service-centers/${world.basics.branches.pun01.id}`, { status: 'INACTIVE' });
    assert.equal(closing.status, 200, closing.text);
    refused(
      await receive([{ partId, quantity: '1' }], { by: world.as('staffElsewhere'), at: world.basics.branches.pun01.id }),
      409,
      'service_center.closed',
    );
    assert.deepEqual(await stockOf(partId), []);
  });
});
