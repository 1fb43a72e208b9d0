import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { AuditLog } from '@dms/domain/audit/reads';
import { fixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import type { DomainEvent } from '@dms/domain/shared/events';
import type { ListOf } from '../../support/bodies.ts';
import { withSuite } from '../../support/endings.ts';
import { walkTo } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Row = Omit<AuditLog, 'at'> & { readonly at: string };
type Listed = ListOf<Row> & { readonly page: { readonly next: string | null; readonly count?: number } };

describe('GET /audit-logs', () => {
  const clock = fixedClock('2026-11-22T04:30:00.000Z');
  const suite = withSuite();
  let world: World;
  let cardId: string;

  before(async () => {
    world = await freshBranches(suite, { clock, variables: { JWT_EXPIRES_IN: '3d' } });
    const visit = await walkTo(world, 'issue');
    cardId = visit.card.id;
  });

  const read = (query: string, who: Parameters<World['as']>[0] = 'admin') => world.as(who).get<Listed>(`/audit-logs${query}`);
  const record = (event: Partial<DomainEvent>) =>
    world.cradle.transact(systemActor('audit-test'), async ({ record: note }) =>
      note({ name: 'TaskStarted', entityId: world.cradle.ids.next(), serviceCenterId: null, data: {}, ...event }),
    );

  it('AUD-01 tells of a record who did what with it, from where, from which state to which, with the hash of what was said', async () => {
    const { status, body } = await read(`?entity=JobCard&entityId=${cardId}&limit=100`);
    assert.equal(status, 200);
    assert.deepEqual(
      body.data
        .map(({ event }) => event)
        .toReversed()
        .slice(0, 5),
      ['JobCardCreated', 'JobCardMoved', 'EstimateSent', 'CustomerDecided', 'JobCardMoved'],
    );
    const row = body.data.find(({ to }) => to === 'awaiting_approval')!;
    assert.deepEqual(
      { action: row.action, userId: row.userId, from: row.from, serviceCenterId: row.serviceCenterId, at: row.at },
      {
        ...{ action: 'UPDATE', userId: world.people.advisor.id, from: 'created' },
        ...{ serviceCenterId: world.basics.branches.blr01.id, at: clock.now().toISOString() },
      },
    );
    assert.match(row.address!, /127\.0\.0\.1/);
    assert.ok(row.agent);
    assert.ok(row.requestId);
    assert.match(row.payloadHash, /^[0-9a-f]{64}$/);
    assert.match(row.hash!, /^[0-9a-f]{64}$/);
    assert.ok(row.lane !== null && row.lane >= 0 && row.position! > 0);
  });

  it('AUD-01 is filtered by user, action, kind of record and time, a day being a business day', async () => {
    const { advisor, staff } = world.people;
    const byUser = await read(`?user=${staff.id}&limit=100`);
    assert.ok(byUser.body.data.length > 0);
    assert.ok(byUser.body.data.every(({ userId }) => userId === staff.id));
    const both = await read(`?user=${advisor.id}&action=CREATE&entity=Invoice`);
    assert.deepEqual(
      both.body.data.map(({ event }) => event),
      ['InvoiceDrafted'],
    );
    const before = (await read('?count=true&limit=1')).body.page.count!;
    clock.advance(18 * 3_600_000); // 04:00 in Kolkata, and still the day before in UTC
    await record({});
    const of = async (query: string) => (await read(`${query}&count=true&limit=1`)).body.page.count;
    assert.equal(await of('?from=2026-11-23'), 1);
    assert.equal(await of('?from=2026-11-23&to=2026-11-23'), 1);
    assert.equal(await of('?to=2026-11-22'), before);
    assert.equal(await of(`?from=${clock.now().toISOString()}`), 1);
    assert.equal(await of(`?to=${clock.now().toISOString()}`), before);
  });

  it('AUD-01 comes newest first, page by page, each row once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: Listed } = await read(`?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.data.map(({ id }) => id));
      cursor = body.page.next;
    }
    const all = await world.rows<{ id: string }>('select id from audit_logs order by created_at desc, id desc');
    assert.deepEqual(
      seen,
      all.map(({ id }) => id),
    );
  });

  it('ACC-03 a manager reads what happened in the own branch, and neither the neighbour’s nor the company’s', async () => {
    const { blr01, blr02 } = world.basics.branches;
    await record({ serviceCenterId: blr02.id });
    await record({ serviceCenterId: blr01.id });
    const own = await read('?limit=100&count=true', 'manager');
    assert.ok(own.body.data.every(({ serviceCenterId }) => serviceCenterId === blr01.id));
    const [{ n } = { n: 0 }] = await world.rows<{ n: number }>(
      `select count(*)::int as n from audit_logs where service_center_id = '${blr01.id}'`,
    );
    assert.equal(own.body.page.count, n);
    assert.equal((await read(`?entityId=${cardId}`, 'manager2')).body.data.length, 0);
    assert.ok((await read('?limit=100&count=true', 'superAdmin')).body.page.count! > n);
  });

  it('ACC-08 is denied to everybody else, with the explanation', async () => {
    for (const who of ['callCenter', 'advisor', 'staff', 'engineer'] as const) {
      const { status, problem } = await read('', who);
      assert.equal(status, 403, who);
      assert.equal(problem.explanation?.action, 'audit.read');
      assert.deepEqual([...problem.explanation.roles].toSorted(), ['ADMIN', 'SC_MANAGER', 'SUPER_ADMIN']);
    }
    assert.equal((await world.anybody.get('/audit-logs')).status, 401);
  });

  it('refuses what is no filter, no action, no day and no cursor', async () => {
    for (const [query, pointer] of [
      ['?who=me', '/who'],
      ['?action=LOOK', '/action'],
      ['?from=2026-02-30', '/from'],
      ['?to=tomorrow', '/to'],
      ['?user=me', '/user'],
      ['?cursor=bm90IG91cnM', '/cursor'],
    ] as const) {
      const { status, problem } = await read(query);
      assert.deepEqual([status, problem.errors?.[0]?.pointer], [400, pointer], query);
    }
  });
});
