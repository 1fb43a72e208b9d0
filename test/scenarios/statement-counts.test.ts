import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { originalOf } from '@dms/domain/files/ports';
import { paperWork } from '@dms/domain/notifications/ports';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { addDays } from '@dms/domain/shared/calendar';
import { systemActor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { EstimateLineRequest } from '@dms/domain/workshop/use-cases/draw-up-estimate';
import { modules, routesIn } from '../../http/modules.ts';
import type { ListOf } from '../support/bodies.ts';
import { freshKey } from '../support/client.ts';
import { deadWork } from '../support/dead-work.ts';
import { withSuite } from '../support/endings.ts';
import { drawHistory } from '../support/history-papers.ts';
import { formOf, picture } from '../support/forms.ts';
import { once } from '../support/permissions/records.ts';
import { byClients } from '../support/races.ts';
import { asksWhoAsks, statementsDuring } from '../support/statements.ts';
import { walkTo } from '../support/visit.ts';
import { toldWebhook } from '../support/webhooks.ts';
import { freshBranches, type World } from '../support/world.ts';

const MANY = 100;
const many = <Result>(make: (index: number) => Promise<Result>): Promise<Result[]> =>
  byClients(8, Array.from({ length: MANY }), (_, index) => make(index));

/** One of each size. */
const onceEach = <Made>(make: (count: number) => Promise<Made>): ((count: number) => Promise<Made>) => {
  const made = new Map<number, Promise<Made>>();
  return (count) => made.get(count) ?? made.set(count, make(count)).get(count)!;
};

describe('the statements that a read costs', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
  });

  /** Settings and the trail of the whole company are for administrators. */
  const asker = (path: string): 'superAdmin' | 'manager' =>
    /^.(admin|imports|system-config|audit-logs|auth.me|gst|periods|webhooks)/.test(path) ? 'superAdmin' : 'manager';

  const statementsOf = async (path: string): Promise<number> => {
    const ask = async (): Promise<void> => {
      const { status, text } = await world.as(asker(path)).get(path);
      assert.equal(status, 200, `${path}: ${text}`);
    };
    await ask(); // who asks is known from now on
    const sent = await statementsDuring(ask);
    const answering = sent.filter((each) => !asksWhoAsks(each));
    assert.ok(sent.length - answering.length <= 1, `${path} asks more than once who asks`);
    return answering.length;
  };

  const rowsOf = async (path: string): Promise<number> => (await world.as(asker(path)).get<ListOf<object>>(path)).body.data.length;

  /** Rows like one that was made in earnest: making a hundred so would take longer than the rest of this file. */
  const copies = (table: string, id: string, differing: string): Promise<unknown> =>
    world.rows(
      `insert into ${table}
       select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), ${differing}))).* from ${table} t, generate_series(1, ${MANY}) n where t.id = '${id}'
       returning id`,
    );

  /** Parts on the shelf, more of each than all that is made here takes away. */
  const stocked = once(() => many(() => world.make.partInStock('10000')));
  const partsInStock = async (count: number) => (await stocked()).slice(0, count);

  const counted = async (count: number): Promise<string> => {
    const { id } = (
      await world.as('manager').post<{ id: string }>('/inventory/counts', { serviceCenterId: world.basics.branches.blr01.id })
    ).body;
    const parts = await partsInStock(count);
    const items = parts.map((part) => ({ partId: part.id, quantity: '1' }));
    const { status, text } = await world.as('manager').post(`/inventory/counts/${id}/lines`, { items });
    assert.equal(status, 200, text);
    return id;
  };

  const received = async (count: number): Promise<string> => {
    const items = Array.from({ length: count }, () => ({ partId: world.basics.parts.oil.id, quantity: '1', unitCost: '480.00' }));
    const paper = { serviceCenterId: world.basics.branches.blr01.id, supplier: 'Sahyadri Spares', reference: 'INV/1' };
    const { status, text, body } = await world
      .as('manager')
      .post<{ id: string }>('/inventory/receipts', { ...paper, items }, { key: freshKey() });
    assert.equal(status, 201, text);
    return body.id;
  };

  const underWarranty = async (): Promise<{ vehicleId: string; warrantyId: string }> => {
    await world.as('superAdmin').post('/warranty-terms', { partId: world.basics.parts.filter.id, months: 12 });
    const { vehicle } = await walkTo(world, 'issue');
    const { body } = await world.as('manager').get<ListOf<{ id: string }>>(`/vehicles/${vehicle.id}/warranties`);
    return { vehicleId: vehicle.id, warrantyId: body.data[0]!.id };
  };
  const claimWith = async (count: number): Promise<string> => {
    const { warrantyId } = await underWarranty();
    const claimed = Array.from({ length: count }, () => ({ kind: 'PART', description: 'Oil filter', amount: '1.00' }));
    const made = await world.as('manager').post<{ id: string }>('/warranty-claims', { warrantyId, complaint: 'it leaks', lines: claimed });
    assert.equal(made.status, 201, made.text);
    return made.body.id;
  };

  let rounds = 0;
  const manyBranches = (): Promise<unknown> =>
    copies(
      'service_centers',
      world.basics.branches.blr01.id,
      `'code', 'M${(rounds += 1)}X' || lpad(n::text, 4, '0'), 'invoice_prefix', 'M' || lpad(n::text, 4, '0')`,
    );

  const assignedTo = async (user: { id: string }, count: number): Promise<void> => {
    await manyBranches();
    await world.rows(
      `insert into service_center_assignments (id, user_id, service_center_id, assigned_at)
       select gen_random_uuid(), '${user.id}', s.id, now() from service_centers s
       where not exists (select from service_center_assignments a where a.user_id = '${user.id}' and a.service_center_id = s.id)
       limit ${count} returning id`,
    );
  };

  const refunded = async (): Promise<string> => {
    const { id } = await world.make.invoice();
    const paid = await world.as('manager').post('/payments', { invoiceId: id, amount: '1.00', method: 'UPI' }, { key: freshKey() });
    const path = `${paid.headers.get('location')}/refund`;
    return (await world.as('manager').post<{ id: string }>(path, { reason: 'paid twice' }, { key: freshKey() })).body.id;
  };

  /** An advance that went back, with its voucher. */
  const refundedAdvance = async (): Promise<string> => {
    const { customerId } = await world.make.vehicle();
    const body = { serviceCenterId: world.basics.branches.blr01.id, customerId, amount: '118.00', method: 'UPI' };
    const path = (await world.as('manager').post('/advances', body, { key: freshKey() })).headers.get('location')!;
    const asked = await world.as('advisor').post<{ id: string }>(`${path}/refund`, { reason: 'not wanted' }, { key: freshKey() });
    for (const verb of ['approve', 'process', 'complete']) await world.as('manager').post(`/refunds/${asked.body.id}/${verb}`, {});
    return asked.body.id;
  };

  let companies = 0;
  const company = async (): Promise<string> => {
    const phone = `+9196${String((companies += 1)).padStart(8, '0')}`;
    const { headers } = await world.as('manager').post('/customers', { type: 'BUSINESS', firstName: 'Sahyadri', phone });
    return headers.get('location')!;
  };

  let days = 0;
  const delegated = async (): Promise<string> => {
    const day = addDays('2026-11-22', (days += 1));
    const body = { toUserId: world.people.admin.id, validFrom: day, validUntil: day };
    return (await world.as('manager').post<{ id: string }>('/approvals/delegations', body)).body.id;
  };

  const manyMessages = (): Promise<unknown> =>
    world.rows(
      `insert into notifications (id, type, category, channel, status, recipient_type, recipient_id, urgent, entity_id, service_center_id, data,
         failures, language, title, body, sent_at, created_at)
       select gen_random_uuid(), 'job-assigned', 'WORK', 'IN_APP', 'delivered', 'USER', '${world.people.manager.id}', false, gen_random_uuid(),
         '${world.basics.branches.blr01.id}', '{}', 0, 'en', 'many', 'many', now(), now() + n * interval '1 second'
       from generate_series(1, ${MANY}) n returning id`,
    );
  const attached = async (jobCardId: string): Promise<{ id: string; path: string }> => {
    const path = `/job-cards/${jobCardId}/attachments`;
    const { body, text, status } = await world.as('manager').post<{ id: string }>(path, formOf({}, { name: 'a.png', bytes: picture() }));
    assert.equal(status, 201, text);
    return { id: body.id, path };
  };

  /** Each list with what fills it, to be asked with a `limit`. */
  const lists: Readonly<Record<string, () => Promise<string>>> = {
    'GET /users': async () => {
      await many(() => world.make.engineer());
      return '/users?';
    },
    'GET /audit-logs': async () => '/audit-logs?',
    'GET /approvals': async () => {
      await manyBranches();
      const { id } = world.basics.branches.blr01;
      await world.as('manager').patch(`/service-centers/${id}`, { upiId: 'many@oksbi' });
      const [{ id: asked } = { id: '' }] = await world.rows<{ id: string }>('select id from approvals limit 1');
      await copies('approvals', asked, `'payload_hash', md5(n::text) || md5(n::text)`);
      return '/approvals?';
    },
    'GET /approvals/delegations': async () => {
      await copies('approval_delegations', await delegated(), `'valid_from', date '2027-01-01' + n, 'valid_until', date '2027-01-01' + n`);
      return '/approvals/delegations?';
    },
    'GET /service-centers': async () => {
      await manyBranches();
      return '/service-centers?';
    },
    'GET /parts': async () => {
      await stocked();
      return '/parts?';
    },
    'GET /inventory': async () => '/inventory?',
    'GET /inventory/lost-demand': async () => {
      const { card } = await world.make.assignedCard();
      const items = [{ partId: world.basics.parts.filter.id, quantity: '99999' }];
      await world.as('staff').post(`/job-cards/${card.id}/parts/issue`, { items }, { key: freshKey() });
      const [{ id } = { id: '' }] = await world.rows<{ id: string }>('select id from lost_demand limit 1');
      await copies('lost_demand', id, `'occasion', 'one of many ' || n`);
      return '/inventory/lost-demand?';
    },
    'GET /inventory/adjustments': async () => {
      const { id: partId } = await world.make.partInStock('100');
      const about = { serviceCenterId: world.basics.branches.blr01.id, partId, reason: 'counted again' };
      const adjust = (delta: string) =>
        world.as('manager').post<{ id: string; approvalId: string }>('/inventory/adjust', { ...about, delta }, { key: freshKey() });
      await copies('stock_adjustments', (await adjust('-1')).body.id, `'reason', 'again'`);
      const { approvalId } = (await adjust('900')).body;
      await copies('approvals', approvalId, `'payload_hash', md5('a' || n) || md5('b' || n)`);
      return '/inventory/adjustments?';
    },
    'GET /inventory/counts': async () => {
      await copies('stock_counts', await counted(1), `'note', 'many'`);
      return '/inventory/counts?';
    },
    'GET /inventory/movements': async () => '/inventory/movements?',
    'GET /inventory/as-of': async () => `/inventory/as-of?at=${world.clock.now().toISOString()}`,
    'GET /reports/inventory/levels': async () => '/reports/inventory/levels?',
    'GET /reports/inventory/ageing': async () => '/reports/inventory/ageing?',
    'GET /reports/inventory/reorder': async () => '/reports/inventory/reorder?',
    'GET /reports/inventory/valuation': async () => {
      await world.rows('update parts set category = sku returning id');
      return '/reports/inventory/valuation?';
    },
    'GET /reports/inventory/usage': async () => {
      await world.rows(
        `insert into stock_movements (id, part_id, quantity, from_type, from_id, to_type, to_id, unit_cost, value, document_type, document_id, service_center_id, moved_at)
         select gen_random_uuid(), part_id, quantity, 'STORE', to_id, 'JOB', gen_random_uuid(), unit_cost, value, 'JobCard', document_id, service_center_id, moved_at
         from stock_movements where from_type = 'SUPPLIER' returning id`,
      );
      return '/reports/inventory/usage?';
    },
    'GET /inventory/receipts': async () => {
      await copies('goods_receipts', await received(1), `'reference', 'INV/' || n`);
      return '/inventory/receipts?';
    },
    'GET /stock-transfers': async () => {
      const { id } = await world.make.transfer([{ partId: world.basics.parts.oil.id, quantity: Quantity.parse('1') }], 'pending');
      await copies('stock_transfers', id, `'transfer_number', 'TR-BLR01-2627-9' || lpad(n::text, 4, '0')`);
      return '/stock-transfers?';
    },
    'GET /vehicles/:id/warranties': async () => {
      const { vehicleId, warrantyId } = await underWarranty();
      await copies('warranties', warrantyId, `'description', 'one of many'`);
      return `/vehicles/${vehicleId}/warranties?`;
    },
    'GET /warranty-claims': async () => {
      await copies('warranty_claims', await claimWith(1), `'status', 'rejected'`);
      return '/warranty-claims?';
    },
    'GET /debit-notes': async () => {
      const { id: invoiceId, lines: billed } = await world.make.invoice();
      const body = { invoiceId, reason: 'Too little', lines: [{ lineId: billed[0]!.id, amount: '1.00' }] };
      const { headers } = await world.as('admin').post('/debit-notes', body, { key: freshKey() });
      await copies('invoices', headers.get('location')!.split('/').at(-1)!, `'reason', 'one of many'`);
      return '/debit-notes?';
    },
    'GET /credit-notes': async () => {
      const { id: invoiceId, lines: billed } = await world.make.invoice();
      const body = { invoiceId, reason: 'Too much', lines: [{ lineId: billed[0]!.id, quantity: '0.001' }] };
      const { headers } = await world.as('admin').post('/credit-notes', body, { key: freshKey() });
      await copies('credit_notes', headers.get('location')!.split('/').at(-1)!, `'reason', 'one of many'`);
      return '/credit-notes?';
    },
    'GET /warranty-terms': async () => {
      const [{ id } = { id: '' }] = await world.rows<{ id: string }>('select id from warranty_terms limit 1');
      await copies('warranty_terms', id, `'valid_from', '2027-01-01'::date + n`);
      return '/warranty-terms?';
    },
    'GET /tax/rates': async () => {
      const [{ id } = { id: '' }] = await world.rows<{ id: string }>(`select id from tax_rates limit 1`);
      await copies('tax_rates', id, `'valid_from', '2099-01-01'::date + n`);
      return '/tax/rates?';
    },
    'GET /job-cards': async () => {
      await copies(
        'job_cards',
        (await world.make.openCard()).id,
        `'job_number', 'JC-BLR01-2627-9' || lpad(n::text, 4, '0'), 'forced_reason', 'many'`,
      );
      return '/job-cards?';
    },
    'GET /job-cards/:id/attachments': async () => {
      const { id, path } = await attached((await world.make.openCard()).id);
      await copies('files', id, `'key', 'uploads/2026-11-22/' || n`);
      return `${path}?`;
    },
    'GET /invoices': async () => {
      await copies('invoices', (await world.make.draft()).id, `'source_id', gen_random_uuid()`);
      return '/invoices?';
    },
    'GET /payments': async () => {
      const { id } = await world.make.invoice();
      const paid = await world
        .as('manager')
        .post<{ id: string }>('/payments', { invoiceId: id, amount: '1.00', method: 'UPI' }, { key: freshKey() });
      await copies('payments', paid.body.id, `'receipt_number', 'R' || n`);
      return '/payments?';
    },
    'GET /periods': async () => {
      await world.as('superAdmin').post('/periods/2001-01/lock', {});
      const [{ id } = { id: '' }] = await world.rows<{ id: string }>('select id from periods limit 1');
      await copies('periods', id, `'month', (2001 + n)::text || '-02'`);
      return '/periods?';
    },
    'GET /refunds': async () => {
      await copies('refunds', await refunded(), `'reason', 'one of many'`);
      return '/refunds?';
    },
    'GET /search/vehicles': async () => {
      const { customerId } = world.basics.car;
      await world.cradle.transact(systemActor('test'), async ({ vehicles, record }) => {
        for (let count = 0; count < MANY; count += 1) {
          const id = world.cradle.ids.next();
          vehicles.add(new Vehicle({ id, customerId, make: 'Tata', model: 'Nexon', registration: `KA09MH${String(1000 + count)}` }));
          record({ name: 'VehicleCreated', entityId: id, serviceCenterId: null, data: {} });
        }
      });
      return '/search/vehicles?phone=9845012345';
    },
    'GET /customers': async () => {
      await many(() => world.make.vehicle());
      return '/customers?';
    },
    'GET /templates': async () => {
      await world.rows(
        `insert into templates (id, type, channel, language, subject, body, variables, version, created_at, updated_at)
         select gen_random_uuid(), 'job-assigned', 'IN_APP', 'en', 'many', 'many', '{}', 1, now(), now() returning id`,
      );
      await world.rows('alter table templates drop constraint templates_once');
      const [{ id } = { id: '' }] = await world.rows<{ id: string }>('select id from templates limit 1');
      await copies('templates', id, `'subject', 'one of many'`);
      return '/templates?';
    },
    'GET /notifications': async () => {
      await manyMessages();
      return '/notifications?';
    },
    'GET /webhooks': async () => {
      const { webhook } = await toldWebhook(world);
      await copies('webhooks', webhook.split('/')[2]!, `'description', 'one of many'`);
      return '/webhooks?';
    },
    'GET /webhooks/:id/deliveries': async () => `${(await toldWebhook(world, MANY)).webhook}/deliveries?`,
    'GET /notifications/deliveries': async () => '/notifications/deliveries?',
    'GET /admin/dead-letters': async () => {
      await many(() => deadWork(world));
      return '/admin/dead-letters?';
    },
    'GET /vehicles': async () => {
      await many(() => world.make.vehicle());
      return '/vehicles?';
    },
    'GET /customers/:id/contacts': async () => {
      const path = await company();
      const { body } = await world.as('manager').post<{ id: string }>(`${path}/contacts`, { name: 'Ravi', phone: '9845000001' });
      await copies('customer_contacts', body.id, `'active', false`);
      return `${path}/contacts?`;
    },
    'GET /vehicles/:id/odometer': async () => {
      const { id } = world.basics.car;
      await world.rows(
        `insert into odometer_readings (id, vehicle_id, odometer, read_at, source)
         select gen_random_uuid(), '${id}', n, now() + n * interval '1 day', 'MANUAL' from generate_series(1, ${MANY}) n returning id`,
      );
      return `/vehicles/${id}/odometer?`;
    },
    'GET /vehicles/:id/history': async () => {
      const { id } = world.basics.car;
      await world.rows(
        `insert into service_history (id, vehicle_id, kind, source_id, service_date)
         select gen_random_uuid(), '${id}', 'JOB', gen_random_uuid(), now() - n * interval '1 day' from generate_series(1, ${MANY}) n returning id`,
      );
      return `/vehicles/${id}/history?`;
    },
  };

  const lines = async (count: number): Promise<EstimateLineRequest[]> => {
    const parts = await partsInStock(count - 1);
    const ofPart = ({ id: partId }: { id: string }): EstimateLineRequest => ({
      kind: 'PART',
      partId,
      quantity: Quantity.parse('1'),
      unitPrice: Money.parse('150.00'),
    });
    return [world.make.labour, ...parts.map(ofPart)];
  };
  /** For what only reads them: made once with so many lines. */
  const card = onceEach(async (count) => (await world.make.assignedCard(await lines(count))).card);
  const invoice = onceEach(async (count) => world.make.invoice(await lines(count)));

  /** As if a registered buyer with an address had got it. */
  const toFleet = (invoiceId: string): Promise<unknown> => {
    const buyer = {
      ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru', pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
    };
    return world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer })}' where id = '${invoiceId}'`,
    );
  };

  /** Each single resource, with as many lines as are asked for. */
  const details: Readonly<Record<string, (count: number) => Promise<string>>> = {
    'GET /parts/:id': async (count) => {
      const part = await world.make.partInStock('1');
      const others = await partsInStock(count - 1);
      const substitutes = others.slice(0, 20).map(({ id }) => id);
      await world.as('superAdmin').patch(`/parts/${part.id}`, { substitutes });
      return `/parts/${part.id}`;
    },
    'GET /inventory/:id': async () => {
      const { body } = await world.as('manager').get<ListOf<{ id: string }>>('/inventory?limit=1');
      return `/inventory/${body.data[0]!.id}`;
    },
    'GET /inventory/adjustments/:id': async () => {
      const { id: partId } = await world.make.partInStock('100');
      const body = { serviceCenterId: world.basics.branches.blr01.id, partId, delta: '-1', reason: 'counted again' };
      const adjusted = await world.as('manager').post('/inventory/adjust', body, { key: freshKey() });
      return adjusted.headers.get('location')!;
    },
    'GET /inventory/counts/:id': async (count) => `/inventory/counts/${await counted(count)}`,
    'GET /inventory/receipts/:id': async (count) => `/inventory/receipts/${await received(count)}`,
    'GET /stock-transfers/:id': async (count) => {
      const parts = await partsInStock(count);
      const items = parts.map(({ id: partId }) => ({ partId, quantity: Quantity.parse('1') }));
      return `/stock-transfers/${(await world.make.transfer(items)).id}`;
    },
    'GET /stock-transfers/:id/challan/pdf': async (count) => {
      const parts = await partsInStock(count);
      const items = parts.map(({ id: partId }) => ({ partId, quantity: Quantity.parse('1') }));
      const { id } = await world.make.transfer(items, 'in_transit');
      await world.cradle.storePaper(originalOf('CHALLAN', id), systemActor('test'));
      return `/stock-transfers/${id}/challan/pdf`;
    },
    'GET /vehicles/:id/history.pdf': async (count) => {
      const { id } = await world.make.vehicle();
      await world.rows(
        `insert into service_history (id, vehicle_id, kind, source_id, service_date)
         select gen_random_uuid(), '${id}', 'JOB', gen_random_uuid(), now() - n * interval '1 day' from generate_series(1, ${count}) n returning id`,
      );
      await drawHistory(world, id, world.basics.actors.manager);
      return `/vehicles/${id}/history.pdf`;
    },
    'GET /warranty-claims/:id': async (count) => `/warranty-claims/${await claimWith(Math.min(count, 20))}`,
    'GET /customers/:id': company,
    'GET /vehicles/:id': async (count) => {
      const { id } = await world.make.vehicle();
      await world.rows(
        `insert into former_plates (id, vehicle_id, registration, held_until, created_at)
         select gen_random_uuid(), '${id}', 'KA08' || n, '2026-01-01', now() from generate_series(1, ${count}) n returning id`,
      );
      return `/vehicles/${id}`;
    },
    'GET /auth/me': async (count) => {
      await assignedTo(world.people.superAdmin, count);
      return '/auth/me';
    },
    'GET /auth/sessions': async (count) => {
      await world.rows(
        `insert into sessions (id, family, user_id, refresh_token_hash, version, created_at, updated_at, expires_at)
         select id, id, '${world.people.manager.id}', md5(id::text), 1, now(), now(), now() + interval '1 day'
         from (select gen_random_uuid() as id from generate_series(1, ${count})) as one returning id`,
      );
      return '/auth/sessions';
    },
    'GET /users/:id': async (count) => {
      const { user: engineer } = await world.make.engineer();
      await assignedTo(engineer, count);
      return `/users/${engineer.id}`;
    },
    'GET /service-centers/:id': async (count) => {
      await assignedTo(world.people.engineer, count);
      return `/service-centers/${world.basics.branches.blr01.id}`;
    },
    'GET /approvals/:id': async (count) => {
      const { id } = world.basics.branches.blr01;
      const holidays = Array.from({ length: Math.min(count, 28) }, (_, n) => ({ day: `2027-02-${String(n + 1).padStart(2, '0')}` }));
      const asked = await world.as('manager').patch(`/service-centers/${id}`, { upiId: 'one@oksbi', holidays });
      return asked.headers.get('location')!;
    },
    'GET /delegations/:id': async (count) => {
      await assignedTo(world.people.manager, count);
      return `/delegations/${await delegated()}`;
    },
    ...Object.fromEntries(
      ['gstr1', 'hsn-summary', 'documents-issued'].map((name) => [
        `GET /gst/${name}`,
        async (count: number): Promise<string> => {
          const { id } = await invoice(count);
          const [{ gstin } = { gstin: '' }] = await world.rows<{ gstin: string }>(`select gstin from invoices where id = '${id}'`);
          return `/gst/${name}?period=2026-11&gstin=${gstin}`;
        },
      ]),
    ),
    'GET /system-config': async () => '/system-config',
    'GET /system-config/:key': async () => '/system-config/security.failed-logins',
    'GET /job-cards/:id': async (count) => `/job-cards/${(await card(count)).id}`,
    'GET /files/:id': async (count) => `/files/${(await attached((await card(count)).id)).id}`,
    'GET /job-cards/:id/estimates': async (count) => `/job-cards/${(await card(count)).id}/estimates`,
    'GET /job-cards/:id/inspection': async (count) => {
      const path = `/job-cards/${(await world.make.openCard()).id}/inspection`;
      const items = Array.from({ length: count }, (_, n) => ({ label: `Scratch ${n}`, result: 'FAIL' }));
      assert.equal((await world.as('manager').post(path, { items })).status, 201);
      return path;
    },
    'GET /job-cards/:id/transitions': async (count) => `/job-cards/${(await card(count)).id}/transitions`,
    'GET /job-cards/:id/time-logs': async (count) => {
      const { id, tasks } = await card(count);
      await world.rows(
        `insert into time_logs (id, job_card_id, task_id, engineer_id, status, spans)
         select gen_random_uuid(), '${id}', '${tasks[0]!.id}', '${world.people.engineer2.id}', 'stopped', '[]' from generate_series(1, ${count}) n
         returning id`,
      );
      return `/job-cards/${id}/time-logs`;
    },
    'GET /job-cards/:id/gate-pass': async (count) => {
      const bill = await world.make.invoice(await lines(count));
      const body = { invoiceId: bill.id, amount: String(bill.totalAmount), method: 'UPI' };
      await world.as('manager').post('/payments', body, { key: freshKey() });
      await world.as('manager').post(`/job-cards/${bill.sourceId}/deliver`, { odometerOut: 20_200 });
      const [pass] = await world.rows<{ id: string }>(`select id from gate_passes where job_card_id = '${bill.sourceId}'`);
      await world.cradle.storePaper(originalOf('GATE_PASS', pass!.id), systemActor('test'));
      return `/job-cards/${bill.sourceId}/gate-pass`;
    },
    'GET /engineers/availability': async (count) => {
      await assignedTo(world.people.engineer2, count);
      return `/engineers/availability?serviceCenterId=${world.basics.branches.blr01.id}`;
    },
    'GET /debit-notes/:id': async (count) => {
      const { id: invoiceId, lines: billed } = await world.make.invoice(await lines(count));
      const body = { invoiceId, reason: 'Too little', lines: billed.map(({ id: lineId }) => ({ lineId, amount: '1.00' })) };
      return (await world.as('admin').post('/debit-notes', body, { key: freshKey() })).headers.get('location')!;
    },
    'GET /debit-notes/:id/pdf': async (count) => {
      const { id: invoiceId, lines: billed } = await world.make.invoice(await lines(count));
      const body = { invoiceId, reason: 'Too little', lines: billed.map(({ id: lineId }) => ({ lineId, amount: '1.00' })) };
      const path = (await world.as('admin').post('/debit-notes', body, { key: freshKey() })).headers.get('location')!;
      await world.as('admin').post(`${path}/issue`);
      await world.cradle.storePaper(originalOf('DEBIT_NOTE', path.split('/')[2]!), systemActor('test'));
      return `${path}/pdf`;
    },
    'GET /credit-notes/:id': async (count) => {
      const { id: invoiceId, lines: billed } = await world.make.invoice(await lines(count));
      const body = { invoiceId, reason: 'Too much', lines: billed.map(({ id: lineId }) => ({ lineId, quantity: '0.001' })) };
      return (await world.as('admin').post('/credit-notes', body, { key: freshKey() })).headers.get('location')!;
    },
    'GET /credit-notes/:id/pdf': async (count) => {
      const { id: invoiceId, lines: billed } = await world.make.invoice(await lines(count));
      const body = { invoiceId, reason: 'Too much', lines: billed.map(({ id: lineId }) => ({ lineId, quantity: '0.001' })) };
      const path = (await world.as('admin').post('/credit-notes', body, { key: freshKey() })).headers.get('location')!;
      await world.as('admin').post(`${path}/issue`);
      await world.cradle.storePaper(originalOf('CREDIT_NOTE', path.split('/')[2]!), systemActor('test'));
      return `${path}/pdf`;
    },
    'GET /credit-notes/:id/e-invoice': async (count) => {
      const { id: invoiceId, lines: billed } = await world.make.invoice(await lines(count));
      await toFleet(invoiceId);
      const body = { invoiceId, reason: 'Too much', lines: billed.map(({ id: lineId }) => ({ lineId, quantity: '0.001' })) };
      const path = (await world.as('admin').post('/credit-notes', body, { key: freshKey() })).headers.get('location')!;
      await world.as('admin').post(`${path}/issue`);
      return `${path}/e-invoice`;
    },
    'GET /invoices/:id': async (count) => `/invoices/${(await invoice(count)).id}`,
    'GET /invoices/:id/pdf': async (count) => {
      const { id } = await invoice(count);
      await world.cradle.storePaper(originalOf('INVOICE', id), systemActor('test'));
      return `/invoices/${id}/pdf`;
    },
    'GET /stock-transfers/:id/e-way-bill': async (count) => {
      const parts = await partsInStock(count);
      const items = parts.map(({ id: partId }) => ({ partId, quantity: Quantity.parse('1') }));
      return `/stock-transfers/${(await world.make.transfer(items, 'in_transit')).id}/e-way-bill`;
    },
    'GET /invoices/:id/e-way-bill': async (count) => {
      const { id } = await world.make.invoice(await lines(Math.max(count, 2)));
      await toFleet(id);
      return `/invoices/${id}/e-way-bill`;
    },
    'GET /invoices/:id/e-invoice': async (count) => {
      const { id } = await world.make.invoice(await lines(count));
      await toFleet(id);
      return `/invoices/${id}/e-invoice`;
    },
    'GET /payments/:id': async (count) => {
      const { id } = await invoice(count);
      const paid = await world.as('manager').post('/payments', { invoiceId: id, amount: '1.00', method: 'CASH' }, { key: freshKey() });
      return paid.headers.get('location')!;
    },
    'GET /payments/:id/pdf': async (count) => {
      const { id } = await invoice(count);
      const body = { invoiceId: id, amount: '1.00', method: 'CASH' };
      const path = (await world.as('manager').post('/payments', body, { key: freshKey() })).headers.get('location')!;
      await world.cradle.storePaper(originalOf('RECEIPT', path.split('/')[2]!), systemActor('test'));
      return `${path}/pdf`;
    },
    'GET /notifications/preferences': async () => '/notifications/preferences',
    'GET /templates/:id': async () => {
      const [{ id } = { id: '' }] = await world.rows<{ id: string }>('select id from templates limit 1');
      return `/templates/${id}`;
    },
    'GET /webhooks/:id': async () => (await toldWebhook(world)).webhook,
    'GET /customers/:id/statement': async () => `/customers/${world.basics.car.customerId}/statement`,
    'GET /reports/receivables/ageing': async () => '/reports/receivables/ageing',
    'GET /refunds/:id/pdf': async () => {
      const id = await refundedAdvance();
      await world.cradle.storePaper(originalOf('REFUND_VOUCHER', id), systemActor('test'));
      return `/refunds/${id}/pdf`;
    },
    'GET /refunds/:id': async () => `/refunds/${await refunded()}`,
    'GET /admin/queues': async () => '/admin/queues',
    'GET /admin/schedules': async () => '/admin/schedules',
    'GET /imports/:id/report': async (count) => {
      const key = `imports/${world.cradle.ids.next()}`;
      const file = { key, name: 'parts.csv', size: 3, sha256: '0'.repeat(64) };
      await world.cradle.startImport({ kind: 'parts', dryRun: true, file }, systemActor('test'));
      const [started] = await world.rows<{ id: string }>(`select id from imports where file_key = '${key}'`);
      await world.rows(`insert into import_refusals select '${started!.id}', n, 'no' from generate_series(1, ${count}) n returning line`);
      return `/imports/${started!.id}/report`;
    },
    'GET /jobs/:id': async (count) => {
      const { id } = await invoice(count);
      const work = paperWork(originalOf('INVOICE', id));
      return `/jobs/${await world.cradle.jobRuns.ensure(work, { userId: world.people.manager.id, requestId: 'test' }, null)}`;
    },
  };

  const fromRedisAlone = ['GET /search/recent'];
  const fromFilesAlone = ['GET /admin/letters', 'GET /admin/letters/:id'];
  /** What they send comes from one reader for all who listen. */
  const streams = ['GET /job-cards/stream', 'GET /notifications/stream'];

  it('PERF-01 is looked at for every route that reads the database', () => {
    const reads = routesIn(modules, world.cradle)
      .filter(({ method, permission }) => method === 'GET' && permission !== 'public')
      .map(({ method, url }) => `${method} ${url}`)
      .filter((name) => ![...fromRedisAlone, ...fromFilesAlone].includes(name) && !streams.includes(name));
    assert.deepEqual(reads.sort(), [...Object.keys(lists), ...Object.keys(details)].sort());
  });

  it('PERF-01 is the same for a list of 1 and of 100', async () => {
    for (const [name, fill] of Object.entries(lists)) {
      const path = await fill();
      const most = name === 'GET /search/vehicles' ? 50 : MANY;
      assert.equal(await rowsOf(`${path}&limit=1`), 1, name);
      assert.equal(await rowsOf(`${path}&limit=${most}`), most, name);
      const [one, hundred] = [await statementsOf(`${path}&limit=1`), await statementsOf(`${path}&limit=${most}`)];
      assert.deepEqual([name, hundred], [name, one]);
      assert.ok(one >= 1 && one <= 2, `${name} takes ${one} statements`);
    }
  });

  it('PERF-01 is one for the board and for the calendar, whatever they hold', async () => {
    for (const view of ['kanban', 'calendar'])
      for (const limit of [1, MANY]) assert.equal(await statementsOf(`/job-cards?view=${view}&limit=${limit}`), 1);
  });

  it('PERF-01 is the same for a resource with 1 line and with 100', async () => {
    for (const [name, make] of Object.entries(details)) {
      const [small, large] = [await statementsOf(await make(1)), await statementsOf(await make(MANY))];
      assert.deepEqual([name, large], [name, small]);
      // An export is a transaction of its own besides: it leaves a trace (AUD-01); and it reads in one, of one state of the books (GST-01).
      // GSTR-1 looks at advances too.
      const most = name === 'GET /gst/gstr1' ? 10 : name.startsWith('GET /gst/') ? 9 : 3;
      assert.ok(small >= 1 && small <= most, `${name} takes ${small} statements`);
    }
  });
});
