import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { originalOf } from '@dms/domain/files/ports';
import { systemActor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { User } from '@dms/domain/identity/user';
import type { InvoiceBody, ListOf, StockBody, TransferBody } from '../../support/bodies.ts';
import { type Answer, type Client, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Verb = 'approve' | 'reject' | 'cancel' | 'dispatch' | 'receive' | 'recall';

describe('stock transfers over HTTP', () => {
  const suite = withSuite();
  let world: World;
  let managerOfBoth: User;
  before(async () => {
    world = await freshBranches(suite);
    managerOfBoth = (await world.make.colleague('SC_MANAGER', world.basics.branches.blr01, world.basics.branches.blr02)).user;
  });

  const branches = () => world.basics.branches;
  const sides = () => ({ fromServiceCenterId: branches().blr01.id, toServiceCenterId: branches().blr02.id });
  const part = async (quantity = '10') => (await world.make.partInStock(quantity)).id;
  const ask = async (by: Client, partId: string, quantity = '2', more: object = {}): Promise<TransferBody> => {
    const body = { ...sides(), items: [{ partId, quantity }], reason: 'Booked for tomorrow', ...more };
    const answer = await by.post<TransferBody>('/stock-transfers', body);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const bodies: Readonly<Record<Verb, object>> = {
    approve: {},
    reject: { rejectionReason: 'We need them' },
    cancel: { reason: 'Not needed' },
    dispatch: {},
    receive: { items: [] },
    recall: { outcome: 'RETURNED', reason: 'Wrong branch' },
  };
  const tell = (by: Client, verb: Verb, { id }: { readonly id: string }, body: object = bodies[verb]): Promise<Answer<TransferBody>> =>
    by.post<TransferBody>(`/stock-transfers/${id}/${verb}`, body, { key: freshKey() });
  const done = async (answer: Promise<Answer<TransferBody>>): Promise<TransferBody> => {
    const { status, text, body } = await answer;
    assert.equal(status, 200, text);
    return body;
  };
  const approved = async (partId: string, quantity?: string): Promise<TransferBody> =>
    done(tell(world.as('manager'), 'approve', await ask(world.as('manager2'), partId, quantity)));
  const sent = async (partId: string, quantity?: string): Promise<TransferBody> =>
    done(tell(world.as('staff'), 'dispatch', await approved(partId, quantity)));
  const stockOf = async (partId: string, serviceCenterId: string): Promise<StockBody | undefined> =>
    (await world.as('admin').get<ListOf<StockBody>>(`/inventory?partId=${partId}&serviceCenterId=${serviceCenterId}`)).body.data[0];

  it('STK-04 names the units that go and those that come', async () => {
    const partId = (await world.make.partInStock('4', { serialTracked: true })).id;
    const transfer = await approved(partId, '3');
    const unnamed = await tell(world.as('staff'), 'dispatch', transfer);
    assert.deepEqual([unnamed.status, unnamed.problem.code], [409, 'serial.refused']);
    const onRoad = await done(tell(world.as('staff'), 'dispatch', transfer, { items: [{ partId, serials: ['U1', 'U2', 'U4'] }] }));
    assert.deepEqual(
      [onRoad.items[0]!.serials, onRoad.items[0]!.serialsInTransit],
      [
        ['U1', 'U2', 'U4'],
        ['U1', 'U2', 'U4'],
      ],
    );
    const receive = (item: object) => tell(world.as('staff2'), 'receive', transfer, { items: [{ partId, ...item }] });
    const wrong = await receive({ quantity: '1', serials: ['U3'] });
    assert.deepEqual([wrong.status, wrong.problem.code], [409, 'serial.refused']);
    const came = await done(receive({ quantity: '2', serials: ['U1', 'u4'], damaged: '1', damagedSerials: ['U2'] }));
    assert.deepEqual([came.items[0]!.serialsInTransit, came.variances[0]!.serials, came.status], [['U2'], ['U2'], 'partially_received']);
  });

  it('TRF-01 goes from one branch’s shelf to the other’s, in part, with a challan', async () => {
    const partId = await part();
    const asked = await ask(world.as('manager2'), partId, '4', { urgency: 'URGENT' });
    assert.deepEqual([asked.status, asked.urgency, asked.makerServiceCenterId], ['pending', 'URGENT', branches().blr02.id]);
    assert.equal((await done(tell(world.as('manager'), 'approve', asked, { comments: 'take them' }))).status, 'approved');
    assert.deepEqual([(await stockOf(partId, branches().blr01.id))?.reserved], ['4.000']);

    const onTheRoad = await done(tell(world.as('staff'), 'dispatch', asked, { vehicleNumber: 'KA01AB1234', transporter: 'own van' }));
    assert.deepEqual([onTheRoad.status, onTheRoad.documentKind, onTheRoad.invoiceId], ['in_transit', 'CHALLAN', null]);
    assert.match(onTheRoad.documentNumber!, /^TBLR012627\/\d{5}$/);
    assert.deepEqual(onTheRoad.challan!.transport, { vehicleNumber: 'KA01AB1234', transporter: 'own van' });
    assert.deepEqual([onTheRoad.challan!.taxableValue, onTheRoad.items[0]!.dispatchedValue], ['400.00', '400.00']);

    const staff2 = world.as('staff2');
    const some = await done(tell(staff2, 'receive', asked, { items: [{ partId, quantity: '1' }] }));
    assert.deepEqual([some.status, some.items[0]!.inTransit], ['partially_received', '3.000']);
    const all = await done(tell(staff2, 'receive', asked, { items: [{ partId, quantity: '3' }] }));
    assert.equal(all.status, 'received');
    const { onHand, inTransit } = (await stockOf(partId, branches().blr02.id))!;
    assert.deepEqual([onHand, inTransit], ['4.000', '0.000']);
    const { body } = await world.as('manager').get<TransferBody>(`/stock-transfers/${asked.id}`);
    assert.deepEqual(body, all);
  });

  it('TRF-02 the challan is a PDF once the goods are on the road, three copies of it, for those who may know costs', async () => {
    const partId = await part();
    const asked = await ask(world.as('manager2'), partId, '4');
    await done(tell(world.as('manager'), 'approve', asked));
    const path = `/stock-transfers/${asked.id}/challan/pdf`;
    assert.equal((await world.as('manager').get(path)).status, 404);
    await done(tell(world.as('staff'), 'dispatch', asked));
    const early = await world.as('staff').get<{ jobId: string }>(`${path}?copy=TRIPLICATE`);
    assert.deepEqual([early.status, early.headers.get('location')], [202, `/jobs/${early.body.jobId}`]);
    const seen = new Set<string>();
    for (const copy of ['ORIGINAL', 'DUPLICATE', 'TRIPLICATE'] as const) {
      await world.cradle.storePaper({ ...originalOf('CHALLAN', asked.id), copy }, systemActor('test'));
      const paper = await world.as('staff').get(`${path}?copy=${copy}`);
      assert.deepEqual([paper.status, paper.bytes.subarray(0, 5).toString()], [200, '%PDF-']);
      const etag = paper.headers.get('etag')!;
      assert.equal((await world.as('staff2').get(`${path}?copy=${copy}`, { 'if-none-match': etag })).status, 304);
      seen.add(etag);
    }
    assert.equal(seen.size, 3);
    assert.equal((await world.as('advisor').get(path)).problem.code, 'access.denied');
    assert.equal((await world.as('staff').get(`${path}?copy=FOURTH`)).status, 400);
    assert.equal((await world.as('elsewhere').get(path)).status, 404);
  });

  it('TRF-02 between two GSTINs makes a tax invoice that can be read, printed and never billed again', async () => {
    const partId = await part();
    const toPune = { toServiceCenterId: branches().pun01.id };
    const asked = await ask(world.as('elsewhere'), partId, '3', toPune);
    await done(tell(world.as('manager'), 'approve', asked));
    const onTheRoad = await done(tell(world.as('staff'), 'dispatch', asked));
    assert.deepEqual([onTheRoad.documentKind, onTheRoad.challan], ['INVOICE', undefined]);
    const { body: invoice } = await world.as('manager').get<InvoiceBody>(`/invoices/${onTheRoad.invoiceId}`);
    assert.deepEqual(
      [invoice.invoiceNumber, invoice.sourceType, invoice.payer, invoice.placeOfSupply, invoice.taxable, invoice.igst, invoice.totalAmount],
      [onTheRoad.documentNumber, 'transfer', 'INTERNAL', '27', '300.00', '54.00', '354.00'],
    );
    await world.cradle.storePaper(originalOf('INVOICE', invoice.id), { ...world.basics.actors.admin, role: 'SYSTEM', userId: null });
    assert.equal((await world.as('manager').get(`/stock-transfers/${asked.id}/challan/pdf`)).status, 404);
    const pdf = await world.as('manager').get(`/invoices/${invoice.id}/pdf`);
    assert.deepEqual([pdf.status, pdf.bytes.subarray(0, 5).toString()], [200, '%PDF-']);
  });

  it('ACC-05 is approved or declined by the other side alone, and never by who asked', async () => {
    for (const verb of ['approve', 'reject'] as const) {
      const partId = await part();
      const ofTheReceiver = await ask(world.as('manager2'), partId);
      for (const who of ['manager2'] as const) {
        const { status, problem } = await tell(world.as(who), verb, ofTheReceiver);
        assert.deepEqual([status, problem.code, problem.explanation?.action], [403, 'access.denied', 'transfer.approve']);
        assert.match(problem.explanation!.rule, /ACC-0[25]$/);
      }
      assert.equal((await tell(world.as('manager'), verb, ofTheReceiver)).status, 200);

      const ofTheSender = await ask(world.as('staff'), partId);
      const { problem } = await tell(world.as('manager'), verb, ofTheSender);
      assert.match(problem.explanation!.rule, /ACC-05$/);
      assert.equal((await tell(world.as('manager2'), verb, ofTheSender)).status, 200);

      const ofTheCompany = await ask(world.as('admin'), partId);
      assert.equal(ofTheCompany.makerServiceCenterId, null);
      assert.match((await tell(world.as('admin'), verb, ofTheCompany)).problem.explanation!.rule, /ACC-02$/);
      assert.equal((await tell(world.as('manager2'), verb, ofTheCompany)).status, 200);
    }
  });

  it('ACC-05 who belongs to both sides asks for the receiver, and may not agree for the sender', async () => {
    const asked = await ask(world.as(managerOfBoth), await part());
    assert.equal(asked.makerServiceCenterId, branches().blr02.id);
    assert.match((await tell(world.as(managerOfBoth), 'approve', asked)).problem.explanation!.rule, /ACC-02$/);
    assert.match((await tell(world.as('manager2'), 'approve', asked)).problem.explanation!.rule, /ACC-05$/);
    assert.equal((await tell(world.as('manager'), 'approve', asked)).status, 200);
  });

  it('ACC-05 is sent off at the sending branch, and received at the receiving one', async () => {
    const partId = await part();
    const { id } = await approved(partId);
    for (const who of ['manager2', 'staff2'] as const) {
      const { status, problem } = await tell(world.as(who), 'dispatch', { id });
      assert.deepEqual([status, problem.code], [403, 'access.denied']);
      assert.match(problem.explanation!.rule, /^transfer\.dispatch:.* ACC-05$/);
    }
    await done(tell(world.as('staff'), 'dispatch', { id }));
    const receipt = { items: [{ partId, quantity: '2' }] };
    for (const who of ['manager', 'staff'] as const) {
      const { status, problem } = await tell(world.as(who), 'receive', { id }, receipt);
      assert.deepEqual([status, problem.code], [403, 'access.denied']);
      assert.match(problem.explanation!.rule, /^transfer\.receive:.* ACC-05$/);
    }
    assert.equal((await done(tell(world.as('staff2'), 'receive', { id }, receipt))).status, 'received');
  });

  it('ACC-03 is not there for a third branch, whatever is asked of it', async () => {
    const partId = await part();
    const { id } = await sent(partId);
    assert.equal((await world.as('elsewhere').get(`/stock-transfers/${id}`)).status, 404);
    for (const verb of ['approve', 'reject', 'cancel', 'recall'] as const)
      assert.deepEqual([verb, (await tell(world.as('elsewhere'), verb, { id })).status], [verb, 404]);
    for (const verb of ['dispatch', 'receive'] as const) {
      const body = verb === 'receive' ? { items: [{ partId, quantity: '1' }] } : {};
      assert.deepEqual([verb, (await tell(world.as('staffElsewhere'), verb, { id }, body)).status], [verb, 404]);
    }
    const { body } = await world.as('elsewhere').get<ListOf<TransferBody>>('/stock-transfers?limit=100&count=true');
    assert.ok(body.data.every(({ toServiceCenterId }) => toServiceCenterId === branches().pun01.id));
    assert.equal(body.page.count, body.data.length);
    const foreign = { ...sides(), items: [{ partId, quantity: '1' }], reason: 'Not mine' };
    assert.equal((await world.as('elsewhere').post('/stock-transfers', foreign)).status, 404);
    const nowhere = { ...foreign, toServiceCenterId: world.cradle.ids.next() };
    assert.equal((await world.as('manager').post('/stock-transfers', nowhere)).status, 404);
  });

  type Waiting = {
    readonly id: string;
    readonly kind: string;
    readonly status: string;
    readonly amount: string | null;
    readonly resultId: string | null;
  };
  /** The approval that an answer of 202 points to. */
  const waits = (answer: Answer): string => {
    assert.equal(answer.status, 202, answer.text);
    return answer.headers.get('location')!;
  };
  const letIt = (who: 'admin' | 'superAdmin' | 'manager', at: string) => world.as(who).post<Waiting>(`${at}/approve`);
  const reread = async ({ id }: { readonly id: string }) => (await world.as('admin').get<TransferBody>(`/stock-transfers/${id}`)).body;

  it('ACC-04 an advisor asks for a transfer, and their manager lets it be made', async () => {
    const partId = await part();
    const advised = { ...sides(), items: [{ partId, quantity: '1' }], reason: 'A customer waits' };
    const at = waits(await world.as('advisor').post('/stock-transfers', advised));
    const mine = await world.as('manager').get<ListOf<Waiting>>('/approvals?box=to-decide');
    assert.ok(mine.body.data.some(({ id, kind }) => at.endsWith(id) && kind === 'STOCK_TRANSFER'));
    // The other side has its say on the transfer itself: it does not answer for the one that asks as well (ACC-05).
    assert.deepEqual([(await world.as('manager2').get(at)).status, (await world.as('manager2').post(`${at}/approve`)).status], [404, 404]);
    const { body } = await letIt('manager', at);
    const { status, requestedBy, makerServiceCenterId } = await reread({ id: body.resultId! });
    assert.deepEqual(
      [body.status, status, requestedBy, makerServiceCenterId],
      ['EXECUTED', 'pending', world.people.advisor.id, branches().blr01.id],
    );
  });

  it('ACC-04 above their limit a manager’s yes waits for somebody who may, and reserves only then', async () => {
    const partId = await part('2000');
    const dear = await ask(world.as('manager2'), partId, '1500');
    const at = waits(await tell(world.as('manager'), 'approve', dear));
    assert.deepEqual([(await reread(dear)).status, (await stockOf(partId, branches().blr01.id))?.reserved], ['pending', '0.000']);
    const { body } = await letIt('admin', at);
    assert.deepEqual([body.status, body.amount], ['EXECUTED', '150000.00']);
    const { status, approvedBy, approvedValue } = await reread(dear);
    assert.deepEqual([status, approvedBy, approvedValue], ['approved', world.people.manager.id, '150000.00']);
    assert.equal((await stockOf(partId, branches().blr01.id))?.reserved, '1500.000');
  });

  it('DEM-01 a shortage that is found out when a yes is carried out is demand that was lost too', async () => {
    const partId = await part('2000');
    const dear = await ask(world.as('manager2'), partId, '1500');
    const at = waits(await tell(world.as('manager'), 'approve', dear));
    const other = await ask(world.as('manager2'), partId, '900');
    assert.equal((await tell(world.as('manager'), 'approve', other)).status, 200);
    assert.equal((await letIt('admin', at)).problem.code, 'approval.stale');
    const { body } = await world
      .as('admin')
      .get<ListOf<{ requested: string; available: string; sourceId: string }>>(`/inventory/lost-demand?partId=${partId}`);
    assert.deepEqual(
      body.data.map(({ requested, available, sourceId }) => [requested, available, sourceId]),
      [['1500.000', '1100.000', dear.id]],
    );
  });

  it('ACC-02 who made a transfer does not decide on it either when a manager has to ask for their yes', async () => {
    const dear = await ask(world.as('admin'), await part('2000'), '1500');
    const at = waits(await tell(world.as('manager'), 'approve', dear));
    const { status, problem } = await letIt('admin', at);
    assert.deepEqual([status, problem.code], [403, 'access.denied']);
    assert.equal((await letIt('superAdmin', at)).status, 200);
  });

  it('ACC-02 who reported a loss does not decide on writing it off either when a manager asks', async () => {
    const partId = await part();
    const { id } = await sent(partId, '5');
    const receipt = { items: [{ partId, quantity: '4', short: '1' }] };
    const { variances } = await done(tell(world.as('admin'), 'receive', { id }, receipt));
    const at = waits(
      await world.as('manager2').post(`/stock-transfers/${id}/variances/${variances[0]!.id}/decide`, { outcome: 'WRITTEN_OFF' }),
    );
    const { status, problem } = await letIt('admin', at);
    assert.deepEqual([status, problem.code], [403, 'access.denied']);
    assert.equal((await letIt('superAdmin', at)).status, 200);
    assert.equal((await reread({ id })).status, 'received');
  });

  it('APR-03 a recall that a manager asked for is carried out once, and is stale when goods came meanwhile', async () => {
    const partId = await part();
    const [gone, came] = [await sent(partId), await sent(partId)];
    const [first, second] = [
      waits(await tell(world.as('manager2'), 'recall', gone)),
      waits(await tell(world.as('manager2'), 'recall', came)),
    ];
    const answers = await together(6, (index) => letIt(index % 2 === 0 ? 'admin' : 'superAdmin', first));
    assert.deepEqual(tally(answers), { '200': 1, '409 approval.transition': 5 });
    assert.equal((await reread(gone)).status, 'recalled');
    await done(tell(world.as('staff2'), 'receive', came, { items: [{ partId, quantity: '1' }] }));
    assert.equal((await letIt('admin', second)).problem.code, 'approval.stale');
    assert.equal((await reread(came)).status, 'partially_received');
    assert.equal((await stockOf(partId, branches().blr01.id))?.onHand, '8.000');
  });

  it('ACC-06 tells what it cost to those who may know, and null to the others', async () => {
    const { id } = await sent(await part());
    for (const [who, sees] of [
      ...(['superAdmin', 'admin', 'manager', 'manager2', 'staff'] as const).map((each) => [each, true] as const),
      ...(['advisor', 'advisor2'] as const).map((each) => [each, false] as const),
    ]) {
      const { body, status } = await world.as(who).get<TransferBody>(`/stock-transfers/${id}`);
      assert.equal(status, 200);
      const costs = [body.approvedValue, body.items[0]!.dispatchedValue, body.challan!.taxableValue, body.challan!.lines[0]!.taxableValue];
      for (const cost of costs) assert.equal(cost !== null, sees, who);
    }
  });

  it('TRF-01 what is short or damaged is decided by somebody else, and each of it once', async () => {
    const partId = await part();
    const { id } = await sent(partId, '5');
    const receipt = { items: [{ partId, quantity: '3', short: '1', damaged: '1' }] };
    const { status, variances } = await done(tell(world.as('staff2'), 'receive', { id }, receipt));
    assert.equal(status, 'partially_received');
    const decide = (who: 'manager2' | 'admin', varianceId: string, outcome: string) =>
      world.as(who).post<TransferBody>(`/stock-transfers/${id}/variances/${varianceId}/decide`, { outcome });
    assert.equal((await decide('manager2', variances[0]!.id, 'WRITTEN_OFF')).status, 202);
    const answers = await together(4, () => decide('admin', variances[0]!.id, 'WRITTEN_OFF'));
    assert.deepEqual(tally(answers), { '200': 1, '409 transfer.refused': 3 });
    assert.equal((await done(decide('admin', variances[1]!.id, 'RETURNED'))).status, 'received');
    assert.equal((await decide('admin', world.cradle.ids.next(), 'FOUND')).status, 404);
    assert.equal((await stockOf(partId, branches().blr01.id))?.onHand, '6.000');
  });

  it('STK-08 is sent off and received once under one key, and never without one', async () => {
    const partId = await part();
    const { id } = await approved(partId);
    for (const [verb, who, body] of [
      ['dispatch', 'staff', {}],
      ['receive', 'staff2', { items: [{ partId, quantity: '2' }] }],
    ] as const) {
      const path = `/stock-transfers/${id}/${verb}`;
      const without = await world.as(who).post(path, body);
      assert.deepEqual([without.status, without.problem.code], [400, 'idempotency.key_required']);
      const key = freshKey();
      const first = await world.as(who).post(path, body, { key });
      const again = await world.as(who).post(path, body, { key });
      assert.deepEqual([first.status, again.status, again.headers.get('idempotency-replayed')], [200, 200, 'true']);
      assert.equal(again.text, first.text);
    }
    const movements = await world.rows(`select from stock_movements where document_type = 'StockTransfer' and document_id = '${id}'`);
    assert.equal(movements.length, 2);
  });

  it('JOB-07 a change decided on an older version is refused', async () => {
    const asked = await ask(world.as('manager2'), await part());
    const path = `/stock-transfers/${asked.id}`;
    const headers = { 'if-match': (await world.as('manager').get(path)).headers.get('etag')! };
    assert.equal((await world.as('manager').post(`${path}/approve`, {}, { headers })).status, 200);
    const late = await world.as('manager2').post(`${path}/cancel`, bodies.cancel, { headers });
    assert.deepEqual([late.status, late.problem.code], [412, 'version.stale']);
  });

  it('refuses what it does not know, and says what is missing', async () => {
    const partId = await part();
    const body = { ...sides(), items: [{ partId, quantity: '1' }], reason: 'Booked' };
    for (const [change, pointer] of [
      [{ colour: 'red' }, '/colour'],
      [{ items: [] }, '/items'],
      [{ items: [{ partId, quantity: '0' }] }, '/items/0/quantity'],
      [{ items: [{ partId, quantity: 1 }] }, '/items/0/quantity'],
      [{ reason: ' ' }, '/reason'],
      [{ urgency: 'SOON' }, '/urgency'],
      [{ toServiceCenterId: sides().fromServiceCenterId }, '/toServiceCenterId'],
    ] as const) {
      const { status, problem, text } = await world.as('manager').post('/stock-transfers', { ...body, ...change });
      assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer], [400, 'request.invalid', pointer], text);
    }
    const { id } = await sent(partId);
    const late = await tell(world.as('manager'), 'cancel', { id });
    assert.deepEqual([late.status, late.problem.code, late.problem.missing?.length], [409, 'transfer.transition', 1]);
    const plate = await tell(world.as('staff'), 'dispatch', { id }, { vehicleNumber: 'ka 01' });
    assert.equal(plate.problem.errors?.[0]?.pointer, '/vehicleNumber');
  });

  it('lists by state and branch, newest first', async () => {
    const { id } = await sent(await part());
    const { blr01, blr02 } = branches();
    const listed = async (query: string) => (await world.as('manager').get<ListOf<TransferBody>>(`/stock-transfers?${query}`)).body.data;
    const [newest] = await listed(`status=in_transit&fromServiceCenterId=${blr01.id}&toServiceCenterId=${blr02.id}`);
    assert.equal(newest!.id, id);
    assert.ok((await listed('status=received')).every(({ status }) => status === 'received'));
    assert.deepEqual(await listed(`fromServiceCenterId=${branches().pun01.id}`), []);
  });

  // Many at once

  it('TRF-01 of 12 receipts of the whole at once one is taken', async () => {
    const partId = await part('20');
    const { id } = await sent(partId, '10');
    const answers = await together(12, () => tell(world.as('staff2'), 'receive', { id }, { items: [{ partId, quantity: '10' }] }));
    assert.deepEqual(tally(answers), { '200': 1, '409 transfer.transition': 11 });
    assert.equal((await stockOf(partId, branches().blr02.id))?.onHand, '10.000');
  });

  it('STK-03 transfers both ways at once with their parts in opposite orders all arrive', async () => {
    const parts = [await part('40'), await part('40')];
    const { blr01, blr02 } = branches();
    const basket = parts.map((partId) => ({ partId, quantity: Quantity.parse('20') }));
    const first = await world.make.transfer(basket);
    await world.desk.transfer.receive({ transferId: first.id, items: basket }, { ...world.basics.actors.admin });
    const ways = await together(16, async (index) => {
      const order = index % 4 < 2 ? parts : parts.toReversed();
      const items = order.map((partId) => ({ partId, quantity: '1' }));
      const there = index % 2 === 0;
      const [from, to] = there ? [blr01, blr02] : [blr02, blr01];
      const asked = await ask(world.as(there ? 'manager2' : 'manager'), parts[0]!, '1', {
        fromServiceCenterId: from.id,
        toServiceCenterId: to.id,
        items,
      });
      await done(tell(world.as(there ? 'manager' : 'manager2'), 'approve', asked));
      return { ...asked, items, there };
    });
    const left = await Promise.all(ways.map((each) => tell(world.as(each.there ? 'staff' : 'staff2'), 'dispatch', each)));
    assert.deepEqual(tally(left), { '200': 16 });
    const came = await Promise.all(
      ways.map(({ id, items, there }) => tell(world.as(there ? 'staff2' : 'staff'), 'receive', { id }, { items: items.toReversed() })),
    );
    assert.deepEqual(tally(came), { '200': 16 });
    for (const partId of parts)
      for (const branch of [blr01, blr02]) {
        const { onHand, reserved, inTransit } = (await stockOf(partId, branch.id))!;
        assert.deepEqual([onHand, reserved, inTransit], ['20.000', '0.000', '0.000']);
      }
    const [worth] = await world.rows<{ paise: string }>(
      `select sum(stock_value)::text as paise from inventory where part_id in ('${parts.join("','")}')`,
    );
    assert.equal(Money.ofPaise(BigInt(worth!.paise)).toString(), '8000.00');
  });

  it('TRF-02 the database holds a sent transfer fast, whoever would change it', async () => {
    const { id } = await sent(await part());
    for (const change of [
      `update stock_transfers set document_number = 'X/1' where id = '${id}'`,
      `update stock_transfers set challan = '{}' where id = '${id}'`,
      `delete from stock_transfers where id = '${id}'`,
      `update stock_transfer_transitions set reason = 'other' where transfer_id = '${id}'`,
      `update stock_transfer_items set in_transit = in_transit - 1 where transfer_id = '${id}'`,
      `update stock_transfer_items set transit_value = transit_value - 1 where transfer_id = '${id}'`,
    ])
      await assert.rejects(world.rows(change), change);
  });
});
