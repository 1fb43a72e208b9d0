import { Customer } from '@dms/domain/customers/customer';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { ServiceCenterAssignment, User } from '@dms/domain/identity/user';
import { Part } from '@dms/domain/inventory/part';
import { receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import type { TransactAll } from '@dms/domain/repositories';
import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { type Actor, everywhere, type Role, systemActor } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import type { Clock, Ids } from '@dms/domain/shared/ports';
import { Quantity } from '@dms/domain/shared/quantity';
import type { DomainEvent } from '@dms/domain/shared/events';
import type { EventName } from '@dms/domain/shared/event-catalogue';

/** The rates that the suites expect and nothing else puts in: there is no port to write them yet. */
export const basicRates = [
  { hsn: '9987', rate: '18', treatment: 'TAXABLE', validFrom: '2017-07-01' },
  { hsn: '8708', rate: '28', treatment: 'TAXABLE', validFrom: '2017-07-01' },
  { hsn: '8708', rate: '18', treatment: 'TAXABLE', validFrom: '2025-09-22' },
  { hsn: '87', rate: '40', treatment: 'TAXABLE', validFrom: '2025-09-22' },
  { hsn: '871310', rate: '5', treatment: 'TAXABLE', validFrom: '2017-07-01' },
  { hsn: '2710', rate: '18', treatment: 'TAXABLE', validFrom: '2017-07-01' },
  { hsn: '8421', rate: '18', treatment: 'TAXABLE', validFrom: '2017-07-01' },
] as const;

/** The instant at which the suites begin: 22 November 2026, 10:00 in India. */
export const beginning = '2026-11-22T04:30:00.000Z';

type Deps = { readonly transact: TransactAll; readonly clock: Clock; readonly ids: Ids };
type BranchCode = 'BLR01' | 'BLR02' | 'PUN01';

const branchFields = (code: BranchCode) => {
  const karnataka = code !== 'PUN01';
  return {
    name: `${code} Service Centre`,
    code,
    legalName: 'Sahyadri Motors Private Limited',
    address: '214, 11th Main Road\nJayanagar 4th Block',
    city: karnataka ? 'Bengaluru' : 'Pune',
    state: karnataka ? 'Karnataka' : 'Maharashtra',
    stateCode: karnataka ? '29' : '27',
    pincode: karnataka ? '560011' : '411001',
    gstNumber: karnataka ? '29AABCS1429B1ZQ' : '27AABCS1429B1ZU',
    invoicePrefix: code,
    panNumber: 'AABCS1429B',
    phone: '+918041234567',
    email: `${code.toLowerCase()}@dms.example`,
    bankName: 'State Bank of India',
    bankAccount: '38201456789',
    bankIfsc: 'SBIN0003286',
    upiId: 'sahyadri@oksbi',
    branding: { tagline: 'Care for every kilometre', terms: ['Subject to the jurisdiction of Bengaluru.'] },
    serviceTypes: ['PERIODIC_SERVICE', 'GENERAL_REPAIR'],
  };
};

const partFields = {
  oil: {
    sku: 'OIL-5W30',
    name: 'Engine oil 5W-30',
    hsn: '27101980',
    unit: 'LTR',
    unitPrice: Money.parse('650.00'),
    mrp: Money.parse('820.00'),
  },
  filter: { sku: 'FLT-OIL-01', name: 'Oil filter', hsn: '84212300', unit: 'PCS', unitPrice: Money.parse('420.00') },
  pads: { sku: 'BRK-PAD-01', name: 'Front brake pad set', hsn: '87083000', unit: 'PCS', unitPrice: Money.parse('1850.00') },
} as const;

const happened = (name: EventName, entityId: string, serviceCenterId: string | null = null): DomainEvent => ({
  name,
  entityId,
  serviceCenterId,
  data: {},
});

export const actorFor = (user: Pick<User, 'id' | 'role' | 'serviceCenterIds'>): Actor => ({
  userId: user.id,
  role: user.role,
  serviceCenterIds: user.serviceCenterIds,
  requestId: `request of ${user.role}`,
  address: '127.0.0.1',
  agent: 'contract',
});

/** Somebody who works at the branches. The number in the e-mail address keeps two of one role apart. */
export const newUser = (ids: Ids, at: Date, role: Role, branches: readonly ServiceCenter[], email: string): User => {
  const id = ids.next();
  const assignments = branches.map(
    (branch) => new ServiceCenterAssignment({ id: ids.next(), userId: id, serviceCenterId: branch.id, assignedAt: at }),
  );
  return new User({ id, email, firstName: role, password: 'plain:secret', role, assignments });
};

/** What every suite stands on: three branches, the people of one, a customer and his car, three parts on the shelf. */
export const addBasics = ({ transact, clock, ids }: Deps) =>
  transact(systemActor('basics'), async (unit) => {
    const branch = (code: BranchCode): ServiceCenter => new ServiceCenter({ id: ids.next(), ...branchFields(code) });
    const [blr01, blr02, pun01] = [branch('BLR01'), branch('BLR02'), branch('PUN01')];
    for (const each of [blr01, blr02, pun01]) {
      unit.serviceCenters.add(each);
      unit.record(happened('ServiceCenterCreated', each.id, each.id));
    }
    await unit.flush();

    const hire = (role: Role, email: string, ...branches: ServiceCenter[]): User => {
      const user = newUser(ids, clock.now(), role, branches, email);
      unit.users.add(user);
      unit.record(happened('UserCreated', user.id));
      return user;
    };
    const people = {
      admin: hire('ADMIN', 'admin@dms.example'),
      advisor: hire('SERVICE_ADVISOR', 'advisor.blr01@dms.example', blr01),
      manager: hire('SC_MANAGER', 'manager.blr01@dms.example', blr01),
      staff: hire('SC_STAFF', 'staff.blr01@dms.example', blr01),
      engineer: hire('SERVICE_ENGINEER', 'engineer.blr01@dms.example', blr01),
      engineer2: hire('SERVICE_ENGINEER', 'engineer2.blr01@dms.example', blr01),
      elsewhere: hire('SC_MANAGER', 'manager.pun01@dms.example', pun01),
    };

    const asha = new Customer({
      id: ids.next(),
      firstName: 'Asha',
      lastName: 'Rao',
      phone: '+919845012345',
      address: '12, 3rd Cross, Indiranagar',
      ...{
        city: 'Bengaluru',
        state: 'Karnataka',
        stateCode: '29',
        pincode: '560038',
      },
    });
    unit.customers.add(asha);
    await unit.flush();
    const car = new Vehicle({
      id: ids.next(),
      customerId: asha.id,
      make: 'Mahindra',
      model: 'XUV700',
      year: 2024,
      registration: 'KA01AB1234',
      ...{
        vin: 'MA1TA2AB3C4D56789',
        odometer: 20100,
      },
    });
    unit.vehicles.add(car);
    await unit.flush();
    unit.customers.belongsTo(asha.id, blr01.id);
    unit.vehicles.belongsTo(car.id, blr01.id);
    unit.record(happened('CustomerCreated', asha.id), happened('VehicleCreated', car.id));

    const part = (fields: (typeof partFields)[keyof typeof partFields]): Part => {
      const made = new Part({ id: ids.next(), ...fields });
      unit.parts.add(made);
      unit.record(happened('PartCreated', made.id));
      return made;
    };
    const parts = { oil: part(partFields.oil), filter: part(partFields.filter), pads: part(partFields.pads) };
    await unit.flush();
    await receiveFromSupplier({ clock, ids })(
      unit,
      {
        serviceCenterId: blr01.id,
        document: { type: 'GoodsReceipt', id: ids.next() },
        items: [
          { partId: parts.oil.id, quantity: Quantity.parse('1000'), unitCost: Money.parse('480.00') },
          { partId: parts.filter.id, quantity: Quantity.parse('1000'), unitCost: Money.parse('260.00') },
          { partId: parts.pads.id, quantity: Quantity.parse('1000'), unitCost: Money.parse('1200.00') },
        ],
      },
      systemActor('basics'),
      everywhere,
    );
    unit.record(happened('StockReceived', blr01.id, blr01.id));

    const actors = Object.fromEntries(Object.entries(people).map(([name, user]) => [name, actorFor(user)])) as Record<
      keyof typeof people,
      Actor
    >;
    return { branches: { blr01, blr02, pun01 }, people, actors, asha, car, parts };
  });

export type Basics = Awaited<ReturnType<typeof addBasics>>;
