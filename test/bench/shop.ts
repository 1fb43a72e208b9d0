import bcrypt from 'bcrypt';
import { Customer } from '@dms/domain/customers/customer';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { ServiceCenterAssignment, User } from '@dms/domain/identity/user';
import { Part } from '@dms/domain/inventory/part';
import { receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { everywhere, type Role, systemActor } from '@dms/domain/shared/actor';
import type { EventName } from '@dms/domain/shared/event-catalogue';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { Container } from '../../adapters/container.ts';

// What the benches work in: eight branches of one GSTIN, eight advisors at each, and for the one job that drafts and invoices
// are cloned from, a storekeeper, an engineer and a manager.

export const BRANCHES = 8;
export const ADVISORS_PER_BRANCH = 8;
export const PASSWORD = 'Bench-Pass-2026!';
const CHEAPEST_HASH = 4; // logging in is not what is measured

export type Shop = {
  readonly branches: readonly string[];
  /** The e-mail addresses, by branch. */
  readonly advisors: readonly (readonly string[])[];
  readonly people: { readonly staff: string; readonly engineer: string; readonly manager: string };
  readonly engineerId: string;
  readonly parts: { readonly oil: string; readonly filter: string };
  readonly customerId: string;
  readonly vehicleId: string;
};

export const layOutShop = async ({ cradle: { transact, clock, ids } }: Container): Promise<Shop> => {
  const somebody = systemActor('bench');
  const password = await bcrypt.hash(PASSWORD, CHEAPEST_HASH);
  return transact(somebody, async (unit) => {
    const added = (name: EventName, entityId: string): void => unit.record({ name, entityId, serviceCenterId: null, data: {} });

    const branches = Array.from({ length: BRANCHES }, (_, index) => branch(ids.next(), `BN${index + 1}`));
    for (const each of branches) {
      unit.serviceCenters.add(each);
      added('ServiceCenterCreated', each.id);
    }
    await unit.flush();

    const hire = (role: Role, name: string, serviceCenterId: string): User => {
      const userId = ids.next();
      const assignments = [new ServiceCenterAssignment({ id: ids.next(), userId, serviceCenterId, assignedAt: clock.now() })];
      const user = new User({ id: userId, email: `${name}@dms.example`, firstName: name, password, role, assignments });
      unit.users.add(user);
      added('UserCreated', userId);
      return user;
    };
    const desk = (at: ServiceCenter): string[] =>
      Array.from(
        { length: ADVISORS_PER_BRANCH },
        (_, index) => hire('SERVICE_ADVISOR', `advisor${index + 1}.${at.code}`.toLowerCase(), at.id).email,
      );
    const advisors = branches.map(desk);
    const home = branches[0]!.id;
    const [staff, engineer, manager] = [
      hire('SC_STAFF', 'staff', home),
      hire('SERVICE_ENGINEER', 'engineer', home),
      hire('SC_MANAGER', 'manager', home),
    ];

    const part = (sku: string, name: string, hsn: string, unitCode: string, unitPrice: string): Part => {
      const made = new Part({ id: ids.next(), sku, name, hsn, unit: unitCode, unitPrice: Money.parse(unitPrice) });
      unit.parts.add(made);
      added('PartCreated', made.id);
      return made;
    };
    const oil = part('OIL-5W30', 'Engine oil 5W-30', '27101980', 'LTR', '650.00');
    const filter = part('FLT-OIL-01', 'Oil filter', '84212300', 'PCS', '420.00');

    const customer = new Customer({ id: ids.next(), firstName: 'Asha', lastName: 'Rao', phone: '+916999999999', stateCode: '29' });
    unit.customers.add(customer);
    added('CustomerCreated', customer.id);
    await unit.flush();
    const registration = 'KA99ZZ9999';
    const vehicle = new Vehicle({
      id: ids.next(),
      customerId: customer.id,
      make: 'Mahindra',
      model: 'XUV700',
      year: 2024,
      registration,
      vin: 'MA1TA2AB3C4D56789',
      odometer: 20100,
    });
    unit.vehicles.add(vehicle);
    added('VehicleCreated', vehicle.id);
    await unit.flush();
    unit.customers.belongsTo(customer.id, home);
    unit.vehicles.belongsTo(vehicle.id, home);

    const items = [oil, filter].map(({ id: partId, unitPrice: unitCost }) => ({ partId, quantity: Quantity.parse('1000.000'), unitCost }));
    const receipt = { serviceCenterId: home, document: { type: 'GoodsReceipt', id: ids.next() }, items };
    await receiveFromSupplier({ clock, ids })(unit, receipt, somebody, everywhere);
    added('StockReceived', home);

    return {
      branches: branches.map(({ id }) => id),
      advisors,
      people: { staff: staff.email, engineer: engineer.email, manager: manager.email },
      engineerId: engineer.id,
      parts: { oil: oil.id, filter: filter.id },
      customerId: customer.id,
      vehicleId: vehicle.id,
    };
  });
};

const branch = (id: string, code: string): ServiceCenter =>
  new ServiceCenter({
    id,
    name: `${code} Service Centre`,
    code,
    legalName: 'Sahyadri Motors Private Limited',
    address: '214, 11th Main Road\nJayanagar 4th Block',
    city: 'Bengaluru',
    state: 'Karnataka',
    stateCode: '29',
    pincode: '560011',
    gstNumber: '29AABCS1429B1ZQ',
    invoicePrefix: code,
    panNumber: 'AABCS1429B',
    upiId: 'sahyadri@oksbi',
    branding: { tagline: 'Care for every kilometre', terms: ['Subject to the jurisdiction of Bengaluru.'] },
    serviceTypes: ['PERIODIC_SERVICE'],
  });
