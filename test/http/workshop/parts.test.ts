import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { systemActor } from '@dms/domain/shared/actor';
import type { JobCardBody, ListOf, StockBody, TransferBody } from '../../support/bodies.ts';
import { type Answer, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { byClients, tally, together } from '../../support/races.ts';
import { freshBranches, type World } from '../../support/world.ts';

type LostBody = {
  readonly partId: string;
  readonly serviceCenterId: string;
  readonly requested: string;
  readonly available: string;
  readonly met: string;
  readonly sourceType: string;
  readonly sourceId: string;
};

describe('parts of jobs over HTTP', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const part = async (quantity = '10') => (await world.make.partInStock(quantity)).id;
  const job = async () => (await world.make.assignedCard([world.make.labour])).card.id;
  const jobs = (count: number) => byClients(4, Array.from({ length: count }), job);
  const stockOf = async (partId: string): Promise<StockBody> => {
    const path = `/inventory?partId=${partId}&serviceCenterId=${world.basics.branches.blr01.id}`;
    return (await world.as('admin').get<ListOf<StockBody>>(path)).body.data[0]!;
  };
  const lost = async (partId: string): Promise<readonly LostBody[]> =>
    (await world.as('advisor').get<ListOf<LostBody>>(`/inventory/lost-demand?partId=${partId}`)).body.data;
  const request = (id: string, partId: string, quantity: string, more: object = {}) =>
    world.as('advisor').post<JobCardBody>(`/job-cards/${id}/parts-request`, { items: [{ partId, quantity, ...more }] });
  const issue = (id: string, partId: string, quantity: string, key = freshKey()): Promise<Answer<JobCardBody>> =>
    world.as('staff').post<JobCardBody>(`/job-cards/${id}/parts/issue`, { items: [{ partId, quantity }] }, { key });
  const lineOf = ({ parts }: JobCardBody, partId: string) => parts.find((line) => line.partId === partId)!;

  it('STK-07 reserves what there is, says what waits, and shows it filled once stock came back', async () => {
    const partId = await part('3');
    const [mine, other] = await jobs(2);
    assert.equal((await issue(other!, partId, '2')).status, 200);
    const asked = await request(mine!, partId, '2', { required: false, neededBy: '2026-11-24T04:30:00.000Z' });
    assert.equal(asked.status, 200, asked.text);
    const { status, requested, reserved, backordered, required, neededBy } = lineOf(asked.body, partId);
    assert.deepEqual(
      [status, requested, reserved, backordered, required, neededBy],
      ['backordered', '2.000', '1.000', '1.000', false, '2026-11-24T04:30:00.000Z'],
    );
    const back = { items: [{ partId, quantity: '1', condition: 'GOOD' }] };
    assert.equal((await world.as('staff').post(`/job-cards/${other}/parts/return`, back, { key: freshKey() })).status, 200);
    const { body } = await world.as('advisor').get<JobCardBody>(`/job-cards/${mine}`);
    assert.deepEqual([lineOf(body, partId).status, lineOf(body, partId).reserved], ['reserved', '2.000']);
    const told = await world.rows(`select from audit_logs where event = 'BackorderFilled' and entity_id = '${mine}'`);
    assert.equal(told.length, 1);
  });

  it('STK-07 a card whose parts came in since is sent again, though its version is the same', async () => {
    const partId = await part('1');
    const [mine, other] = await jobs(2);
    assert.equal((await issue(other!, partId, '1')).status, 200);
    assert.equal((await request(mine!, partId, '1')).status, 200);
    const read = (headers: Record<string, string> = {}) => world.as('advisor').get<JobCardBody>(`/job-cards/${mine}`, headers);
    const waiting = await read();
    const tag = waiting.headers.get('etag')!;
    assert.equal((await read({ 'if-none-match': tag })).status, 304);
    const back = { items: [{ partId, quantity: '1', condition: 'GOOD' }] };
    assert.equal((await world.as('staff').post(`/job-cards/${other}/parts/return`, back, { key: freshKey() })).status, 200);
    const filled = await read({ 'if-none-match': tag });
    assert.deepEqual([filled.status, filled.body.version, lineOf(filled.body, partId).status], [200, waiting.body.version, 'reserved']);
    for (const seen of [filled.headers.get('etag')!, `"${filled.body.version}"`]) {
      const at = `/job-cards/${mine}/parts-request`;
      const stale = await world.as('advisor').post(at, { items: [{ partId, quantity: '1' }] }, { headers: { 'if-match': seen } });
      assert.equal(stale.status, seen.includes('.') ? 200 : 412, 'either names the version, which was raised by the first');
    }
  });

  it('STK-04 takes the serial numbers of units on both paths, and says which do not fit', async () => {
    const { id: partId, sku } = await world.make.partInStock('3', { serialTracked: true });
    const id = await job();
    const at = (path: string, serials: readonly string[] | undefined, quantity = '1') =>
      world
        .as('staff')
        .post<JobCardBody>(
          path,
          { ...(path.startsWith('/inv') && { jobCardId: id }), items: [{ partId, quantity, serials }] },
          { key: freshKey() },
        );
    for (const [serials, sentence] of [
      [undefined, `${sku} is tracked by serial number: 1.000 and 0 serial numbers do not fit.`],
      [['U9'], `There is no unit U9 of ${sku}.`],
    ] as const) {
      const { status, problem } = await at('/inventory/issue', serials);
      assert.deepEqual([status, problem.code, problem.detail], [409, 'serial.refused', sentence]);
    }
    assert.equal((await at('/inventory/issue', ['U1'])).status, 200);
    assert.equal((await at(`/job-cards/${id}/parts/issue`, ['U2', 'u3'], '2')).status, 200);
    assert.equal((await at('/inventory/return', ['U3'])).status, 200);
    const { body } = await at(`/job-cards/${id}/parts/return`, ['U1']);
    assert.deepEqual(
      [lineOf(body, partId).issued, lineOf(body, partId).returned, (await stockOf(partId)).onHand],
      ['3.000', '2.000', '2.000'],
    );
    const told = await world.rows<{ serials: readonly string[] }>(
      `select metadata -> 'items' -> 0 -> 'serials' as serials from audit_logs where event = 'PartsIssued' and entity_id = '${id}' order by id`,
    );
    assert.deepEqual(
      told.map(({ serials }) => serials),
      [['U1'], ['U2', 'u3']],
    );
  });

  it('STK-04 of many who take the same unit at once, one gets it', async () => {
    const partId = (await world.make.partInStock('8', { serialTracked: true })).id;
    const cards = await jobs(8);
    const all = await together(8, (n) =>
      world
        .as('staff')
        .post<JobCardBody>(
          '/inventory/issue',
          { jobCardId: cards[n], items: [{ partId, quantity: '1', serials: ['U5'] }] },
          { key: freshKey() },
        ),
    );
    assert.deepEqual(tally(all), { 200: 1, '409 serial.refused': 7 });
    assert.equal((await stockOf(partId)).onHand, '7.000');
  });

  it('STK-08 issue and return need a key on both paths, and a key sent again has its effect once', async () => {
    const partId = await part();
    const id = await job();
    const items = [{ partId, quantity: '2' }];
    const paths = [
      [`/job-cards/${id}/parts/issue`, { items }],
      ['/inventory/issue', { jobCardId: id, items }],
      [`/job-cards/${id}/parts/return`, { items }],
      ['/inventory/return', { jobCardId: id, items }],
    ] as const;
    const staff = world.as('staff');
    for (const [path, body] of paths) {
      assert.equal((await staff.post(path, body)).problem.code, 'idempotency.key_required', path);
      const key = freshKey();
      const [first, again] = [await staff.post<JobCardBody>(path, body, { key }), await staff.post<JobCardBody>(path, body, { key })];
      assert.equal(first.status, 200, first.text);
      assert.deepEqual([again.text, again.headers.get('idempotency-replayed')], [first.text, 'true']);
      assert.equal(
        (await staff.post(path, { ...body, items: [{ partId, quantity: '3' }] }, { key })).problem.code,
        'idempotency.key_reused',
      );
    }
    const { onHand, reserved } = await stockOf(partId);
    assert.deepEqual([onHand, reserved], ['10.000', '0.000']);
    const { body } = await staff.get<JobCardBody>(`/job-cards/${id}`);
    const { issued, returned, status } = lineOf(body, partId);
    assert.deepEqual([issued, returned, status], ['4.000', '4.000', 'returned']);
  });

  it('STK-03 of two hundred that ask for one of the last ten at once ten get it, and the others hear what is available', async () => {
    const partId = await part('10');
    const cards = await jobs(20);
    const answers = await together(200, (n) => issue(cards[n % cards.length]!, partId, '1'));
    assert.deepEqual(tally(answers), { '200': 10, '409 stock.insufficient': 190 });
    for (const { problem } of answers.filter(({ status }) => status === 409))
      assert.deepEqual((problem as { shortages?: unknown }).shortages, [{ partId, requested: '1.000', available: '0.000' }]);
    assert.equal((await stockOf(partId)).onHand, '0.000');
    // DEM-01: each of them asked, and none was lost with its transaction.
    const { page } = (await world.as('admin').get<ListOf<LostBody>>(`/inventory/lost-demand?partId=${partId}&count=true&limit=1`)).body;
    assert.equal(page.count, 190);
  });

  it('STK-03 baskets in opposite orders do not wait for each other, whether asked for, issued or called off', async () => {
    const ids = await byClients(4, Array.from({ length: 6 }), () => part('1000'));
    const cards = await jobs(24);
    const basket = ids.map((partId) => ({ partId, quantity: '1' }));
    const one = (n: number) => ({ items: n % 2 === 0 ? basket : basket.toReversed() });
    const asked = await together(24, (n) => world.as('advisor').post(`/job-cards/${cards[n]}/parts-request`, one(n)));
    assert.deepEqual(tally(asked), { '200': 24 });
    const ways = [
      (n: number) => world.as('staff').post(`/job-cards/${cards[n]}/parts/issue`, one(n), { key: freshKey() }),
      (n: number) => world.as('advisor').post(`/job-cards/${cards[n]}/parts/cancel`, one(n)),
      (n: number) => world.as('manager').patch(`/job-cards/${cards[n]}/status`, { to: 'cancelled', reason: 'Sold the car' }),
    ];
    assert.deepEqual(tally(await together(24, (n) => ways[n % 3]!(n))), { '200': 24 });
    for (const partId of ids) {
      const { onHand, reserved } = await stockOf(partId);
      assert.deepEqual([onHand, reserved], ['992.000', '0.000']);
    }
  });

  it('STK-03 STK-07 requests, issues and approvals of transfers that race never leave less than nothing available', async () => {
    const partId = await part('20');
    const cards = await jobs(16);
    const transfers = await byClients(4, Array.from({ length: 8 }), async () => {
      const { blr01, blr02 } = world.basics.branches;
      const body = {
        fromServiceCenterId: blr01.id,
        toServiceCenterId: blr02.id,
        items: [{ partId, quantity: '3' }],
        reason: 'A job there',
      };
      return (await world.as('manager2').post<TransferBody>('/stock-transfers', body)).body.id;
    });
    const answers = await Promise.all([
      ...cards.slice(0, 8).map((id) => request(id, partId, '2')),
      ...cards.slice(8).map((id) => issue(id, partId, '2')),
      ...transfers.map((id) => world.as('manager').post(`/stock-transfers/${id}/approve`, {})),
    ]);
    assert.deepEqual(
      Object.keys(tally(answers)).filter((name) => !['200', '409 stock.insufficient'].includes(name)),
      [],
    );
    const { onHand, reserved, available } = await stockOf(partId);
    const sum = async (query: string) => (await world.rows<{ n: string }>(query))[0]!.n;
    const issued = await sum(`select coalesce(sum(issued), 0)::text as n from job_parts where part_id = '${partId}'`);
    const held = await sum(`select coalesce(sum(reserved), 0)::text as n from stock_reservations where part_id = '${partId}'`);
    const agreed = await sum(
      `select coalesce(sum(i.quantity), 0)::text as n from stock_transfer_items i join stock_transfers t on t.id = i.transfer_id
       where i.part_id = '${partId}' and t.status = 'approved'`,
    );
    assert.equal(Number(onHand) + Number(issued), 20);
    assert.equal(Number(reserved), Number(held) + Number(agreed));
    assert.ok(Number(available) >= 0);
  });

  it('DEM-01 keeps what was asked for and refused, once for its key, though all of it was undone', async () => {
    const partId = await part('3');
    const id = await job();
    const key = freshKey();
    for (const _ of [1, 2]) assert.equal((await issue(id, partId, '5', key)).problem.code, 'stock.insufficient');
    await issue(id, partId, '4');
    const kept = (await lost(partId)).map(({ requested, available, met, sourceType, sourceId }) => [
      requested,
      available,
      met,
      sourceType,
      sourceId,
    ]);
    assert.deepEqual(kept, [
      ['4.000', '3.000', '0.000', 'JobCard', id],
      ['5.000', '3.000', '0.000', 'JobCard', id],
    ]);
  });

  it('DEM-01 what a job asked for already is no more demand when it is refused at the counter, and what exceeds it is', async () => {
    const partId = await part('1');
    const id = await job();
    assert.equal((await request(id, partId, '5')).status, 200);
    for (const _ of [1, 2]) assert.equal((await issue(id, partId, '5')).problem.code, 'stock.insufficient');
    const figures = async () => (await lost(partId)).map(({ requested, available, met }) => [requested, available, met]);
    assert.deepEqual(await figures(), [['5.000', '1.000', '1.000']]);
    assert.equal((await issue(id, partId, '7')).problem.code, 'stock.insufficient');
    assert.deepEqual(await figures(), [
      ['2.000', '0.000', '0.000'],
      ['5.000', '1.000', '1.000'],
    ]);
  });

  it('DEM-01 keeps of a request what was missing, of a refused transfer all of it once, and of one that was met nothing', async () => {
    const partId = await part('3');
    const id = await job();
    await request(id, partId, '2');
    assert.deepEqual(await lost(partId), []);
    await request(id, partId, '4');
    const { blr01, blr02 } = world.basics.branches;
    const body = { fromServiceCenterId: blr01.id, toServiceCenterId: blr02.id, items: [{ partId, quantity: '7' }], reason: 'A job there' };
    const transfer = (await world.as('manager2').post<TransferBody>('/stock-transfers', body)).body.id;
    for (const _ of [1, 2])
      assert.equal((await world.as('manager').post(`/stock-transfers/${transfer}/approve`, {})).problem.code, 'stock.insufficient');
    const kept = (await lost(partId)).map(({ requested, available, met, sourceType, sourceId }) => [
      requested,
      available,
      met,
      sourceType,
      sourceId,
    ]);
    assert.deepEqual(kept, [
      ['7.000', '0.000', '0.000', 'StockTransfer', transfer],
      ['4.000', '1.000', '1.000', 'JobCard', id],
    ]);
    const elsewhere = await world.as('engineerElsewhere').get<ListOf<LostBody>>(`/inventory/lost-demand?partId=${partId}`);
    assert.deepEqual(elsewhere.body.data, []);
    const filtered = await world.as('advisor').get<ListOf<LostBody>>(`/inventory/lost-demand?partId=${partId}&sourceType=StockTransfer`);
    assert.equal(filtered.body.data.length, 1);
  });

  it('JOB-08 an advisor calls a job off before parts are issued, and asks once they are; the parts are back with the approval', async () => {
    const partId = await part('5');
    const [before_, after] = await jobs(2);
    await request(before_!, partId, '2');
    const call = (id: string) =>
      world.as('advisor').patch<{ approvalId: string }>(`/job-cards/${id}/status`, { to: 'cancelled', reason: 'Sold' });
    assert.equal((await call(before_!)).status, 200);
    assert.equal((await stockOf(partId)).reserved, '0.000');

    await issue(after!, partId, '2');
    const asked = await call(after!);
    assert.equal(asked.status, 202, asked.text);
    assert.equal((await stockOf(partId)).onHand, '3.000');
    const decided = await world.as('manager').post(`/approvals/${asked.body.approvalId}/approve`, {});
    assert.equal(decided.status, 200, decided.text);
    const { onHand, reserved } = await stockOf(partId);
    assert.deepEqual([onHand, reserved], ['5.000', '0.000']);
    const { body } = await world.as('advisor').get<JobCardBody>(`/job-cards/${after}`);
    assert.deepEqual([body.status, lineOf(body, partId).status], ['cancelled', 'returned']);
  });

  it('JOB-01 parts are refused where the card is not, where the part is unknown, and where nothing is left', async () => {
    const partId = await part('5');
    const { id } = await world.make.openCard();
    assert.equal((await issue(id, partId, '1')).problem.code, 'parts.refused');
    const working = await job();
    assert.equal((await request(working, world.cradle.ids.next(), '1')).status, 404);
    assert.equal((await request(working, partId, '0')).status, 400);
    const nothing = await world
      .as('staff')
      .post(`/job-cards/${working}/parts/return`, { items: [{ partId, quantity: '1' }] }, { key: freshKey() });
    assert.equal(nothing.problem.code, 'parts.refused');
    await world.rows(`update parts set active = false where id = '${partId}' returning id`);
    assert.equal((await request(working, partId, '1')).problem.code, 'part.inactive');
    assert.equal((await issue(working, partId, '1')).status, 200);
  });

  it('JOB-07 honours If-Match: who saw the card before the parts were asked for is told', async () => {
    const partId = await part('5');
    const id = await job();
    const seen = (await world.as('advisor').get(`/job-cards/${id}`)).headers.get('etag')!;
    await request(id, partId, '1');
    const stale = await world
      .as('advisor')
      .post(`/job-cards/${id}/parts-request`, { items: [{ partId, quantity: '1' }] }, { headers: { 'if-match': seen } });
    assert.equal(stale.problem.code, 'version.stale');
  });

  it('STK-02 after all of this every balance is what its movements, its jobs and its transfers say', async () => {
    assert.deepEqual((await world.cradle.verifyStock(systemActor('test'))).faults, []);
  });
});
