import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { systemClock } from '../../adapters/security/system.ts';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import type { PaymentBody } from '../support/bodies.ts';
import { freshKey } from '../support/client.ts';
import { withSuite } from '../support/endings.ts';
import { hold, invoiceRow } from '../support/locks.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';

const paymentsOf = async ({ rows }: World, invoiceId: string): Promise<number> =>
  (await rows(`select from payment_allocations where invoice_id = '${invoiceId}'`)).length;

const upi = (invoiceId: string) => ({ invoiceId, amount: '1888.00', method: 'UPI', reference: 'UPI-1' });

describe('an API process that is told to stop', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite, { clock: systemClock });
  });

  const refusesConnections = (api: ApiProcess) =>
    until(() =>
      fetch(`${api.url}/health`, { headers: { connection: 'close' } }).then(
        () => false,
        () => true,
      ),
    );

  it('finishes what runs, takes nothing new, and exits with 0 within 25 seconds', async (t) => {
    const { id } = await world.make.invoice();
    const api = await startApi(t, world);
    const lock = await hold(world, invoiceRow(id));
    const running = world.as('advisor').at(api.url).post<PaymentBody>('/payments', upi(id), { key: freshKey() });
    await lock.waitedFor();
    const asked = performance.now();
    const exit = api.kill('SIGTERM');
    await refusesConnections(api);
    await lock.release();
    assert.equal((await running).status, 201);
    assert.deepEqual(await exit, { code: 0, signal: null });
    assert.ok(performance.now() - asked < 25_000);
    assert.equal(await paymentsOf(world, id), 1);
  });

  it('under load has done exactly what it has answered', async (t) => {
    const { id } = await world.make.invoice();
    const api = await startApi(t, world);
    const client = world.as('advisor').at(api.url);
    const told: string[] = [];
    const odd: string[] = [];
    let refused = false;
    const load = async (): Promise<void> => {
      while (!refused) {
        const answer = await client
          .post<PaymentBody>('/payments', { invoiceId: id, amount: '0.01', method: 'CASH' }, { key: freshKey() })
          .catch(() => undefined);
        if (answer === undefined) refused = true;
        else if (answer.status === 201) told.push(answer.body.id);
        else odd.push(answer.text);
      }
    };
    const clients = Array.from({ length: 12 }, load);
    await until(() => told.length > 50);
    assert.deepEqual(await api.kill('SIGTERM'), { code: 0, signal: null });
    await Promise.all(clients);
    assert.deepEqual(odd, []);
    const kept = await world.rows<{ id: string }>(`select payment_id as id from payment_allocations where invoice_id = '${id}'`);
    assert.deepEqual(kept.map((row) => row.id).sort(), told.sort());
  });
});
