import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { SettingEntry } from '@dms/domain/configuration/ports';
import { everywhere } from '@dms/domain/shared/actor';
import { refusal } from '../unit/shared/refusals.ts';
import { newUser } from './basics.ts';
import { Quantity } from '@dms/domain/shared/quantity';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

/** What the administration of users, branches and settings asks of whoever keeps them. */
export const administration = contract('administration', (given) => {
  const entry = (fields: Partial<SettingEntry>): SettingEntry => ({
    id: given().ids.next(),
    key: 'billing.payment-terms-days',
    value: 15,
    validFrom: given().clock.now(),
    reason: null,
    setBy: null,
    setAt: given().clock.now(),
    ...fields,
  });
  const put = (...entries: SettingEntry[]) =>
    given().transact(somebody, async ({ settings, record }) => {
      for (const each of entries) {
        await settings.put(each);
        record(noted('SettingChanged', each.id));
      }
    });
  const all = (key: string) =>
    given().transact(somebody, async ({ settings }) => (await settings.all()).filter((each) => each.key === key));
  const later = (minutes: number): Date => new Date(given().clock.now().getTime() + minutes * 60_000);

  it('CFG-01 an entry comes back whole, whatever its value is made of', async () => {
    const value = { from: '21:00', to: '09:00', days: [1, 2], on: true };
    const made = entry({ key: 'notifications.quiet-hours', value, reason: 'as agreed' });
    await put(made);
    assert.deepEqual(await all(made.key), [made]);
  });

  it('CFG-01 what is yet to come gives way to another of the same instant, and what has held does not', async () => {
    const key = 'workshop.capacity';
    await put(entry({ key, value: 'WARN', validFrom: later(10) }), entry({ key, value: 'REFUSE', validFrom: later(10) }));
    assert.deepEqual(
      (await all(key)).map(({ value }) => value),
      ['REFUSE'],
    );
    const tooLate = entry({ key, value: 'WARN', validFrom: later(10), setAt: later(11) });
    await assert.rejects(put(tooLate), refusal('record.duplicate'));
    assert.deepEqual(
      (await all(key)).map(({ value }) => value),
      ['REFUSE'],
    );
  });

  it('SCN-03 a branch counts its active engineers, and nobody else', async () => {
    const { transact, ids, clock, basics } = given();
    const { pun01 } = basics.branches;
    const engineers = () => transact(somebody, ({ serviceCenters }) => serviceCenters.technicianCount(pun01.id));
    const before = await engineers();
    const [working, left] = ['works', 'left'].map((name) =>
      newUser(ids, clock.now(), 'SERVICE_ENGINEER', [pun01], `${name}.${ids.next()}@dms.example`),
    );
    left!.deactivate();
    await transact(somebody, async ({ users, record }) => {
      for (const user of [working!, left!, newUser(ids, clock.now(), 'SC_STAFF', [pun01], `${ids.next()}@dms.example`)]) {
        users.add(user);
        record(noted('UserCreated', user.id));
      }
    });
    assert.equal(await engineers(), before + 1);
  });

  it('SCN-02 what is open at a branch is counted: jobs, stock, and invoices that are not paid', async () => {
    const { transact, make, basics } = given();
    const ends = (id: string) => transact(somebody, ({ serviceCenters }) => serviceCenters.openEnds(id));
    const { blr01, pun01 } = basics.branches;
    assert.deepEqual(await ends(pun01.id), { jobCards: 0, stockedParts: 0, unpaidInvoices: 0 });
    const before = await ends(blr01.id);
    await make.openCard();
    await make.draft();
    await make.partInStock('2.000');
    const after = await ends(blr01.id);
    assert.deepEqual(
      [after.jobCards - before.jobCards, after.stockedParts - before.stockedParts, after.unpaidInvoices - before.unpaidInvoices],
      [2, 1, 1],
    );
    // What it sent and nobody has taken in yet may come back to it.
    const sent = await make.partInStock('2.000');
    await make.transfer([{ partId: sent.id, quantity: Quantity.parse('2') }]);
    assert.equal((await ends(blr01.id)).stockedParts, after.stockedParts + 1);
    const counted = await transact(somebody, ({ serviceCenters }) =>
      Promise.all([1, 1000].map((most) => serviceCenters.openJobCards(blr01.id, most))),
    );
    assert.deepEqual(counted, [1, after.jobCards]);
  });

  it('a branch is known by its code and its prefix', async () => {
    const { transact, basics, ids } = given();
    const { blr01, blr02, pun01 } = basics.branches;
    const { refs, prefixes } = await transact(somebody, async ({ serviceCenters }) => ({
      refs: await serviceCenters.refs([pun01.id, blr01.id, ids.next()]),
      prefixes: await serviceCenters.prefixes(),
    }));
    assert.deepEqual(
      refs.map(({ id, code }) => [id, code]),
      [
        [blr01.id, 'BLR01'],
        [pun01.id, 'PUN01'],
      ],
    );
    for (const { invoicePrefix } of [blr01, blr02, pun01]) assert.ok(prefixes.includes(invoicePrefix));
  });

  it('ACC-09 the active super administrators are named, those who left are not', async () => {
    const { transact, ids, clock } = given();
    const admins = () => transact(somebody, ({ users }) => users.lockSuperAdmins());
    const before = await admins();
    const user = newUser(ids, clock.now(), 'SUPER_ADMIN', [], `${ids.next()}@dms.example`);
    await transact(somebody, async ({ users, record }) => {
      users.add(user);
      record(noted('UserCreated', user.id));
    });
    assert.deepEqual((await admins()).toSorted(), [...before, user.id].toSorted());
    const invited = newUser(ids, clock.now(), 'SUPER_ADMIN', [], `${ids.next()}@dms.example`);
    invited.password = null;
    await transact(somebody, async ({ users, record }) => {
      users.add(invited);
      record(noted('UserCreated', invited.id));
    });
    assert.ok(!(await admins()).includes(invited.id), 'who cannot log in yet is none that could take over');
    await transact(somebody, async ({ users, record }) => {
      (await users.getForChange(user.id, everywhere)).suspend('holiday', null);
      record(noted('UserSuspended', user.id));
    });
    assert.deepEqual(await admins(), before);
  });
});
