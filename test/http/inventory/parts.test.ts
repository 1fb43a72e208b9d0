import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { ListOf, PartBody } from '../../support/bodies.ts';
import type { Answer, Client } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { freshBranches, type World } from '../../support/world.ts';

describe('the catalogue over HTTP', () => {
  const suite = withSuite();
  let world: World;
  let made = 0;
  before(async () => {
    world = await freshBranches(suite);
  });

  const fields = (change: object = {}) => ({
    ...{ sku: `CAT-${(made += 1)}`, name: `Wiper blade ${made}`, hsn: '87083000', unit: 'PCS', unitPrice: '100.00' },
    ...change,
  });
  const create = (change: object = {}, by: Client = world.as('admin')) => by.post<PartBody>('/parts', fields(change));
  const part = async (change: object = {}): Promise<PartBody> => {
    const answer = await create(change);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const refused = ({ status, problem, text }: Answer, expected: number, code: string, pointer?: string) =>
    assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer], [expected, code, pointer], text);
  const found = async (query: string): Promise<string[]> =>
    (await world.as('advisor').get<ListOf<PartBody>>(`/parts?limit=100&${query}`)).body.data.map(({ sku }) => sku);

  it('STK-10 a part is added with everything that is known of it, and read by everybody', async () => {
    const more = {
      category: 'Wipers',
      mrp: '118.00',
      cost: '62.50',
      reorderLevel: '4.500',
      barcode: '8901234567890',
      supplier: 'Sahyadri',
    };
    const answer = await create(more);
    assert.deepEqual([answer.status, answer.headers.get('location'), answer.headers.get('etag')], [201, `/parts/${answer.body.id}`, '"1"']);
    const { body, headers } = await world.as('manager').get<PartBody>(`/parts/${answer.body.id}`);
    assert.deepEqual([body, headers.get('etag')], [answer.body, '"1"']);
    assert.deepEqual(
      [body.category, body.mrp, body.cost, body.reorderLevel, body.active, body.taxTreatment, body.substitutes],
      ['Wipers', '118.00', '62.50', '4.500', true, 'TAXABLE', []],
    );
    assert.equal((await world.as('advisor').get<PartBody>(`/parts/${body.id}`)).body.cost, null);
    refused(await world.as('advisor').get(`/parts/${world.cradle.ids.next()}`), 404, 'entity.absent');
  });

  it('STK-10 is found by how its name or SKU begins, by category, and by whether it is still sold', async () => {
    const sku = `ZX-50%_${(made += 1)}`;
    const { id } = await part({ sku, name: 'Zebra lamp', category: 'Zoo' });
    const other = await part({ name: 'zebra crossing', category: 'Zoo' });
    assert.deepEqual(await found('q=zEbRa'), [other.sku, sku].toSorted());
    assert.deepEqual(await found(`q=${encodeURIComponent('zx-50%_')}`), [sku]);
    assert.deepEqual(await found(`q=${encodeURIComponent('zx%')}`), []);
    assert.deepEqual(await found('category=Zoo'), [other.sku, sku].toSorted());
    assert.equal((await world.as('admin').patch(`/parts/${id}`, { active: false })).status, 200);
    assert.deepEqual([await found('category=Zoo&active=true'), await found('category=Zoo&active=false')], [[other.sku], [sku]]);
    refused(await world.as('advisor').get('/parts?q=z'), 400, 'request.invalid', '/q');
  });

  it('STK-10 is changed under the version that was seen, and nothing that was not named with it', async () => {
    const { id, ...before } = await part({ category: 'Wipers' });
    const patch = (body: object, version: string) =>
      world.as('admin').patch<PartBody>(`/parts/${id}`, body, { headers: { 'if-match': version } });
    const changed = await patch({ name: 'Rear wiper', category: null }, '"1"');
    assert.deepEqual(changed.body, { ...before, id, name: 'Rear wiper', category: null, version: 2 });
    refused(await patch({ name: 'Front wiper' }, '"1"'), 412, 'version.stale');
    refused(await patch({}, '"2"'), 400, 'request.invalid', '');
  });

  it('STK-10 what cannot be right is refused with its field, and nothing is kept', async () => {
    for (const [change, pointer] of [
      [{ sku: ' ' }, '/sku'],
      [{ hsn: '87083' }, '/hsn'],
      [{ unit: 'LITRE' }, '/unit'],
      [{ unitPrice: 100 }, '/unitPrice'],
      [{ mrp: '0.00' }, '/mrp'],
      [{ substitutes: [world.cradle.ids.next()] }, '/substitutes/0'],
      [{ colour: 'red' }, '/colour'],
    ] as const)
      refused(await create(change), 400, 'request.invalid', pointer);
    refused(await create({ mrp: '117.99' }), 409, 'price.above_mrp');
    refused(await create({ hsn: '99999999' }), 409, 'tax_rate.unknown');
    const { id, sku } = await part({ mrp: '118.00' });
    refused(await create({ sku: sku.toLowerCase() }), 409, 'record.duplicate');
    refused(await world.as('admin').patch(`/parts/${id}`, { unitPrice: '100.01' }), 409, 'price.above_mrp');
    refused(await world.as('admin').patch(`/parts/${id}`, { substitutes: [id] }), 400, 'request.invalid', '/substitutes/0');
  });

  it('STK-10 of many who add the same SKU at once, one does', async () => {
    const sku = `ONCE-${(made += 1)}`;
    const all = await together(10, (n) => create({ sku: n % 2 === 0 ? sku : sku.toLowerCase() }));
    assert.deepEqual(tally(all), { 201: 1, '409 record.duplicate': 9 });
  });

  it('APR-05 a manager asks for a part and for a price, staff for anything but a price, and an administrator lets it happen', async () => {
    const asked = async (answer: Answer, kind: string) => {
      assert.equal(answer.status, 202, answer.text);
      const at = answer.headers.get('location')!;
      const approval = await world.as('admin').get<{ kind: string }>(at);
      assert.equal(approval.body.kind, kind);
      const decided = await world.as('admin').post<{ status: string; resultId: string }>(`${at}/approve`);
      assert.deepEqual([decided.status, decided.body.status], [200, 'EXECUTED'], decided.text);
      return decided.body.resultId;
    };
    const id = await asked(await create({}, world.as('staff')), 'PART_EDIT');
    await asked(await world.as('manager').patch(`/parts/${id}`, { unitPrice: '90.00' }), 'PART_PRICE');
    await asked(await world.as('staff').patch(`/parts/${id}`, { category: 'Blades' }), 'PART_EDIT');
    const { body } = await world.as('admin').get<PartBody>(`/parts/${id}`);
    assert.deepEqual([body.unitPrice, body.category, body.version], ['90.00', 'Blades', 3]);
    refused(await world.as('staff').patch(`/parts/${id}`, { mrp: '200.00' }), 403, 'access.denied');
  });

  it('APR-03 an edit that was asked for goes stale when the part is changed before it is decided on', async () => {
    const { id } = await part();
    const asked = await world.as('manager').patch(`/parts/${id}`, { name: 'Wiper, asked for' });
    await world.as('admin').patch(`/parts/${id}`, { name: 'Wiper, renamed' });
    refused(await world.as('admin').post(`${asked.headers.get('location')}/approve`), 409, 'approval.stale');
    assert.equal((await world.as('admin').get<PartBody>(`/parts/${id}`)).body.name, 'Wiper, renamed');
  });
});
