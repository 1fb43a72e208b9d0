import { receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import type { Repositories } from '@dms/domain/repositories';
import type { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { everywhere } from '@dms/domain/shared/actor';
import type { Recording } from '@dms/domain/shared/unit-of-work';
import { type BranchCode, demoBranches } from './demo/branches.ts';
import { demoCustomers } from './demo/customers.ts';
import { type DemoPart, demoParts } from './demo/parts.ts';
import { DEMO_PASSWORD, demoUsers, FIRST_ADVISOR } from './demo/people.ts';
import { demoVehicles } from './demo/vehicles.ts';
import { besideOthers, seeded, seeder, type Seeding } from './seeding.ts';

type Unit = Repositories & Recording;
type Deps = Pick<Seeding['cradle'], 'clock' | 'ids'>;

/**
 * The world to play in: three branches, their people, customers with vehicles, parts on the shelf. It comes whole or not at
 * all, the same each time, and a world that is there already stays as it is.
 * @throws Error in production
 */
export const seedDemo = async ({ cradle: { transact, clock, ids, passwords, config } }: Seeding): Promise<void> => {
  if (config.production) throw new Error('The demo data are not for production.');
  const isThere = (): Promise<boolean> => transact(seeder, async ({ users }) => (await users.findByName(FIRST_ADVISOR)) !== undefined);
  if (await isThere()) return;
  const hash = await passwords.hash(DEMO_PASSWORD);
  await besideOthers(async () => {
    if (await isThere()) return;
    await transact(seeder, (unit) => settle(unit, { clock, ids }, hash));
  });
};

const settle = async (unit: Unit, deps: Deps, hash: string): Promise<void> => {
  const branches = demoBranches(deps.ids);
  open(unit, branches);
  hire(unit, deps, branches, hash);
  register(unit, deps, branches);
  const parts = demoParts(deps.ids);
  for (const { part } of parts) {
    unit.parts.add(part);
    unit.record(seeded('PartCreated', part.id, null, { sku: part.sku }));
  }
  for (const branch of branches) await receive(unit, deps, branch, parts);
};

const open = ({ serviceCenters, record }: Unit, branches: readonly ServiceCenter[]): void => {
  for (const branch of branches) {
    serviceCenters.add(branch);
    record(seeded('ServiceCenterCreated', branch.id, branch.id, { code: branch.code }));
  }
};

const hire = ({ users, record }: Unit, { clock, ids }: Deps, branches: readonly ServiceCenter[], hash: string): void => {
  for (const user of demoUsers(ids, clock.now(), hash, branches)) {
    users.add(user);
    record(seeded('UserCreated', user.id, user.serviceCenterIds[0] ?? null, { role: user.role }));
  }
};

const register = ({ customers, vehicles, record }: Unit, { ids }: Deps, branches: readonly ServiceCenter[]): void => {
  const idOf = Object.fromEntries(branches.map(({ code, id }) => [code, id])) as Record<BranchCode, string>;
  const people = demoCustomers(ids);
  for (const { customer, knownAt } of people) {
    customers.add(customer);
    for (const code of knownAt) customers.belongsTo(customer.id, idOf[code]);
    record(seeded('CustomerCreated', customer.id, idOf[knownAt[0]!], { type: customer.type }));
  }
  for (const { vehicle, knownAt } of demoVehicles(ids, people)) {
    vehicles.add(vehicle);
    for (const code of knownAt) vehicles.belongsTo(vehicle.id, idOf[code]);
    record(seeded('VehicleCreated', vehicle.id, idOf[knownAt[0]!], { customerId: vehicle.customerId }));
  }
};

/** One goods receipt for each branch, so that the stock has come from somewhere (STK-01). */
const receive = async (unit: Unit, deps: Deps, { id: serviceCenterId }: ServiceCenter, parts: readonly DemoPart[]): Promise<void> => {
  const document = { type: 'GoodsReceipt', id: deps.ids.next() };
  const items = parts.map(({ part, stock, cost }) => ({ partId: part.id, quantity: stock, unitCost: cost }));
  await receiveFromSupplier(deps)(unit, { serviceCenterId, document, items }, seeder, everywhere);
  unit.record(seeded('StockReceived', document.id, serviceCenterId, { parts: items.length }));
};
