import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { systemClock } from '../../adapters/security/system.ts';
import { startApi } from '../support/api-process.ts';
import type { InvoiceBody, PaymentBody } from '../support/bodies.ts';
import { freshKey } from '../support/client.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { withSuite } from '../support/endings.ts';
import { hold, invoiceRow } from '../support/locks.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';

const paymentsOf = async ({ rows }: World, invoiceId: string): Promise<number> =>
  (await rows(`select from payment_allocations where invoice_id = '${invoiceId}'`)).length;

const upi = (invoiceId: string) => ({ invoiceId, amount: '1888.00', method: 'UPI', reference: 'UPI-1' });

describe('an API process that is killed', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite, { clock: systemClock });
  });
  const pay = (api: { url: string }, invoiceId: string, key: string) =>
    world.as('advisor').at(api.url).post<PaymentBody>('/payments', upi(invoiceId), { key });

  it('PAY-02 between the commit of a payment and its answer has taken it once, and a retry gets that answer', async (t) => {
    const { id } = await world.make.invoice();
    const key = freshKey();
    const api = await startApi(t, world);
    const proxy = await startCuttingProxy(t, api.url);
    proxy.swallow();
    const unanswered = assert.rejects(pay(proxy, id, key), { name: 'TypeError' });
    await until(() => proxy.swallowed().includes('\r\n\r\n{'));
    await api.kill('SIGKILL');
    proxy.cut();
    await unanswered;
    assert.equal(await paymentsOf(world, id), 1);

    const next = await startApi(t, world);
    const retried = await pay(next, id, key);
    assert.deepEqual([retried.status, retried.headers.get('idempotency-replayed')], [201, 'true']);
    assert.equal(retried.text, proxy.swallowed().split('\r\n\r\n')[1], 'the very answer that was lost');
    assert.equal(await paymentsOf(world, id), 1);
    assert.equal((await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`)).body.status, 'PAID');
  });

  it('PAY-02 before the commit of a payment has taken nothing, and a retry takes it', async (t) => {
    const { id } = await world.make.invoice();
    const key = freshKey();
    const api = await startApi(t, world);
    const lock = await hold(world, invoiceRow(id));
    const unanswered = assert.rejects(pay(api, id, key), { name: 'TypeError' });
    await lock.waitedFor();
    await api.kill('SIGKILL');
    await unanswered;
    await lock.release();
    const taken = await until(async () => {
      const answer = await pay(world, id, key);
      return answer.status === 409 ? undefined : answer; // for as long as PostgreSQL has not noticed that its client is gone
    });
    assert.deepEqual([taken.status, taken.headers.get('idempotency-replayed')], [201, null]);
    assert.equal(await paymentsOf(world, id), 1);
  });

  it('APR-03 before the commit of a decision has carried out nothing, and the next who decides carries it out once', async (t) => {
    const path = `/service-centers/${world.basics.branches.blr01.id}`;
    const { headers } = await world.as('manager').patch(path, { upiId: 'crash@oksbi' });
    const at = headers.get('location')!;
    const edits = async () => (await world.rows(`select from audit_logs where event = 'ServiceCenterEdited'`)).length;
    const api = await startApi(t, world);
    // Held are the heads of the audit trail: everything else of the decision is written by then.
    const lock = await hold(world, 'select from audit_lanes for update');
    const unanswered = assert.rejects(world.as('admin').at(api.url).post(`${at}/approve`), { name: 'TypeError' });
    await lock.waitedFor();
    await api.kill('SIGKILL');
    await unanswered;
    await lock.release();
    assert.deepEqual([await edits(), (await world.as('admin').get<{ status: string }>(at)).body.status], [0, 'PENDING']);
    const again = await world.as('superAdmin').post<{ status: string }>(`${at}/approve`);
    assert.deepEqual([again.status, again.body.status], [200, 'EXECUTED'], again.text);
    assert.equal(await edits(), 1);
  });

  it('APR-03 between the commit of a decision and its answer has carried it out once, and a retry gets that answer', async (t) => {
    const path = `/service-centers/${world.basics.branches.blr01.id}`;
    const { headers } = await world.as('manager').patch(path, { upiId: 'answered@oksbi' });
    const at = headers.get('location')!;
    const key = freshKey();
    const api = await startApi(t, world);
    const proxy = await startCuttingProxy(t, api.url);
    proxy.swallow();
    const decide = (url: string) => world.as('admin').at(url).post<{ status: string }>(`${at}/approve`, {}, { key });
    const unanswered = assert.rejects(decide(proxy.url), { name: 'TypeError' });
    await until(() => proxy.swallowed().includes('\r\n\r\n{'));
    await api.kill('SIGKILL');
    proxy.cut();
    await unanswered;
    const retried = await decide(world.url);
    assert.deepEqual([retried.status, retried.body.status, retried.headers.get('idempotency-replayed')], [200, 'EXECUTED', 'true']);
    const executed = `select from audit_logs where event = 'ApprovalExecuted' and entity_id = '${at.split('/').at(-1)}'`;
    assert.equal((await world.rows(executed)).length, 1);
  });
});
