import assert from 'node:assert/strict';
import { it } from 'node:test';
import { BilledShare } from '@dms/domain/billing/billed-share';
import { Session } from '@dms/domain/identity/session';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { refusal } from '../unit/shared/refusals.ts';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

/** What use cases ask of the world beside the aggregates themselves. */
export const reads = contract('what use cases ask', (given) => {
  it('AUT-03 a user is found by e-mail address in any case and by phone, and by nothing else', async () => {
    const { transact, make, ids } = given();
    const { user } = await make.engineer();
    const find = (name: string) => transact(somebody, async ({ users }) => (await users.findByName(name))?.id);
    assert.equal(await find(user.email), user.id);
    assert.equal(await find(user.email.toUpperCase()), user.id);
    assert.equal(await find('nobody@dms.example'), undefined);
    assert.equal(await find(user.firstName), undefined);
    const phone = '+919812345678';
    const withPhone = Object.assign(Object.create(Object.getPrototypeOf(user) as object) as typeof user, user, {
      id: ids.next(),
      email: 'phone@dms.example',
      phone,
      assignments: [],
    });
    await transact(somebody, async ({ users, record }) => {
      users.add(withPhone);
      record(noted('UserCreated', withPhone.id));
    });
    assert.equal(await find(phone), withPhone.id);
  });

  it('a login is noted with the user, and makes no other version of it', async () => {
    const { transact, make, clock, ids } = given();
    const { user } = await make.engineer();
    await transact(somebody, async ({ users, sessions, record }) => {
      sessions.add(
        new Session({ id: ids.next(), userId: user.id, family: ids.next(), refreshTokenHash: ids.next(), expiresAt: clock.now() }),
      );
      users.noteLogin(user.id, clock.now());
      record(noted('LoggedIn', user.id));
    });
    const { lastLoginAt, version } = await transact(somebody, ({ users }) => users.get(user.id, everywhere));
    assert.deepEqual([lastLoginAt?.toISOString(), version], [clock.now().toISOString(), 1]);
  });

  it('JOB-09 an engineer is known with the branches; who is no engineer is not', async () => {
    const { transact, make, basics } = given();
    const { user } = await make.engineer();
    const find = (id: string) => transact(somebody, ({ engineers }) => engineers.find(id));
    const found = await find(user.id);
    assert.deepEqual([found?.id, found?.active, found?.serviceCenterIds], [user.id, true, [basics.branches.blr01.id]]);
    await transact(somebody, async ({ users, record }) => {
      (await users.getForChange(user.id, everywhere)).status = 'INACTIVE';
      record(noted('UserCreated', user.id));
    });
    assert.equal((await find(user.id))?.active, false);
    assert.equal(await find(basics.people.manager.id), undefined);
    assert.equal(await find(given().ids.next()), undefined);
  });

  it('what is due on a job is unknown until a bill is issued, then the balance of it', async () => {
    const { transact, make, desk, basics } = given();
    const draft = await make.draft();
    const due = () => transact(somebody, async ({ bills }) => (await bills.outstandingOf(draft.sourceId))?.toString());
    assert.equal(await due(), undefined);
    await desk.issue({ invoiceId: draft.id }, basics.actors.advisor);
    assert.equal(await due(), '1888.00');
    await desk.pay({ invoiceId: draft.id, amount: Money.parse('1000.00'), method: 'UPI' }, basics.actors.advisor);
    assert.equal(await due(), '888.00');
    await desk.pay({ invoiceId: draft.id, amount: Money.parse('888.00'), method: 'UPI' }, basics.actors.advisor);
    assert.equal(await due(), '0.00');
  });

  it('INV-04 what of a source is on a bill is known, also of drafts; of issued ones alone where that is asked', async () => {
    const { transact, make, desk, basics } = given();
    const draft = await make.draft();
    const other = { ...draft, id: given().ids.next() };
    const found = () =>
      transact(somebody, async ({ billedShares }) => [
        (await billedShares.ofSource('job', draft.sourceId)).map(({ invoiceLineId, payer, endsAt }) => [
          invoiceLineId,
          payer,
          String(endsAt),
        ]),
        (await billedShares.issuedWith(draft)).length,
        (await billedShares.issuedWith(other)).length,
        String(await billedShares.totalOf('job', draft.sourceId)),
      ]);
    const lines = draft.lines.map(({ id, taxable }) => [id, 'CUSTOMER', String(taxable)]);
    assert.deepEqual(await found(), [lines, lines.length, 0, '0.00']);
    await desk.issue({ invoiceId: draft.id }, basics.actors.advisor);
    assert.deepEqual(await found(), [lines, lines.length, lines.length, '1888.00']);
  });

  it('INV-04 no stretch of a line is kept on two bills, whatever a use case overlooked, until the first is released', async () => {
    const { transact, make, ids, clock } = given();
    const draft = await make.draft();
    const [held] = await transact(somebody, ({ billedShares }) => billedShares.ofSource('job', draft.sourceId));
    const again = () =>
      transact(somebody, async ({ billedShares, record }) => {
        billedShares.add(new BilledShare({ ...held!, id: ids.next(), releasedAt: null }));
        record(noted('InvoiceDrafted', draft.id));
      });
    await assert.rejects(again(), refusal('invoice.nothing_to_bill'));
    await transact(somebody, async ({ billedShares, record }) => {
      billedShares.release(draft.id, clock.now());
      record(noted('InvoiceDrafted', draft.id));
    });
    assert.deepEqual(await transact(somebody, ({ billedShares }) => billedShares.issuedWith(draft)), []);
    await again();
  });

  it('JOB-02 the open card of a vehicle is known by its number, until it is over', async () => {
    const { transact, make, desk, basics } = given();
    const vehicle = await make.vehicle();
    const open = (branchId: string) => transact(somebody, ({ jobCards }) => jobCards.openCardOf(vehicle.id, branchId));
    assert.equal(await open(basics.branches.blr01.id), undefined);
    const card = await make.openCard(undefined, vehicle);
    assert.equal(await open(basics.branches.blr01.id), card.jobNumber);
    assert.equal(await open(basics.branches.blr02.id), undefined);
    await desk.move({ jobCardId: card.id, to: 'cancelled', reason: 'Customer left' }, basics.actors.manager);
    assert.equal(await open(basics.branches.blr01.id), undefined);
  });

  it('ACC-04 the discounts that somebody gave are added up by business day', async () => {
    const { transact, make, basics, clock } = given();
    const given_ = (userId: string, day: string) =>
      transact(somebody, async ({ limitUses }) => (await limitUses.totalOf({ userId, action: 'discount.give', day })).toString());
    const start = clock.now();
    clock.set('2026-12-01T18:29:59.000Z'); // 23:59:59 in India
    await make.openCard([{ ...make.labour, discount: { type: 'AMOUNT', value: '30.00' } }]);
    clock.set('2026-12-01T18:30:00.000Z');
    await make.openCard([{ ...make.labour, discount: { type: 'AMOUNT', value: '12.50' } }]);
    clock.set(start);
    const { advisor, manager } = basics.people;
    assert.deepEqual([await given_(advisor.id, '2026-12-01'), await given_(advisor.id, '2026-12-02')], ['30.00', '12.50']);
    assert.equal(await given_(manager.id, '2026-12-01'), '0.00');
  });

  it('ACC-04 smaller actions count towards the limit of their parent, and what is undone does not', async () => {
    const { transact, basics } = given();
    const note = { userId: basics.people.staff.id, day: '2026-11-22' };
    const of = (action: 'creditnote.create' | 'creditnote.issue' | 'creditnote.approve') =>
      transact(somebody, async ({ limitUses }) => (await limitUses.totalOf({ ...note, action })).toString());
    await transact(somebody, ({ limitUses, record }) => {
      record({ name: 'UserEdited', entityId: note.userId, serviceCenterId: null, data: {} });
      return limitUses.add({ ...note, action: 'creditnote.issue' }, Money.parse('400.00'));
    });
    const undone = transact(somebody, async ({ limitUses }) => {
      await limitUses.add({ ...note, action: 'creditnote.issue' }, Money.parse('1.00'));
      throw new Error('undone');
    });
    await assert.rejects(undone, /undone/);
    assert.deepEqual(
      [await of('creditnote.create'), await of('creditnote.issue'), await of('creditnote.approve')],
      ['400.00', '400.00', '0.00'],
    );
  });

  it('TAX-07 the longest heading decides, and of its rates the newest in force', async () => {
    const { transact } = given();
    const on = (day: string, ...hsns: string[]) =>
      transact(somebody, async ({ taxRates }) => {
        const found = await taxRates.on(day, hsns);
        return hsns.map((hsn) => found.get(hsn)?.rate);
      });
    assert.deepEqual(await on('2026-11-22', '87083000', '998714', '87131010', '87120000', '01012100'), ['18', '18', '5', '40', undefined]);
    assert.deepEqual(await on('2025-09-21', '87083000', '87120000'), ['28', undefined]);
    assert.deepEqual(await on('2025-09-22', '87083000', '87120000'), ['18', '40']);
    assert.deepEqual(await on('2016-01-01', '87083000'), [undefined]);
  });
});
