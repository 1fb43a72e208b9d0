import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { originalOf } from '@dms/domain/files/ports';
import type { FixedClock } from '@dms/domain/memory/clock';
import { systemActor } from '@dms/domain/shared/actor';
import { explain } from '@dms/domain/shared/access/decide';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import { actions } from '@dms/domain/shared/access/rows';
import { type Role, roles } from '@dms/domain/shared/actor';
import { importKinds } from '@dms/domain/shared/import-kinds';
import { Quantity } from '@dms/domain/shared/quantity';
import { addDays } from '@dms/domain/shared/calendar';
import { modules } from '../../../http/modules.ts';
import type { Route } from '../../../http/route.ts';
import { actorFor } from '../../contracts/basics.ts';
import type { TransferBody } from '../../support/bodies.ts';
import { type Answer, type Client, freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { formOf, picture } from '../../support/forms.ts';
import { cardFor, estimateOf, walkTo } from '../../support/visit.ts';
import { drawHistory } from '../../support/history-papers.ts';
import { keptLetter } from '../../support/kept-letters.ts';
import { pngLogo } from '../../support/logos.ts';
import { toldWebhook } from '../../support/webhooks.ts';
import { freshBranches, type World } from '../../support/world.ts';
import { agreedSmaller, agreedTable } from '../../unit/access/agreed-table.ts';

const everybody = new Set(['self', 'part.read', 'job.read', 'branch.read', 'approval.read', 'approval.cancel', 'preference.read']);
/** Cells by the rule that who may bill may print, which the agreed table does not spell out. */
const byRule: Readonly<Record<string, readonly Role[]>> = {
  'file.read': [],
  'customer.read': [],
  'invoice.print': ['CALL_CENTER'],
  'timelog.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_STAFF'],
  'working-hours.read': ['SC_STAFF'],
  'payment.read': ['CALL_CENTER'],
  'refund.read': ['CALL_CENTER'],
  'period.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER'],
  'creditnote.read': ['CALL_CENTER'],
  'warranty.read': ['CALL_CENTER', 'SERVICE_ENGINEER'],
  'notification.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_STAFF', 'SERVICE_ENGINEER'],
  'webhook.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER'],
  'config.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER'],
};
/** Smaller actions have the cells of their parent. */
const parents: Readonly<Record<string, string>> = {
  'user.invite': 'user.create',
  'user.activate': 'user.deactivate',
  'user.suspend': 'user.deactivate',
  'user.unlock': 'user.deactivate',
  'template.preview': 'template.edit',
  'invoice.edit-due-date': 'invoice.cancel',
  'invoice.override-place': 'invoice.cancel',
  'invoice.send': 'invoice.issue',
  'creditnote.issue': 'creditnote.create',
  'creditnote.discard': 'creditnote.create',
  'debitnote.issue': 'debitnote.create',
  'debitnote.discard': 'debitnote.create',
  'invoice.discard': 'invoice.create',
  'creditnote.apply': 'payment.record',
  'job.edit': 'job.move',
  'parts.reserve': 'parts.request',
  'parts.cancel': 'parts.request',
  'warranty.submit': 'warranty.claim',
  'warranty.appeal': 'warranty.claim',
  'warranty.settle': 'warranty.decide',
};

/** Whether the agreed table has a cell for the role, read apart from the policy that the routes ask. */
const hasCell = (permission: string, role: Role): boolean => {
  if (everybody.has(permission)) return true;
  if (permission in byRule) return !byRule[permission]!.includes(role);
  const entry = [...agreedTable, ...agreedSmaller].find(
    (each) => each.action === (parents[permission] ?? permission) && each.role === role,
  );
  assert.ok(entry, `${permission} is not in the agreed table`);
  return !entry.cell.startsWith('–');
};

/** Who runs reports runs those of their section: these two, of service alone. */
const readersOfServiceReports: readonly Role[] = ['CALL_CENTER', 'SERVICE_ADVISOR'];
const ofParts = ({ url }: Pick<Route, 'url'>): boolean => url.startsWith('/reports/inventory/');

const nameOf = ({ method, url }: Pick<Route, 'method' | 'url'>): string => `${method} ${url}`;

type Waiting = { readonly action: string; readonly deciderRoles: readonly string[] };

describe('who may use which route', () => {
  const suite = withSuite();
  let world: World;
  let routes: readonly Route[];
  const byRole = {
    SUPER_ADMIN: 'superAdmin',
    ADMIN: 'admin',
    CALL_CENTER: 'callCenter',
    SERVICE_ADVISOR: 'advisor',
    SC_MANAGER: 'manager',
    SC_STAFF: 'staff',
    SERVICE_ENGINEER: 'engineer',
  } as const satisfies Record<Role, Parameters<World['as']>[0]>;

  before(async () => {
    world = await freshBranches(suite);
    routes = modules.flatMap((routesOf) => routesOf(world.cradle));
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

  type Subject = {
    readonly path: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  };
  /** `other-section` may run reports, and not these. `other-fields` may change others of it. `unfit` may do it, and is not somebody whom it can be done to. */
  type Outcome = 'may' | 'asks' | 'denied' | 'unseen' | 'unfit' | 'other-section' | 'other-fields';
  /** As the table of access.md has it for a job of BLR01 on which `engineer` works; `elsewhere` manages another branch. */
  type Expected = readonly [
    SA: Outcome,
    AD: Outcome,
    CC: Outcome,
    AV: Outcome,
    MG: Outcome,
    ST: Outcome,
    EN: Outcome,
    EN2: Outcome,
    elsewhere: Outcome,
  ];
  const persons = [...Object.values(byRole), 'engineer2', 'elsewhere'] as const;
  const outcomes: Readonly<Record<Outcome, (answer: Answer) => boolean>> = {
    may: ({ status }) => status >= 200 && status < 300,
    asks: ({ status, headers }) => status === 202 && headers.get('location')?.startsWith('/approvals/') === true,
    denied: ({ status, problem }) => status === 403 && problem.code === 'access.denied' && problem.explanation !== undefined,
    unseen: ({ status, problem }) => status === 404 && problem.code === 'entity.absent',
    unfit: ({ problem }) => problem.code === 'job.engineer' || problem.code === 'entity.absent',
    'other-fields': ({ status, problem }) => status === 403 && problem.code === 'access.denied',
    'other-section': ({ status, problem }) => status === 403 && problem.explanation?.action === 'report.run',
  };

  const [M, A, D, U, N, S, F] = ['may', 'asks', 'denied', 'unseen', 'unfit', 'other-section', 'other-fields'] as const;
  const reportOn = (key: string) => ({
    subject: async () => ({ method: 'GET', path: `/reports/inventory/${key}` }) as const,
    expected: [M, M, S, S, M, M, M, M, M] as const,
  });
  const onReal: Readonly<Record<string, { readonly subject: () => Promise<Subject>; readonly expected: Expected }>> = {
    'POST /job-cards': {
      subject: async () => ({ method: 'POST', path: '/job-cards', body: cardFor(world, await world.make.vehicle()) }),
      expected: [M, M, A, M, M, D, D, D, U],
    },
    'GET /job-cards/:id': {
      subject: async () => ({ method: 'GET', path: `/job-cards/${(await assigned()).id}` }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'POST /files': {
      subject: async () => ({ method: 'POST', path: '/files', body: someForm({ entityType: 'JobCard', entityId: (await assigned()).id }) }),
      expected: [M, M, U, M, M, M, M, U, U],
    },
    'GET /files/:id': {
      subject: async () => ({ method: 'GET', path: await someFile() }),
      expected: [M, M, U, M, M, M, M, U, U],
    },
    'DELETE /files/:id': {
      // What the manager added is not for others of the branch to delete.
      subject: async () => ({ method: 'DELETE', path: await someFile() }),
      expected: [M, M, D, D, M, D, D, U, U],
    },
    'POST /job-cards/:id/attachments': {
      subject: async () => ({
        method: 'POST',
        path: `/job-cards/${(await assigned()).id}/attachments`,
        body: someForm({ kind: 'PHOTO_BEFORE' }),
      }),
      expected: [M, M, U, M, M, M, M, U, U],
    },
    'GET /job-cards/:id/attachments': {
      subject: async () => ({ method: 'GET', path: `/job-cards/${(await assigned()).id}/attachments` }),
      expected: [M, M, U, M, M, M, M, U, U],
    },
    'GET /job-cards/:id/transitions': {
      subject: async () => ({ method: 'GET', path: `/job-cards/${(await assigned()).id}/transitions` }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'PATCH /job-cards/:id/status': {
      subject: async () => ({ method: 'PATCH', path: `/job-cards/${(await world.make.openCard()).id}/status`, body: { to: 'inspecting' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/customer-approval': {
      subject: async () => {
        const { id } = await world.make.openCard();
        await world.as('manager').patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
        return { method: 'POST', path: `/job-cards/${id}/customer-approval`, body: { decision: 'ACCEPTED', channel: 'PHONE' } };
      },
      expected: [M, M, M, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/estimates': {
      subject: async () => ({
        method: 'POST',
        path: `/job-cards/${(await assigned()).id}/estimates`,
        body: { lines: [estimateOf(world).lines[0]] },
      }),
      expected: [M, M, D, M, M, D, A, U, U],
    },
    'GET /job-cards/:id/estimates': {
      subject: async () => ({ method: 'GET', path: `/job-cards/${(await assigned()).id}/estimates` }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/estimates/send': {
      subject: async () => {
        const { id } = await world.make.openCard();
        await world.as('manager').patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
        return { method: 'POST', path: `/job-cards/${id}/estimates/send` };
      },
      expected: [M, M, M, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/additional-services': {
      subject: async () => ({
        method: 'POST',
        path: `/job-cards/${(await assigned()).id}/additional-services`,
        body: { lines: [estimateOf(world).lines[0]] },
      }),
      expected: [M, M, D, M, M, D, A, U, U],
    },
    'POST /job-cards/:id/inspection': {
      subject: async () => ({
        method: 'POST',
        path: `/job-cards/${(await assigned()).id}/inspection`,
        body: { items: [{ key: 'horn', result: 'PASS' }] },
      }),
      expected: [M, M, D, M, M, D, M, U, U],
    },
    'GET /job-cards/:id/inspection': {
      subject: async () => ({ method: 'GET', path: `/job-cards/${(await assigned()).id}/inspection` }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/assign': {
      // Engineers take jobs themselves only where the branch allows it, and none does yet.
      subject: async () => ({
        method: 'POST',
        path: `/job-cards/${(await assigned()).id}/assign`,
        body: { engineerId: world.people.engineer.id },
      }),
      expected: [M, M, D, M, M, D, D, U, U],
    },
    'POST /job-cards/:id/parts/issue': {
      subject: async () => ({
        method: 'POST',
        path: `/job-cards/${(await assigned()).id}/parts/issue`,
        body: { items: [{ partId: world.basics.parts.oil.id, quantity: '0.100' }] },
      }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /job-cards/:id/parts-request': {
      subject: async () => ({ method: 'POST', path: `/job-cards/${(await assigned()).id}/parts-request`, body: { items: someOil() } }),
      expected: [M, M, D, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/parts/reserve': {
      subject: async () => ({ method: 'POST', path: `/job-cards/${await wantingOil()}/parts/reserve` }),
      expected: [M, M, D, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/parts/cancel': {
      subject: async () => ({ method: 'POST', path: `/job-cards/${await wantingOil()}/parts/cancel`, body: { items: someOil() } }),
      expected: [M, M, D, M, M, M, M, U, U],
    },
    'POST /job-cards/:id/parts/return': {
      subject: async () => ({ method: 'POST', path: `/job-cards/${await withOil()}/parts/return`, body: { items: someOil() } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/issue': {
      subject: async () => ({ method: 'POST', path: '/inventory/issue', body: { jobCardId: (await assigned()).id, items: someOil() } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/return': {
      subject: async () => ({ method: 'POST', path: '/inventory/return', body: { jobCardId: await withOil(), items: someOil() } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /job-cards/:id/tasks/:taskId/start': {
      subject: async () => ({ method: 'POST', path: await taskPath('start') }),
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'POST /job-cards/:id/tasks/:taskId/pause': {
      subject: async () => ({ method: 'POST', path: await taskPath('pause', 'start'), body: { reason: 'lunch' } }),
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'POST /job-cards/:id/tasks/:taskId/finish': {
      subject: async () => ({ method: 'POST', path: await taskPath('finish', 'start') }),
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'POST /job-cards/:id/qc': {
      subject: async () => ({ method: 'POST', path: `/job-cards/${await completed()}/qc`, body: { result: 'PASS' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/deliver': {
      subject: async () => {
        const bill = await world.make.invoice();
        await world
          .as('advisor')
          .post('/payments', { invoiceId: bill.id, amount: String(bill.totalAmount), method: 'UPI' }, { key: freshKey() });
        return { method: 'POST', path: `/job-cards/${bill.sourceId}/deliver`, body: { odometerOut: 20_200 } };
      },
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /invoices': {
      // Staff bill counter sales, engineers visits: neither a job.
      subject: async () => ({
        method: 'POST',
        path: '/invoices',
        body: { sourceType: 'job', sourceId: (await world.make.readyCard()).id },
      }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
    'GET /invoices/:id': {
      subject: async () => ({ method: 'GET', path: `/invoices/${(await world.make.invoice()).id}` }),
      expected: [M, M, M, M, M, M, U, U, U],
    },
    'POST /invoices/:id/issue': {
      subject: async () => ({ method: 'POST', path: `/invoices/${(await world.make.draft()).id}/issue` }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
    'POST /invoices/:id/cancel': {
      subject: async () => ({
        method: 'POST',
        path: `/invoices/${(await world.make.invoice()).id}/cancel`,
        body: { reason: 'wrong customer' },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /invoices/:id/discard': {
      subject: async () => ({ method: 'POST', path: `/invoices/${(await world.make.draft()).id}/discard`, body: {} }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
    'POST /invoices/:id/write-off': {
      subject: async () => ({ method: 'POST', path: `/invoices/${await smallBill()}/write-off`, body: { reason: 'not worth it' } }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
    'POST /invoices/:id/send': {
      subject: async () => ({
        method: 'POST',
        path: `/invoices/${(await world.make.invoice()).id}/send`,
        body: { to: 'asha@customers.example' },
      }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
    'PATCH /invoices/:id/due-date': {
      subject: async () => ({
        method: 'PATCH',
        path: `/invoices/${(await world.make.invoice()).id}/due-date`,
        body: { dueDate: '2027-01-31' },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'PATCH /invoices/:id/place-of-supply': {
      subject: async () => ({
        method: 'PATCH',
        path: `/invoices/${(await world.make.draft()).id}/place-of-supply`,
        body: { placeOfSupply: '27', reason: 'delivered to the site' },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'GET /invoices/:id/pdf': {
      subject: async () => ({ method: 'GET', path: `/invoices/${await printed()}/pdf` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /debit-notes': {
      subject: async () => ({ method: 'POST', path: '/debit-notes', body: await debitOf() }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /debit-notes': {
      subject: async () => ({ method: 'GET', path: '/debit-notes' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /debit-notes/:id': {
      subject: async () => ({ method: 'GET', path: await debited() }),
      expected: [M, M, M, M, M, M, U, U, U],
    },
    'GET /debit-notes/:id/pdf': {
      subject: async () => {
        const path = await debited();
        const issued = await world.as('admin').post(`${path}/issue`);
        assert.equal(issued.status, 200, issued.text);
        await world.cradle.storePaper(originalOf('DEBIT_NOTE', path.split('/')[2]!), systemActor('test'));
        return { method: 'GET', path: `${path}/pdf` };
      },
      expected: [M, M, M, M, M, M, U, U, U],
    },
    'POST /debit-notes/:id/issue': {
      subject: async () => ({ method: 'POST', path: `${await debited()}/issue` }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /debit-notes/:id/discard': {
      subject: async () => ({ method: 'POST', path: `${await debited()}/discard`, body: {} }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /credit-notes': {
      subject: async () => ({ method: 'POST', path: '/credit-notes', body: await creditOf('0.001') }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /credit-notes': {
      subject: async () => ({ method: 'GET', path: '/credit-notes' }),
      expected: [M, M, D, M, M, M, M, M, M],
    },
    'GET /credit-notes/:id': {
      subject: async () => ({ method: 'GET', path: await credited() }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /credit-notes/:id/pdf': {
      subject: async () => {
        const path = await credited();
        const issued = await world.as('admin').post(`${path}/issue`);
        assert.equal(issued.status, 200, issued.text);
        await world.cradle.storePaper(originalOf('CREDIT_NOTE', path.split('/')[2]!), systemActor('test'));
        return { method: 'GET', path: `${path}/pdf` };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /credit-notes/:id/issue': {
      subject: async () => ({ method: 'POST', path: `${await credited()}/issue` }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /credit-notes/:id/discard': {
      subject: async () => ({ method: 'POST', path: `${await credited()}/discard`, body: {} }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /credit-notes/:id/refund': {
      subject: async () => {
        const body = await creditOf('0.010');
        await world.as('admin').post('/payments', { invoiceId: body.invoiceId, amount: '1888.00', method: 'UPI' }, { key: freshKey() });
        const path = (await world.as('admin').post('/credit-notes', body, { key: freshKey() })).headers.get('location')!;
        await world.as('admin').post(`${path}/issue`);
        return { method: 'POST', path: `${path}/refund`, body: { reason: 'no other bill' } };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /credit-notes/:id/apply': {
      subject: async () => {
        const body = await creditOf('0.001');
        const path = (await world.as('admin').post('/credit-notes', body, { key: freshKey() })).headers.get('location')!;
        // Nothing is due when it is issued, so it stays open; then the money proves not to be there.
        const paid = (amount: string, status: string, at: string) =>
          world.rows(`update invoices set paid_amount = ${amount}, status = '${status}', paid_at = ${at} where id = '${body.invoiceId}'`);
        await paid('total_amount', 'PAID', 'now()');
        await world.as('admin').post(`${path}/issue`);
        await paid('0', 'UNPAID', 'null');
        return { method: 'POST', path: `${path}/apply`, body: { invoiceId: body.invoiceId } };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /payments': {
      subject: async () => ({
        method: 'POST',
        path: '/payments',
        body: { invoiceId: (await world.make.invoice()).id, amount: '1.00', method: 'CASH' },
      }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /payments/online': {
      subject: async () => ({ method: 'POST', path: '/payments/online', body: { invoiceId: (await world.make.invoice()).id } }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /payments/:id': {
      subject: async () => {
        const body = { invoiceId: (await world.make.invoice()).id, amount: '1.00', method: 'CASH' };
        const { headers } = await world.as('advisor').post('/payments', body, { key: freshKey() });
        return { method: 'GET', path: headers.get('location')! };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /payments/:id/pdf': {
      subject: async () => {
        const body = { invoiceId: (await world.make.invoice()).id, amount: '1.00', method: 'CASH' };
        const { headers } = await world.as('advisor').post('/payments', body, { key: freshKey() });
        const path = headers.get('location')!;
        await world.cradle.storePaper(originalOf('RECEIPT', path.split('/')[2]!), systemActor('test'));
        return { method: 'GET', path: `${path}/pdf` };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /payments': { subject: async () => ({ method: 'GET', path: '/payments' }), expected: [M, M, D, M, M, M, M, M, M] },
    'POST /payments/:id/reverse': {
      subject: async () => ({ method: 'POST', path: `${await paid('UPI')}/reverse`, body: { reason: 'on the wrong invoice' } }),
      expected: [M, M, D, D, M, A, D, D, U],
    },
    'POST /payments/:id/bounce': {
      subject: async () => ({ method: 'POST', path: `${await paid('CHEQUE')}/bounce`, body: { reason: 'no funds' } }),
      expected: [M, M, D, D, M, A, D, D, U],
    },
    'POST /payments/:id/refund': {
      subject: async () => ({ method: 'POST', path: `${await paid('UPI')}/refund`, body: { reason: 'paid twice' } }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /refunds': { subject: async () => ({ method: 'GET', path: '/refunds' }), expected: [M, M, D, M, M, M, M, M, M] },
    'GET /refunds/:id': { subject: async () => ({ method: 'GET', path: await refunding() }), expected: [M, M, D, M, M, M, U, U, U] },
    'GET /refunds/:id/pdf': {
      subject: async () => {
        const id = await refundedAdvance();
        await world.cradle.storePaper(originalOf('REFUND_VOUCHER', id), systemActor('test'));
        return { method: 'GET', path: `/refunds/${id}/pdf` };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /refunds/:id/approve': {
      subject: async () => ({ method: 'POST', path: `${await refunding()}/approve` }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /refunds/:id/reject': {
      subject: async () => ({ method: 'POST', path: `${await refunding()}/reject`, body: { reason: 'it is due' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /refunds/:id/process': {
      subject: async () => ({ method: 'POST', path: `${await refunding('approve')}/process` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /refunds/:id/complete': {
      subject: async () => ({ method: 'POST', path: `${await refunding('approve', 'process')}/complete`, body: { reference: 'UTR-77' } }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /refunds/:id/fail': {
      subject: async () => ({ method: 'POST', path: `${await refunding('approve', 'process')}/fail`, body: { reason: 'account closed' } }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /advances': {
      subject: async () => ({ method: 'POST', path: '/advances', body: await advance() }),
      // An engineer takes money on a visit alone, and has no customer before one.
      expected: [M, M, D, M, M, M, N, N, U],
    },
    'POST /advances/:id/apply': {
      subject: async () => {
        const { id: invoiceId, customerId } = await world.make.invoice();
        const taken = await world
          .as('advisor')
          .post<{ id: string }>('/advances', { ...(await advance()), customerId }, { key: freshKey() });
        return { method: 'POST', path: `/advances/${taken.body.id}/apply`, body: { invoiceId } };
      },
      expected: [M, M, D, M, M, M, U, U, U],
    },
    ...Object.fromEntries(
      Object.keys(importKinds).map((kind) => [
        `POST /imports/${kind}`,
        {
          subject: async () => ({
            method: 'POST',
            path: `/imports/${kind}`,
            body: Buffer.from('sku'),
            headers: { 'content-type': 'text/csv' },
          }),
          expected: [M, M, D, D, D, D, D, D, D],
        },
      ]),
    ),
    'GET /imports/:id/report': {
      subject: async () => ({ method: 'GET', path: `/imports/${await imported()}/report` }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /admin/queues': { subject: async () => ({ method: 'GET', path: '/admin/queues' }), expected: [M, M, D, D, D, D, D, D, D] },
    'GET /admin/dead-letters': {
      subject: async () => ({ method: 'GET', path: '/admin/dead-letters' }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /admin/schedules': { subject: async () => ({ method: 'GET', path: '/admin/schedules' }), expected: [M, M, D, D, D, D, D, D, D] },
    'GET /admin/letters': { subject: async () => ({ method: 'GET', path: '/admin/letters' }), expected: [M, M, D, D, D, D, D, D, D] },
    'GET /admin/letters/:id': {
      subject: async () => ({ method: 'GET', path: `/admin/letters/${await keptLetter(world.config)}` }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'POST /admin/queues/:name/retry': {
      subject: async () => ({ method: 'POST', path: '/admin/queues/pdf/retry' }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'POST /jobs/:id/retry': {
      subject: async () => ({ method: 'POST', path: `/jobs/${await givenUp()}/retry` }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /periods': { subject: async () => ({ method: 'GET', path: '/periods' }), expected: [M, M, D, D, D, D, D, D, D] },
    'POST /periods/:month/lock': {
      subject: async () => ({ method: 'POST', path: `/periods/${nextMonth()}/lock`, body: {} }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'POST /periods/:month/unlock': {
      subject: async () => {
        const path = `/periods/${nextMonth()}`;
        assert.equal((await world.as('superAdmin').post(`${path}/lock`, {})).status, 200);
        return { method: 'POST', path: `${path}/unlock`, body: { reason: 'a late bill' } };
      },
      expected: [M, A, D, D, D, D, D, D, D],
    },
    'GET /customers/:id/statement': {
      subject: async () => ({ method: 'GET', path: `/customers/${world.basics.car.customerId}/statement` }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /reports/receivables/ageing': {
      subject: async () => ({ method: 'GET', path: '/reports/receivables/ageing' }),
      expected: [M, M, D, M, M, M, D, D, M],
    },
    'POST /customers': {
      subject: async () => ({
        method: 'POST',
        path: '/customers',
        body: { ...somePerson(), serviceCenterId: world.basics.branches.blr01.id },
      }),
      expected: [M, M, M, M, M, M, N, N, U],
    },
    'GET /customers': { subject: async () => ({ method: 'GET', path: '/customers' }), expected: [M, M, M, M, M, M, M, M, M] },
    'GET /customers/:id': {
      subject: async () => ({ method: 'GET', path: `/customers/${(await assigned()).customerId}` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'PATCH /customers/:id': {
      subject: async () => ({ method: 'PATCH', path: `/customers/${(await assigned()).customerId}`, body: { city: 'Hassan' } }),
      expected: [M, M, M, M, M, M, D, D, U],
    },
    'POST /customers/:id/merge': {
      subject: async () => ({ method: 'POST', path: `/customers/${await newCustomer()}/merge`, body: { mergeId: await newCustomer() } }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
    'POST /customers/:id/erase': {
      subject: async () => ({ method: 'POST', path: `/customers/${await newCustomer()}/erase` }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
    'POST /customers/:id/contacts': {
      subject: async () => ({
        method: 'POST',
        path: `/customers/${await newCustomer('BUSINESS')}/contacts`,
        body: { name: 'Ravi', phone: '9845000001' },
      }),
      expected: [M, M, M, M, M, M, D, D, U],
    },
    'GET /customers/:id/contacts': {
      subject: async () => ({ method: 'GET', path: `/customers/${(await assigned()).customerId}/contacts` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'PATCH /customers/:id/contacts/:contactId': {
      subject: async () => {
        const path = `/customers/${await newCustomer('BUSINESS')}/contacts`;
        const { body } = await world.as('manager').post<{ id: string }>(path, { name: 'Ravi', phone: '9845000001' });
        return { method: 'PATCH', path: `${path}/${body.id}`, body: { role: 'Driver' } };
      },
      expected: [M, M, M, M, M, M, D, D, U],
    },
    'POST /vehicles': {
      subject: async () => ({ method: 'POST', path: '/vehicles', body: { ...someCar(), serviceCenterId: world.basics.branches.blr01.id } }),
      expected: [M, M, M, M, M, M, N, N, U],
    },
    'GET /vehicles': { subject: async () => ({ method: 'GET', path: '/vehicles' }), expected: [M, M, M, M, M, M, M, M, M] },
    'GET /vehicles/:id': {
      subject: async () => ({ method: 'GET', path: `/vehicles/${(await assigned()).vehicleId}` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'PATCH /vehicles/:id': {
      subject: async () => ({ method: 'PATCH', path: `/vehicles/${(await assigned()).vehicleId}`, body: { color: 'red' } }),
      expected: [M, M, M, M, M, M, F, U, U],
    },
    'GET /vehicles/:id/odometer': {
      subject: async () => ({ method: 'GET', path: `/vehicles/${(await assigned()).vehicleId}/odometer` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'POST /vehicles/:id/odometer': {
      subject: async () => ({ method: 'POST', path: `/vehicles/${(await assigned()).vehicleId}/odometer`, body: { odometer: 900_000 } }),
      expected: [M, M, M, M, M, M, M, U, U],
    },
    'POST /vehicles/:id/transfer': {
      subject: async () => {
        const { body } = await world.as('manager').post<{ id: string }>('/vehicles', someCar());
        return { method: 'POST', path: `/vehicles/${body.id}/transfer`, body: { customerId: await newCustomer() } };
      },
      expected: [M, M, A, M, M, D, D, D, U],
    },
    'GET /vehicles/:id/history': {
      subject: async () => ({ method: 'GET', path: `/vehicles/${(await assigned()).vehicleId}/history` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'GET /vehicles/:id/history.pdf': {
      subject: async () => {
        const { vehicleId } = await assigned();
        await drawHistory(world, vehicleId, world.basics.actors.manager, world.basics.actors.elsewhere);
        return { method: 'GET', path: `/vehicles/${vehicleId}/history.pdf` };
      },
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'GET /vehicles/:id/warranties': {
      subject: async () => ({ method: 'GET', path: `/vehicles/${(await assigned()).vehicleId}/warranties` }),
      expected: [M, M, M, M, M, M, M, U, M],
    },
    'POST /tax/quote': {
      subject: async () => ({
        method: 'POST',
        path: '/tax/quote',
        body: {
          ...{ supplierState: '29', placeOfSupply: '29', priceIncludesTax: false },
          lines: [{ kind: 'PART', hsn: '8708', quantity: '1', unitPrice: '1.00' }],
        },
      }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /tax/rates': {
      subject: async () => ({ method: 'GET', path: '/tax/rates' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'POST /tax/rates': {
      subject: async () => ({
        method: 'POST',
        path: '/tax/rates',
        body: { hsn: '8536', description: 'Fuses', taxRate: '18', validFrom: addDays('2099-01-01', (days += 1)) },
      }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /invoices/:id/e-way-bill': {
      subject: async () => ({ method: 'GET', path: `/invoices/${await registered()}/e-way-bill` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /invoices/:id/e-invoice': {
      subject: async () => ({ method: 'GET', path: `/invoices/${await registered()}/e-invoice` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'GET /credit-notes/:id/e-invoice': {
      subject: async () => ({ method: 'GET', path: `${await creditedToFleet()}/e-invoice` }),
      expected: [M, M, D, M, M, M, U, U, U],
    },
    'POST /credit-notes/:id/e-invoice': {
      subject: async () => ({ method: 'POST', path: `${await creditedToFleet()}/e-invoice` }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /invoices/:id/e-invoice': {
      subject: async () => ({ method: 'POST', path: `/invoices/${await registered()}/e-invoice` }),
      expected: [M, M, D, M, M, D, U, U, U],
    },
    ...Object.fromEntries(
      ['gstr1', 'hsn-summary', 'documents-issued'].map((name) => [
        `GET /gst/${name}`,
        {
          subject: async () => ({
            method: 'GET' as const,
            path: `/gst/${name}?period=2026-11&gstin=${world.basics.branches.blr01.gstNumber}`,
          }),
          expected: [M, M, D, D, D, D, D, D, D] as Expected,
        },
      ]),
    ),
    'POST /warranty-terms': {
      subject: async () => ({
        method: 'POST',
        path: '/warranty-terms',
        body: { partId: (await world.make.partInStock('1')).id, months: 6 },
      }),
      expected: [M, M, D, D, A, A, D, D, A],
    },
    'GET /warranty-terms': {
      subject: async () => ({ method: 'GET', path: '/warranty-terms' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'POST /warranty-claims': {
      subject: async () => ({ method: 'POST', path: '/warranty-claims', body: await claimBody() }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /warranty-claims': {
      subject: async () => ({ method: 'GET', path: '/warranty-claims' }),
      expected: [M, M, D, M, M, M, D, D, M],
    },
    'GET /warranty-claims/:id': {
      subject: async () => ({ method: 'GET', path: await claimed() }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /warranty-claims/:id/submit': {
      subject: async () => ({ method: 'POST', path: `${await claimed()}/submit`, body: {} }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /warranty-claims/:id/decide': {
      subject: async () => ({ method: 'POST', path: `${await claimed('submit')}/decide`, body: { decision: 'APPROVED' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /warranty-claims/:id/appeal': {
      subject: async () => ({ method: 'POST', path: `${await claimed('submit', 'reject')}/appeal`, body: { reason: 'it was not' } }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /warranty-claims/:id/settle': {
      subject: async () => ({ method: 'POST', path: `${await claimed('submit', 'approve')}/settle`, body: { paid: '100.00' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'GET /search/vehicles': {
      subject: async () => ({ method: 'GET', path: '/search/vehicles?registration=KA01AB1234' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /search/recent': {
      subject: async () => ({ method: 'GET', path: '/search/recent' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'POST /users': { subject: async () => ({ method: 'POST', path: '/users', body: newcomer() }), expected: [M, M, D, D, M, D, D, D, U] },
    'POST /users/invitations': {
      subject: async () => ({ method: 'POST', path: '/users/invitations', body: newcomer() }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'GET /users/:id': { subject: async () => ({ method: 'GET', path: await aboutColleague() }), expected: [M, M, M, M, M, M, U, U, U] },
    'PATCH /users/:id': {
      subject: async () => ({ method: 'PATCH', path: await aboutColleague(), body: { firstName: 'Nitesh' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'PUT /users/:id/service-centers': {
      subject: async () => ({
        method: 'PUT',
        path: await aboutColleague('/service-centers'),
        body: { serviceCenterIds: [world.basics.branches.blr01.id] },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /users/:id/suspend': {
      subject: async () => ({ method: 'POST', path: await aboutColleague('/suspend'), body: { reason: 'stock is missing' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /users/:id/activate': {
      subject: async () => ({ method: 'POST', path: await aboutColleague('/activate') }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /users/:id/deactivate': {
      subject: async () => ({ method: 'POST', path: await aboutColleague('/deactivate') }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /users/:id/unlock': {
      subject: async () => ({ method: 'POST', path: await aboutColleague('/unlock') }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'DELETE /auth/sessions/:id': {
      subject: async () => ({ method: 'DELETE', path: `/auth/sessions/${await sessionOfColleague()}` }),
      expected: [M, M, D, D, M, D, U, U, U],
    },
    'GET /audit-logs': { subject: async () => ({ method: 'GET', path: '/audit-logs' }), expected: [M, M, D, D, M, D, D, D, M] },
    'POST /service-centers': {
      subject: async () => ({ method: 'POST', path: '/service-centers', body: newBranch() }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /service-centers': {
      subject: async () => ({ method: 'GET', path: '/service-centers' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /service-centers/:id': {
      subject: async () => ({ method: 'GET', path: `/service-centers/${world.basics.branches.blr01.id}` }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'PATCH /service-centers/:id': {
      subject: async () => ({
        method: 'PATCH',
        path: `/service-centers/${world.basics.branches.blr01.id}`,
        body: { hours: { monday: [{ from: '09:00', to: '18:00' }] } },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'PUT /service-centers/:id/logo': {
      subject: async () => ({
        method: 'PUT',
        ...{ path: `/service-centers/${world.basics.branches.blr01.id}/logo` },
        ...{ body: pngLogo(1, 1), headers: { 'content-type': 'image/png' } },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'GET /system-config': { subject: async () => ({ method: 'GET', path: '/system-config' }), expected: [M, M, D, D, D, D, D, D, D] },
    'GET /system-config/:key': {
      subject: async () => ({ method: 'GET', path: '/system-config/workshop.capacity' }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'PUT /system-config/:key': {
      subject: async () => ({ method: 'PUT', path: '/system-config/workshop.capacity', body: { value: 'WARN' } }),
      expected: [M, A, D, D, D, D, D, D, D],
    },
    // From BLR01 to BLR02, made by BLR02 unless it says otherwise; `elsewhere` manages PUN01.
    'POST /stock-transfers': {
      subject: async () => ({ method: 'POST', path: '/stock-transfers', body: newTransfer() }),
      expected: [M, M, D, A, M, M, D, D, U],
    },
    'GET /stock-transfers': {
      subject: async () => ({ method: 'GET', path: '/stock-transfers' }),
      expected: [M, M, D, M, M, M, D, D, M],
    },
    'GET /stock-transfers/:id': {
      subject: async () => ({ method: 'GET', path: await aboutTransfer('', 'pending') }),
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'GET /stock-transfers/:id/challan/pdf': {
      subject: async () => {
        const path = await aboutTransfer('', 'in_transit');
        await world.cradle.storePaper(originalOf('CHALLAN', path.split('/')[2]!), systemActor('test'));
        return { method: 'GET', path: `${path}/challan/pdf` };
      },
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /stock-transfers/:id/e-way-bill': {
      subject: async () => ({ method: 'GET', path: `${await aboutTransfer('', 'in_transit')}/e-way-bill` }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /stock-transfers/:id/approve': {
      subject: async () => ({ method: 'POST', path: await aboutTransfer('/approve', 'pending') }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /stock-transfers/:id/reject': {
      subject: async () => ({ method: 'POST', path: await aboutTransfer('/reject', 'pending'), body: { rejectionReason: 'we need them' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /stock-transfers/:id/cancel': {
      subject: async () => ({ method: 'POST', path: await aboutTransfer('/cancel', 'approved'), body: { reason: 'not needed' } }),
      expected: [M, M, D, A, M, M, D, D, U],
    },
    'POST /stock-transfers/:id/dispatch': {
      subject: async () => ({ method: 'POST', path: await aboutTransfer('/dispatch', 'approved') }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /stock-transfers/:id/receive': {
      // Only the receiving branch: BLR01 sent it.
      subject: async () => ({
        method: 'POST',
        path: await aboutTransfer('/receive', 'in_transit'),
        body: { items: [{ partId: world.basics.parts.oil.id, quantity: '1' }] },
      }),
      expected: [M, M, D, D, D, D, D, D, U],
    },
    'POST /stock-transfers/:id/variances/:varianceId/decide': {
      subject: async () => ({ method: 'POST', path: await aboutVariance(), body: { outcome: 'FOUND' } }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
    'POST /stock-transfers/:id/recall': {
      subject: async () => ({
        method: 'POST',
        path: await aboutTransfer('/recall', 'in_transit'),
        body: { outcome: 'RETURNED', reason: 'sent to the wrong branch' },
      }),
      expected: [M, M, D, D, A, D, D, D, U],
    },
    'GET /users': { subject: async () => ({ method: 'GET', path: '/users' }), expected: [M, M, M, M, M, M, M, M, M] },
    'GET /parts': { subject: async () => ({ method: 'GET', path: '/parts' }), expected: [M, M, M, M, M, M, M, M, M] },
    'GET /inventory/lost-demand': {
      subject: async () => ({ method: 'GET', path: '/inventory/lost-demand' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /parts/:id': {
      subject: async () => ({ method: 'GET', path: `/parts/${world.basics.parts.oil.id}` }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'POST /parts': {
      subject: async () => ({ method: 'POST', path: '/parts', body: newPart() }),
      expected: [M, M, D, D, A, A, D, D, A],
    },
    'PATCH /parts/:id': {
      subject: async () => ({ method: 'PATCH', path: `/parts/${world.basics.parts.oil.id}`, body: { category: `Oils ${(hired += 1)}` } }),
      expected: [M, M, D, D, A, A, D, D, A],
    },
    'POST /inventory/adjust': {
      subject: async () => ({ method: 'POST', path: '/inventory/adjust', body: adjustment('-1') }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /inventory/adjustments': {
      subject: async () => ({ method: 'GET', path: '/inventory/adjustments' }),
      expected: [M, M, D, D, M, M, D, D, M],
    },
    'GET /inventory/adjustments/:id': {
      subject: async () => ({ method: 'GET', path: await posted() }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/adjustments/:id/approve': {
      subject: async () => ({ method: 'POST', path: `${await adjusted()}/approve` }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /inventory/adjustments/:id/reject': {
      subject: async () => ({ method: 'POST', path: `${await adjusted()}/reject`, body: { rejectionReason: 'look again' } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /inventory/counts': {
      subject: async () => ({ method: 'POST', path: '/inventory/counts', body: { serviceCenterId: world.basics.branches.blr01.id } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /inventory/counts': {
      subject: async () => ({ method: 'GET', path: '/inventory/counts' }),
      expected: [M, M, D, D, M, M, D, D, M],
    },
    'GET /inventory/counts/:id': {
      subject: async () => ({ method: 'GET', path: await counted() }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/counts/:id/lines': {
      subject: async () => ({ method: 'POST', path: `${await counted()}/lines`, body: { items: litre() } }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'POST /inventory/counts/:id/post': {
      subject: async () => ({ method: 'POST', path: `${await counted()}/post` }),
      expected: [M, M, D, D, M, A, D, D, U],
    },
    'GET /inventory/:id': {
      // An engineer sees the stock of their own branches, everybody else that of all.
      subject: async () => ({ method: 'GET', path: await balance() }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'PATCH /inventory/:id': {
      subject: async () => ({ method: 'PATCH', path: await balance(), body: { minLevel: String((hired += 1)) } }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'PUT /inventory/levels': {
      subject: async () => ({
        method: 'PUT',
        path: '/inventory/levels',
        body: { serviceCenterId: world.basics.branches.blr01.id, partId: litre()[0]!.partId, minLevel: String((hired += 1)) },
      }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /inventory/receipts': {
      subject: async () => ({ method: 'POST', path: '/inventory/receipts', body: delivery() }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /inventory/receipts': {
      subject: async () => ({ method: 'GET', path: '/inventory/receipts' }),
      expected: [M, M, D, D, M, M, D, D, M],
    },
    'GET /inventory/receipts/:id': {
      subject: async () => ({ method: 'GET', path: await delivered() }),
      expected: [M, M, D, D, M, M, D, D, U],
    },
    'GET /inventory': { subject: async () => ({ method: 'GET', path: '/inventory' }), expected: [M, M, M, M, M, M, M, M, M] },
    'GET /inventory/movements': {
      subject: async () => ({ method: 'GET', path: '/inventory/movements' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /inventory/as-of': {
      subject: async () => ({ method: 'GET', path: `/inventory/as-of?at=${world.clock.now().toISOString()}` }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /reports/inventory/levels': reportOn('levels'),
    'GET /reports/inventory/valuation': reportOn('valuation'),
    'GET /reports/inventory/usage': reportOn('usage'),
    'GET /reports/inventory/ageing': reportOn('ageing'),
    'GET /reports/inventory/reorder': reportOn('reorder'),
    'GET /job-cards': { subject: async () => ({ method: 'GET', path: '/job-cards' }), expected: [M, M, M, M, M, M, M, M, M] },
    'GET /job-cards/stream': {
      subject: async () => ({ method: 'GET', path: '/job-cards/stream' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /invoices': { subject: async () => ({ method: 'GET', path: '/invoices' }), expected: [M, M, M, M, M, M, M, M, M] },
    'GET /approvals': { subject: async () => ({ method: 'GET', path: '/approvals' }), expected: [M, M, M, M, M, M, M, M, M] },
    'POST /templates': {
      subject: async () => ({ method: 'POST', path: '/templates', body: freshTemplate() }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /templates': { subject: async () => ({ method: 'GET', path: '/templates' }), expected: [M, M, M, M, M, M, M, M, M] },
    'GET /templates/:id': { subject: async () => ({ method: 'GET', path: await templated() }), expected: [M, M, M, M, M, M, M, M, M] },
    'PATCH /templates/:id': {
      subject: async () => ({ method: 'PATCH', path: await templated(), body: { subject: `It is decided, ${(patched += 1)}` } }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'POST /templates/:id/preview': {
      subject: async () => ({ method: 'POST', path: `${await templated()}/preview`, body: { vars: { outcome: 'approved' } } }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /notifications/preferences': {
      subject: async () => ({ method: 'GET', path: '/notifications/preferences' }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'PUT /notifications/preferences': {
      subject: async () => ({ method: 'PUT', path: '/notifications/preferences', body: { preferences: [] } }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /notifications/deliveries': {
      subject: async () => ({ method: 'GET', path: '/notifications/deliveries' }),
      expected: [M, M, D, D, M, D, D, D, M],
    },
    'POST /notifications/test': {
      subject: async () => {
        const templateId = (await letterTemplate()).split('/')[2];
        return { method: 'POST', path: '/notifications/test', body: { templateId, vars: { code: '1' } } };
      },
      expected: [M, M, D, D, M, D, D, D, M],
    },
    'POST /notifications/broadcast': {
      subject: async () => {
        const texts = [{ language: 'en', subject: 'Closed', body: 'We are closed.' }];
        const about = { category: 'SERVICE', to: 'USERS', channels: ['IN_APP'], serviceCenterIds: [world.basics.branches.blr01.id], texts };
        const { body } = await world.as('superAdmin').post<{ recipients: number }>('/notifications/broadcast', about);
        return { method: 'POST', path: '/notifications/broadcast', body: { ...about, recipients: body.recipients } };
      },
      expected: [M, A, D, D, A, D, D, D, U],
    },
    'POST /webhooks': {
      subject: async () => ({ method: 'POST', path: '/webhooks', body: { url: 'https://hooks.example/dms' } }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /webhooks': { subject: async () => ({ method: 'GET', path: '/webhooks' }), expected: [M, M, D, D, D, D, D, D, D] },
    'GET /webhooks/:id': {
      subject: async () => ({ method: 'GET', path: (await toldWebhook(world)).webhook }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'PATCH /webhooks/:id': {
      subject: async () => ({ method: 'PATCH', path: (await toldWebhook(world)).webhook, body: { events: ['InvoiceIssued'] } }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'DELETE /webhooks/:id': {
      subject: async () => ({ method: 'DELETE', path: (await toldWebhook(world)).webhook }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /webhooks/:id/deliveries': {
      subject: async () => ({ method: 'GET', path: `${(await toldWebhook(world)).webhook}/deliveries` }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'POST /webhooks/deliveries/:id/replay': {
      subject: async () => ({ method: 'POST', path: `${(await toldWebhook(world)).deliveries[0]!}/replay` }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /approvals/:id': {
      subject: async () => ({ method: 'GET', path: await askedFor() }),
      expected: [M, M, U, U, M, U, U, U, U],
    },
    'POST /approvals/:id/approve': {
      subject: async () => ({ method: 'POST', path: `${await askedFor()}/approve` }),
      expected: [M, M, D, D, D, D, D, D, U],
    },
    'POST /approvals/:id/reject': {
      subject: async () => ({ method: 'POST', path: `${await askedFor()}/reject`, body: { rejectionReason: 'not now' } }),
      expected: [M, M, D, D, D, D, D, D, U],
    },
    'POST /approvals/:id/cancel': {
      subject: async () => ({ method: 'POST', path: `${await askedFor()}/cancel` }),
      expected: [D, D, U, U, M, U, U, U, U],
    },
    'POST /approvals/delegations': {
      subject: async () => ({ method: 'POST', path: '/approvals/delegations', body: delegation() }),
      expected: [M, M, D, D, M, D, D, D, M],
    },
    'GET /approvals/delegations': {
      subject: async () => ({ method: 'GET', path: '/approvals/delegations' }),
      expected: [M, M, D, D, M, D, D, D, M],
    },
    'GET /delegations/:id': {
      subject: async () => ({ method: 'GET', path: await delegated() }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'POST /delegations/:id/end': {
      subject: async () => ({ method: 'POST', path: `${await delegated()}/end` }),
      expected: [M, M, D, D, M, D, D, D, U],
    },
    'PATCH /job-cards/:id': {
      subject: async () => ({ method: 'PATCH', path: `/job-cards/${(await assigned()).id}`, body: { priority: 'HIGH' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/cancel': {
      subject: async () => ({ method: 'POST', path: `/job-cards/${(await assigned()).id}/cancel`, body: { reason: 'too dear' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/reopen': {
      subject: async () => {
        const path = await handedOver();
        assert.equal((await world.as('manager').patch(`${path}/status`, { to: 'closed' })).status, 200);
        return { method: 'POST', path: `${path}/reopen`, body: { reason: 'it squeaks' } };
      },
      expected: [M, M, D, A, M, D, D, D, U],
    },
    'GET /job-cards/:id/gate-pass': {
      subject: async () => {
        const path = await handedOver();
        const [pass] = await world.rows<{ id: string }>(`select id from gate_passes where job_card_id = '${path.split('/')[2]}'`);
        await world.cradle.storePaper(originalOf('GATE_PASS', pass!.id), systemActor('test'));
        return { method: 'GET', path: `${path}/gate-pass` };
      },
      expected: [M, M, D, M, M, M, D, D, U],
    },
    'POST /job-cards/:id/tasks': {
      subject: async () => ({ method: 'POST', path: `/job-cards/${(await assigned()).id}/tasks`, body: { description: 'Wash' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'PATCH /job-cards/:id/tasks/:taskId': {
      subject: async () => ({ method: 'PATCH', path: await taskOfAssigned(), body: { billing: 'CLOCKED' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/tasks/:taskId/cancel': {
      subject: async () => ({ method: 'POST', path: `${await taskOfAssigned()}/cancel`, body: { reason: 'not needed' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/tasks/:taskId/decline': {
      subject: async () => ({ method: 'POST', path: `${await taskOfAssigned()}/decline`, body: { reason: 'too dear' } }),
      expected: [M, M, M, M, M, D, D, D, U],
    },
    'GET /job-cards/:id/time-logs': {
      subject: async () => ({ method: 'GET', path: (await clocked()).path }),
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'POST /job-cards/:id/time-logs': {
      subject: async () => {
        const { path, taskId, span } = await clocked();
        return { method: 'POST', path, body: { taskId, engineerId: world.people.engineer.id, ...span, reason: 'forgot the clock' } };
      },
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'PATCH /job-cards/:id/time-logs/:timeLogId': {
      subject: async () => {
        const { path, span } = await clocked();
        const { body } = await world.as('manager').get<{ data: { id: string }[] }>(path);
        return { method: 'PATCH', path: `${path}/${body.data[0]!.id}`, body: { spans: [span], reason: 'forgot the clock' } };
      },
      expected: [M, M, D, D, M, D, A, U, U],
    },
    'GET /engineers/availability': {
      subject: async () => ({ method: 'GET', path: `/engineers/availability?serviceCenterId=${world.basics.branches.blr01.id}` }),
      expected: [M, M, M, M, M, D, M, M, U],
    },
    'POST /job-cards/:id/self-assign': {
      subject: async () => {
        const { id } = await world.make.openCard();
        await world.as('manager').patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
        await world.as('manager').post(`/job-cards/${id}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE' });
        await world.as('manager').patch(`/service-centers/${world.basics.branches.blr01.id}`, { selfAssign: true });
        return { method: 'POST', path: `/job-cards/${id}/self-assign` };
      },
      expected: [N, N, D, N, N, D, M, M, U],
    },
  };

  let months = 0;
  /** Long over, so that nothing else is of it. */
  const nextMonth = (): string => `${2001 + (months += 1)}-01`;
  const paid = async (method: string): Promise<string> => {
    const body = { invoiceId: (await world.make.invoice()).id, amount: '1.00', method };
    return (await world.as('advisor').post('/payments', body, { key: freshKey() })).headers.get('location')!;
  };
  const refunding = async (...verbs: readonly ('approve' | 'process')[]): Promise<string> => {
    const asked = await world.as('advisor').post(`${await paid('UPI')}/refund`, { reason: 'paid twice' }, { key: freshKey() });
    const path = asked.headers.get('location')!;
    for (const verb of verbs) assert.equal((await world.as('manager').post(`${path}/${verb}`)).status, 200);
    return path;
  };
  /** An advance that went back, with its voucher. */
  const refundedAdvance = async (): Promise<string> => {
    const taken = await world.as('manager').post('/advances', await advance(), { key: freshKey() });
    const asked = await world
      .as('advisor')
      .post<{ id: string }>(`${taken.headers.get('location')}/refund`, { reason: 'not wanted' }, { key: freshKey() });
    for (const verb of ['approve', 'process', 'complete'])
      assert.equal((await world.as('manager').post(`/refunds/${asked.body.id}/${verb}`, {})).status, 200);
    return asked.body.id;
  };
  const advance = async () => ({
    serviceCenterId: world.basics.branches.blr01.id,
    customerId: world.basics.car.customerId,
    amount: '10.00',
    method: 'UPI',
  });
  const handedOver = async (): Promise<string> => {
    const bill = await world.make.invoice();
    const body = { invoiceId: bill.id, amount: String(bill.totalAmount), method: 'UPI' };
    await world.as('advisor').post('/payments', body, { key: freshKey() });
    const path = `/job-cards/${bill.sourceId}`;
    assert.equal((await world.as('advisor').post(`${path}/deliver`, { odometerOut: 20_200 })).status, 200);
    return path;
  };
  const taskOfAssigned = async (): Promise<string> => {
    const { id } = await assigned();
    const { body } = await world.as('manager').get<{ tasks: { id: string }[] }>(`/job-cards/${id}`);
    return `/job-cards/${id}/tasks/${body.tasks[0]!.id}`;
  };
  /** Work of `engineer` that took no time, and a second after it in which they might have been at work. */
  const clocked = async () => {
    await free();
    const task = await taskOfAssigned();
    for (const step of ['start', 'finish']) assert.equal((await world.as('engineer').post(`${task}/${step}`)).status, 200);
    const from = world.clock.now().toISOString();
    (world.clock as FixedClock).advance(1_000);
    const [, , id, , taskId] = task.split('/');
    return { path: `/job-cards/${id}/time-logs`, taskId, span: { from, to: world.clock.now().toISOString() } };
  };
  const someForm = (fields: Readonly<Record<string, string>>) => formOf(fields, { name: 'door.png', bytes: picture() });
  const someFile = async (): Promise<string> => {
    const body = someForm({ entityType: 'JobCard', entityId: (await assigned()).id });
    return (await world.as('manager').post('/files', body)).headers.get('location')!;
  };
  const smallBill = async (): Promise<string> => (await world.make.invoice()).id;
  const someOil = () => [{ partId: world.basics.parts.oil.id, quantity: '0.100' }];
  const withOil = async (): Promise<string> => {
    const { id: jobCardId } = await assigned();
    await world.as('staff').post('/inventory/issue', { jobCardId, items: someOil() }, { key: freshKey() });
    return jobCardId;
  };
  const wantingOil = async (): Promise<string> => {
    const oil = { kind: 'PART', partId: world.basics.parts.oil.id, quantity: Quantity.parse('0.100') } as const;
    return (await world.make.assignedCard([world.make.labour, oil], world.basics.actors.engineer)).card.id;
  };
  const newPart = () => ({ sku: `PERM-${(hired += 1)}`, name: 'Oil filter', hsn: '84212300', unit: 'PCS', unitPrice: '420.00' });
  const delivery = () => ({
    serviceCenterId: world.basics.branches.blr01.id,
    supplier: 'Sahyadri Spares',
    reference: 'INV/1',
    items: [{ ...litre()[0], unitCost: '480.00' }],
  });
  const adjustment = (delta: string) => ({
    serviceCenterId: world.basics.branches.blr01.id,
    partId: world.basics.parts.filter.id,
    delta,
    reason: `counted again ${(hired += 1)}`,
  });
  /** More than staff may do themselves: it waits under the id of its approval. */
  const adjusted = async (): Promise<string> => {
    const { status, text, body } = await world
      .as('staff')
      .post<{ approvalId: string }>('/inventory/adjust', adjustment('-6'), { key: freshKey() });
    assert.equal(status, 202, text);
    return `/inventory/adjustments/${body.approvalId}`;
  };
  const posted = async (): Promise<string> => {
    const { status, text, headers } = await world.as('admin').post('/inventory/adjust', adjustment('-1'), { key: freshKey() });
    assert.equal(status, 201, text);
    return headers.get('location')!;
  };
  const counted = async (): Promise<string> => {
    const { id } = (
      await world.as('manager').post<{ id: string }>('/inventory/counts', { serviceCenterId: world.basics.branches.blr01.id })
    ).body;
    const found = await world.rows<{ on_hand: string }>(`select on_hand from inventory where part_id = '${world.basics.parts.pads.id}'`);
    const items = [{ partId: world.basics.parts.pads.id, quantity: found[0]!.on_hand }];
    const { status, text } = await world.as('manager').post(`/inventory/counts/${id}/lines`, { items });
    assert.equal(status, 200, text);
    return `/inventory/counts/${id}`;
  };
  const balance = async (): Promise<string> => {
    const { pads } = world.basics.parts;
    const [row] = await world.rows<{ id: string }>(
      `select id from inventory where part_id = '${pads.id}' and service_center_id = '${world.basics.branches.blr01.id}'`,
    );
    return `/inventory/${row!.id}`;
  };
  const delivered = async (): Promise<string> => {
    const { status, text, headers } = await world.as('staff').post('/inventory/receipts', delivery(), { key: freshKey() });
    assert.equal(status, 201, text);
    return headers.get('location')!;
  };
  const litre = () => [{ partId: world.basics.parts.oil.id, quantity: '1' }];
  const newTransfer = () => {
    const { blr01, blr02 } = world.basics.branches;
    return { fromServiceCenterId: blr01.id, toServiceCenterId: blr02.id, items: litre(), reason: 'booked for tomorrow' };
  };
  const aboutTransfer = async (verb: string, until: 'pending' | 'approved' | 'in_transit'): Promise<string> => {
    const by = actorFor(world.people.manager2);
    const items = [{ partId: world.basics.parts.oil.id, quantity: Quantity.parse('1') }];
    return `/stock-transfers/${(await world.make.transfer(items, until, { by })).id}${verb}`;
  };
  const aboutVariance = async (): Promise<string> => {
    const path = await aboutTransfer('', 'in_transit');
    const items = [{ ...litre()[0], quantity: '0', short: '1' }];
    const { status, text, body } = await world.as('staff2').post<TransferBody>(`${path}/receive`, { items }, { key: freshKey() });
    assert.equal(status, 200, text);
    return `${path}/variances/${body.variances[0]!.id}/decide`;
  };
  let hired = 0;
  const newcomer = () => ({
    email: `newcomer${(hired += 1)}@dms.example`,
    firstName: 'Nitin',
    role: 'SC_STAFF',
    serviceCenterIds: [world.basics.branches.blr01.id],
  });
  const aboutColleague = async (verb = ''): Promise<string> => {
    const { status, text, body } = await world.as('admin').post<{ id: string }>('/users', newcomer());
    assert.equal(status, 201, text);
    return `/users/${body.id}${verb}`;
  };
  const sessionOfColleague = async (): Promise<string> => {
    const someone = { ...newcomer(), password: 'seventeen mangoes on a tin roof' };
    const { body } = await world.as('admin').post<{ id: string }>('/users', someone);
    assert.equal((await world.anybody.post('/auth/login', { username: someone.email, password: someone.password })).status, 200);
    const [session] = await world.rows<{ id: string }>(`select id from sessions where user_id = '${body.id}'`);
    return session!.id;
  };
  const newBranch = () => ({
    code: `NEW${(hired += 1)}`,
    name: 'A new branch',
    legalName: 'Sahyadri Motors Private Limited',
    address: '12, Ring Road',
    city: 'Mysuru',
    pincode: '570016',
    gstNumber: '29AABCS1429B1ZQ',
    invoicePrefix: 'NEW',
  });

  const startedImport = async () => {
    const key = `imports/${world.cradle.ids.next()}`;
    const file = { key, name: 'parts.csv', size: 3, sha256: '0'.repeat(64) };
    const { jobId } = await world.cradle.startImport({ kind: 'parts', dryRun: true, file }, systemActor('test'));
    return { key, jobId };
  };
  const imported = async (): Promise<string> => {
    const { key } = await startedImport();
    return (await world.rows<{ id: string }>(`select id from imports where file_key = '${key}'`))[0]!.id;
  };
  const givenUp = async (): Promise<string> => {
    const { jobId } = await startedImport();
    await world.rows(`update job_runs set state = 'dead', finished_at = now() where id = '${jobId}'`);
    await world.rows(`insert into dead_letters (id, job_run_id, queue, consumer, payload, failures, last_error, died_at)
      select gen_random_uuid(), id, queue, consumer, payload, '[]', 'a test', now() from job_runs where id = '${jobId}'`);
    return jobId;
  };

  /** What to ask `POST /authz/explain` about a subject: its record, or the branch that a new one names. */
  const resources = {
    'stock-transfers': 'StockTransfer',
    'inventory/receipts': 'GoodsReceipt',
    'inventory/adjustments': 'StockAdjustment',
    'inventory/counts': 'StockCount',
    inventory: 'StockItem',
    users: 'User',
    'auth/sessions': 'Session',
    'service-centers': 'ServiceCenter',
    vehicles: 'Vehicle',
    customers: 'Customer',
    'job-cards': 'JobCard',
    invoices: 'Invoice',
    payments: 'Payment',
    advances: 'Payment',
    refunds: 'Refund',
    approvals: 'Approval',
    delegations: 'Delegation',
    'warranty-claims': 'WarrantyClaim',
    'credit-notes': 'CreditNote',
    'debit-notes': 'Invoice',
    files: 'File',
  };
  const questionAbout = ({ path, body }: Subject): object => {
    const [, collection, resourceId] = /^\/([a-z/-]+)\/([0-9a-f-]{36})/.exec(path) ?? [];
    const resourceType = resources[collection as keyof typeof resources];
    if (resourceType) return { resourceType, resourceId };
    if (body instanceof FormData) return { resourceType: body.get('entityType'), resourceId: body.get('entityId') };
    const { invoiceId, sourceId, jobCardId, fromServiceCenterId, serviceCenterId, serviceCenterIds } = (body ?? {}) as Record<
      string,
      string | undefined
    > & {
      serviceCenterIds?: string[];
    };
    if (invoiceId) return { resourceType: 'Invoice', resourceId: invoiceId };
    if (sourceId ?? jobCardId) return { resourceType: 'JobCard', resourceId: sourceId ?? jobCardId };
    const filtered = /[?&]serviceCenterId=([0-9a-f-]{36})/.exec(path)?.[1];
    return { serviceCenterId: serviceCenterId ?? fromServiceCenterId ?? serviceCenterIds?.[0] ?? filtered };
  };
  type Explained = { readonly allowed: boolean; readonly requiresApproval: boolean; readonly roles: readonly string[] };
  /** What enforcement will do, told beforehand. */
  const explained = async (client: Client, action: string, subject: Subject): Promise<'may' | 'asks' | 'neither'> => {
    const { status, body, text } = await client.post<Explained>('/authz/explain', { action, ...questionAbout(subject) });
    if (status === 404) return 'neither';
    assert.equal(status, 200, text);
    return body.allowed ? 'may' : body.requiresApproval ? 'asks' : 'neither';
  };
  const foretold: Readonly<Record<Outcome, 'may' | 'asks' | 'neither'>> = {
    may: 'may',
    unfit: 'may',
    'other-section': 'may',
    'other-fields': 'may',
    asks: 'asks',
    denied: 'neither',
    unseen: 'neither',
  };
  /** There are as many as kinds and languages, each once. */
  const templates = ['job-assigned', 'backorder-filled', 'stock-low', 'transfer-dispatched', 'transfer-received', 'approval-asked'];
  let [wordings, patched] = [0, 0];
  const freshTemplate = () => {
    const [type, language] = [templates[Math.floor(wordings / 2)]!, ['en', 'hi'][wordings % 2]!];
    wordings += 1;
    return { type, channel: 'IN_APP', language, subject: 'Something', body: 'Something happened.', variables: [] };
  };
  const keptTemplate = (body: object) => {
    let path: Promise<string> | undefined;
    return () =>
      (path ??= world
        .as('admin')
        .post('/templates', body)
        .then(({ headers }) => headers.get('location')!));
  };
  const templated = keptTemplate({
    ...{ type: 'approval-decided', channel: 'IN_APP', language: 'en', subject: 'It', body: 'It was {{outcome}}.', variables: ['outcome'] },
  });
  const letterTemplate = keptTemplate({
    ...{ type: 'invitation', channel: 'EMAIL', language: 'en', subject: 'Welcome', body: 'Your code: {{code}}', variables: ['code'] },
  });
  let asked = 0;
  const askedFor = async (): Promise<string> => {
    const upiId = `asked${(asked += 1)}@oksbi`;
    return (await world.as('manager').patch(`/service-centers/${world.basics.branches.blr01.id}`, { upiId })).headers.get('location')!;
  };
  let [days, standIn] = [0, ''];
  /** To a third who may decide, and for a day of its own. */
  const delegation = () => {
    const day = addDays('2026-11-22', (days += 1));
    return { toUserId: standIn, validFrom: day, validUntil: day };
  };
  const delegated = async (): Promise<string> =>
    (await world.as('manager').post('/approvals/delegations', delegation())).headers.get('location')!;
  /** The filter of a job that was billed, under warranty: another one each time, for a unit has one claim at a time. */
  const claimBody = async (): Promise<object> => {
    const { filter } = world.basics.parts;
    await free();
    await world.as('superAdmin').post('/warranty-terms', { partId: filter.id, months: 12, kilometres: 10_000 });
    const { vehicle } = await walkTo(world, 'issue');
    const { body } = await world.as('advisor').get<{ data: { id: string }[] }>(`/vehicles/${vehicle.id}/warranties`);
    const lines = [{ kind: 'PART', description: 'Oil filter', amount: '100.00' }];
    return { warrantyId: body.data[0]!.id, serviceCenterId: world.basics.branches.blr01.id, complaint: 'it leaks', lines };
  };
  const creditOf = async (quantity: string) => {
    const { id: invoiceId, lines } = await world.make.invoice();
    return { invoiceId, lines: [{ lineId: lines[0]!.id, quantity }], reason: 'Too much' };
  };
  const debitOf = async () => {
    const { id: invoiceId, lines } = await world.make.invoice();
    return { invoiceId, lines: [{ lineId: lines[0]!.id, amount: '1.00' }], reason: 'Too little' };
  };
  const debited = async (): Promise<string> =>
    (await world.as('admin').post('/debit-notes', await debitOf(), { key: freshKey() })).headers.get('location')!;
  const credited = async (): Promise<string> =>
    (await world.as('admin').post('/credit-notes', await creditOf('0.001'), { key: freshKey() })).headers.get('location')!;
  const steps = {
    submit: { who: 'advisor', verb: 'submit', body: {} },
    approve: { who: 'superAdmin', verb: 'decide', body: { decision: 'APPROVED' } },
    reject: { who: 'superAdmin', verb: 'decide', body: { decision: 'REJECTED', reason: 'it was dropped' } },
  } as const;
  let met = 0;
  const somePerson = (type = 'PERSON') => ({ type, firstName: 'Meera', phone: `+9196${String((met += 1)).padStart(8, '0')}` });
  const someCar = () => ({
    make: 'Tata',
    model: 'Nexon',
    registration: `KA04MX${String((met += 1)).padStart(4, '0')}`,
    newCustomer: somePerson(),
  });
  const newCustomer = async (type?: string): Promise<string> =>
    (await world.as('manager').post<{ id: string }>('/customers', somePerson(type))).body.id;

  const claimed = async (...walked: (keyof typeof steps)[]): Promise<string> => {
    const { body } = await world.as('advisor').post<{ id: string }>('/warranty-claims', await claimBody());
    const path = `/warranty-claims/${body.id}`;
    for (const step of walked) {
      const { who, verb, body: said } = steps[step];
      assert.equal((await world.as(who).post(`${path}/${verb}`, said)).status, 200);
    }
    return path;
  };
  const assigned = async () => (await world.make.assignedCard(undefined, world.basics.actors.engineer)).card;
  const free = () =>
    world.rows(
      `update time_logs set status = 'stopped', spans = jsonb_set(spans, '{-1,to}', spans -> -1 -> 'from') where status = 'running' returning id`,
    );
  const taskPath = async (verb: string, first?: string): Promise<string> => {
    await free(); // an engineer works on one task at a time
    const { id, tasks } = await assigned();
    const path = `/job-cards/${id}/tasks/${tasks[0]!.id}`;
    if (first) await world.as('engineer').post(`${path}/${first}`);
    return `${path}/${verb}`;
  };
  const completed = async (): Promise<string> => {
    const path = await taskPath('finish', 'start');
    await world.as('engineer').post(path);
    const id = path.split('/')[2]!;
    assert.equal((await world.as('manager').patch(`/job-cards/${id}/status`, { to: 'completed' })).status, 200);
    return id;
  };
  /** A bill whose buyer has a GSTIN, as if they had given it before the issue. */
  let toRegistered: string | undefined;
  const registered = async (): Promise<string> => {
    if (toRegistered !== undefined) return toRegistered;
    toRegistered = (await world.make.invoice(world.make.mainLines)).id;
    const buyer = {
      ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
      ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
    };
    await world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer })}' where id = '${toRegistered}'`,
    );
    return toRegistered;
  };
  let noteToRegistered: string | undefined;
  /** The path of an issued credit note to a registered buyer. */
  const creditedToFleet = async (): Promise<string> => {
    if (noteToRegistered !== undefined) return noteToRegistered;
    const [invoiceId, admin] = [await registered(), world.as('admin')];
    const { lines } = (await admin.get<{ lines: { id: string }[] }>(`/invoices/${invoiceId}`)).body;
    const body = { invoiceId, reason: 'Too much', lines: [{ lineId: lines[0]!.id, quantity: '0.010' }] };
    noteToRegistered = (await admin.post('/credit-notes', body, { key: freshKey() })).headers.get('location')!;
    assert.equal((await admin.post(`${noteToRegistered}/issue`)).status, 200);
    return noteToRegistered;
  };
  let paper: string | undefined;
  const printed = async (): Promise<string> => {
    if (paper !== undefined) return paper;
    paper = (await world.make.invoice()).id;
    await world.cradle.storePaper(originalOf('INVOICE', paper), { ...world.basics.actors.admin, role: 'SYSTEM', userId: null });
    return paper;
  };

  it('ACC-08 is decided for real records as the table says and as it is explained, for every role, at home and elsewhere', async () => {
    const third = await world.as('admin').post<{ id: string }>('/users', { ...newcomer(), role: 'SC_MANAGER' });
    standIn = third.body.id;
    const guarded = routes.filter(({ permission }) => !['public', 'self'].includes(permission)).map(nameOf);
    assert.deepEqual(
      guarded.filter((name) => !(name in onReal)),
      [],
      'a route has no expectation here',
    );
    const permissions = new Map(routes.map((route) => [nameOf(route), route.permission]));
    const wrong: string[] = [];
    for (const [name, { subject, expected }] of Object.entries(onReal)) {
      let untouched: Subject | undefined;
      for (const [column, who] of persons.entries()) {
        // What is only read or refused stays as it is, for the next one to ask about.
        const stays = name.startsWith('GET ') || [D, U].some((outcome) => outcome === expected[column]);
        const about = stays ? (untouched ??= await subject()) : await subject();
        const { method, path, body, headers = {} } = about;
        const told = await explained(world.as(who), permissions.get(name)!, about);
        if (told !== foretold[expected[column]!]) wrong.push(`${name} as ${who}: explained as "${told}", expected ${expected[column]}`);
        const answer = await world.as(who).ask(method, path, { body, headers, ...(method === 'POST' && { key: freshKey() }) });
        if (!outcomes[expected[column]!](answer))
          wrong.push(`${name} as ${who}: ${expected[column]} expected, got ${answer.status} ${answer.text.slice(0, 300)}`);
      }
    }
    assert.deepEqual(wrong, []);
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
    const { vehicleId, customerId } = await assigned();
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
      .post('/authz/explain', { action: 'job.move', resourceType: 'job-card', resourceId: (await assigned()).id });
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
      assert.ok(outcomes.asks(answer), `${who} ${type} ${value}: ${answer.text}`);
      const { body } = await world.as('superAdmin').get<Waiting>(answer.headers.get('location')!);
      assert.equal(body.action, 'discount.give');
      assert.ok(!body.deciderRoles.includes('SERVICE_ADVISOR'));
    }
    assert.equal((await discounted('superAdmin', 'PERCENT', '90')).status, 201);

    const { id } = await assigned();
    const items = [{ partId: world.basics.parts.oil.id, quantity: '1.000' }];
    await world.as('staff').post(`/job-cards/${id}/parts/issue`, { items }, { key: freshKey() });
    const off = await world.as('advisor').patch(`/job-cards/${id}/status`, { to: 'cancelled', reason: 'the customer left' });
    assert.ok(outcomes.asks(off), off.text);
    const { body } = await world.as('superAdmin').get<Waiting>(off.headers.get('location')!);
    assert.ok(body.deciderRoles.includes('SC_MANAGER'));
  });

  it('ACC-02 is never the one who did the work who passes QC, a super administrator included', async () => {
    await free();
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
    const path = `/job-cards/${(await assigned()).id}`;
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
