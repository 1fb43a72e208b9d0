import assert from 'node:assert/strict';
import { it } from 'node:test';
import { everywhere, type Scope } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import type { Repository } from '@dms/domain/shared/repository';
import { refusal } from '../unit/shared/refusals.ts';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

type Kind = 'users' | 'serviceCenters' | 'customers' | 'vehicles' | 'jobCards' | 'invoices' | 'payments';

/** ACC-03: a row outside scope is not there, whoever asks for it and however. */
export const scopes = contract('the scope of a read', (given) => {
  const at = (...ids: string[]): Scope => ({ kind: 'branches', ids });

  const reads = (kind: Kind, id: string, scope: Scope) =>
    (['get', 'getForChange'] as const).map((how) =>
      given().transact(somebody, (unit) => (unit[kind] as unknown as Repository<{ id: string }>)[how](id, scope)),
    );

  const isThere = async (kind: Kind, id: string, scope: Scope): Promise<void> => {
    for (const root of await Promise.all(reads(kind, id, scope))) assert.equal(root.id, id);
  };

  const isAbsent = async (kind: Kind, id: string, scope: Scope): Promise<void> => {
    for (const read of await Promise.allSettled(reads(kind, id, scope))) {
      assert.ok(read.status === 'rejected' && refusal('entity.absent')(read.reason), `${kind} was read outside its scope`);
    }
  };

  it('ACC-03 each kind of row is there inside its branch and everywhere, and absent outside', async () => {
    const { basics, make, desk } = given();
    const invoice = await make.invoice();
    const payment = await desk.pay({ invoiceId: invoice.id, amount: Money.parse('1.00'), method: 'CASH' }, basics.actors.advisor);
    const { blr01, pun01 } = basics.branches;
    const rows: readonly (readonly [Kind, string])[] = [
      ['users', basics.people.advisor.id],
      ['serviceCenters', blr01.id],
      ['customers', basics.asha.id],
      ['vehicles', basics.car.id],
      ['jobCards', invoice.sourceId],
      ['invoices', invoice.id],
      ['payments', payment.id],
    ];
    for (const [kind, id] of rows) {
      await isThere(kind, id, everywhere);
      await isThere(kind, id, at(pun01.id, blr01.id));
      await isAbsent(kind, id, at(pun01.id));
      await isAbsent(kind, id, at());
      await isAbsent(kind, given().ids.next(), everywhere);
    }
  });

  it('ACC-03 stock of another branch is not there to be locked', async () => {
    const { transact, basics } = given();
    const { blr01, pun01 } = basics.branches;
    const lock = (scope: Scope) => transact(somebody, ({ stockItems }) => stockItems.lock(blr01.id, [basics.parts.oil.id], scope));
    assert.equal((await lock(at(blr01.id))).length, 1);
    assert.equal((await lock(at(pun01.id))).length, 0);
  });

  it('CUS-03 a customer and a vehicle are inside each branch that they came to, however often', async () => {
    const { transact, basics, make } = given();
    const { blr02, pun01 } = basics.branches;
    const vehicle = await make.vehicle();
    await isAbsent('vehicles', vehicle.id, at(blr02.id));
    for (let visit = 0; visit < 2; visit++) {
      await transact(somebody, async ({ customers, vehicles, record }) => {
        customers.belongsTo(vehicle.customerId, blr02.id);
        vehicles.belongsTo(vehicle.id, blr02.id);
        record(noted('JobCardCreated', vehicle.id));
      });
    }
    await isThere('vehicles', vehicle.id, at(blr02.id));
    await isThere('customers', vehicle.customerId, at(blr02.id));
    await isAbsent('customers', vehicle.customerId, at(pun01.id));
  });

  it('CUS-03 opening a job card brings customer and vehicle inside the branch', async () => {
    const { basics, make } = given();
    const vehicle = await make.vehicle();
    await isAbsent('vehicles', vehicle.id, at(basics.branches.blr01.id));
    await make.openCard(undefined, vehicle);
    await isThere('vehicles', vehicle.id, at(basics.branches.blr01.id));
    await isThere('customers', vehicle.customerId, at(basics.branches.blr01.id));
  });

  it('CUS-03 a vehicle is known to its branches, and to the engineers of its jobs at the branches asked about', async () => {
    const { transact, basics, make, desk } = given();
    const { blr01, blr02 } = basics.branches;
    const { user: engineer } = await make.engineer();
    const { card } = await make.assignedCard(undefined, { ...basics.actors.engineer, userId: engineer.id });
    const knownTo = (kind: 'vehicles' | 'customers', id: string, scope: Scope) =>
      transact(somebody, (unit) => unit[kind].knownTo(id, scope));
    assert.deepEqual(await knownTo('vehicles', card.vehicleId, everywhere), { serviceCenterIds: [blr01.id], engineerIds: [engineer.id] });
    assert.deepEqual(await knownTo('vehicles', card.vehicleId, at(blr02.id)), { serviceCenterIds: [blr01.id], engineerIds: [] });
    const { user: helper } = await make.engineer();
    const add = { jobCardId: card.id, description: 'Look at the lamps', engineerId: helper.id };
    const { task } = await desk.task.add(add, basics.actors.manager);
    const engineers = async (): Promise<string[]> => [...(await knownTo('vehicles', card.vehicleId, everywhere)).engineerIds].toSorted();
    assert.deepEqual(await engineers(), [engineer.id, helper.id].toSorted(), 'who was given a task of it as well');
    await desk.task.edit({ jobCardId: card.id, taskId: task.id, engineerId: null }, basics.actors.manager);
    assert.deepEqual(await engineers(), [engineer.id]);
    const ofCustomer = await knownTo('customers', card.customerId, everywhere);
    assert.ok(ofCustomer.serviceCenterIds.includes(blr01.id) && ofCustomer.engineerIds.includes(engineer.id));
  });
});
