import type { ServiceCenters } from '../../service-centers/ports.ts';
import { DomainError } from '../../shared/errors.ts';
import type { ImportBatch, ImportRow } from '../../shared/import-batch.ts';
import { refuseEmpty } from '../../shared/import-cells.ts';
import { importKinds } from '../../shared/import-kinds.ts';
import { countsOf, onePerRecord, rowSieve } from '../../shared/import-sieve.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { insideOf, placesOf } from '../../imports/use-cases/place-rows.ts';
import { Ownership } from '../ownership.ts';
import type { Customers, FormerPlates, Inside, OdometerReadings, Ownerships, Vehicles } from '../ports.ts';
import { normalForm } from '../search-terms.ts';
import { Vehicle } from '../vehicle.ts';
import { type VehicleCells, vehicleOfCells } from '../vehicle-cells.ts';
import { normalVehicle, type VehicleField, type VehicleFields } from '../vehicle-fields.ts';
import { givePlateUp } from './give-plate-up.ts';
import { noteReading } from './note-reading.ts';

type Unit = {
  readonly customers: Pick<Customers, 'ownersByPhone'>;
  readonly vehicles: Vehicles;
  readonly ownerships: Ownerships;
  readonly odometerReadings: OdometerReadings;
  readonly formerPlates: FormerPlates;
  readonly serviceCenters: ServiceCenters;
};
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };
type Read = Omit<VehicleCells, 'given'> & { readonly line: number; readonly fields: Partial<VehicleFields> };
type Known = {
  readonly byPlate: ReadonlyMap<string, Vehicle>;
  readonly byVin: ReadonlyMap<string, Vehicle>;
  readonly owners: ReadonlyMap<string, string>;
  readonly placeOf: (serviceCenter: string | undefined) => string;
  readonly isInside: (inside: Inside) => boolean;
};
/** What becomes of a row: the vehicle as it will be, and of one that is there already what changes. */
type Planned = {
  readonly vehicle: Vehicle;
  readonly serviceCenterId: string;
  readonly existing?: Vehicle;
  readonly changed: readonly (VehicleField | 'odometer' | 'serviceCenterIds')[];
};

/**
 * Imports vehicles by their plate, and by their VIN where that is known under another plate, which is kept as a former one (VEH-01). The
 * owner is a customer there is, by phone; a vehicle that belongs to somebody else is refused, for it changes hands by a transfer (VEH-03).
 * @throws DomainError `access.denied`, `record.duplicate` when somebody else creates one of them at the same moment
 */
export const importVehicles =
  (deps: Deps): ImportBatch =>
  async ({ importId, rows, dryRun, serviceCenterId }, actor) => {
    permit(actor, 'import', { serviceCenterId: null });
    return deps.transact(actor, async (unit) => {
      const sieve = rowSieve();
      const read = rows.flatMap((row) => sieve.attempt(row.line, () => readRow(row)));
      const known = await lookUp(unit, read, serviceCenterId);
      const claim = onePerRecord();
      const planned = read.flatMap((row) =>
        sieve.attempt(row.line, () => {
          const plans = plan(known, deps.ids, row);
          claim(plans.existing?.id ?? normalForm(plans.vehicle.registration), row.line);
          return plans;
        }),
      );
      if (!dryRun) await keep(deps, unit, importId, planned, actor.userId);
      return { ...countsOf(planned), bad: sieve.bad() };
    });
  };

const readRow = ({ line, cells }: ImportRow): Read => {
  refuseEmpty(importKinds.vehicles.needed, cells);
  const { given, ...beside } = vehicleOfCells(cells);
  return { ...beside, line, fields: normalVehicle(given) };
};

const plateOf = ({ fields }: Read): string => normalForm(fields.registration!);

const lookUp = async ({ customers, vehicles, serviceCenters }: Unit, read: readonly Read[], usual: string | undefined): Promise<Known> => {
  const placeOf = await placesOf(
    serviceCenters,
    read.map(({ serviceCenter }) => serviceCenter),
    usual,
  );
  const owners = await customers.ownersByPhone([...new Set(read.map(({ ownerPhone }) => ownerPhone))]);
  const found = await vehicles.lockByKeys(
    read.map(plateOf),
    read.flatMap(({ fields }) => fields.vin ?? []),
  );
  return {
    byPlate: new Map(found.map((each) => [normalForm(each.registration), each])),
    byVin: new Map(found.flatMap((each) => (each.vin === null ? [] : [[normalForm(each.vin), each] as const]))),
    owners: new Map(owners.map(({ phone, customerId }) => [phone, customerId])),
    placeOf,
    isInside: insideOf(await vehicles.insidesOf(found.map(({ id }) => id))),
  };
};

const existingOf = ({ byPlate, byVin }: Known, row: Read): Vehicle | undefined => {
  const { vin } = row.fields;
  const byItsPlate = byPlate.get(plateOf(row));
  const byItsVin = vin == null ? undefined : byVin.get(vin);
  if (byItsPlate !== undefined && byItsVin !== undefined && byItsPlate !== byItsVin)
    throw new DomainError('vehicle.refused', `The registration is of one vehicle and the VIN ${vin} of another: correct one of them.`);
  return byItsPlate ?? byItsVin;
};

const plan = (known: Known, ids: Ids, row: Read): Planned => {
  const serviceCenterId = known.placeOf(row.serviceCenter);
  const customerId = known.owners.get(row.ownerPhone);
  if (customerId === undefined)
    throw new DomainError('request.invalid', `ownerPhone: no customer has the phone ${row.ownerPhone}. Import the customers first.`);
  const existing = existingOf(known, row);
  if (existing === undefined) {
    const vehicle = new Vehicle({ ...(row.fields as VehicleFields), id: ids.next(), customerId, odometer: row.odometer ?? null });
    return { vehicle, serviceCenterId, changed: [] };
  }
  if (existing.customerId !== customerId)
    throw new DomainError('vehicle.refused', `${existing.registration} belongs to another customer: it changes hands by a transfer.`);
  const planned = changing(existing, row);
  const enters = !known.isInside({ id: existing.id, serviceCenterId });
  return { ...planned, serviceCenterId, changed: enters ? [...planned.changed, 'serviceCenterIds'] : planned.changed };
};

const changing = (existing: Vehicle, { fields, odometer }: Read): Pick<Planned, 'vehicle' | 'existing' | 'changed'> => {
  // A plate written otherwise is the same plate.
  const { registration, ...others } = fields;
  const isSamePlate = normalForm(registration!) === normalForm(existing.registration);
  const said = isSamePlate ? others : { ...others, registration: registration! };
  const changed = (Object.keys(said) as VehicleField[]).filter((field) => fields[field] !== existing[field]);
  const vehicle = new Vehicle({ ...existing, ...said });
  if (odometer !== undefined) vehicle.readAnew(odometer, null);
  return { vehicle, existing, changed: vehicle.odometer === existing.odometer ? changed : [...changed, 'odometer'] };
};

const keep = async (
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  unit: Unit & Recording,
  importId: string,
  planned: readonly Planned[],
  userId: string | null,
): Promise<void> => {
  const created = planned.filter(({ existing }) => !existing).map(({ vehicle }) => vehicle);
  const edited = planned.filter(({ existing, changed }) => existing && changed.length > 0);
  if (created.length + edited.length === 0) return;
  for (const vehicle of created) unit.vehicles.add(vehicle);
  for (const each of edited) {
    if (each.changed.includes('registration')) await givePlateUp({ clock, ids }, unit, each.existing!, userId);
    const fields = each.changed.flatMap((field) => (field === 'serviceCenterIds' ? [] : [[field, each.vehicle[field]]]));
    Object.assign(each.existing!, Object.fromEntries(fields));
  }
  unit.vehicles.belong(
    planned
      .filter(({ existing, changed }) => !existing || changed.includes('serviceCenterIds'))
      .map(({ vehicle: { id }, serviceCenterId }) => ({ id, serviceCenterId })),
  );
  await unit.flush();
  for (const { id, customerId } of created) unit.ownerships.add(new Ownership({ id: ids.next(), vehicleId: id, customerId }));
  const read = { readAt: clock.now(), source: 'MANUAL', readBy: userId } as const;
  for (const { vehicle, existing, changed } of planned)
    if (vehicle.odometer !== null && (!existing || changed.includes('odometer')))
      noteReading(unit.odometerReadings, ids, { vehicleId: vehicle.id, odometer: vehicle.odometer, ...read });
  unit.record({
    name: 'VehiclesImported',
    entityId: importId,
    serviceCenterId: null,
    data: {
      created: created.map(({ id }) => id),
      changed: edited.map(({ vehicle: { id }, changed }) => ({ vehicleId: id, fields: [...changed] })),
    },
  });
};
