import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import { isSwitchable, type SwitchableModule, switchableModules, switchableNames } from '@dms/domain/configuration/switchable-modules';
import { isApprovable } from '@dms/domain/approvals/approvable';
import { scheduleNames } from '@dms/domain/configuration/schedules';
import { systemClock } from '../../../adapters/security/system.ts';
import { warranty } from '../../../adapters/composition/warranty.ts';
import { modules, routesIn } from '../../../http/modules.ts';
import type { Route } from '../../../http/route.ts';
import { startApi } from '../../support/api-process.ts';
import type { ListOf, WarrantyBody } from '../../support/bodies.ts';
import { type Answer, type Client, clientAt, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { nameOf } from '../../support/permissions/matrix.ts';
import { until } from '../../support/until.ts';
import { walkTo } from '../../support/visit.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

const HTTP = join(import.meta.dirname, '../../../http');
type Described = Record<string, Record<string, { 'x-module'?: string; responses: Record<string, { 'x-codes'?: readonly string[] }> }>>;

describe('what is listed of modules that can be switched off', () => {
  it('CFG-02 routes are listed once, and every file of a module which can be switched off under its name', async () => {
    const listed = Object.entries(modules).flatMap(([name, makers]) => makers.map((make) => ({ name, make: make as unknown })));
    assert.equal(new Set(listed.map(({ make }) => make)).size, listed.length);
    let found = 0;
    for (const folder of readdirSync(HTTP).filter(isSwitchable))
      for (const file of readdirSync(join(HTTP, folder)).filter((name) => name.endsWith('routes.ts'))) {
        const exports = Object.entries((await import(join(HTTP, folder, file))) as object).filter(([name]) => name.endsWith('Routes'));
        for (const [name, make] of exports) {
          assert.equal(listed.find((each) => each.make === make)?.name, folder, `${name} of ${folder}/${file}`);
          found += 1;
        }
      }
    assert.ok(found >= 4, 'no file was looked at');
  });

  it('CFG-02 what a module may be asked for and is due by the clock is there under that name, and in one module', () => {
    const lines = switchableNames.map((name) => switchableModules[name] as { commands?: readonly string[]; schedules?: readonly string[] });
    const commands = lines.flatMap((line) => line.commands ?? []);
    assert.deepEqual(
      commands.filter((name) => !isApprovable(name) || commands.indexOf(name) !== commands.lastIndexOf(name)),
      [],
    );
    assert.deepEqual(
      lines.flatMap((line) => line.schedules ?? []).filter((name) => !(scheduleNames as readonly string[]).includes(name)),
      [],
    );
    const ofWarranty = Object.keys(warranty).filter(isApprovable);
    assert.deepEqual(switchableModules.warranty.commands.toSorted(), ofWarranty.toSorted());
  });
});

describe('modules that are switched off', () => {
  const suite = withSuite();
  let world: World;
  let routes: readonly Route[];
  before(async () => {
    world = await freshBranches(suite);
    routes = routesIn(modules, world.cradle);
  });

  const put = (name: string, body: object, who: Parameters<World['as']>[0] = 'superAdmin') => {
    (world.clock as FixedClock).advance(1_000);
    return world.as(who).ask('PUT', `/system-config/features.${name}`, { body });
  };
  const turn = async (name: SwitchableModule, on: boolean): Promise<void> => {
    const set = await put(name, { value: on });
    assert.equal(set.status, 200, set.text);
  };
  const ask = (client: Client, { url }: Route, method: string) =>
    client.ask(
      method,
      url.replaceAll(/:\w+/g, () => world.cradle.ids.next()),
      { ...(['GET', 'HEAD'].includes(method) ? {} : { body: {} }), key: freshKey() },
    );
  const isUnknown = ({ status, problem }: Answer): boolean => status === 404 && problem.code === 'route.unknown';
  const headersOf = ({ headers }: Answer): string[] =>
    [...headers.keys()].filter((name) => !['date', 'connection', 'keep-alive'].includes(name));

  it('CFG-02 each route of a module answers as an unknown one while it is off, whoever asks, no other does, and all are back when it is on', async () => {
    for (const name of switchableNames) {
      const own = routes.filter(({ module }) => module === name);
      assert.ok(own.length > 0, name);
      const others = routes.filter(({ module, method, stream }) => module !== name && method === 'GET' && !stream);
      await turn(name, false);
      const unknown = await world.anybody.get('/no-such-route');
      for (const route of own)
        for (const client of [world.as('superAdmin'), world.as('engineer'), world.anybody]) {
          const answer = await ask(client, route, route.method);
          assert.ok(isUnknown(answer), `${nameOf(route)}: ${answer.status} ${answer.text}`);
          assert.deepEqual(Object.keys(answer.problem), Object.keys(unknown.problem));
          assert.deepEqual(headersOf(answer), headersOf(unknown));
          assert.match(answer.problem.detail, new RegExp(`^There is no ${route.method} /`));
          if (route.method === 'GET') assert.equal((await ask(client, route, 'HEAD')).status, 404);
        }
      for (const route of others) assert.ok(!isUnknown(await ask(world.as('superAdmin'), route, 'GET')), `${name}: ${nameOf(route)}`);
      await turn(name, true);
      for (const route of own)
        for (const client of [world.as('superAdmin'), world.anybody])
          assert.ok(!isUnknown(await ask(client, route, route.method)), nameOf(route));
    }
  });

  it('CFG-02 the description lists every operation, on or off, with the module that can be switched off', async () => {
    const described = async () => (await world.anybody.get<{ paths: Described }>('/openapi.json')).body.paths;
    const before = await described();
    for (const route of routes) {
      const operation = before[route.url.replaceAll(/:(\w+)/g, '{$1}')]![route.method.toLowerCase()]!;
      assert.equal(operation['x-module'], route.module, nameOf(route));
      assert.equal(operation.responses['404']?.['x-codes']?.includes('route.unknown') ?? false, route.module !== undefined, nameOf(route));
    }
    await turn('webhooks', false);
    assert.deepEqual(await described(), before);
    await turn('webhooks', true);
  });

  it('CFG-02 is for who may configure, by true and false alone, and only of a module that can be switched off', async () => {
    for (const name of ['billing', 'identity', 'audit', 'configuration', 'nonsense'])
      assert.deepEqual(
        [(await put(name, { value: false })).status, (await put(name, { value: false })).problem.code],
        [404, 'entity.absent'],
      );
    for (const value of ['off', 'false', 0, { on: false }, [false]]) {
      const { status, problem } = await put('webhooks', { value });
      assert.deepEqual([status, problem.code, problem.detail], [400, 'setting.invalid', 'features.webhooks has to be true or false.']);
    }
    assert.equal((await put('webhooks', { value: false }, 'manager')).status, 403);
    assert.equal((await put('webhooks', { value: false }, 'admin')).status, 202, 'an administrator asks');
    assert.ok(!isUnknown(await world.as('admin').get('/webhooks')));
  });

  it('CFG-02 holds from its day on, and stands in the audit trail with who did it and why', async () => {
    const from = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    assert.equal((await put('imports', { value: false, validFrom: from, reason: 'all is brought in' })).status, 200);
    const [upload] = routes.filter(({ module, method }) => module === 'imports' && method === 'POST');
    assert.ok(!isUnknown(await ask(world.as('superAdmin'), upload!, 'POST')));
    (world.clock as FixedClock).advance(3_600_000);
    assert.ok(isUnknown(await ask(world.as('superAdmin'), upload!, 'POST')));
    await turn('imports', true);
    const [{ user_id: by, metadata }] = (await world.rows<{ user_id: string; metadata: object }>(
      `select user_id, metadata from audit_logs where event = 'SettingChanged' and metadata ->> 'reason' = 'all is brought in'`,
    )) as [{ user_id: string; metadata: object }];
    assert.equal(by, world.people.superAdmin.id);
    assert.deepEqual(metadata, {
      ...metadata,
      ...{ key: 'features.imports', from: true, to: false, validFrom: from },
    });
  });

  it('CFG-02 two API processes follow, off and on', async (t) => {
    const present = await freshBranches(t, { clock: systemClock });
    const apis = [await startApi(t, present), await startApi(t, present)];
    const there = apis.map(({ url }) => clientAt(url, tokenFor(present.cradle, present.people.superAdmin)));
    const all = (are: number) =>
      until(async () => (await Promise.all(there.map((client) => client.get('/webhooks')))).every(({ status }) => status === are));
    await all(200);
    assert.equal((await there[0]!.ask('PUT', '/system-config/features.webhooks', { body: { value: false } })).status, 200);
    assert.ok(isUnknown(await there[0]!.get('/webhooks')), 'at once where it was set');
    await all(404);
    await there[1]!.ask('PUT', '/system-config/features.webhooks', { body: { value: true } });
    assert.equal((await there[1]!.get('/webhooks')).status, 200, 'at once where it was set');
    await all(200);
  });

  it('CFG-02 what was asked for of a module waits while that is off: it is not approved, may be rejected, and is carried out once later', async () => {
    const text = { language: 'en', subject: 'Closed', body: 'Dear {{name}}, we are closed on Monday.' };
    const draft = {
      category: 'SERVICE',
      to: 'USERS',
      channels: ['IN_APP'],
      serviceCenterIds: [world.basics.branches.blr01.id],
      texts: [text],
    };
    const { recipients } = (await world.as('manager').post<{ recipients: number }>('/notifications/broadcast', draft)).body;
    const asked = async (subject: string): Promise<string> => {
      const body = { ...draft, texts: [{ ...text, subject }], recipients };
      const answer = await world.as('manager').post<{ approvalId: string }>('/notifications/broadcast', body);
      assert.equal(answer.status, 202, answer.text);
      return answer.body.approvalId;
    };
    const [kept, dropped] = [await asked('One'), await asked('Two')];
    const decide = (id: string, verb: string, body: object = {}) =>
      world.as('superAdmin').post<{ status: string }>(`/approvals/${id}/${verb}`, body);
    await turn('broadcasts', false);
    const refused = await decide(kept, 'approve');
    assert.deepEqual([refused.status, refused.problem.code], [409, 'module.off']);
    assert.match(refused.problem.detail, /^broadcasts is switched off \(features\.broadcasts\)/);
    assert.equal((await world.as('superAdmin').get<{ status: string }>(`/approvals/${kept}`)).body.status, 'PENDING');
    assert.equal((await decide(dropped, 'reject', { rejectionReason: 'no more of them' })).body.status, 'REJECTED');
    assert.deepEqual(await world.rows('select from broadcasts'), []);
    await turn('broadcasts', true);
    assert.equal((await decide(kept, 'approve')).body.status, 'EXECUTED');
    assert.equal((await decide(kept, 'approve')).status, 409);
    assert.equal((await world.rows('select from broadcasts')).length, 1);
  });

  it('CFG-02 what other modules do for one that is off goes on: a part that is sold meanwhile is under warranty', async () => {
    const terms = { partId: world.basics.parts.filter.id, months: 12, kilometres: 10_000 };
    assert.equal((await world.as('admin').post('/warranty-terms', terms)).status, 201);
    await turn('warranty', false);
    const { vehicle } = await walkTo(world, 'issue');
    await turn('warranty', true);
    const { body } = await world.as('advisor').get<ListOf<WarrantyBody>>(`/vehicles/${vehicle.id}/warranties`);
    assert.deepEqual(
      body.data.map(({ partId, inForce }) => [partId, inForce]),
      [[terms.partId, true]],
    );
  });
});
