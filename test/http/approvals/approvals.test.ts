import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import type { ListOf } from '../../support/bodies.ts';
import { type Answer, clientAt, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { cardFor, estimateOf } from '../../support/visit.ts';
import { tally, together } from '../../support/races.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

type Branch = { readonly upiId: string | null; readonly capacity: number | null; readonly version: number };
type Body = {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly requestedBy: string;
  readonly decidedBy: string | null;
  readonly comments: string | null;
  readonly resultId: string | null;
};

describe('approvals', () => {
  const suite = withSuite();
  let world: World;
  let path: string;
  let asked = 0;
  before(async () => {
    world = await freshBranches(suite);
    path = `/service-centers/${world.basics.branches.blr01.id}`;
  });

  const refused = ({ status, problem }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code]);
  const branch = async () => (await world.as('admin').get<Branch>(path)).body;
  const askFor = (upiId: string) => world.as('manager').patch<{ approvalId: string }>(path, { upiId });
  /** A change that the manager may only ask for, another one each time. */
  const ask = async (): Promise<{ readonly at: string; readonly upiId: string }> => {
    asked += 1;
    const upiId = `sahyadri${asked}@oksbi`;
    const answer = await askFor(upiId);
    assert.equal(answer.status, 202, answer.text);
    assert.equal(answer.headers.get('location'), `/approvals/${answer.body.approvalId}`);
    return { at: `/approvals/${answer.body.approvalId}`, upiId };
  };
  const read = async (at: string) => (await world.as('admin').get<Body>(at)).body;

  it('ACC-04 APR-01 what one may only ask for is 202 and changes nothing, until somebody else lets it happen', async () => {
    const earlier = await branch();
    const { at, upiId } = await ask();
    assert.deepEqual(await branch(), earlier);
    const waiting = await read(at);
    assert.deepEqual([waiting.kind, waiting.status, waiting.requestedBy], ['BRANCH_EDIT', 'PENDING', world.people.manager.id]);
    const decided = await world.as('admin').post<Body>(`${at}/approve`, { comments: 'agreed' });
    assert.equal(decided.status, 200, decided.text);
    const { status, decidedBy, comments, resultId } = decided.body;
    assert.deepEqual([status, decidedBy, comments], ['EXECUTED', world.people.admin.id, 'agreed']);
    assert.equal(resultId, world.basics.branches.blr01.id);
    assert.equal((await branch()).upiId, upiId);
    const trail = await world.rows(
      `select event, user_id from audit_logs where event in ('ApprovalGranted', 'ServiceCenterEdited') order by created_at desc, position desc limit 2`,
    );
    const byWhom = Object.fromEntries(trail.map(({ event, user_id: userId }) => [event, userId]));
    assert.deepEqual(byWhom, { ApprovalGranted: world.people.admin.id, ServiceCenterEdited: world.people.manager.id });
  });

  it('ACC-02 APR-02 nobody decides on their own, nor on what they may not do themselves, and nobody elsewhere sees it', async () => {
    const { at } = await ask();
    const own = await world.as('manager').post(`${at}/approve`);
    refused(own, 403, 'access.denied');
    assert.match(own.problem.explanation!.rule, /ACC-02/);
    refused(await world.as('advisor').post(`${at}/approve`), 403, 'access.denied');
    refused(await world.as('manager2').post(`${at}/approve`), 404, 'entity.absent');
    refused(await world.as('manager2').get(at), 404, 'entity.absent');
    refused(await world.as('admin').post(`${at}/cancel`), 403, 'access.denied');
    assert.equal((await read(at)).status, 'PENDING');
    const sent = (who: 'admin' | 'manager' | 'manager2' | 'advisor', box: string) => world.as(who).get<ListOf<Body>>(`/approvals?${box}`);
    const has = async (...of: Parameters<typeof sent>) => (await sent(...of)).body.data.some(({ id }) => at.endsWith(id));
    assert.deepEqual([await has('admin', 'box=to-decide'), await has('manager', 'box=to-decide')], [true, false]);
    assert.deepEqual([await has('manager', 'box=asked'), await has('admin', 'box=asked')], [true, false]);
    assert.deepEqual([await has('manager2', 'status=PENDING'), await has('advisor', 'status=PENDING')], [false, false]);
  });

  it('APR-03 of ten who let it happen at once one does', async () => {
    const { at, upiId } = await ask();
    const { version } = await branch();
    const deciders = [world.as('admin'), world.as('superAdmin')];
    const answers = await together(10, (n) => deciders[n % 2]!.post(`${at}/approve`));
    assert.deepEqual(tally(answers), { '200': 1, '409 approval.transition': 9 });
    const after = await branch();
    assert.deepEqual([after.upiId, after.version], [upiId, version + 1]);
  });

  it('APR-03 what changed since it was asked for is stale, and nothing of it happens', async () => {
    const { at, upiId } = await ask();
    assert.equal((await world.as('admin').patch(path, { capacity: 30 + asked })).status, 200);
    refused(await world.as('admin').post(`${at}/approve`), 409, 'approval.stale');
    assert.notEqual((await branch()).upiId, upiId);
    const { status, comments } = await read(at);
    assert.deepEqual([status, comments], ['STALE', 'What it is about was changed since it was asked for.']);
    refused(await world.as('admin').post(`${at}/approve`), 409, 'approval.transition');
  });

  it('APR-03 a decision whose transaction fails at its very end is none, and can be made again', async () => {
    const { at, upiId } = await ask();
    await world.rows(`create function refuse_execution() returns trigger language plpgsql as $$
      begin if new.status = 'EXECUTED' then raise exception 'doomed' using errcode = 'check_violation'; end if; return null; end $$`);
    await world.rows(`create constraint trigger refuse_execution_at_commit after update on approvals deferrable initially deferred
      for each row execute function refuse_execution()`);
    assert.notEqual((await world.as('admin').post(`${at}/approve`)).status, 200);
    assert.deepEqual([(await read(at)).status, (await branch()).upiId === upiId], ['PENDING', false]);
    await world.rows('drop trigger refuse_execution_at_commit on approvals');
    assert.equal((await world.as('admin').post(`${at}/approve`)).status, 200);
    assert.equal((await branch()).upiId, upiId);
  });

  it('APR-01 asking twice for the same is asking once, and so is a retry with the same key', async () => {
    const [first, second] = [await askFor('same@oksbi'), await askFor('same@oksbi')];
    assert.equal(first.body.approvalId, second.body.approvalId);
    const racing = await together(8, () => askFor('racing@oksbi'));
    const [one] = racing.filter(({ status }) => status === 202);
    assert.equal(new Set(racing.filter(({ status }) => status === 202).map(({ body }) => body.approvalId)).size, 1);
    assert.equal((await world.as('admin').post(`/approvals/${one!.body.approvalId}/reject`, { rejectionReason: 'no' })).status, 200);
    assert.equal((await read(`/approvals/${one!.body.approvalId}`)).status, 'REJECTED');
  });

  it('ACC-04 a discount above the limit becomes an approval, and the job card is made for who asked, once', async () => {
    const [line] = estimateOf(world).lines;
    const estimate = { lines: [{ ...line, discount: { type: 'PERCENT', value: '9' } }] };
    const body = { ...cardFor(world, await world.make.vehicle()), estimate };
    const key = freshKey();
    const answer = await world.as('advisor').post<{ approvalId: string }>('/job-cards', body, { key });
    assert.equal(answer.status, 202, answer.text);
    const again = await world.as('advisor').post<{ approvalId: string }>('/job-cards', body, { key });
    assert.deepEqual([again.status, again.body, again.headers.get('idempotency-replayed')], [202, answer.body, 'true']);
    const at = `/approvals/${answer.body.approvalId}`;
    assert.equal((await read(at)).kind, 'DISCOUNT_REQUEST');
    const decided = await world.as('manager').post<Body>(`${at}/approve`);
    assert.equal(decided.status, 200, decided.text);
    const [card] = await world.rows(`select created_by from job_cards where id = '${decided.body.resultId}'`);
    assert.equal(card!.created_by, world.people.advisor.id);
  });

  it('APR-02 a discount above the decider’s own limit is for somebody above', async () => {
    const [line] = estimateOf(world).lines;
    const estimate = { lines: [{ ...line, discount: { type: 'PERCENT', value: '20' } }] };
    const { body } = await world
      .as('advisor')
      .post<{ approvalId: string }>('/job-cards', { ...cardFor(world, await world.make.vehicle()), estimate });
    refused(await world.as('manager').post(`/approvals/${body.approvalId}/approve`), 403, 'access.denied');
    assert.equal((await world.as('admin').post(`/approvals/${body.approvalId}/approve`)).status, 200);
  });

  it('APR-03 what is stale is marked so under an Idempotency-Key too, and each retry hears it', async () => {
    const { at } = await ask();
    assert.equal((await world.as('admin').patch(path, { capacity: 60 + asked })).status, 200);
    const key = freshKey();
    refused(await world.as('admin').post(`${at}/approve`, {}, { key }), 409, 'approval.stale');
    assert.equal((await read(at)).status, 'STALE');
    refused(await world.as('admin').post(`${at}/approve`, {}, { key }), 409, 'approval.transition');
  });

  it('APR-03 what the use case refuses by now is stale with its sentence, and nothing of it happens', async () => {
    const vehicle = await world.make.vehicle();
    const asking = await world.as('callCenter').post<{ approvalId: string }>('/job-cards', cardFor(world, vehicle));
    assert.equal(asking.status, 202, asking.text);
    const { jobNumber } = await world.make.openCard(undefined, vehicle);
    const stale = await world.as('manager').post(`/approvals/${asking.body.approvalId}/approve`);
    refused(stale, 409, 'approval.stale');
    assert.match(stale.problem.detail, new RegExp(`${jobNumber} is open`));
    const { status, comments } = (await world.as('admin').get<Body>(`/approvals/${asking.body.approvalId}`)).body;
    assert.deepEqual([status, comments], ['STALE', stale.problem.detail]);
    assert.equal((await world.rows(`select from job_cards where vehicle_id = '${vehicle.id}'`)).length, 1);
  });

  it('APR-03 a setting that was changed since is not changed back', async () => {
    const put = (who: 'admin' | 'superAdmin', value: number) =>
      world.as(who).ask<{ approvalId: string }>('PUT', '/system-config/billing.payment-terms-days', { body: { value } });
    const answer = await put('admin', 30);
    assert.equal(answer.status, 202, answer.text);
    (world.clock as FixedClock).advance(1000);
    assert.equal((await put('superAdmin', 45)).status, 200);
    refused(await world.as('superAdmin').post(`/approvals/${answer.body.approvalId}/approve`), 409, 'approval.stale');
    const inForce = async () => (await world.cradle.configuration.current()).of('billing.payment-terms-days');
    assert.equal(await inForce(), 45);
    (world.clock as FixedClock).advance(1000);
    const again = await put('admin', 60);
    assert.equal((await world.as('superAdmin').post(`/approvals/${again.body.approvalId}/approve`, {}, { key: freshKey() })).status, 200);
    assert.equal(await inForce(), 60, 'at once, though it was set inside of a longer transaction');
  });

  it('APR-01 who asked takes it back', async () => {
    const { at } = await ask();
    assert.equal((await world.as('manager').post<Body>(`${at}/cancel`)).body.status, 'CANCELLED');
    refused(await world.as('admin').post(`${at}/approve`), 409, 'approval.transition');
  });

  it('APR-03 what cannot be carried out any more is stale with the reason, as when who asked has left', async () => {
    const { at } = await ask();
    const maker = `/users/${world.people.manager.id}`;
    assert.equal((await world.as('admin').post(`${maker}/deactivate`)).status, 200);
    const stale = await world.as('admin').post(`${at}/approve`);
    refused(stale, 409, 'approval.stale');
    assert.match(stale.problem.detail, /not active any more/);
  });

  it('APR-01 what nobody decided on within a week expires', async () => {
    const { people, cradle, url } = world;
    const now = (who: 'superAdmin' | 'admin') => clientAt(url, tokenFor(cradle, people[who]));
    const answer = await now('admin').ask<{ approvalId: string }>('PUT', '/system-config/billing.payment-terms-days', {
      body: { value: 21 },
    });
    assert.equal(answer.status, 202, answer.text);
    (world.clock as FixedClock).advance(7 * 86_400_000);
    const at = `/approvals/${answer.body.approvalId}`;
    refused(await now('superAdmin').post(`${at}/approve`), 409, 'approval.transition');
    const { done } = await cradle.expireApprovals({ dueAt: world.clock.now() }, systemActor('test'));
    assert.ok(done > 0);
    assert.equal((await now('superAdmin').get<Body>(at)).body.status, 'EXPIRED');
    // Asked for again before anybody looked for what has expired, it ends there and begins anew.
    const askAgain = () =>
      now('admin').ask<{ approvalId: string }>('PUT', '/system-config/billing.payment-terms-days', { body: { value: 21 } });
    const first = await askAgain();
    (world.clock as FixedClock).advance(7 * 86_400_000);
    const second = await askAgain();
    assert.deepEqual([second.status, second.body.approvalId === first.body.approvalId], [202, false], second.text);
    const statusOf = async ({ body }: typeof first) => (await now('superAdmin').get<Body>(`/approvals/${body.approvalId}`)).body.status;
    assert.deepEqual([await statusOf(first), await statusOf(second)], ['EXPIRED', 'PENDING']);
  });
});
