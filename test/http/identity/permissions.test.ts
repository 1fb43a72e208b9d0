import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { explain } from '@dms/domain/shared/access/decide';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import { actions } from '@dms/domain/shared/access/rows';
import { type Role, roles } from '@dms/domain/shared/actor';
import { modules, routesIn } from '../../../http/modules.ts';
import type { Route } from '../../../http/route.ts';
import { type Client, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { hasCell } from '../../support/permissions/cells.ts';
import type { Explained } from '../../support/permissions/explain.ts';
import { decideOnReal, inTurn, nameOf } from '../../support/permissions/matrix.ts';
import { type Records, recordsOf } from '../../support/permissions/records.ts';
import { byRole, isAnswered, persons } from '../../support/permissions/row.ts';
import { cardFor, estimateOf } from '../../support/visit.ts';
import { freshBranches, type World } from '../../support/world.ts';

/** Who runs reports runs those of their section: these two, of service alone. */
const readersOfServiceReports: readonly Role[] = ['CALL_CENTER', 'SERVICE_ADVISOR'];
const ofParts = ({ url }: Pick<Route, 'url'>): boolean => url.startsWith('/reports/inventory/');

type Waiting = { readonly action: string; readonly deciderRoles: readonly string[] };

describe('who may use which route', () => {
  const suite = withSuite();
  let world: World;
  let records: Records;
  let routes: readonly Route[];

  before(async () => {
    world = await freshBranches(suite);
    records = recordsOf(world);
    routes = routesIn(modules, world.cradle);
  });

  const empty = (client: Client, { method, url }: Route) =>
    client.ask(
      method,
      url.replaceAll(/:\w+/g, () => world.cradle.ids.next()),
      { ...(method === 'GET' ? {} : { body: {} }), key: freshKey() },
    );

  it('ACC-10 is an action of the policy for every route, and the description says which', async () => {
    assert.ok(routes.length > 25);
    for (const route of routes) assert.ok((actions as readonly string[]).includes(route.permission), nameOf(route));
    const { body } = await world.anybody.get<{ paths: Record<string, Record<string, { 'x-permission'?: string; security?: unknown[] }>> }>(
      '/openapi.json',
    );
    for (const route of routes) {
      const described = body.paths[route.url.replaceAll(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()];
      assert.equal(described?.['x-permission'], route.permission, nameOf(route));
      assert.equal(route.permission === 'public', described?.security !== undefined && described.security.length === 0, nameOf(route));
    }
  });

  it('ACC-10 is nobody without a login, but for what is public', async () => {
    for (const route of routes) {
      const { status, headers, problem } = await empty(world.anybody, route);
      if (route.permission === 'public') assert.notEqual(status, 401, nameOf(route));
      else {
        assert.deepEqual([nameOf(route), status, problem.code], [nameOf(route), 401, 'auth.required']);
        assert.match(headers.get('www-authenticate') ?? '', /^Bearer/);
      }
    }
  });

  it('ACC-08 is denied to a role exactly where the table has no cell, before anything else is looked at', async () => {
    let denied = 0;
    for (const route of routes.filter(({ permission }) => permission !== 'public')) {
      for (const role of roles) {
        const { status, problem, text } = await empty(world.as(byRole[role]), route);
        const expected = !hasCell(route.permission, role);
        if (ofParts(route) && readersOfServiceReports.includes(role)) continue;
        assert.equal(status === 403, expected, `${nameOf(route)} as ${role}: ${status} ${text}`);
        assert.ok(status < 500, text);
        if (!expected) continue;
        denied += 1;
        assert.equal(problem.code, 'access.denied');
        const { action, rule, reason, roles: able, requiresApproval } = problem.explanation!;
        assert.deepEqual([action, requiresApproval], [route.permission, false]);
        assert.match(rule, new RegExp(`${route.permission.replaceAll('.', '\\.')}:${role}=–`));
        assert.match(reason, /^[A-Z].* may not .*\.$/);
        assert.deepEqual(
          able.filter((each) => !hasCell(route.permission, each as Role)),
          [],
        );
        assert.ok(able.includes('SUPER_ADMIN'));
      }
    }
    assert.ok(denied > 30, `only ${denied} denials were seen`);
  });

  it('ACC-08 is decided for real records as the table says and as it is explained, for every role, at home and elsewhere', async () => {
    await decideOnReal(world, inTurn);
  });

  it('ACC-08 explains every cell of the matrix over HTTP as it is enforced, at home and elsewhere', async () => {
    const { blr01, pun01 } = world.basics.branches;
    let asked = 0;
    for (const role of roles) {
      const client = world.as(byRole[role]);
      const { id: userId, serviceCenterIds } = world.people[byRole[role]];
      for (const serviceCenterId of [blr01.id, pun01.id]) {
        const ask = async (action: ActionName): Promise<void> => {
          const { status, body, text } = await client.post<Explained & { rule: string; reason: string }>('/authz/explain', {
            action,
            serviceCenterId,
          });
          assert.equal(status, 200, text);
          assert.deepEqual(body, explain({ userId, role, serviceCenterIds }, action, { serviceCenterId }), `${action} as ${role}`);
          asked += 1;
        };
        await Promise.all(actions.map(ask));
      }
    }
    assert.equal(asked, actions.length * roles.length * 2);
  });

  it('ACC-08 explains what may be done to a customer and a vehicle: inside the branch, outside, and on a job of one’s own', async () => {
    const { vehicleId, customerId } = await records.assigned();
    const ask = async (who: Parameters<World['as']>[0], action: ActionName, resourceType: 'Customer' | 'Vehicle') => {
      const resourceId = resourceType === 'Customer' ? customerId : vehicleId;
      const { status, body } = await world.as(who).post<Explained>('/authz/explain', { action, resourceType, resourceId });
      return status === 200 ? body.allowed : status;
    };
    for (const resourceType of ['Customer', 'Vehicle'] as const) {
      const kind = resourceType === 'Customer' ? 'customer' : 'vehicle';
      assert.deepEqual(await Promise.all(persons.map((who) => ask(who, `${kind}.edit`, resourceType))), [
        ...[true, true, true, true, true, true, kind === 'vehicle', 404, false],
      ]);
      assert.deepEqual(await Promise.all(persons.map((who) => ask(who, `${kind}.read`, resourceType))), [
        ...[true, true, true, true, true, true, true, 404, true],
      ]);
    }
  });

  it('ACC-08 refuses to explain what is no action, no type of record, or not there for the caller', async () => {
    const ask = (body: object) => world.as('advisor').post('/authz/explain', body);
    for (const [body, pointer] of [
      [{ action: 'job.destroy' }, '/action'],
      [{ action: 'job.read', resourceType: 'Elephant', resourceId: world.cradle.ids.next() }, '/resourceType'],
      [{ action: 'job.read', resourceType: 'JobCard' }, '/resourceId'],
    ] as const) {
      const { status, problem } = await ask(body);
      assert.deepEqual([status, problem.code, problem.errors?.[0]?.pointer], [400, 'request.invalid', pointer]);
    }
    const elsewhere = await world
      .as('advisor2')
      .post('/authz/explain', { action: 'job.move', resourceType: 'job-card', resourceId: (await records.assigned()).id });
    assert.deepEqual([elsewhere.status, elsewhere.problem.code], [404, 'entity.absent']);
  });

  it('ACC-04 is asked of somebody else above a limit: a discount, and calling off a job with parts on it', async () => {
    const discounted = async (who: Parameters<World['as']>[0], type: string, value: string) => {
      const [line] = estimateOf(world).lines;
      const estimate = { lines: [{ ...line, discount: { type, value } }] };
      return world.as(who).post('/job-cards', { ...cardFor(world, await world.make.vehicle()), estimate });
    };
    assert.equal((await discounted('advisor', 'PERCENT', '5')).status, 201);
    for (const [who, type, value] of [
      ['advisor', 'PERCENT', '5.01'],
      ['advisor', 'AMOUNT', '80.01'],
      ['manager', 'PERCENT', '15.01'],
      ['admin', 'PERCENT', '30.01'],
    ] as const) {
      const answer = await discounted(who, type, value);
      assert.ok(isAnswered.asks(answer), `${who} ${type} ${value}: ${answer.text}`);
      const { body } = await world.as('superAdmin').get<Waiting>(answer.headers.get('location')!);
      assert.equal(body.action, 'discount.give');
      assert.ok(!body.deciderRoles.includes('SERVICE_ADVISOR'));
    }
    assert.equal((await discounted('superAdmin', 'PERCENT', '90')).status, 201);

    const { id } = await records.assigned();
    const items = [{ partId: world.basics.parts.oil.id, quantity: '1.000' }];
    await world.as('staff').post(`/job-cards/${id}/parts/issue`, { items }, { key: freshKey() });
    const off = await world.as('advisor').patch(`/job-cards/${id}/status`, { to: 'cancelled', reason: 'the customer left' });
    assert.ok(isAnswered.asks(off), off.text);
    const { body } = await world.as('superAdmin').get<Waiting>(off.headers.get('location')!);
    assert.ok(body.deciderRoles.includes('SC_MANAGER'));
  });

  it('ACC-02 is never the one who did the work who passes QC, a super administrator included', async () => {
    await records.free();
    const { card } = await world.make.assignedCard(undefined, world.basics.actors.engineer);
    const path = `/job-cards/${card.id}`;
    await world.as('engineer').post(`${path}/tasks/${card.tasks[0]!.id}/start`);
    await world.as('engineer').post(`${path}/tasks/${card.tasks[0]!.id}/finish`);
    await world.as('manager').patch(`${path}/status`, { to: 'completed' });
    for (const who of ['manager', 'superAdmin'] as const) {
      await world.rows(`update time_logs set engineer_id = '${world.people[who].id}' where job_card_id = '${card.id}'`);
      const { status, problem } = await world.as(who).post(`${path}/qc`, { result: 'PASS' });
      assert.deepEqual([who, status, problem.code], [who, 403, 'access.denied']);
      assert.match(problem.explanation!.reason, /did not work on the job card/);
    }
  });

  it('ACC-01 follows the branches that somebody has now, whatever their token says', async () => {
    const path = `/job-cards/${(await records.assigned()).id}`;
    const { blr01, blr02 } = world.basics.branches;
    const { manager2 } = world.people;
    const place = async (...serviceCenterIds: string[]): Promise<void> => {
      const { status, text } = await world.as('admin').ask('PUT', `/users/${manager2.id}/service-centers`, { body: { serviceCenterIds } });
      assert.equal(status, 200, text);
    };
    assert.equal((await world.as('manager2').get(path)).status, 404);
    await place(blr01.id);
    assert.equal((await world.as('manager2').get(path)).status, 200);
    await place(blr02.id);
    assert.equal((await world.as('manager2').get(path)).status, 404);
  });

  it('ACC-01 ends at once with the account', async () => {
    assert.equal((await world.as('staff2').get('/parts')).status, 200);
    await world.as('admin').post(`/users/${world.people.staff2.id}/suspend`, { reason: 'stock is missing' });
    const { status, problem } = await world.as('staff2').get('/parts');
    assert.deepEqual([status, problem.code], [401, 'auth.invalid_token']);
  });
});
