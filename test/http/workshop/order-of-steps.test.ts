import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { JobCardBody, TransitionsBody } from '../../support/bodies.ts';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { advance, cardFor, type StepName, stepNames, steps, type Visit, walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

/** What may follow each step, repetitions that do no harm included; everything else is too early or too late. */
const mayFollow: Readonly<Record<StepName, readonly StepName[]>> = {
  open: ['submit'],
  submit: ['accept'],
  accept: ['assign'],
  assign: ['assign', 'parts', 'start'],
  parts: ['assign', 'parts', 'start'],
  start: ['parts', 'finish'],
  finish: ['assign', 'parts', 'complete'],
  complete: ['parts', 'qc'],
  qc: ['draft'],
  draft: ['issue'],
  issue: ['pay'],
  pay: ['deliver'],
  deliver: [],
};

/** The codes that a step out of its order may be refused with. */
const codes: Readonly<Record<StepName, readonly string[]>> = {
  open: ['job.already_open'],
  submit: ['job.transition'],
  accept: ['job.transition'],
  assign: ['job.transition'],
  parts: ['parts.refused'],
  start: ['job.transition', 'job.task', 'timelog.running'],
  finish: ['job.task'],
  complete: ['job.transition'],
  qc: ['job.transition'],
  draft: ['job.transition', 'invoice.nothing_to_bill'],
  issue: ['invoice.transition'],
  pay: ['invoice.transition', 'payment.exceeds_balance'],
  deliver: ['job.transition'],
};

/** Everything a refused request must have left as it was. */
const fingerprint = async ({ rows }: World): Promise<string> => {
  const tables = [
    'job_cards',
    'job_tasks',
    'job_parts',
    'time_logs',
    'job_card_transitions',
    'invoices',
    'payments',
    'payment_allocations',
  ];
  const more = ['inventory', 'stock_movements', 'number_series', 'audit_logs', 'outbox', 'idempotency_keys', 'service_history', 'vehicles'];
  const digests = [...tables, ...more].map((table) => `(select md5(string_agg(t::text, '' order by t::text)) from ${table} t) as ${table}`);
  return JSON.stringify(await rows(`select ${digests.join(', ')}`));
};

describe('the steps of a visit, out of their order', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  /** An engineer sees no card that is not theirs yet (ACC-03), so the manager is the one who is told why work cannot begin. */
  const ask = (visit: Visit, name: StepName) => {
    const unassigned = visit.card.assignedEngineerId === null && (name === 'start' || name === 'finish');
    return steps[name](unassigned ? { ...world, as: () => world.as('manager') } : world, visit);
  };

  const refused = async (visit: Visit, name: StepName): Promise<void> => {
    const { status, problem, text } = await ask(visit, name);
    assert.equal(status, 409, `${name}: ${text}`);
    assert.ok(codes[name].includes(problem.code), `${name}: ${text}`);
    assert.match(problem.detail, /^["A-Z₹].*[.]$/s, 'a sentence says why');
    if (problem.code.endsWith('.transition') && name !== 'pay') {
      assert.ok((problem.missing?.length ?? 0) > 0, `${name} names nothing that is missing: ${text}`);
      for (const sentence of problem.missing!) assert.match(sentence, /^["A-Z₹].*[.]$/s);
    }
  };

  it('JOB-01 are refused with 409 and what is missing, and change nothing, wherever the visit is', async () => {
    const visit = await walkTo(world, 'nothing');
    let asked = 0;
    for (const done of stepNames) {
      await advance(world, visit, done);
      const unchanged = await fingerprint(world);
      const wrong = stepNames.filter((name) => !mayFollow[done].includes(name) && (name !== 'open' || done !== 'deliver'));
      for (const name of wrong) {
        if (visit.invoice === undefined && (name === 'issue' || name === 'pay')) continue; // there is nothing yet to name
        await refused(visit, name);
        asked += 1;
      }
      assert.equal(await fingerprint(world), unchanged, `after "${done}" something was refused and changed all the same`);
    }
    assert.ok(asked > 100, `only ${asked} wrong steps were tried`);
  });

  it('JOB-01 say in words all that is missing before a card is completed', async () => {
    const visit = await walkTo(world, 'assign');
    await advance(world, visit, 'start');
    const { problem } = await steps.complete(world, visit);
    const missing = problem.missing!.join('\n');
    assert.match(missing, /Periodic service/);
    assert.match(missing, /time log is still running/i);
    assert.match(missing, /3\.500 of "Engine oil 5W-30"/);
    assert.match(missing, /1\.000 of "Oil filter"/);
    await advance(world, visit, 'finish');
  });

  it('JOB-01 say how much is due before the car is handed over', async () => {
    const visit = await walkTo(world, 'issue');
    const { problem } = await steps.deliver(world, visit);
    assert.match(problem.missing!.join(), /5,?068\.00/);
  });

  it('JOB-01 are refused when the state is named that only a deed brings about', async () => {
    const visit = await walkTo(world, 'submit');
    const move = (to: string) => world.as('advisor').patch(`/job-cards/${visit.card.id}/status`, { to });
    const approved = await move('approved');
    assert.deepEqual([approved.status, approved.problem.code], [409, 'job.transition']);
    assert.match(approved.problem.missing!.join(), /decision of the customer/);
    for (const to of ['delivered', 'invoiced', 'ready', 'closed', 'awaiting_approval']) {
      const { status, problem } = await move(to);
      assert.deepEqual([to, status, problem.code], [to, 409, 'job.transition']);
    }
  });

  it('JOB-01 go back to the desk when the customer declines, and the tasks are declined with the estimate', async () => {
    const visit = await walkTo(world, 'submit');
    const declined = await world
      .as('advisor')
      .post<JobCardBody>(`/job-cards/${visit.card.id}/customer-approval`, { decision: 'DECLINED', channel: 'COUNTER' });
    assert.deepEqual([declined.status, declined.body.status, declined.body.tasks[0]!.status], [200, 'created', 'declined']);
    const again = await steps.submit(world, visit);
    assert.deepEqual([again.status, again.problem.code], [409, 'job.transition'], 'a declined estimate is none');
  });

  it('JOB-10 are taken back to work by a failed QC, which marks rework and names no bill', async () => {
    const visit = await walkTo(world, 'complete');
    const failed = await world
      .as('manager')
      .post<JobCardBody>(`/job-cards/${visit.card.id}/qc`, { result: 'FAIL', reason: 'the drain plug leaks' });
    assert.deepEqual([failed.status, failed.body.status, failed.body.rework], [200, 'in_progress', true]);
    const again = failed.body.tasks.filter(({ status }) => status === 'open');
    assert.deepEqual(
      again.map(({ description }) => description),
      ['Rework: the drain plug leaks'],
    );
    const early = await steps.complete(world, visit);
    assert.match(early.problem.missing!.join(), /Rework: the drain plug leaks/);
    for (const verb of ['start', 'finish']) {
      const done = await world.as('engineer').post(`/job-cards/${visit.card.id}/tasks/${again[0]!.id}/${verb}`);
      assert.equal(done.status, 200);
    }
    await advance(world, visit, 'complete');
    await advance(world, visit, 'qc');
    assert.equal(visit.card.rework, true);
  });

  it('JOB-02 are one visit at a time, unless a second card is forced with a reason', async () => {
    const visit = await walkTo(world, 'open');
    const again = await steps.open(world, visit);
    assert.deepEqual([again.status, again.problem.code], [409, 'job.already_open']);
    assert.match(again.problem.detail, new RegExp(visit.card.jobNumber));
    const body = { customerId: visit.card.customerId, vehicleId: visit.card.vehicleId, serviceCenterId: visit.card.serviceCenterId };
    const force = (more: object) => world.as('advisor').post('/job-cards', { ...body, type: 'GENERAL_REPAIR', ...more });
    assert.equal((await force({ force: true })).problem.code, 'job.already_open', 'a reason is asked for');
    assert.equal((await force({ force: true, reason: 'the insurer pays for the dent' })).status, 201);
  });

  it('JOB-02 refuse an odometer that went backwards, at arrival and at delivery', async () => {
    const { basics } = world;
    const known = { id: basics.car.id, customerId: basics.asha.id };
    const arrival = await world.as('advisor').post('/job-cards', {
      ...{ customerId: known.customerId, vehicleId: known.id, serviceCenterId: basics.branches.blr01.id },
      ...{ type: 'WASH', odometer: 20_099 },
    });
    assert.deepEqual([arrival.status, arrival.problem.code], [409, 'job.odometer']);
    const visit = await walkTo(world, 'pay');
    const delivery = await world.as('advisor').post(`/job-cards/${visit.card.id}/deliver`, { odometerOut: 20_149 });
    assert.deepEqual([delivery.status, delivery.problem.code], [409, 'job.transition']);
    assert.match(delivery.problem.missing!.join(), /20149.*20150/);
  });

  it('JOB-01 are told beforehand: where the card can go now, and what stands in the way', async () => {
    const visit = await walkTo(world, 'finish');
    const { status, body } = await world.as('advisor').get<TransitionsBody>(`/job-cards/${visit.card.id}/transitions`);
    assert.equal(status, 200);
    assert.equal(body.status, 'in_progress');
    assert.deepEqual(
      body.history.map(({ fromStatus, toStatus }) => `${fromStatus} → ${toStatus}`),
      ['created → awaiting_approval', 'awaiting_approval → approved', 'approved → assigned', 'assigned → in_progress'],
    );
    assert.ok(body.history.every(({ movedBy, movedAt }) => movedBy !== null && movedAt === '2026-11-22T04:30:00.000Z'));
    const option = (to: string) => body.options.find((each) => each.to === to);
    assert.deepEqual(option('completed')?.missing, []);
    assert.deepEqual(option('cancelled')?.missing, [], 'JOB-08: the parts on it would be returned');
    assert.ok(option('parts_pending')!.missing.length > 0, 'every part is there');
  });

  it('JOB-01 come to an end without an estimate too: a free service is billed with nothing, and handed over', async () => {
    const { estimate: _, ...body } = cardFor(world, await world.make.vehicle());
    const opened = await world.as('advisor').post<JobCardBody>('/job-cards', { ...body, type: 'FREE_SERVICE' });
    const visit: Visit = { vehicle: undefined as never, card: opened.body, invoice: undefined, payment: undefined };
    const approved = await world.as('advisor').patch<JobCardBody>(`/job-cards/${visit.card.id}/status`, { to: 'approved' });
    assert.deepEqual([approved.status, approved.body.status], [200, 'approved']);
    for (const name of ['assign', 'start', 'finish', 'complete', 'qc', 'draft', 'issue'] as const) await advance(world, visit, name);
    assert.deepEqual([visit.invoice!.status, visit.invoice!.totalAmount, visit.invoice!.balance], ['PAID', '0.00', '0.00']);
    await advance(world, visit, 'deliver');
    assert.equal(visit.card.status, 'delivered');
  });

  it('JOB-06 bill what the customer agreed to, and not a part that was handed out on top', async () => {
    const visit = await walkTo(world, 'finish');
    const { pads } = world.basics.parts;
    const items = [{ partId: pads.id, quantity: '1.000' }];
    const more = await world.as('staff').post(`/job-cards/${visit.card.id}/parts/issue`, { items }, { key: freshKey() });
    assert.equal(more.status, 200);
    for (const name of ['complete', 'qc', 'draft'] as const) await advance(world, visit, name);
    assert.deepEqual([visit.invoice!.totalAmount, visit.invoice!.lines.length], ['5068.00', 3]);
  });
});
