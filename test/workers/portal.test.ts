import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixedClock } from '@dms/domain/memory/clock';
import { until } from '../support/until.ts';
import { variablesOf } from '../support/server.ts';
import { freshBranches } from '../support/world.ts';
import { lookAt } from '../../workers/doctor/checks.ts';
import type { ListOf } from '../support/bodies.ts';
import { startPortalProcess } from './start-worker-process.ts';

const BUYER = {
  ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
  ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
};

describe('the registration portal and a worker that is killed', () => {
  it('TAX-12 NOT-04 INV-02 a portal that never answers is given up: those who cancel at the branch are told, it is listed, and asked anew', async (t) => {
    const clock = fixedClock('2026-11-24T06:30:00.000Z');
    const world = await freshBranches(t, { clock });
    const { id, invoiceNumber } = await world.make.invoice(world.make.mainLines);
    await world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer: BUYER })}' where id = '${id}'`,
    );
    assert.equal((await world.as('advisor').post(`/invoices/${id}/e-invoice`)).status, 201);
    const cancel = () => world.as('manager').post(`/invoices/${id}/cancel`, { reason: 'wrong firm' });
    assert.equal((await cancel()).status, 202);
    const { registrationPortal: portal } = world.cradle;
    const usual = portal.cancel.bind(portal);
    portal.cancel = () => Promise.reject(new Error('socket hang up'));

    await world.startWorkers('relay', 'reminders');
    const runs = `consumer = 'e-invoice-cancelling'`;
    await until(async () => (await world.rows(`select from job_runs where ${runs} and state = 'handed'`)).length === 1, {
      what: 'the work to be handed over',
    });
    // Of its starts the last is left.
    await world.rows(`update job_runs set starts = max_attempts - 1 where ${runs} returning id`);
    await world.startWorkers('portal');
    type Listed = ListOf<{ id: string }>;
    const stalled = async () => (await world.as('manager').get<Listed>('/invoices?cancellation=stalled')).body.data.map((each) => each.id);
    await until(async () => (await stalled()).length === 1, { what: 'the invoice to be listed as stalled' });
    assert.deepEqual(await stalled(), [id]);

    const inboxOf = async (who: 'manager' | 'advisor' | 'elsewhere') =>
      (await world.as(who).get<ListOf<{ type: string; title: string; body: string }>>('/notifications')).body.data.filter(
        ({ type }) => type === 'cancellation-stalled',
      );
    await until(async () => (await inboxOf('manager')).length === 1, { what: 'the manager to be told' });
    const { title, body } = (await inboxOf('manager'))[0]!;
    assert.ok(title.includes(invoiceNumber!) && body.includes('2026-11-24'), `${title} ${body}`);
    assert.deepEqual([await inboxOf('advisor'), await inboxOf('elsewhere')], [[], []]);
    const { faults } = await lookAt('cancellations', world.cradle);
    assert.equal(faults.length, 1);
    assert.ok(faults[0]!.startsWith(`${invoiceNumber} waits`), faults[0]);

    portal.cancel = usual;
    assert.equal((await cancel()).status, 202);
    await until(async () => (await world.rows(`select from invoices where id = '${id}' and status = 'CANCELLED'`)).length === 1, {
      what: 'the invoice to be cancelled',
    });
    assert.deepEqual([await stalled(), (await lookAt('cancellations', world.cradle)).faults], [[], []]);
  });

  it('TAX-12 OUT-02 killed after the portal has cancelled, another learns it from the portal and asks for nothing again', async (t) => {
    const clock = fixedClock(new Date().toISOString());
    const world = await freshBranches(t, { clock });
    const { id } = await world.make.invoice(world.make.mainLines);
    await world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer: BUYER })}' where id = '${id}'`,
    );
    assert.equal((await world.as('advisor').post(`/invoices/${id}/e-invoice`)).status, 201);
    assert.equal((await world.as('manager').post(`/invoices/${id}/cancel`, { reason: 'wrong firm' })).status, 202);
    const env = await variablesOf({ databaseUrl: world.database.url, redisUrl: world.redisUrl });
    const killed = await startPortalProcess(t, env);
    await killed.says(/^cancelled [0-9a-f]{64}$/m);
    assert.equal((await killed.exited).signal, 'SIGKILL');
    const standing = async () => (await world.rows<{ status: string }>(`select status from invoices where id = '${id}'`))[0]!.status;
    assert.equal(await standing(), 'UNPAID');

    // The portal is elsewhere, and keeps what it has done.
    const { registrationPortal: portal } = world.cradle;
    const [{ irn }] = (await world.rows<{ irn: string }>(`select irn from e_invoices where document_id = '${id}'`)) as [{ irn: string }];
    const { cancelledAt } = await portal.cancel(irn, { code: 'OTHER', remark: 'wrong firm' });
    let asked = 0;
    portal.cancel = () => {
      asked += 1;
      return Promise.resolve({ cancelledAt });
    };
    await world.startWorkers('relay', 'portal');
    await until(
      async () => {
        clock.advance(60_000);
        return (await standing()) === 'CANCELLED';
      },
      { what: 'the invoice to be cancelled' },
    );
    assert.equal(asked, 0);
    const kept = await world.rows(`select cancelled_at from e_invoice_cancellations where document_id = '${id}'`);
    assert.deepEqual(kept, [{ cancelled_at: cancelledAt }]);
  });
});
