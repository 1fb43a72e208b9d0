import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type BusinessDay, businessDay, parseBusinessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { normaliseRegistration } from '../../shared/identifiers/vehicle-registration.ts';
import type { ImportBatch, ImportRow } from '../../shared/import-batch.ts';
import { type ReadCell, readCells, refuseEmpty, rupees, whole, words } from '../../shared/import-cells.ts';
import { importKinds } from '../../shared/import-kinds.ts';
import { onePerRecord, rowSieve } from '../../shared/import-sieve.ts';
import type { Money } from '../../shared/money.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { placesOf } from '../../imports/use-cases/place-rows.ts';
import { LegacyService } from '../legacy-service.ts';
import type { LegacyServices, VehicleHistory, Vehicles } from '../ports.ts';
import { normalForm } from '../search-terms.ts';

type Unit = {
  readonly vehicles: Vehicles;
  readonly serviceCenters: ServiceCenters;
  readonly legacyServices: LegacyServices;
  readonly history: VehicleHistory;
};
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };

/** How the cell of each column is read. */
const columns: Readonly<Record<string, ReadCell>> = {
  serviceCenter: words(20),
  registration: (text) => normalForm(plateOf(text)),
  date: (text) => parseBusinessDay(text),
  number: words(40),
  serviceType: words(60),
  summary: words(500),
  odometer: whole(0, 9_999_999),
  amount: rupees,
};

/** A plate of no known shape is whatever it is: the vehicle is there, or it is not. */
const plateOf = (text: string): string => {
  try {
    return normaliseRegistration(text).key;
  } catch (error) {
    if (error instanceof DomainError) return text;
    throw error;
  }
};

type Cells = {
  readonly serviceCenter?: string;
  readonly registration: string;
  readonly date: BusinessDay;
  readonly number?: string;
  readonly serviceType?: string;
  readonly summary?: string;
  readonly odometer?: number;
  readonly amount?: Money;
};
type Read = Cells & { readonly line: number };

/**
 * Takes services of the past into the timelines of vehicles there are (IMP-01, HIS-01). A service is known by its vehicle, its day and its
 * number; it is written once, so one that is there already stays as it is.
 * @throws DomainError `access.denied`, `record.duplicate` when somebody else brings one of them in at the same moment
 */
export const importServiceHistory =
  ({ transact, clock, ids }: Deps): ImportBatch =>
  async ({ importId, rows, dryRun, serviceCenterId }, actor) => {
    permit(actor, 'import', { serviceCenterId: null });
    return transact(actor, async (unit) => {
      const sieve = rowSieve();
      const now = clock.now();
      const read = rows.flatMap((row) => sieve.attempt(row.line, () => readRow(row, businessDay(now))));
      const vehicles = await unit.vehicles.lockByKeys([...new Set(read.map(({ registration }) => registration))], []);
      const idOf = new Map(vehicles.map(({ id, registration }) => [normalForm(registration), id]));
      const named = read.map(({ serviceCenter }) => serviceCenter);
      const placeOf = await placesOf(unit.serviceCenters, named, serviceCenterId);
      const claim = onePerRecord();
      const planned = read.flatMap((row) =>
        sieve.attempt(row.line, () => {
          const vehicleId = idOf.get(row.registration);
          if (vehicleId === undefined) throw new DomainError('request.invalid', `registration: there is no vehicle ${row.registration}.`);
          const elsewhere = row.serviceCenter === undefined && serviceCenterId === undefined;
          const service = serviceOf(row, vehicleId, elsewhere ? null : placeOf(row.serviceCenter));
          claim(keyOf(service), row.line);
          return new LegacyService({ ...service, id: ids.next(), createdAt: now, createdBy: actor.userId });
        }),
      );
      const there = new Set((await unit.legacyServices.of([...idOf.values()])).map(keyOf));
      const fresh = planned.filter((service) => !there.has(keyOf(service)));
      if (!dryRun && fresh.length > 0) {
        unit.legacyServices.add(fresh);
        unit.history.projectAll(
          'LEGACY',
          fresh.map(({ id }) => id),
        );
        unit.record({
          name: 'ServiceHistoryImported',
          entityId: importId,
          serviceCenterId: null,
          data: { created: fresh.map(({ id }) => id) },
        });
      }
      return { created: fresh.length, changed: 0, unchanged: planned.length - fresh.length, bad: sieve.bad() };
    });
  };

const readRow = ({ line, cells }: ImportRow, today: BusinessDay): Read => {
  refuseEmpty(importKinds['service-history'].needed, cells);
  const read = readCells(columns, cells) as Cells;
  if (read.date > today) throw new DomainError('request.invalid', 'date: a service of the past is not in the future.');
  return { ...read, line };
};

type Known = Pick<LegacyService, 'vehicleId' | 'servedOn' | 'number'>;
const keyOf = ({ vehicleId, servedOn, number }: Known): string => `${vehicleId} ${servedOn} ${number ?? ''}`;

const serviceOf = ({ date, number, serviceType, summary, odometer, amount }: Read, vehicleId: string, serviceCenterId: string | null) => ({
  ...{ vehicleId, serviceCenterId, servedOn: date, number: number ?? null, serviceType: serviceType ?? null },
  ...{ summary: summary ?? null, odometer: odometer ?? null, totalAmount: amount ?? null },
});
