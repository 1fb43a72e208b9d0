import assert from 'node:assert/strict';
import { it } from 'node:test';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { refusal } from '../unit/shared/refusals.ts';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

class Deliberate extends Error {}
const fail = (): never => {
  throw new Deliberate('on purpose');
};

/** What the rows, the events and the numbers of one unit have in common: all of them are there, or none. */
export const unitsOfWork = contract('a unit of work', (given) => {
  const odometerOf = (vehicleId: string): Promise<number | null> =>
    given().transact(somebody, async ({ vehicles }) => (await vehicles.get(vehicleId, everywhere)).odometer);

  it('keeps what was changed, together with what happened', async () => {
    const { transact, make, eventsOf } = given();
    const vehicle = await make.vehicle();
    const answer = await transact(somebody, async ({ vehicles, record }) => {
      (await vehicles.getForChange(vehicle.id, everywhere)).read(100);
      record(noted('JobCardMoved', vehicle.id), noted('JobDelivered', vehicle.id));
      return 'done';
    });
    assert.equal(answer, 'done');
    assert.equal(await odometerOf(vehicle.id), 100);
    assert.deepEqual(await eventsOf(vehicle.id), ['VehicleCreated', 'JobCardMoved', 'JobDelivered']);
  });

  it('leaves nothing of a failure: no row, no event, no number', async () => {
    const { transact, make, eventsOf, basics } = given();
    const vehicle = await make.vehicle();
    const customer = make.unsavedCustomer();
    const key = { gstin: basics.branches.blr01.gstNumber, kind: 'INVOICE', prefix: 'FAIL', financialYear: 2026 } as const;
    await assert.rejects(
      transact(somebody, async (unit) => {
        (await unit.vehicles.getForChange(vehicle.id, everywhere)).read(777);
        unit.customers.add(customer);
        await unit.flush();
        unit.customers.belongsTo(customer.id, basics.branches.blr01.id);
        unit.record(noted('CustomerCreated', customer.id));
        await unit.numberSeries.take(key, '2026-11-22');
        fail();
      }),
      Deliberate,
    );
    assert.equal(await odometerOf(vehicle.id), null);
    assert.deepEqual(await eventsOf(customer.id), []);
    await assert.rejects(
      transact(somebody, ({ customers }) => customers.get(customer.id, everywhere)),
      refusal('entity.absent'),
    );
    const first = await transact(somebody, ({ numberSeries, record }) => {
      record(noted('InvoiceIssued', vehicle.id));
      return numberSeries.take(key, '2026-11-22');
    });
    assert.equal(first, 1);
  });

  it('refuses a change that says of no event that it happened, and keeps nothing of it', async () => {
    const { transact, make } = given();
    const vehicle = await make.vehicle();
    const customer = make.unsavedCustomer();
    await assert.rejects(transact(somebody, async ({ vehicles }) => (await vehicles.getForChange(vehicle.id, everywhere)).read(555)));
    await assert.rejects(transact(somebody, async ({ customers }) => customers.add(customer)));
    assert.equal(await odometerOf(vehicle.id), null);
    await assert.rejects(
      transact(somebody, ({ customers }) => customers.get(customer.id, everywhere)),
      refusal('entity.absent'),
    );
  });

  it('takes down what happened without a change, and lets who only reads go without', async () => {
    const { transact, eventsOf, ids, basics } = given();
    const entityId = ids.next();
    await transact(somebody, async ({ record }) => record(noted('LoginFailed', entityId)));
    assert.deepEqual(await eventsOf(entityId), ['LoginFailed']);
    assert.equal(await transact(somebody, async ({ vehicles }) => (await vehicles.get(basics.car.id, everywhere)).model), 'XUV700');
  });

  it('hands out one object for one row, however often it is asked', async () => {
    const { transact, make } = given();
    const { id } = await make.vehicle();
    await transact(somebody, async ({ vehicles, record }) => {
      const first = await vehicles.get(id, everywhere);
      const again = await vehicles.getForChange(id, everywhere);
      assert.equal(again, first);
      again.read(321);
      assert.equal((await vehicles.get(id, everywhere)).odometer, 321);
      record(noted('JobCardMoved', id));
    });
    assert.equal(await odometerOf(id), 321);
  });

  it('is over when it is over: what is done to its objects afterwards changes nothing', async () => {
    const { transact, make } = given();
    const vehicle = await make.vehicle();
    vehicle.read(999);
    const loaded = await transact(somebody, ({ vehicles }) => vehicles.get(vehicle.id, everywhere));
    loaded.read(1000);
    assert.equal(await odometerOf(vehicle.id), null);
  });

  it('raises the version of what it changed by one, and of nothing else', async () => {
    const { transact, make } = given();
    const [changed, read] = [await make.vehicle(), await make.vehicle()];
    assert.equal(changed.version, 1);
    const after = await transact(somebody, async ({ vehicles, record }) => {
      await vehicles.getForChange(read.id, everywhere);
      const vehicle = await vehicles.getForChange(changed.id, everywhere);
      vehicle.read(10);
      vehicle.read(20);
      record(noted('JobCardMoved', changed.id));
      return vehicle;
    });
    assert.equal(after.version, 2);
    const versions = await transact(somebody, async ({ vehicles }) => [
      (await vehicles.get(changed.id, everywhere)).version,
      (await vehicles.get(read.id, everywhere)).version,
    ]);
    assert.deepEqual(versions, [2, 1]);
  });

  it('JOB-07 whoever decided on an older version is refused, and has changed nothing', async () => {
    const { make, desk, basics, transact } = given();
    const card = await make.openCard();
    const command = { jobCardId: card.id, to: 'awaiting_approval', version: card.version } as const;
    await desk.move(command, basics.actors.advisor);
    await assert.rejects(desk.move({ ...command, to: 'cancelled' }, basics.actors.manager), refusal('version.stale'));
    const loaded = await transact(somebody, ({ jobCards }) => jobCards.get(card.id, everywhere));
    assert.equal(loaded.status, 'awaiting_approval');
  });

  it('is joined by a unit that is called inside it', async () => {
    const { transact, make, eventsOf } = given();
    const { id } = await make.vehicle();
    await transact(somebody, async ({ vehicles, record }) => {
      (await vehicles.getForChange(id, everywhere)).read(40);
      const seen = await transact(somebody, async (inner) => {
        inner.record(noted('JobDelivered', id));
        return (await inner.vehicles.get(id, everywhere)).odometer;
      });
      assert.equal(seen, 40);
      record(noted('JobCardMoved', id));
    });
    assert.equal(await odometerOf(id), 40);
    assert.deepEqual((await eventsOf(id)).toSorted(), ['JobCardMoved', 'JobDelivered', 'VehicleCreated']);
  });

  it('may be joined by one that only reads, before it says itself what happened', async () => {
    const { transact, make } = given();
    const { id } = await make.vehicle();
    await transact(somebody, async ({ vehicles, record }) => {
      (await vehicles.getForChange(id, everywhere)).read(60);
      const seen = await transact(somebody, async (inner) => (await inner.vehicles.get(id, everywhere)).odometer);
      assert.equal(seen, 60);
      record(noted('JobCardMoved', id));
    });
    assert.equal(await odometerOf(id), 60);
  });

  it('takes what joined it down with it when it fails', async () => {
    const { transact, make } = given();
    const customer = make.unsavedCustomer();
    const outer = transact(somebody, async () => {
      await transact(somebody, async ({ customers, record }) => {
        customers.add(customer);
        record(noted('CustomerCreated', customer.id));
      });
      fail();
    });
    await assert.rejects(outer, Deliberate);
    await assert.rejects(
      transact(somebody, ({ customers }) => customers.get(customer.id, everywhere)),
      refusal('entity.absent'),
    );
  });

  it('that has ended is joined by nobody: what comes after it stands for itself', async () => {
    const { transact, make } = given();
    const { id } = await make.vehicle();
    let later: Promise<void> | undefined;
    let go: () => void = () => undefined;
    const signal = new Promise<void>((resolve) => (go = resolve));
    await transact(somebody, async () => {
      later = signal.then(() =>
        transact(somebody, async ({ vehicles, record }) => {
          (await vehicles.getForChange(id, everywhere)).read(70);
          record(noted('JobCardMoved', id));
        }),
      );
    });
    go();
    await later;
    assert.equal(await odometerOf(id), 70);
  });

  it('refuses a second of what there can be only one', async () => {
    const { transact, make, basics } = given();
    const vehicle = await make.vehicle();
    const samePhone = Object.assign(make.unsavedCustomer(), { phone: basics.asha.phone });
    const samePlate = Object.assign(make.unsavedVehicle(vehicle.customerId), { registration: 'ka-01-ab-1234' });
    const sameVin = Object.assign(make.unsavedVehicle(vehicle.customerId), { vin: 'ma1ta2ab3c4d56789' });
    const add = (kind: 'customers' | 'vehicles', root: { id: string }) =>
      transact(somebody, async (unit) => {
        (unit[kind] as { add(root: object): void }).add(root);
        unit.record(noted('CustomerCreated', root.id));
      });
    await assert.rejects(add('customers', samePhone), refusal('record.duplicate'));
    await assert.rejects(add('vehicles', samePlate), refusal('record.duplicate'));
    await assert.rejects(add('vehicles', sameVin), refusal('record.duplicate'));
    const email = basics.people.advisor.email.toUpperCase();
    const { user } = await make.engineer();
    const twin = Object.assign(Object.create(Object.getPrototypeOf(user) as object) as typeof user, user, {
      id: given().ids.next(),
      email,
      assignments: [],
    });
    const hire = transact(somebody, async ({ users, record }) => {
      users.add(twin);
      record(noted('UserCreated', twin.id));
    });
    await assert.rejects(hire, refusal('record.duplicate'));
    await assert.rejects(make.partInStock('1', { sku: basics.parts.oil.sku.toLowerCase() }), refusal('record.duplicate'));
  });

  it('refuses the payment of more than is due even when nobody asked the invoice', async () => {
    const { transact, make } = given();
    const invoice = await make.invoice();
    const overpay = transact(somebody, async ({ invoices, record }) => {
      const root = await invoices.getForChange(invoice.id, everywhere);
      root.paidAmount = root.totalAmount.plus(Money.parse('0.01'));
      record(noted('PaymentReceived', invoice.id));
    });
    await assert.rejects(overpay);
    const { paidAmount } = await transact(somebody, ({ invoices }) => invoices.get(invoice.id, everywhere));
    assert.equal(paidAmount.toString(), '0.00');
  });
});
