import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { systemActor } from '@dms/domain/shared/actor';
import { eventCatalogue } from '@dms/domain/shared/event-catalogue';
import { withSuite } from '../support/endings.ts';
import { advance, walkTo } from '../support/visit.ts';
import { freshBranches, PASSWORD, type World } from '../support/world.ts';
import {
  archiveTheTrail,
  askAndDecide,
  claimWarranty,
  creditABill,
  fillTheShelves,
  knowAndForget,
  liveAWorkingLife,
  lookAfterTheQueues,
  moveStock,
  payAndRepay,
  runTheCompany,
  secrets,
  serviceACar,
  tellPeople,
} from './whole-life.ts';

type Written = { readonly source: string; readonly event: string; readonly text: string };

/** What reaches people, or opens doors: none of it may stand in the trail or go out with an event. */
const forbidden: Readonly<Record<string, RegExp>> = {
  'a phone number': /\+91\d{10}|(?<![\d.-])[6-9]\d{9}(?![\d.])/,
  'an e-mail address': /[\w.+-]+@[\w-]+\.[\w.]+/,
  'a hash of a password': /\$2[aby]\$\d\d\$/,
  'a signed token': /eyJ[\w-]{10,}\.[\w-]+\.[\w-]+/,
};

/** In ids and hashes there may be ten digits in a row. */
const withoutIds = (text: string): string =>
  text.replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, 'id').replaceAll(/\b[0-9a-f]{64}\b/g, 'hash');

describe('what the trail says about people', () => {
  const suite = withSuite();
  let world: World;
  let written: Written[];
  let given: string[];

  before(async () => {
    world = await freshBranches(suite);
    await archiveTheTrail(world);
    await world.startWorkers('all');
    given = await liveAWorkingLife(world);
    await runTheCompany(world);
    await serviceACar(world);
    await claimWarranty(world);
    await knowAndForget(world);
    await creditABill(world);
    await fillTheShelves(world);
    await lookAfterTheQueues(world);
    await moveStock(world);
    await payAndRepay(world);
    await askAndDecide(world);
    await tellPeople(world);
    written = [
      ...(await world.rows<Written>(`
        select 'audit' as source, event, concat_ws(' ', from_state, to_state, description, metadata::text) as text from audit_logs`)),
      ...(await world.rows<Written>(`select 'outbox' as source, name as event, data::text as text from outbox`)),
    ];
  });

  it('AUD-01 is shown for every event there is: a new one has to happen in the lives that are walked here', () => {
    const met = new Set(written.map(({ event }) => event));
    assert.deepEqual(
      Object.keys(eventCatalogue).filter((event) => !met.has(event)),
      [],
    );
  });

  it('AUD-01 names neither phone numbers nor e-mail addresses, and no secret, in any event', async () => {
    const kept = await world.rows<{ secret: string }>(`
      select refresh_token_hash as secret from sessions union select password from users where password is not null`);
    const hidden = [...Object.values(secrets), PASSWORD, ...given, ...kept.map(({ secret }) => secret)];
    assert.ok(given.length > 8 && kept.length > 5);
    for (const { source, event, text } of written) {
      for (const [what, pattern] of Object.entries(forbidden))
        assert.doesNotMatch(withoutIds(text), pattern, `${what} in ${source} of ${event}`);
      for (const secret of hidden) assert.ok(!text.includes(secret), `a secret in ${source} of ${event}`);
    }
  });

  it('AUD-01 leaves a row for each login attempt, also of a name that nobody has, with address and request', async () => {
    const attempts = await world.rows<{ event: string; user_id: string | null; entity_id: string | null }>(`
      select event, user_id, entity_id, ip_address, request_id from audit_logs where event in ('LoggedIn', 'LoginFailed')
        and ip_address is not null and request_id <> '' order by id`);
    const count = (event: string): number => attempts.filter((each) => each.event === event).length;
    assert.deepEqual([count('LoggedIn'), count('LoginFailed')], [5, 7]);
  });

  it('AUD-01 a write that fails leaves no row, and a refusal changes nothing that was written', async () => {
    // Workers go on meanwhile; theirs are rows of nobody.
    const count = async (): Promise<number> => (await world.rows('select from audit_logs where user_id is not null')).length;
    const visit = await walkTo(world, 'issue');
    const beforehand = await count();
    const tooMuch = { invoiceId: visit.invoice!.id, amount: '999999.00', method: 'UPI' };
    assert.equal((await world.as('advisor').post('/payments', tooMuch, { key: 'too-much' })).status, 409);
    assert.equal(await count(), beforehand);
    await advance(world, visit, 'pay');
    const afterwards = await count();
    const again = { ...tooMuch, amount: '5068.00' };
    assert.equal((await world.as('advisor').post('/payments', again, { key: 'once-more' })).status, 409, 'nothing is due any more');
    assert.equal(await count(), afterwards);
  });

  it('AUD-02 the trail of all of it verifies', async () => {
    const { faults, rows } = await world.cradle.verifyAuditTrail(systemActor('test'));
    assert.deepEqual(faults, []);
    assert.ok(rows > 100);
  });
});
