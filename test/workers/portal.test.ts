import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixedClock } from '@dms/domain/memory/clock';
import { until } from '../support/until.ts';
import { variablesOf } from '../support/server.ts';
import { freshBranches } from '../support/world.ts';
import { startPortalProcess } from './start-worker-process.ts';

const BUYER = {
  ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
  ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
};

describe('the registration portal and a worker that is killed', () => {
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
