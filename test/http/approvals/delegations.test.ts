import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import type { ListOf } from '../../support/bodies.ts';
import { type Answer, clientAt } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { tally, together } from '../../support/races.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

type Given = { readonly id: string; readonly fromUserId: string; readonly toUserId: string; readonly endedAt: string | null };
type Decided = { readonly id: string; readonly status: string; readonly decidedBy: string; readonly decidedFor: string | null };
type Who = 'superAdmin' | 'admin' | 'manager' | 'manager2' | 'advisor';

const [TODAY, TOMORROW, LATER] = ['2026-11-22', '2026-11-23', '2026-11-25'];

describe('delegations', () => {
  const suite = withSuite();
  let world: World;
  let asked = 0;
  before(async () => {
    world = await freshBranches(suite);
  });

  const as = (who: Who) => clientAt(world.url, tokenFor(world.cradle, world.people[who]));
  const refused = ({ status, problem }: Answer, expected: number, code: string) =>
    assert.deepEqual([status, problem.code], [expected, code], JSON.stringify(problem));
  const give = (from: Who, to: Who, validFrom = TODAY, validUntil = TODAY) =>
    as(from).post<Given>('/approvals/delegations', { toUserId: world.people[to].id, validFrom, validUntil, reason: 'On leave' });
  const ask = async (): Promise<string> => {
    asked += 1;
    const answer = await as('manager').patch(`/service-centers/${world.basics.branches.blr01.id}`, { upiId: `leave${asked}@oksbi` });
    return answer.headers.get('location')!;
  };
  const lists = async (who: Who, at: string): Promise<boolean> =>
    (await as(who).get<ListOf<Decided>>('/approvals?box=to-decide&limit=100')).body.data.some(({ id }) => at.endsWith(id));

  it('APR-02 who stands in sees and decides with the right of who delegated, and both are taken down', async () => {
    const at = await ask();
    refused(await as('manager2').post(`${at}/approve`), 404, 'entity.absent');
    const given = await give('admin', 'manager2');
    assert.equal(given.status, 201, given.text);
    assert.equal(given.headers.get('location'), `/delegations/${given.body.id}`);
    assert.deepEqual([await lists('manager2', at), (await as('manager2').get(at)).status], [true, 200]);
    const { status, body } = await as('manager2').post<Decided>(`${at}/approve`);
    const { manager2, admin, manager } = world.people;
    assert.deepEqual([status, body.status, body.decidedBy, body.decidedFor], [200, 'EXECUTED', manager2.id, admin.id]);
    const [granted] = await world.rows<{ user_id: string; metadata: { decidedFor: string } }>(
      `select user_id, metadata from audit_logs where event = 'ApprovalGranted'`,
    );
    assert.equal(granted!.user_id, manager2.id);
    assert.match(JSON.stringify(granted!.metadata), new RegExp(admin.id));
    const [edited] = await world.rows<{ user_id: string }>(`select user_id from audit_logs where event = 'ServiceCenterEdited'`);
    assert.equal(edited!.user_id, manager.id);

    const rejected = await as('manager2').post<Decided>(`${await ask()}/reject`, { rejectionReason: 'not now' });
    assert.deepEqual([rejected.body.decidedBy, rejected.body.decidedFor], [manager2.id, admin.id]);
    const own = await as('admin').post<Decided>(`${await ask()}/approve`);
    assert.deepEqual([own.status, own.body.decidedFor], [200, null], 'who delegated may still decide');
    assert.equal((await as('admin').post(`/delegations/${given.body.id}/end`)).status, 200);
  });

  it('APR-02 holds from its first day to its last, in India, and not after it was ended', async () => {
    const clock = world.clock as FixedClock;
    const start = clock.now();
    const { body } = await give('admin', 'manager2', TOMORROW, LATER);
    const at = await ask();
    const outcomes: number[] = [];
    for (const instant of [
      '2026-11-22T18:29:59.999Z',
      '2026-11-22T18:30:00.000Z',
      '2026-11-25T18:29:59.999Z',
      '2026-11-25T18:30:00.000Z',
    ]) {
      clock.set(instant);
      outcomes.push((await as('manager2').get(at)).status);
    }
    assert.deepEqual(outcomes, [404, 200, 200, 404]);
    clock.set('2026-11-24T05:00:00.000Z');
    const ended = await as('admin').post<Given>(`/delegations/${body.id}/end`);
    assert.equal(ended.body.endedAt, '2026-11-24T05:00:00.000Z');
    refused(await as('manager2').post(`${at}/approve`), 404, 'entity.absent');
    refused(await as('admin').post(`/delegations/${body.id}/end`), 409, 'delegation.refused');
    clock.set(start);
  });

  it('ACC-02 nobody decides on their own request in the place of another, nor for the one who asked', async () => {
    const [toManager, fromManager] = [await give('admin', 'manager'), await give('manager', 'manager2')];
    const at = await ask();
    const own = await as('manager').post(`${at}/approve`);
    refused(own, 403, 'access.denied');
    assert.match(own.problem.explanation!.rule, /ACC-02/);
    refused(await as('manager2').post(`${at}/approve`), 403, 'access.denied');
    assert.equal((await as('admin').post(`${at}/approve`)).status, 200);
    for (const { body } of [toManager, fromManager]) assert.equal((await as('admin').post(`/delegations/${body.id}/end`)).status, 200);
  });

  it('ACC-03 a delegation is there for who gave it, who got it, and who may delegate where that is', async () => {
    const { body } = await give('manager2', 'superAdmin');
    const at = `/delegations/${body.id}`;
    const sees = async (who: Who) => [
      (await as(who).get(at)).status,
      (await as(who).get<ListOf<Given>>('/approvals/delegations?limit=100')).body.data.some(({ id }) => id === body.id),
    ];
    assert.deepEqual(await sees('manager2'), [200, true]);
    assert.deepEqual(await sees('superAdmin'), [200, true]);
    assert.deepEqual(await sees('admin'), [200, true]);
    assert.deepEqual(await sees('manager'), [404, false]);
    refused(await as('manager').post(`${at}/end`), 404, 'entity.absent');
  });

  it('APR-02 is not handed on, and ends with the work of who gave it', async () => {
    const at = await ask();
    const [first, second] = [await give('superAdmin', 'admin'), await give('admin', 'manager2')];
    const config = await as('admin').ask<{ approvalId: string }>('PUT', '/system-config/billing.payment-terms-days', {
      body: { value: 9 },
    });
    refused(await as('manager2').post(`/approvals/${config.body.approvalId}/approve`), 403, 'access.denied');
    assert.equal((await as('manager2').get(at)).status, 200);
    assert.equal((await as('superAdmin').post(`/users/${world.people.admin.id}/suspend`, { reason: 'leave' })).status, 200);
    refused(await as('manager2').post(`${at}/approve`), 404, 'entity.absent');
    assert.equal((await as('superAdmin').post(`/users/${world.people.admin.id}/activate`)).status, 200);
    for (const { body } of [first, second]) assert.equal((await as('superAdmin').post(`/delegations/${body.id}/end`)).status, 200);
  });

  it('APR-02 goes to somebody else who may decide, on days to come, once for each day', async () => {
    refused(await give('manager', 'manager'), 409, 'delegation.refused');
    const toAdvisor = await give('manager', 'advisor');
    refused(toAdvisor, 409, 'delegation.refused');
    assert.match(toAdvisor.problem.detail, /service advisors do not decide on approvals/);
    refused(await give('manager', 'admin', '2026-11-21'), 409, 'delegation.refused');
    refused(await give('manager', 'admin', TOMORROW, TODAY), 409, 'delegation.refused');
    refused(await give('manager', 'admin', TODAY, '2027-02-22'), 409, 'delegation.refused');
    refused(await give('advisor', 'admin'), 403, 'access.denied');
    const nobody = { toUserId: world.basics.branches.blr01.id, validFrom: TODAY, validUntil: TODAY };
    refused(await as('manager').post('/approvals/delegations', nobody), 404, 'entity.absent');
    const racing = await together(6, (n) => give('manager', 'admin', TODAY, n % 2 === 0 ? TOMORROW : LATER));
    assert.deepEqual(tally(racing), { '201': 1, '409 record.duplicate': 5 });
  });
});
