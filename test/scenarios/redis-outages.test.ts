import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../adapters/security/system.ts';
import type { InvoiceBody, PaymentBody, ReadinessBody } from '../support/bodies.ts';
import { freshKey } from '../support/client.ts';
import { startOwnRedis } from '../support/embedded.ts';
import { byClients, tally } from '../support/races.ts';
import { neverQuiet } from '../support/never-quiet.ts';
import { until } from '../support/until.ts';
import { freshBranches, PASSWORD } from '../support/world.ts';

describe('without Redis', () => {
  it('OUT-01 invoices are issued and payments taken, what follows waits, and is done when Redis is back', async (t) => {
    const redis = await startOwnRedis({ appendonly: 'no' });
    const world = await freshBranches(t, { clock: systemClock, redisUrl: redis.server.url });
    await neverQuiet(world);
    await world.startWorkers('all');
    const ready = () => world.anybody.get<ReadinessBody>('/ready');
    const state = async () => {
      const { status, body } = await ready();
      return [status, body?.status, body?.degraded];
    };
    await until(async () => (await ready()).body.status === 'ready');
    const drafts = await byClients(4, Array.from({ length: 6 }), () => world.make.draft());

    await redis.kill();
    await until(async () => (await ready()).body.status === 'degraded');
    assert.deepEqual(await state(), [200, 'degraded', ['redis']]);
    const login = await world.anybody.post('/auth/login', { username: 'advisor.blr01@dms.example', password: PASSWORD });
    assert.equal(login.status, 200);
    assert.equal((await world.as('advisor').get('/search/vehicles?registration=KA01AB1234')).status, 200);
    const issued = await Promise.all(drafts.map(({ id }) => world.as('advisor').post<InvoiceBody>(`/invoices/${id}/issue`)));
    assert.deepEqual(tally(issued), { '200': 6 });
    const paid = await Promise.all(
      drafts.map(({ id }) =>
        world.as('advisor').post<PaymentBody>('/payments', { invoiceId: id, amount: '1888.00', method: 'CARD' }, { key: freshKey() }),
      ),
    );
    assert.deepEqual(tally(paid), { '201': 6 });
    assert.equal((await world.rows('select from outbox')).length > 0, true);
    assert.equal((await world.rows(`select from job_runs where consumer like 'invoice-%' and state = 'done'`)).length, 0);
    assert.equal((await world.as('advisor').get(`/invoices/${drafts[0]!.id}/pdf`)).status, 202, 'the paper has to wait');

    await redis.start();
    await until(
      async () => {
        const [{ n } = { n: 0 }] = await world.rows<{ n: number }>(
          `select count(*)::int as n from job_runs where consumer = 'invoice-pdf' and state = 'done'`,
        );
        return n === 6;
      },
      { what: 'six papers' },
    );
    assert.deepEqual(await state(), [200, 'ready', []]);
    await until(async () => (await world.rows('select from outbox where dispatched_at is null')).length === 0);
    for (const { id } of drafts) assert.equal((await world.as('advisor').get(`/invoices/${id}/pdf`)).status, 200);
  });
});

describe('with a Redis that hangs', () => {
  it('OUT-01 nobody waits for it: logins, searches, invoices and payments are answered, and the papers come later', async (t) => {
    const redis = await startOwnRedis({ appendonly: 'no' });
    const world = await freshBranches(t, { clock: systemClock, redisUrl: redis.server.url });
    await world.startWorkers('all');
    await until(async () => (await world.anybody.get<ReadinessBody>('/ready')).body.status === 'ready');
    const { id } = await world.make.draft();
    process.kill(redis.server.pid, 'SIGSTOP');
    t.after(() => void process.kill(redis.server.pid, 'SIGCONT'));
    const began = performance.now();
    const login = await world.anybody.post('/auth/login', { username: 'advisor.blr01@dms.example', password: PASSWORD });
    const found = await world.as('advisor').get('/search/vehicles?registration=KA01AB1234');
    const issued = await world.as('advisor').post(`/invoices/${id}/issue`);
    const paid = await world.as('advisor').post('/payments', { invoiceId: id, amount: '1888.00', method: 'CARD' }, { key: freshKey() });
    assert.deepEqual([login.status, found.status, issued.status, paid.status], [200, 200, 200, 201]);
    assert.ok(performance.now() - began < 10_000, 'somebody waited for Redis');
    process.kill(redis.server.pid, 'SIGCONT');
    await until(async () => (await world.as('advisor').get(`/invoices/${id}/pdf`)).status === 200);
  });
});
