import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import type { JobCardBody, TransitionsBody, VehicleBody } from '../../support/bodies.ts';
import { clientAt } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { advance, stepNames, type Visit, walkTo } from '../../support/visit.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

type Log = {
  readonly id: string;
  readonly engineerId: string;
  readonly hours: string;
  readonly days: readonly { readonly day: string; readonly hours: string }[];
  readonly corrections: readonly {
    readonly reason: string;
    readonly before: unknown[];
    readonly after: unknown[];
    readonly correctedBy: string;
  }[];
};
type Engineer = {
  readonly id: string;
  readonly onLeave: boolean;
  readonly skills: string[];
  readonly capacityHours: string;
  readonly bookedHours: string;
  readonly workedHours: string;
  readonly freeHours: string;
  readonly running: { readonly jobCardId: string; readonly since: string } | null;
  readonly jobs: readonly { readonly jobCardId: string }[];
};

const MINUTE_MS = 60_000;

describe('the floor of the workshop over HTTP', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    const settled = await freshBranches(suite);
    // Time goes by here, and a token lasts for minutes: everybody comes with a new one each time.
    const person = (who: Parameters<World['as']>[0]) => (typeof who === 'string' ? settled.people[who] : who);
    world = { ...settled, as: (who) => clientAt(settled.url, tokenFor(settled.cradle, person(who))) };
  });
  const clock = () => world.clock as FixedClock;

  const rest = async (visit: Visit, from: (typeof stepNames)[number], to: (typeof stepNames)[number] = 'deliver') => {
    for (const name of stepNames.slice(stepNames.indexOf(from), stepNames.indexOf(to) + 1)) await advance(world, visit, name);
  };

  it('JOB-05 adds, changes and drops tasks; what is of the estimate, and what is over, is not changed', async () => {
    const { card } = await walkTo(world, 'assign');
    const path = `/job-cards/${card.id}/tasks`;
    const advisor = world.as('advisor');
    const added = await advisor.post<JobCardBody['tasks'][number]>(path, { description: 'Check the boot light', soldHours: '0.5' });
    assert.deepEqual([added.status, added.body.status, added.body.soldHours, added.body.billing], [201, 'open', '0.500', 'FLAT']);
    const edited = await advisor.patch<JobCardBody>(`${path}/${added.body.id}`, { billing: 'CLOCKED', soldHours: null });
    const task = edited.body.tasks.find(({ id }) => id === added.body.id)!;
    assert.deepEqual([edited.status, task.billing, task.soldHours, task.clockedHours], [200, 'CLOCKED', null, '0.000']);
    const estimated = card.tasks[0]!.id;
    const refused = [
      await advisor.patch(`${path}/${estimated}`, { soldHours: '9' }),
      await advisor.patch(`${path}/${added.body.id}`, { engineerId: world.people.staff.id }),
      await advisor.patch(`${path}/${world.cradle.ids.next()}`, { billing: 'FLAT' }),
      await advisor.patch(`${path}/${added.body.id}`, {}),
    ];
    assert.deepEqual(
      refused.map(({ problem }) => problem.code),
      ['job.task', 'job.engineer', 'entity.absent', 'request.invalid'],
    );
    const declined = await advisor.post<JobCardBody>(`${path}/${added.body.id}/decline`, { reason: 'later' });
    assert.deepEqual(
      [declined.status, declined.body.tasks.at(-1)!.status, declined.body.tasks.at(-1)!.droppedReason],
      [200, 'declined', 'later'],
    );
    assert.equal((await advisor.patch(`${path}/${added.body.id}`, { billing: 'FLAT' })).problem.code, 'job.task');
    const cancelled = await advisor.post<JobCardBody>(`${path}/${estimated}/cancel`, { reason: 'will not start' });
    assert.equal(cancelled.body.tasks[0]!.status, 'cancelled');
    const stale = await advisor.post(path, { description: 'Late' }, { headers: { 'if-match': `"${card.version}"` } });
    assert.deepEqual([stale.status, stale.problem.code], [412, 'version.stale']);
  });

  it('APR-03 what a manager corrected meanwhile is not overwritten by what was asked for before, and other work on the card is no hindrance', async () => {
    const { user, actor } = await world.make.engineer();
    const { card } = await world.make.assignedCard(undefined, actor);
    const path = `/job-cards/${card.id}`;
    const task = `${path}/tasks/${card.tasks[0]!.id}`;
    const start = clock().now();
    await world.as(user).post(`${task}/start`);
    clock().advance(30 * MINUTE_MS);
    await world.as(user).post(`${task}/pause`, { reason: 'lunch' });
    const logs = `${path}/time-logs`;
    const read = async () => (await world.as('manager').get<{ data: Log[] }>(logs)).body.data[0]!;
    const log = `${logs}/${(await read()).id}`;
    const minutes = (count: number) => ({
      spans: [{ from: start.toISOString(), to: new Date(start.getTime() + count * MINUTE_MS).toISOString() }],
      reason: `${count} minutes it was`,
    });
    const ask = async (count: number): Promise<string> => {
      const asked = await world.as(user).patch(log, minutes(count));
      assert.equal(asked.status, 202, asked.text);
      return asked.headers.get('location')!;
    };
    const late = await ask(29);
    const corrected = await world.as('manager').patch(log, minutes(10));
    assert.equal(corrected.status, 200, corrected.text);
    const overtaken = await world.as('manager').post(`${late}/approve`);
    assert.deepEqual([overtaken.status, overtaken.problem.code], [409, 'approval.stale'], overtaken.text);
    assert.deepEqual((await read()).corrections.at(-1)!.after, minutes(10).spans);
    const again = await ask(12);
    const added = await world.as('advisor').post(`${path}/tasks`, { description: 'Wash', billing: 'FLAT' });
    assert.equal(added.status, 201, added.text);
    const agreed = await world.as('manager').post(`${again}/approve`);
    assert.equal(agreed.status, 200, agreed.text);
    assert.deepEqual((await read()).corrections.at(-1)!.after, minutes(12).spans);
  });

  it('JOB-04 keeps what was clocked and what was put in its place, and an engineer only asks', async () => {
    const { user, actor } = await world.make.engineer();
    const { card } = await world.make.assignedCard(undefined, actor);
    const task = `/job-cards/${card.id}/tasks/${card.tasks[0]!.id}`;
    const start = clock().now().toISOString();
    await world.as(user).post(`${task}/start`);
    clock().advance(30 * MINUTE_MS);
    await world.as(user).post(`${task}/pause`, { reason: 'lunch' });
    const end = clock().now().toISOString();
    const logs = `/job-cards/${card.id}/time-logs`;
    const [log] = (await world.as('manager').get<{ data: Log[] }>(logs)).body.data;
    assert.deepEqual([log!.hours, log!.days], ['0.500', [{ day: '2026-11-22', hours: '0.500' }]]);
    const shorter = {
      spans: [{ from: start, to: new Date(Date.parse(end) - 10 * MINUTE_MS).toISOString() }],
      reason: 'tea was ten minutes',
    };
    const asked = await world.as(user).patch(`${logs}/${log!.id}`, shorter);
    assert.deepEqual([asked.status, asked.headers.get('location')!.startsWith('/approvals/')], [202, true], asked.text);
    assert.equal((await world.as('manager').post(`${asked.headers.get('location')}/approve`)).status, 200);
    const [kept] = (await world.as(user).get<{ data: Log[] }>(logs)).body.data;
    assert.deepEqual([kept!.hours, kept!.corrections.length], ['0.333', 1]);
    assert.deepEqual(kept!.corrections[0]!.after, shorter.spans);
    assert.deepEqual(kept!.corrections[0]!.before, [{ from: start, to: end, reason: 'lunch' }]);
    const trail = await world.rows<{ metadata: { reason: string } }>(
      `select metadata from audit_logs where event = 'TimeCorrected' and entity_id = '${card.id}'`,
    );
    assert.deepEqual(
      trail.map(({ metadata }) => metadata.reason),
      ['tea was ten minutes'],
    );
    assert.equal((await world.as('advisor').get(logs)).status, 403);
    assert.equal((await world.as('engineer2').get(logs)).status, 404);
    assert.equal((await world.as('elsewhere').get(logs)).status, 404);
    const own = await world
      .as(user)
      .post<Log>(logs, { taskId: card.tasks[0]!.id, from: shorter.spans[0]!.to, to: end, reason: 'no tea at all' });
    assert.deepEqual([own.status, own.body.hours], [201, '0.167'], own.text);
    const wrong = await world.as('manager').patch(`${logs}/${log!.id}`, { spans: [{ from: start, to: end }], reason: 'again' });
    assert.deepEqual([wrong.status, wrong.problem.code], [409, 'timelog.refused'], 'the two would overlap');
    const never = await world
      .as('manager')
      .patch(`${logs}/${log!.id}`, { spans: [{ from: '2026-02-30T00:00:00Z', to: end }], reason: 'x' });
    assert.equal(never.status, 400);
  });

  it('JOB-09 tells who has time on a day, what they are booked for, and what they are at right now', async () => {
    const { user, actor } = await world.make.engineer();
    const { card } = await world.make.assignedCard(undefined, actor);
    await world.as(user).post(`/job-cards/${card.id}/tasks/${card.tasks[0]!.id}/start`);
    clock().advance(30 * MINUTE_MS);
    const { serviceCenterId } = card;
    const ask = async (who: Parameters<World['as']>[0], query: string) =>
      (await world.as(who).get<{ engineers: Engineer[]; openJobs: number }>(`/engineers/availability?${query}`)).body;
    const { engineers, openJobs } = await ask('advisor', `serviceCenterId=${serviceCenterId}`);
    assert.ok(openJobs > 0 && engineers.length >= 3);
    const told = engineers.find(({ id }) => id === user.id)!;
    assert.deepEqual(
      [told.capacityHours, told.bookedHours, told.freeHours, told.workedHours, told.running?.jobCardId, told.jobs.length],
      ['8.000', '2.000', '6.000', '0.500', card.id, 1],
    );
    assert.deepEqual(
      (await ask(user, '')).engineers.map(({ id }) => id),
      [user.id],
      'an engineer sees their own day',
    );
    const edited = await world.as('manager').patch(`/users/${user.id}`, {
      ...{ skills: ['PERIODIC_SERVICE'], dailyHours: '6.5', leave: [{ from: '2026-11-24', to: '2026-11-25', reason: 'a wedding' }] },
    });
    assert.equal(edited.status, 200, edited.text);
    const tomorrow = (await ask('manager', 'day=2026-11-23')).engineers.find(({ id }) => id === user.id)!;
    const away = (await ask('manager', 'day=2026-11-24')).engineers.find(({ id }) => id === user.id)!;
    assert.deepEqual([tomorrow.capacityHours, tomorrow.bookedHours, tomorrow.skills], ['6.500', '0.000', ['PERIODIC_SERVICE']]);
    assert.deepEqual([away.onLeave, away.capacityHours], [true, '0.000']);
    const refused = [
      await world.as('advisor').get(`/engineers/availability?serviceCenterId=${world.basics.branches.blr02.id}`),
      await world.as('superAdmin').get('/engineers/availability'),
      await world.as('advisor').get('/engineers/availability?day=2026-02-30'),
      await world.as('staff').get('/engineers/availability'),
      await world.as('manager').patch(`/users/${user.id}`, { leave: [{ from: '2026-11-25', to: '2026-11-24' }] }),
    ];
    assert.deepEqual(
      refused.map(({ status }) => status),
      [404, 400, 400, 403, 400],
    );
  });

  it('JOB-07 of twenty who change a card at once as they saw it, one does, and the others are told', async () => {
    const { card } = await world.make.assignedCard();
    const seen = { headers: { 'if-match': `"${card.version}"` } };
    const edits = await together(20, (n) =>
      world.as(n % 2 ? 'advisor' : 'manager').ask('PATCH', `/job-cards/${card.id}`, { body: { description: `Said by ${n}` }, ...seen }),
    );
    assert.deepEqual(tally(edits), { '200': 1, '412 version.stale': 19 });
    const { body } = await world.as('advisor').get<JobCardBody>(`/job-cards/${card.id}`);
    assert.equal(body.version, card.version + 1);
    const { id } = await world.make.openCard();
    const moves = await together(10, (n) =>
      world.as(n % 2 ? 'advisor' : 'manager').ask('PATCH', `/job-cards/${id}/status`, { body: { to: 'inspecting' } }),
    );
    assert.deepEqual(tally(moves), { '200': 1, '409 job.transition': 9 });
    const promised = await world
      .as('advisor')
      .patch<JobCardBody>(`/job-cards/${id}`, { promisedAt: '2026-11-24T12:30:00.000Z', priority: 'URGENT' });
    assert.deepEqual([promised.body.promisedAt, promised.body.priority], ['2026-11-24T12:30:00.000Z', 'URGENT']);
    const forgotten = await world.as('advisor').patch<JobCardBody>(`/job-cards/${id}`, { promisedAt: null, description: null });
    assert.deepEqual([forgotten.body.promisedAt, forgotten.body.description], [null, null]);
    const same = await world.as('advisor').patch<JobCardBody>(`/job-cards/${id}`, { priority: 'URGENT' });
    assert.deepEqual([same.status, same.body.version], [200, forgotten.body.version], 'what was so before is no change');
  });

  it('JOB-08 is called off by whoever may, and asked for where parts are on the job', async () => {
    const { card } = await walkTo(world, 'parts');
    const asked = await world.as('advisor').post(`/job-cards/${card.id}/cancel`, { reason: 'too dear' });
    assert.equal(asked.status, 202);
    assert.equal((await world.as('manager').post(`/job-cards/${card.id}/cancel`, {})).status, 400, 'for a reason');
    const { status, body } = await world.as('manager').post<JobCardBody>(`/job-cards/${card.id}/cancel`, { reason: 'too dear' });
    assert.deepEqual([status, body.status], [200, 'cancelled']);
  });

  it('JOB-10 attributes rework and a comeback to who did the work, lets the vehicle out with a pass of its own each time, and is told', async () => {
    const visit = await walkTo(world, 'complete');
    const path = `/job-cards/${visit.card.id}`;
    const notYet = await world.as('advisor').get(`${path}/gate-pass`);
    assert.deepEqual([notYet.status, notYet.problem.code], [409, 'job.transition']);
    const failed = await world.as('manager').post<JobCardBody>(`${path}/qc`, { result: 'FAIL', reason: 'oil on the seat' });
    const again = `${path}/tasks/${failed.body.tasks.at(-1)!.id}`;
    await world.as('engineer').post(`${again}/start`);
    await world.as('engineer').post(`${again}/finish`);
    await rest(visit, 'complete');
    const first = await printed(path);
    await world.as('advisor').patch(`${path}/status`, { to: 'closed' });
    const asked = await world.as('advisor').post(`${path}/reopen`, { reason: 'It leaks' });
    assert.equal(asked.status, 202, asked.text);
    const back = await world.as('manager').post<JobCardBody>(`${path}/reopen`, { reason: 'It leaks', tasks: ['Tighten the plug', 'Wash'] });
    assert.deepEqual([back.status, back.body.status, back.body.comeback, back.body.tasks.length], [200, 'reopened', true, 4]);
    assert.equal((await world.as('advisor').get(`${path}/gate-pass`)).status, 409, 'the vehicle is inside again');
    assert.equal((await world.as('manager').post(`${path}/cancel`, { reason: 'no' })).problem.code, 'job.transition');
    const { body } = await world.as('manager').get<TransitionsBody>(`${path}/transitions`);
    assert.deepEqual(
      body.attributions.map(({ kind, engineerId, reason }) => [kind, engineerId === world.people.engineer.id, reason]),
      [
        ['REWORK', true, 'oil on the seat'],
        ['COMEBACK', true, 'It leaks'],
      ],
    );
    await advance(world, visit, 'assign');
    for (const { id } of back.body.tasks.slice(2)) {
      await world.as('engineer').post(`${path}/tasks/${id}/start`);
      await world.as('engineer').post(`${path}/tasks/${id}/finish`);
    }
    await rest(visit, 'complete', 'issue');
    assert.equal(visit.invoice!.totalAmount, '0.00');
    await advance(world, visit, 'deliver');
    const second = await printed(path);
    assert.notEqual(second.number, first.number);
    const [{ n }] = (await world.rows<{ n: number }>(
      `select count(*)::int as n from gate_passes where job_card_id = '${visit.card.id}'`,
    )) as [{ n: number }];
    assert.equal(n, 2);
  });

  /** The pass of the last delivery, twice: the same to the byte. */
  const printed = async (path: string): Promise<{ readonly number: string }> => {
    const id = path.split('/')[2]!;
    const [pass] = await world.rows<{ id: string; number: string }>(
      `select id, number from gate_passes where job_card_id = '${id}' order by issued_at desc, id desc limit 1`,
    );
    await world.cradle.storePaper({ kind: 'GATE_PASS', id: pass!.id, copy: 'ORIGINAL', cancelled: false }, systemActor('test'));
    const [one, two] = [await world.as('staff').get(`${path}/gate-pass`), await world.as('advisor').get(`${path}/gate-pass`)];
    assert.deepEqual([one.status, one.headers.get('content-type')], [200, 'application/pdf'], one.text.slice(0, 300));
    assert.ok(one.bytes.equals(two.bytes));
    assert.match(one.headers.get('content-disposition') ?? '', new RegExp(pass!.number));
    assert.equal((await world.as('engineer').get(`${path}/gate-pass`)).status, 403);
    return { number: pass!.number };
  };

  it('JOB-01 tells what a card waits for, how long it was where, that it is late and why, and what the caller may', async () => {
    const visit = await walkTo(world, 'submit');
    const path = `/job-cards/${visit.card.id}`;
    await world.as('advisor').patch(path, { promisedAt: '2026-11-22T05:00:00.000Z' });
    clock().advance(120 * MINUTE_MS);
    const { body } = await world.as('advisor').get<TransitionsBody>(`${path}/transitions`);
    assert.deepEqual([body.waiting!.for, body.punctuality.late], ['CUSTOMER_APPROVAL', true]);
    assert.deepEqual(body.timeInStates.at(-1), { status: 'awaiting_approval', hours: '2.000' });
    assert.deepEqual(body.punctuality.because, ['2.000 hours waiting for the decision of the customer']);
    const may = (to: string) => body.options.find((option) => option.to === to)?.caller;
    assert.deepEqual([may('approved'), may('cancelled')], ['allowed', 'allowed']);
    await rest(visit, 'accept', 'issue');
    const due = await world.as('advisor').get<TransitionsBody>(`${path}/transitions`);
    assert.equal(due.body.waiting!.for, 'PAYMENT');
    const missing = (answer: typeof due) => answer.body.options.find(({ to }) => to === 'delivered')!.missing.join(' ');
    assert.match(missing(due), /odometer reading at delivery is missing.*₹5068\.00 is still due/);
    assert.match(missing(await world.as('callCenter').get<TransitionsBody>(`${path}/transitions`)), /Something is still due/, 'ACC-06');
    await rest(visit, 'pay');
    const { body: vehicle } = await world.as('advisor').get<VehicleBody>(`/vehicles/${visit.vehicle.id}`);
    assert.deepEqual([vehicle.nextServiceOn, vehicle.nextServiceOdometer], ['2027-05-22', 30_150], 'JOB-11');
  });
});
