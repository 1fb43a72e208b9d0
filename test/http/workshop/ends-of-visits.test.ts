import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { InvoiceBody, JobCardBody, ListOf, StockBody } from '../../support/bodies.ts';
import type { Answer } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { advance, cardFor, estimateOf, stepNames, type StepName, type Visit, walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

/** How visits end, and what must not end so: cancelled over a bill, delivered unpaid, reopened for somebody else. */
describe('the ends of a visit', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  const someInsurer = {
    type: 'BUSINESS',
    firstName: 'Claims desk',
    legalName: 'New India Assurance',
    phone: '+919700000001',
    gstin: '29AAACB1234C1ZB',
  };
  const missingIn = ({ status, problem, text }: Answer, words: RegExp): void => {
    assert.deepEqual([status, problem.code], [409, 'job.transition'], text);
    assert.match(problem.missing!.join(' '), words);
  };
  const at = (visit: Visit): string => `/job-cards/${visit.card.id}`;
  const cancel = (visit: Visit, who: Parameters<World['as']>[0] = 'manager') =>
    world.as(who).post(`${at(visit)}/cancel`, { reason: 'called off' });
  const cardOf = async (visit: Visit): Promise<JobCardBody> => (await world.as('manager').get<JobCardBody>(at(visit))).body;
  const oilOnHand = async (): Promise<string> =>
    (await world.as('manager').get<ListOf<StockBody>>(`/inventory?partId=${world.basics.parts.oil.id}`)).body.data[0]!.onHand;
  const walkOn = async (visit: Visit, from: StepName, to: StepName): Promise<void> => {
    for (const name of stepNames.slice(stepNames.indexOf(from), stepNames.indexOf(to) + 1)) await advance(world, visit, name);
  };

  it('JOB-01 JOB-08 is not cancelled over a bill that is issued, also when both happen at once', async () => {
    const visit = await walkTo(world, 'qc');
    const draft = await world.as('advisor').post<InvoiceBody>('/invoices', { sourceType: 'job', sourceId: visit.card.id });
    const outcomes = await Promise.all([world.as('advisor').post(`/invoices/${draft.body.id}/issue`), cancel(visit)]);
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), [200, 409], outcomes.map(({ text }) => text).join('\n'));

    const shared = await walkTo(world, 'qc');
    const oil = shared.card.estimate!.lines.find(({ partId }) => partId === world.basics.parts.oil.id)!;
    const insurer = (await world.as('manager').post<{ id: string }>('/customers', someInsurer)).body.id;
    const share = {
      sourceType: 'job',
      sourceId: shared.card.id,
      payer: 'INSURER',
      payerCustomerId: insurer,
      lines: [{ sourceLineId: oil.id }],
    };
    const theirs = await world.as('advisor').post<InvoiceBody>('/invoices', share);
    assert.equal(theirs.status, 201, theirs.text);
    assert.equal((await world.as('advisor').post(`/invoices/${theirs.body.id}/issue`)).status, 200);
    assert.equal((await cardOf(shared)).status, 'ready', 'the rest is still to be billed');
    missingIn(await cancel(shared), /A bill of this job is issued/);
    assert.equal((await cardOf(shared)).status, 'ready');
  });

  it('JOB-08 is not cancelled once what was fitted was billed, and the parts do not vanish with it', async () => {
    const visit = await walkTo(world, 'issue');
    const onHand = await oilOnHand();
    const cancelled = await world.as('manager').post(`/invoices/${visit.invoice!.id}/cancel`, { reason: 'wrong buyer' });
    assert.equal(cancelled.status, 200, cancelled.text);
    missingIn(await cancel(visit), /3\.500 of .* 1\.000 of /);
    assert.equal((await cancel(visit, 'advisor')).status, 202, 'whoever asks for it is told what is missing when it is decided');
    assert.deepEqual([await oilOnHand(), (await cardOf(visit)).status], [onHand, 'ready']);
    await walkOn(visit, 'draft', 'deliver');
  });

  it('JOB-01 VEH-02 takes the odometer at arrival later, where nobody read it, once and not below the last reading', async () => {
    const vehicle = await world.make.vehicle();
    const { odometer: _, ...unread } = cardFor(world, vehicle);
    const { body } = await world.as('advisor').post<JobCardBody>('/job-cards', unread);
    const visit: Visit = { vehicle, card: body, invoice: undefined, payment: undefined };
    await world.as('manager').post(`/vehicles/${vehicle.id}/odometer`, { odometer: 20_000 });
    await walkOn(visit, 'submit', 'finish');
    missingIn(await world.as('advisor').patch(`${at(visit)}/status`, { to: 'completed' }), /odometer reading at arrival is missing/);
    const read = (odometer: number) => world.as('advisor').patch<JobCardBody>(at(visit), { odometer });
    assert.equal((await read(19_999)).problem.code, 'vehicle.odometer');
    assert.equal((await read(20_100)).body.odometer, 20_100);
    assert.equal((await read(20_200)).problem.code, 'job.odometer');
    await walkOn(visit, 'complete', 'deliver');
    const series = await world.rows(`select odometer, source from odometer_readings where vehicle_id = '${vehicle.id}' order by odometer`);
    assert.deepEqual(
      series.map(({ odometer, source }) => [odometer, source]),
      [
        [20_000, 'MANUAL'],
        [20_100, 'JOB_ARRIVAL'],
        [20_153, 'JOB_DELIVERY'],
      ],
    );
  });

  it('ACC-04 lets a vehicle go unpaid by who may, up to their limit, and says who let it', async () => {
    const visit = await walkTo(world, 'issue');
    const deliver = (who: Parameters<World['as']>[0], body: object = {}) =>
      world.as(who).post<JobCardBody>(`${at(visit)}/deliver`, { odometerOut: 20_153, ...body });
    missingIn(await deliver('manager'), /still due/);
    assert.equal((await deliver('advisor', { onCredit: true })).status, 403);
    const let_ = await deliver('manager', { onCredit: true, reason: 'pays on Friday' });
    assert.deepEqual([let_.status, let_.body.status], [200, 'delivered'], let_.text);
    const [step] = await world.rows(`select reason from job_card_transitions where job_card_id = '${visit.card.id}' and event = 'deliver'`);
    assert.equal(step!.reason, 'pays on Friday');
  });

  it('ACC-04 APR-05 asks somebody else where more is due than a manager may let go in a day', async () => {
    const asked: string[] = [];
    for (let round = 0; round < 6 && asked.length === 0; round += 1) {
      const visit = await walkTo(world, 'issue');
      const { status, headers } = await world.as('manager').post(`${at(visit)}/deliver`, { odometerOut: 20_153, onCredit: true });
      if (status === 202) asked.push(headers.get('location')!, at(visit));
    }
    const [approval, card] = asked;
    assert.ok(approval !== undefined, 'five visits of ₹5,068 are more than ₹25,000');
    const decided = await world.as('admin').post(`${approval}/approve`, {});
    assert.equal(decided.status, 200, decided.text);
    assert.equal((await world.as('manager').get<JobCardBody>(card!)).body.status, 'delivered');
  });

  it('VEH-02 takes a reading at delivery below the last one only for a reason that is kept', async () => {
    const visit = await walkTo(world, 'pay');
    await world.as('manager').post(`/vehicles/${visit.vehicle.id}/odometer`, { odometer: 25_000 });
    const deliver = (body: object = {}) => world.as('advisor').post(`${at(visit)}/deliver`, { odometerOut: 20_153, ...body });
    assert.equal((await deliver()).problem.code, 'vehicle.odometer');
    assert.equal((await deliver({ force: true })).problem.code, 'vehicle.odometer');
    assert.equal((await deliver({ force: true, reason: '25,000 was a slip' })).status, 200);
    const [read] = await world.rows(
      `select odometer, forced_reason from odometer_readings where vehicle_id = '${visit.vehicle.id}' and source = 'JOB_DELIVERY'`,
    );
    assert.deepEqual([read!.odometer, read!.forced_reason], [20_153, '25,000 was a slip']);
  });

  const delivered = async (): Promise<Visit> => {
    const visit = await walkTo(world, 'deliver');
    assert.equal((await world.as('manager').patch(`${at(visit)}/status`, { to: 'closed' })).status, 200);
    return visit;
  };
  const reopen = (visit: Visit) => world.as('manager').post(`${at(visit)}/reopen`, { reason: 'it squeaks again' });

  it('VEH-03 JOB-10 is reopened for whose visit it was, and for nobody who bought the vehicle since', async () => {
    const visit = await delivered();
    const buyer = await world.make.vehicle();
    const passed = await world.as('manager').post(`/vehicles/${visit.vehicle.id}/transfer`, { customerId: buyer.customerId });
    assert.ok(passed.status < 300, passed.text);
    const { status, problem } = await reopen(visit);
    assert.deepEqual([status, problem.code], [409, 'vehicle.not_of_customer']);
  });

  it('JOB-10 APR-05 is promised anew when it is reopened, or not at all, and not late by its first visit', async () => {
    const late = async () => (await world.as('manager').get<ListOf<JobCardBody>>('/job-cards?late=true')).body.data.map(({ id }) => id);
    const visit = await walkTo(world, 'deliver');
    await world.rows(
      `update job_cards set promised_at = '2026-11-20T10:00:00Z', status = 'closed' where id = '${visit.card.id}' returning id`,
    );
    const promisedAt = '2026-11-29T10:00:00.000Z';
    const asked = await world.as('advisor').post<{ approvalId: string }>(`${at(visit)}/reopen`, { reason: 'it squeaks', promisedAt });
    assert.equal(asked.status, 202, asked.text);
    assert.equal((await world.as('manager').post(`/approvals/${asked.body.approvalId}/approve`)).status, 200);
    assert.deepEqual([(await cardOf(visit)).status, (await cardOf(visit)).promisedAt], ['reopened', promisedAt]);
    assert.ok(!(await late()).includes(visit.card.id));
    const other = await walkTo(world, 'deliver');
    await world.rows(
      `update job_cards set promised_at = '2026-11-20T10:00:00Z', status = 'closed' where id = '${other.card.id}' returning id`,
    );
    assert.equal((await reopen(other)).status, 200);
    assert.equal((await cardOf(other)).promisedAt, null);
    assert.ok(!(await late()).includes(other.card.id));
  });

  it('JOB-02 JOB-10 is not reopened beside another visit of the vehicle, also when both are taken at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const visit = await delivered();
      const another = { ...cardFor(world, visit.vehicle), odometer: 20_160 };
      const both = await Promise.all([reopen(visit), world.as('advisor').post('/job-cards', another)]);
      const succeeded = both.filter(({ status }) => status < 300);
      assert.equal(succeeded.length, 1, both.map(({ text }) => text).join('\n'));
      assert.equal(both.find(({ status }) => status >= 300)!.problem.code, 'job.already_open');
    }
  });

  it('CUS-02 JOB-10 is not reopened for a customer who was erased', async () => {
    const visit = await delivered();
    const erased = await world.as('superAdmin').post(`/customers/${visit.vehicle.customerId}/erase`, {});
    assert.ok(erased.status < 300, erased.text);
    const { status, problem } = await reopen(visit);
    assert.deepEqual([status, problem.code], [409, 'customer.refused']);
  });

  it('HIS-01 JOB-11 what is cancelled after it was completed is in no history, and nobody is reminded of what was to follow', async () => {
    const first = await walkTo(world, 'deliver');
    const { nextServiceOn } = (await world.as('manager').get<{ nextServiceOn: string }>(`/vehicles/${first.vehicle.id}`)).body;
    assert.ok(nextServiceOn);
    const again = await world.as('advisor').post<JobCardBody>('/job-cards', { ...cardFor(world, first.vehicle), odometer: 30_000 });
    const visit: Visit = { vehicle: first.vehicle, card: again.body, invoice: undefined, payment: undefined };
    await walkOn(visit, 'submit', 'qc');
    const expected = async () =>
      (
        await world.rows(
          `select v.next_service_odometer as odometer, r.job_card_id as job from vehicles v
           join service_reminders r on r.vehicle_id = v.id and r.status = 'planned' where v.id = '${visit.vehicle.id}'`,
        )
      )[0];
    assert.equal((await expected())!.job, visit.card.id);
    const called = await cancel(visit);
    assert.equal(called.status, 200, called.text);
    const history = await world.as('manager').get<ListOf<{ kind: string; number: string }>>(`/vehicles/${visit.vehicle.id}/history`);
    const jobs = history.body.data.filter(({ kind }) => kind === 'JOB').map(({ number }) => number);
    assert.deepEqual(jobs, [first.card.jobNumber]);
    assert.deepEqual(await expected(), { odometer: 30_150, job: first.card.id });
    assert.equal((await world.cradle.rebuildHistory(() => {})).mended, 0, 'and it stays so when it is made anew');
  });

  it('STK-07 a part that was asked for before its estimate was accepted is not asked for twice', async () => {
    const visit = await walkTo(world, 'open');
    const { oil } = world.basics.parts;
    const ask = (quantity: string) =>
      world.as('advisor').post<JobCardBody>(`${at(visit)}/parts-request`, { items: [{ partId: oil.id, quantity }] });
    const early = await ask('2.000');
    assert.ok(early.status < 300, early.text);
    await walkOn(visit, 'submit', 'assign');
    const requested = async (): Promise<string> => (await cardOf(visit)).parts.find(({ partId }) => partId === oil.id)!.requested;
    assert.equal(await requested(), '3.500');
    const extra = { lines: [{ ...estimateOf(world).lines[1], quantity: '1.000' }] };
    const offered = await world.as('advisor').post(`${at(visit)}/additional-services`, extra);
    assert.ok(offered.status < 300, offered.text);
    const accepted = await world
      .as('advisor')
      .post(`${at(visit)}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE', revision: 2 });
    assert.ok(accepted.status < 300, accepted.text);
    assert.equal(await requested(), '4.500', 'and what is agreed to on top comes on top');
  });

  it('JOB-01 asks for no part once the work is completed, and calls one off that was not needed', async () => {
    const visit = await walkTo(world, 'finish');
    const items = [{ partId: (await world.make.partInStock('5')).id, quantity: '1.000', required: false }];
    assert.equal((await world.as('advisor').post(`${at(visit)}/parts-request`, { items })).status, 200);
    await advance(world, visit, 'complete');
    assert.equal((await world.as('advisor').post(`${at(visit)}/parts-request`, { items })).problem.code, 'parts.refused');
    const off = await world.as('advisor').post(`${at(visit)}/parts/cancel`, { items: [{ partId: items[0]!.partId }] });
    assert.equal(off.status, 200, off.text);
  });

  it('JOB-04 JOB-09 clocks nobody who left, and stops the time of whoever is named where two are at work', async () => {
    const visit = await walkTo(world, 'parts');
    const { user: second } = await world.make.engineer();
    const task = `${at(visit)}/tasks/${visit.card.tasks[0]!.id}`;
    assert.equal((await world.as('manager').patch(task, { engineerId: second.id })).status, 200);
    await world.rows(`update users set status = 'INACTIVE' where id = '${second.id}' returning id`);
    assert.equal((await world.as('manager').post(`${task}/start`)).problem.code, 'job.engineer');
    await world.rows(`update users set status = 'ACTIVE' where id = '${second.id}' returning id`);
    assert.equal((await world.as('manager').post(`${task}/start`)).status, 200);
    assert.equal((await world.as('engineer').post(`${task}/start`)).status, 200, 'two at one task');
    const pause = (who: Parameters<World['as']>[0], engineerId: string) =>
      world.as(who).post(`${task}/pause`, { reason: 'lunch', engineerId });
    assert.equal((await pause('engineer', second.id)).status, 404, 'whose time is not theirs to know');
    assert.equal((await pause('manager', second.id)).status, 200);
    const logs = await world.rows(`select engineer_id as id, status from time_logs where job_card_id = '${visit.card.id}'`);
    assert.deepEqual(
      new Map(logs.map(({ id, status }) => [id, status])),
      new Map([
        [second.id, 'paused'],
        [world.people.engineer.id, 'running'],
      ]),
    );
  });
});
