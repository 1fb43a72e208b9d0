import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../adapters/security/system.ts';
import type { InvoiceBody, ReadinessBody } from '../support/bodies.ts';
import { assertOnlyOutages, loadCounters } from '../support/counter-load.ts';
import { onDatabase, startOwnPostgres } from '../support/embedded.ts';
import { until } from '../support/until.ts';
import { freshBranches } from '../support/world.ts';

describe('while PostgreSQL is restarted', () => {
  it('callers hear 503 for seconds and never 500, nothing that was answered is lost, and it goes on by itself', async (t) => {
    const own = await startOwnPostgres();
    const { appUrl: url, ownerUrl, adminUrl } = own.server;
    const world = await freshBranches(t, {
      clock: systemClock,
      database: { name: 'dms', url, ownerUrl, adminUrl: onDatabase(adminUrl, 'dms'), drop: async () => {} },
    });
    const { id } = await world.make.invoice(world.make.mainLines);
    const { counts, taken, stop } = loadCounters({
      invoiceId: id,
      payers: Array.from({ length: 4 }, () => world.as('advisor')),
      readers: ['/job-cards', `/invoices/${id}`, '/search/vehicles?vin=MA1TA2AB3C4D56789'].map(
        (path) => [world.as('manager'), path] as const,
      ),
    });
    await until(() => taken.length > 20);
    await own.stop();
    await until(async () => (await world.anybody.get('/ready')).status === 503);
    await until(() => (counts['pay 503 service.unavailable'] ?? 0) > 5 && (counts['read 503 service.unavailable'] ?? 0) > 5);
    await own.start();
    const before = taken.length;
    await until(() => taken.length > before + 20, { what: 'payments to be taken again' });
    await stop();
    assertOnlyOutages(counts);
    const kept = await world.rows<{ id: string }>(`select payment_id as id from payment_allocations where invoice_id = '${id}'`);
    assert.deepEqual(kept.map((row) => row.id).sort(), taken.toSorted());
    const { body } = await world.as('advisor').get<InvoiceBody>(`/invoices/${id}`);
    assert.equal(body.paidAmount, (taken.length / 100).toFixed(2));
    assert.deepEqual((await world.anybody.get<ReadinessBody>('/ready')).body.status, 'ready');
  });
});
