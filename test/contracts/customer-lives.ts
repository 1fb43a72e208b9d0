import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Customer } from '@dms/domain/customers/customer';
import type { Vehicle } from '@dms/domain/customers/vehicle';
import { historyExported } from '@dms/domain/customers/events';
import { addContact, editContact } from '@dms/domain/customers/use-cases/change-contacts';
import { createCustomer, type NewCustomer } from '@dms/domain/customers/use-cases/create-customer';
import { createVehicle } from '@dms/domain/customers/use-cases/create-vehicle';
import { eraseCustomer } from '@dms/domain/customers/use-cases/erase-customer';
import { mergeCustomers } from '@dms/domain/customers/use-cases/merge-customers';
import { recordOdometer } from '@dms/domain/customers/use-cases/record-odometer';
import { transferVehicle } from '@dms/domain/customers/use-cases/transfer-vehicle';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { refusal } from '../unit/shared/refusals.ts';
import { somebody } from './fixtures.ts';
import { contract } from './harness.ts';

/** What each was answered, or with which code it was refused. */
const codes = async (asked: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(asked))
    .map((one) => {
      if (one.status === 'fulfilled') return 'done';
      if (one.reason instanceof DomainError) return one.reason.code;
      throw one.reason;
    })
    .sort();

/** CUS-02, CUS-04, VEH-02 and VEH-03, whoever keeps the data. */
export const customerLives = contract('customers and their vehicles', (given) => {
  let made = 0;
  const people = () => given().basics.actors;
  const use = () => {
    const { transact, clock, ids } = given();
    const deps = { transact, clock, ids };
    return {
      create: createCustomer(deps),
      createVehicle: createVehicle(deps),
      merge: mergeCustomers(deps),
      erase: eraseCustomer(deps),
      addContact: addContact(deps),
      editContact: editContact(deps),
      transfer: transferVehicle(deps),
      read: recordOdometer(deps),
    };
  };
  const customer = (change: Partial<NewCustomer> = {}): Promise<Customer> =>
    use().create(
      { type: 'PERSON', firstName: 'Meera', lastName: 'Iyer', phone: `+9193${String((made += 1)).padStart(8, '0')}`, ...change },
      people().advisor,
    );
  const company = (change: Partial<NewCustomer> = {}) => customer({ type: 'BUSINESS', legalName: 'Utkal Fleet', ...change });
  const vehicleOf = ({ id: customerId }: Customer): Promise<Vehicle> =>
    use().createVehicle(
      { customerId, make: 'Tata', model: 'Nexon', registration: `KA08LV${String((made += 1)).padStart(4, '0')}` },
      people().advisor,
    );
  const kept = (id: string): Promise<Customer> => given().transact(somebody, ({ customers }) => customers.get(id, everywhere));
  const contact = (id: string) => given().transact(somebody, ({ contacts }) => contacts.get(id, everywhere));
  const vehicle = (id: string): Promise<Vehicle> => given().transact(somebody, ({ vehicles }) => vehicles.get(id, everywhere));
  const ownerOf = (id: string) => given().transact(somebody, ({ ownerships }) => ownerships.presentOf(id));
  const ravi = { name: 'Ravi', phone: '98450 00001' };

  it('CUS-02 a merge makes the vehicles, jobs, bills and contacts of the one the other’s, and leaves an alias', async () => {
    const { make, transact } = given();
    const [survivor, merged] = [await company(), await company()];
    const { id: contactId } = await use().addContact({ customerId: merged.id, ...ravi }, people().advisor);
    const car = await vehicleOf(merged);
    const card = await make.openCard(undefined, car);
    const left = await use().merge({ customerId: survivor.id, mergeId: merged.id }, people().admin);
    assert.equal(left.id, survivor.id);
    assert.equal((await kept(merged.id)).aliasOf, survivor.id);
    assert.deepEqual([(await vehicle(car.id)).customerId, (await ownerOf(car.id))!.customerId], [survivor.id, survivor.id]);
    assert.equal((await contact(contactId)).customerId, survivor.id);
    const [job, known] = await transact(somebody, async ({ jobCards, customers }) => [
      await jobCards.get(card.id, everywhere),
      await customers.knownTo(survivor.id, everywhere),
    ]);
    assert.equal(job.customerId, survivor.id);
    assert.deepEqual(known.serviceCenterIds, [given().basics.branches.blr01.id]);
    assert.ok((await given().eventsOf(survivor.id)).includes('CustomersMerged'));
  });

  it('CUS-02 of two contacts with one phone that meet in a merge the survivor’s goes on', async () => {
    const [survivor, merged] = [await company(), await company()];
    const stays = await use().addContact({ customerId: survivor.id, ...ravi }, people().advisor);
    const goes = await use().addContact({ customerId: merged.id, ...ravi, name: 'Ravi K' }, people().advisor);
    await use().merge({ customerId: survivor.id, mergeId: merged.id }, people().admin);
    assert.deepEqual([(await contact(stays.id)).active, (await contact(goes.id)).active], [true, false]);
  });

  it('CUS-02 an alias is one step from who is left, is merged no more, and nothing new goes by its name', async () => {
    const [a, b, c] = [await customer(), await customer(), await customer()];
    const merge = (customerId: string, mergeId: string) => use().merge({ customerId, mergeId }, people().admin);
    await merge(b.id, c.id);
    await merge(a.id, b.id);
    assert.deepEqual([(await kept(b.id)).aliasOf, (await kept(c.id)).aliasOf], [a.id, a.id]);
    for (const [into, from] of [[a, a], [c, a], [a, c]] as const) await assert.rejects(merge(into.id, from.id), refusal('customer.refused')); // prettier-ignore
    await assert.rejects(vehicleOf(c), refusal('customer.refused'));
    const car = await vehicleOf(a);
    await assert.rejects(use().transfer({ vehicleId: car.id, customerId: b.id }, people().manager), refusal('customer.refused'));
    const [one, two] = [
      await company({ gstin: '29AABCS1429B1ZQ', stateCode: '29' }),
      await company({ gstin: '29AAACB1234C1ZB', stateCode: '29' }),
    ];
    await assert.rejects(merge(one.id, two.id), refusal('customer.refused', /GSTIN/));
    await assert.rejects(merge(given().ids.next(), two.id), refusal('entity.absent'));
  });

  it('CUS-02 of two merges that cross one is made, and of the refused one nothing remains', async () => {
    const [a, b] = [await customer(), await customer()];
    const answers = await codes([
      use().merge({ customerId: a.id, mergeId: b.id }, people().admin),
      use().merge({ customerId: b.id, mergeId: a.id }, people().admin),
    ]);
    assert.deepEqual(answers, ['customer.refused', 'done']);
    const [left, right] = [await kept(a.id), await kept(b.id)];
    assert.equal([left.aliasOf, right.aliasOf].filter((alias) => alias === null).length, 1);
  });

  it('CUS-02 erasing replaces what says who it was, with contacts and aliases, once nothing is open, and keeps what was issued', async () => {
    const { make, desk, transact } = given();
    const bill = await make.invoice();
    const customerId = bill.customerId!;
    const erase = () => use().erase({ customerId }, people().admin);
    const alias = await customer({ firstName: 'Mira' });
    await use().merge({ customerId, mergeId: alias.id }, people().admin);
    await assert.rejects(erase(), (error: DomainError) => {
      assert.equal(error.code, 'customer.refused');
      assert.ok(error.details.missing!.length >= 2, 'the job and its bill are open');
      return true;
    });
    await desk.pay({ invoiceId: bill.id, amount: bill.totalAmount, method: 'UPI', reference: 'UPI-1' }, people().advisor);
    await desk.deliver({ jobCardId: bill.sourceId, odometerOut: 20_200 }, people().advisor);
    await erase();
    for (const id of [customerId, alias.id]) {
      const { firstName, lastName, phone, email, address, gstin, erasedAt } = await kept(id);
      assert.deepEqual([firstName, lastName, phone, email, address, gstin], ['Erased', null, null, null, null, null]);
      assert.deepEqual(erasedAt, given().clock.now());
    }
    const issued = await transact(somebody, ({ invoices }) => invoices.get(bill.id, everywhere));
    assert.deepEqual(issued.document, bill.document);
    await assert.rejects(erase(), refusal('customer.refused'));
  });

  it('CUS-02 the contacts of an erased company are forgotten with it', async () => {
    const firm = await company();
    const { id } = await use().addContact({ customerId: firm.id, ...ravi, email: 'Ravi@Fleet.example' }, people().advisor);
    await use().erase({ customerId: firm.id }, people().admin);
    const { name, phone, email, active } = await contact(id);
    assert.deepEqual([name, phone, email, active], ['Erased', null, null, false]);
  });

  it('CUS-04 a company has contacts, each phone once; a person has none', async () => {
    const firm = await company();
    const add = (change: object = {}) => use().addContact({ customerId: firm.id, ...ravi, ...change }, people().advisor);
    const first = await add({ email: 'Ravi@Fleet.example', role: 'Driver' });
    assert.deepEqual([first.phone, first.email, first.active], ['+919845000001', 'ravi@fleet.example', true]);
    await assert.rejects(add({ name: 'Another' }), refusal('record.duplicate'));
    await assert.rejects(use().addContact({ customerId: (await customer()).id, ...ravi }, people().advisor), refusal('customer.refused'));
    const edit = (change: object) => use().editContact({ customerId: firm.id, contactId: first.id, ...change }, people().advisor);
    const left = await edit({ active: false, version: first.version });
    assert.equal((await contact(first.id)).active, false);
    await assert.rejects(edit({ role: 'Owner', version: first.version }), refusal('version.stale'));
    assert.equal((await edit({ active: false })).version, left.version, 'what is so already is no change');
    // Who left the company may be followed by somebody with their phone.
    const second = await add({ name: 'Second' });
    assert.deepEqual(await codes([add({ name: 'x', phone: '98450 00002' }), add({ name: 'y', phone: '98450 00002' })]), [
      'done',
      'record.duplicate',
    ]);
    await assert.rejects(
      use().editContact({ customerId: (await company()).id, contactId: second.id, role: 'x' }, people().advisor),
      refusal('entity.absent'),
    );
  });

  it('VEH-03 a vehicle passes to its new owner from now on, not while it is in the workshop, and once', async () => {
    const { make, clock, desk } = given();
    const [seller, buyer, other] = [await customer(), await customer(), await customer()];
    const car = await vehicleOf(seller);
    const transfer = (customerId: string, version?: number) =>
      use().transfer({ vehicleId: car.id, customerId, version, note: ' sold ' }, people().manager);
    const card = await make.openCard(undefined, car);
    await assert.rejects(transfer(buyer.id), (error: DomainError) => error.details.missing![0]!.includes(card.jobNumber));
    await desk.move({ jobCardId: card.id, to: 'cancelled', reason: 'sold' }, people().advisor);
    await assert.rejects(transfer(seller.id), refusal('vehicle.refused'));
    clock.advance(60_000);
    const { version } = await vehicle(car.id);
    assert.deepEqual(await codes([transfer(buyer.id, version), transfer(other.id, version)]), ['done', 'version.stale']);
    const owned = (await ownerOf(car.id))!;
    assert.deepEqual([owned.ownedFrom, owned.note, owned.customerId], [clock.now(), 'sold', (await vehicle(car.id)).customerId]);
    assert.ok((await given().eventsOf(car.id)).includes('VehicleTransferred'));
  });

  it('VEH-02 the odometer goes backwards by force and for a reason alone, however many read it at once', async () => {
    const car = await vehicleOf(await customer());
    const read = (odometer: number, forced: { force?: boolean; reason?: string } = {}) =>
      use().read({ vehicleId: car.id, odometer, ...forced }, people().advisor);
    await read(1_000);
    await assert.rejects(read(999), refusal('vehicle.odometer'));
    await assert.rejects(read(999, { force: true, reason: ' ' }), refusal('vehicle.odometer'));
    assert.equal((await read(10, { force: true, reason: 'a new instrument' })).forcedReason, 'a new instrument');
    assert.equal((await read(20, { force: true, reason: 'to be sure' })).forcedReason, null, 'what is not lower needs no reason');
    const at = [30, 80, 50, 70, 40, 60];
    const answers = await codes(at.map((odometer) => read(odometer)));
    assert.equal((await vehicle(car.id)).odometer, 80);
    const readings = (await given().eventsOf(car.id)).filter((name) => name === 'OdometerRead').length;
    assert.equal(readings, 3 + answers.filter((answer) => answer === 'done').length);
  });

  it('HIS-01 a history that is kept for its paper is kept once', async () => {
    const { transact, ids, clock } = given();
    const { id: vehicleId } = await vehicleOf(await customer());
    const history = {
      id: ids.next(),
      vehicleId,
      document: { number: 'KA08LV0001', entries: [] } as never,
      frozenAt: clock.now(),
      frozenBy: null,
    };
    const keep = () =>
      transact(somebody, async ({ historyPapers, record }) => {
        const first = await historyPapers.keep(history);
        if (first) record(historyExported(history));
        return first;
      });
    assert.deepEqual([await keep(), await keep()], [true, false]);
    const found = await transact(somebody, ({ historyPapers }) => historyPapers.find(history.id));
    assert.deepEqual([found!.vehicleId, found!.document], [vehicleId, history.document]);
    assert.equal(await transact(somebody, ({ historyPapers }) => historyPapers.find(ids.next())), undefined);
  });
});
