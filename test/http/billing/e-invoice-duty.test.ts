import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { DomainError } from '@dms/domain/shared/errors';
import { fixedClock } from '@dms/domain/memory/clock';
import { freshKey } from '../../support/client.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

const NOON = '2026-11-22T06:30:00.000Z';
const BUYER = {
  ...{ name: 'Utkal Fleet', lines: ['1, Janpath'], city: 'Bengaluru' },
  ...{ pincode: '560001', stateCode: '29', gstin: '29AAACB1234C1ZB' },
};

describe('who registers e-invoices, and by when', () => {
  const suite = withSuite();
  let world: World;
  const clock = fixedClock(NOON);
  before(async () => {
    world = await freshBranches(suite, { clock });
  });
  beforeEach(() => clock.set(new Date(clock.now().getTime() + 60_000)));

  const turnover = (value: string) =>
    world.cradle.setSetting(
      { key: 'gst.aggregate-turnover', value, reason: 'books' },
      { ...world.basics.actors.admin, role: 'SUPER_ADMIN' },
    );
  const bill = async (buyer: object = BUYER): Promise<string> => {
    const { id } = await world.make.invoice(world.make.mainLines);
    await world.rows(
      `set session_replication_role = replica; update invoices set document = document || '${JSON.stringify({ buyer })}' where id = '${id}'`,
    );
    return id;
  };
  const send = async (id: string) => {
    const { status, problem } = await world.as('advisor').post(`/invoices/${id}/send`, { to: 'a@customers.example' }, { key: freshKey() });
    return status === 202 ? [status] : [status, problem.code];
  };
  // By the use case: no login lasts for thirty days.
  const register = (id: string): Promise<unknown> =>
    world.cradle.registerEInvoice(id, world.basics.actors.advisor).then(
      ({ first }) => first,
      ({ code, details }: DomainError) => [code, details.errors],
    );
  it('TAX-12 above the turnover an invoice to a registered buyer is sent once it is registered, and any other at once (Rule 48(4))', async () => {
    const [id, toAnybody] = [await bill(), (await world.make.invoice()).id];
    await turnover('50000000.00');
    assert.deepEqual(await send(await bill()), [202]);
    await turnover('50000000.01');
    assert.deepEqual([await send(id), await send(toAnybody)], [[409, 'invoice.transition'], [202]]);
    const letter = await world.cradle.composeInvoice(
      { entityId: id, recipientName: 'Utkal', language: 'en' } as never,
      world.basics.actors.admin,
    );
    assert.match((letter as { suppressed: string }).suppressed, /has to be registered/);
    assert.equal(await register(id), true);
    assert.deepEqual(await send(id), [202]);
  });

  it('TAX-12 from 10 crore on an invoice is registered within 30 days, and below it at any time', async () => {
    const [early, late] = [await bill(), await bill()];
    clock.set(new Date(Date.parse(NOON) + 30 * 86_400_000));
    await turnover('100000000.00');
    assert.equal(await register(early), true);
    clock.set(new Date(Date.parse(NOON) + 31 * 86_400_000));
    const refused = [{ pointer: '/DocDtls/Dt', message: 'must be at most 30 days ago' }];
    assert.deepEqual(await register(late), ['e_invoice.refused', refused]);
    await turnover('99999999.99');
    assert.equal(await register(late), true);
  });
});
