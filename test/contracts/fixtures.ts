import type { Invoice } from '@dms/domain/billing/invoice';
import { Customer } from '@dms/domain/customers/customer';
import { Vehicle } from '@dms/domain/customers/vehicle';
import type { User } from '@dms/domain/identity/user';
import { Part } from '@dms/domain/inventory/part';
import { moveSerials } from '@dms/domain/inventory/use-cases/move-serials';
import { type Basket, receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import type { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { type Actor, everywhere, type Role, systemActor } from '@dms/domain/shared/actor';
import type { DomainEvent } from '@dms/domain/shared/events';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { StockTransfer } from '@dms/domain/inventory/stock-transfer';
import type { JobCard } from '@dms/domain/workshop/job-card';
import type { IssueParts } from '@dms/domain/workshop/use-cases/issue-parts';
import type { EstimateLineRequest } from '@dms/domain/workshop/use-cases/draw-up-estimate';
import { actorFor, type Basics, newUser } from './basics.ts';
import type { Desk } from './desk.ts';
import type { Harness } from './harness.ts';

export const somebody = systemActor('contract');

/** Something that happened, for a unit whose changes have no use case yet. */
export const noted = (name: DomainEvent['name'], entityId: string): DomainEvent => ({ name, entityId, serviceCenterId: null, data: {} });

/** Rows that no other test has: with phones, plates and numbers of their own. */
export const fixtures = (
  { transact, clock, ids }: Harness,
  { branches: { blr01, blr02 }, actors, parts, ...basics }: Basics,
  use: Desk,
) => {
  let count = 0;

  const unsavedCustomer = (): Customer =>
    new Customer({
      ...{ id: ids.next(), firstName: 'Ravi', phone: `+9190000${String(++count).padStart(5, '0')}` },
      ...{ address: '7, 2nd Main, Jayanagar', stateCode: '29' },
    });

  const unsavedVehicle = (customerId: string): Vehicle => {
    const registration = `KA05MH${String(++count).padStart(4, '0')}`;
    return new Vehicle({ id: ids.next(), customerId, make: 'Maruti Suzuki', model: 'Swift', registration });
  };

  /** Of a customer of its own, unless told whose. */
  const vehicle = (customerId?: string): Promise<Vehicle> =>
    transact(somebody, async (unit) => {
      if (customerId !== undefined) {
        const another = unsavedVehicle(customerId);
        unit.vehicles.add(another);
        unit.record(noted('VehicleCreated', another.id));
        return another;
      }
      const owner = unsavedCustomer();
      unit.customers.add(owner);
      await unit.flush();
      const owned = unsavedVehicle(owner.id);
      unit.vehicles.add(owned);
      unit.record(noted('CustomerCreated', owner.id), noted('VehicleCreated', owned.id));
      return owned;
    });

  const engineer = (): Promise<{ readonly user: User; readonly actor: Actor }> =>
    transact(somebody, async ({ users, record }) => {
      const user = newUser(ids, clock.now(), 'SERVICE_ENGINEER', [blr01], `engineer${++count}@dms.example`);
      users.add(user);
      record(noted('UserCreated', user.id));
      return { user, actor: actorFor(user) };
    });

  /** A part of which the branch has so much, at 100 rupees a unit; one that is tracked by serial number as U1, U2 and so on. */
  const partInStock = (quantity: string, change: Partial<Part> = {}): Promise<Part> =>
    transact(somebody, async (unit) => {
      const part = new Part({
        id: ids.next(),
        sku: `PART-${++count}`,
        name: `Part ${count}`,
        hsn: '87083000',
        unit: 'PCS',
        unitPrice: Money.parse('150.00'),
        ...change,
      });
      unit.parts.add(part);
      await unit.flush();
      const items = [{ partId: part.id, quantity: Quantity.parse(quantity), unitCost: Money.parse('100.00') }];
      const document = { type: 'GoodsReceipt', id: ids.next() };
      await receiveFromSupplier({ clock, ids })(unit, { serviceCenterId: blr01.id, document, items }, somebody, everywhere);
      const [from, to] = [{ type: 'SUPPLIER', id: null } as const, { type: 'STORE', id: blr01.id } as const];
      const serials = part.serialTracked ? Array.from({ length: Number(quantity) }, (_, n) => `U${n + 1}`) : [];
      await moveSerials({ ids })(unit, { part, quantity: Quantity.parse(quantity), serials, from, to });
      unit.record(noted('PartCreated', part.id), noted('StockReceived', part.id));
      return part;
    });

  const onHand = (partId: string, serviceCenterId: string = blr01.id): Promise<string> =>
    transact(somebody, async ({ stockItems }) => {
      const [item] = await stockItems.lock(serviceCenterId, [partId], everywhere);
      return (item?.onHand ?? Quantity.zero).toString();
    });

  /** Somebody who works at the branches and nowhere else. */
  const colleague = (role: Role, ...branches: ServiceCenter[]): Promise<{ readonly user: User; readonly actor: Actor }> =>
    transact(somebody, async ({ users, record }) => {
      const user = newUser(ids, clock.now(), role, branches, `colleague${++count}@dms.example`);
      users.add(user);
      record(noted('UserCreated', user.id));
      return { user, actor: actorFor(user) };
    });

  /** Stock of BLR01 on its way, by default to BLR02 under the same GSTIN, brought so far by nobody in particular. */
  const transfer = async (
    items: Basket,
    until: 'pending' | 'approved' | 'in_transit' = 'in_transit',
    { to = blr02.id, by = somebody }: { readonly to?: string; readonly by?: Actor } = {},
  ): Promise<StockTransfer> => {
    const asked = await use.transfer.create(
      { fromServiceCenterId: blr01.id, toServiceCenterId: to, items, reason: 'Booked for tomorrow' },
      by,
    );
    if (until === 'pending') return asked;
    const approved = await use.transfer.approve({ transferId: asked.id }, somebody);
    return until === 'approved' ? approved : use.transfer.dispatch({ transferId: asked.id }, somebody);
  };

  const labour: EstimateLineRequest = {
    kind: 'LABOUR',
    description: 'Periodic service',
    hsn: '998714',
    quantity: Quantity.parse('2.000'),
    unitPrice: Money.parse('800.00'),
    taxRate: '18',
  };

  /** The lines of the main job. */
  const mainLines: readonly EstimateLineRequest[] = [
    labour,
    { kind: 'PART', partId: parts.oil.id, quantity: Quantity.parse('3.500'), unitPrice: Money.parse('650.00') },
    { kind: 'PART', partId: parts.filter.id, quantity: Quantity.parse('1.000'), unitPrice: Money.parse('420.00') },
  ];

  const openCard = async (lines: readonly EstimateLineRequest[] = [labour], owned?: Vehicle): Promise<JobCard> => {
    const { id: vehicleId, customerId } = owned ?? (await vehicle());
    const about = { type: 'PERIODIC_SERVICE', odometer: 20_150, description: '20,000 km service', promisedAt: clock.now() } as const;
    return use.open({ serviceCenterId: blr01.id, customerId, vehicleId, ...about, estimate: { lines } }, actors.advisor);
  };

  /** Brings a card to the engineer named, by default one whom nobody else has. */
  const assignedCard = async (lines?: readonly EstimateLineRequest[], by?: Actor): Promise<{ card: JobCard; engineer: Actor }> => {
    const { id: jobCardId } = await openCard(lines);
    const worker = by ?? (await engineer()).actor;
    await use.move({ jobCardId, to: 'awaiting_approval' }, actors.advisor);
    await use.decide({ jobCardId, decision: 'ACCEPTED', channel: 'PHONE', note: 'Agreed' }, actors.advisor);
    const card = await use.assign({ jobCardId, engineerId: worker.userId! }, actors.advisor);
    return { card, engineer: worker };
  };

  const readyCard = async (lines?: readonly EstimateLineRequest[]): Promise<JobCard> => {
    const { card, engineer: worker } = await assignedCard(lines);
    const jobCardId = card.id;
    const items = card.parts.map(({ partId, requested }) => ({ partId, quantity: requested }));
    if (items.length > 0) await use.issueParts({ jobCardId, items }, actors.staff);
    for (const { id: taskId } of card.tasks) {
      await use.start({ jobCardId, taskId }, worker);
      await use.finish({ jobCardId, taskId }, worker);
    }
    await use.move({ jobCardId, to: 'completed' }, actors.advisor);
    return use.check({ jobCardId, result: 'PASS' }, actors.manager);
  };

  /** A vehicle in again: the card with its engineer, and what brings it to its bill with these parts on it. */
  const repair = async (owned: Vehicle, lines: readonly EstimateLineRequest[], odometer: number) => {
    const about = { type: 'GENERAL_REPAIR', odometer, description: 'In again', promisedAt: clock.now() } as const;
    const { id: vehicleId, customerId } = owned;
    const { id: jobCardId } = await use.open(
      { serviceCenterId: blr01.id, customerId, vehicleId, ...about, estimate: { lines }, force: true, reason: 'In again' },
      actors.advisor,
    );
    const worker = (await engineer()).actor;
    await use.move({ jobCardId, to: 'awaiting_approval' }, actors.advisor);
    await use.decide({ jobCardId, decision: 'ACCEPTED', channel: 'PHONE', note: 'Agreed' }, actors.advisor);
    const card = await use.assign({ jobCardId, engineerId: worker.userId! }, actors.advisor);
    const bill = async (items: IssueParts['items']): Promise<Invoice> => {
      await use.issueParts({ jobCardId, items }, actors.staff);
      for (const { id: taskId } of card.tasks) {
        await use.start({ jobCardId, taskId }, worker);
        await use.finish({ jobCardId, taskId }, worker);
      }
      await use.move({ jobCardId, to: 'completed' }, actors.advisor);
      await use.check({ jobCardId, result: 'PASS' }, actors.manager);
      const drawnUp = await use.draft({ sourceType: 'job', sourceId: jobCardId }, actors.advisor);
      return use.issue({ invoiceId: drawnUp.id }, actors.advisor);
    };
    return { card, bill };
  };

  const draft = async (lines?: readonly EstimateLineRequest[]): Promise<Invoice> => {
    const card = await readyCard(lines);
    return use.draft({ sourceType: 'job', sourceId: card.id }, actors.advisor);
  };

  const invoice = async (lines?: readonly EstimateLineRequest[]): Promise<Invoice> =>
    use.issue({ invoiceId: (await draft(lines)).id }, actors.advisor);

  return {
    unsavedCustomer,
    unsavedVehicle,
    vehicle,
    engineer,
    partInStock,
    onHand,
    colleague,
    transfer,
    labour,
    mainLines,
    openCard,
    assignedCard,
    readyCard,
    repair,
    draft,
    invoice,
    asha: basics.asha,
  };
};

export type Fixtures = ReturnType<typeof fixtures>;
