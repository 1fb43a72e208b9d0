import type { Settings } from '../../configuration/ports.ts';
import type { Customers, OdometerReadings } from '../../customers/ports.ts';
import type { Parts } from '../../inventory/ports.ts';
import { addCustomer, type NewCustomer } from '../../customers/use-cases/create-customer.ts';
import { addVehicle, type NewVehicle, type NewVehicleUnit } from '../../customers/use-cases/create-vehicle.ts';
import { noteReading } from '../../customers/use-cases/note-reading.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay, financialYear } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { TaxRates } from '../../shared/gst/tax-rates.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import { jobCardCreated } from '../events.ts';
import { JobCard } from '../job-card.ts';
import { type JobTypeName, needsEstimate, type Priority } from '../job-types.ts';
import type { JobCards } from '../ports.ts';
import { drawUpEstimate, type EstimateRequest } from './draw-up-estimate.ts';
import { roomForJobs } from './room-for-jobs.ts';

export type OpenJobCard = {
  readonly serviceCenterId: string;
  /** Who brings the vehicle, or who they are where nobody knows them yet. */
  readonly customerId?: string | undefined;
  readonly newCustomer?: NewCustomer | undefined;
  readonly vehicleId?: string | undefined;
  readonly newVehicle?: NewVehicle | undefined;
  readonly type: JobTypeName;
  readonly priority?: Priority | undefined;
  readonly description?: string | undefined;
  readonly odometer?: number | undefined;
  readonly promisedAt?: Date | undefined;
  readonly estimate?: EstimateRequest | undefined;
  /** Opens a second card for the vehicle, or takes a lower odometer reading, for a reason that is kept (JOB-02, VEH-02). */
  readonly force?: boolean | undefined;
  readonly reason?: string | undefined;
  /** Is told, in a sentence, what does not stand in the way and should be known. */
  readonly warn?: ((sentence: string) => void) | undefined;
};

type Unit = NewVehicleUnit & {
  readonly jobCards: JobCards;
  readonly serviceCenters: ServiceCenters;
  readonly odometerReadings: OdometerReadings;
  readonly parts: Parts;
  readonly taxRates: TaxRates;
  readonly settings: Settings;
  readonly limitUses: LimitUses;
};

type Deps = {
  readonly transact: Transact<Unit>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Opens a visit of a vehicle, with the estimate if there is one already. Vehicle and customer are from now on inside the
 * branch (CUS-03); who walks in for the first time is taken down with the card, all of it or nothing. The vehicle stays locked meanwhile,
 * so that two counters cannot open it at once; of two who take down the same new one, the second is told of the first.
 * @throws DomainError `entity.absent`, `service_center.closed`, `service_center.full`, `vehicle.not_of_customer`, `job.already_open`,
 * `job.odometer`, `record.duplicate`, and what a new customer or vehicle is refused for
 */
export const openJobCard =
  ({ transact, clock, ids }: Deps) =>
  (command: OpenJobCard, actor: Actor): Promise<JobCard> => {
    permit(actor, 'job.create', { serviceCenterId: command.serviceCenterId });
    return transact(actor, async (unit) => {
      const { jobCards, serviceCenters, settings, customers, vehicles, odometerReadings, parts, taxRates, limitUses, record } = unit;
      const branch = await serviceCenters.get(command.serviceCenterId, reach(actor, 'job.create'));
      if (!branch.takesNewWork) throw new DomainError('service_center.closed', `${branch.name} takes no new job cards now.`);
      const crowded = await roomForJobs({ serviceCenters, settings }, branch, clock);
      if (crowded) command.warn?.(crowded);
      const { customer, vehicle } = await whoDrivesIn({ clock, ids }, unit, command, branch.id, actor);
      if (vehicle.customerId !== customer.id)
        throw new DomainError('vehicle.not_of_customer', 'This vehicle does not belong to this customer.');
      const forced = command.force === true && (command.reason ?? '').trim() !== '';
      if (!forced) {
        await refuseSecondCard(jobCards, vehicle.id, branch.id);
        refuseLowerReading(command.odometer, vehicle.odometer);
      }
      const now = clock.now();
      const card = new JobCard({
        id: ids.next(),
        jobNumber: await jobCards.nextNumber(branch.code, financialYear(businessDay(now)).compact),
        serviceCenterId: branch.id,
        customerId: customer.id,
        vehicleId: vehicle.id,
        serviceType: command.type,
        priority: command.priority ?? 'NORMAL',
        description: command.description ?? null,
        odometerIn: command.odometer ?? null,
        promisedAt: command.promisedAt ?? null,
        forcedReason: forced ? (command.reason ?? null) : null,
        openedAt: now,
      });
      if (command.estimate)
        await drawUpEstimate({ clock, ids })({ parts, taxRates, limitUses }, card, branch.stateCode, customer, command.estimate, actor);
      else if (!needsEstimate(command.type)) card.addTask(command.description ?? command.type, ids);
      if (command.odometer !== undefined) {
        const forcedReason = vehicle.odometer !== null && command.odometer < vehicle.odometer ? card.forcedReason : null;
        vehicle.readAnew(command.odometer, forcedReason);
        const read = { odometer: command.odometer, readAt: now, readBy: actor.userId, forcedReason };
        noteReading(odometerReadings, ids, { vehicleId: vehicle.id, source: 'JOB_ARRIVAL', sourceId: card.id, ...read });
      }
      jobCards.add(card);
      customers.belongsTo(customer.id, branch.id);
      vehicles.belongsTo(vehicle.id, branch.id);
      record(jobCardCreated(card));
      return card;
    });
  };

/** Which vehicle drives in is not for the branch to choose: a first visit is what makes it the branch's (CUS-03). */
const whoDrivesIn = async (
  deps: Pick<Deps, 'clock' | 'ids'>,
  unit: Unit & Recording,
  { customerId, newCustomer, vehicleId, newVehicle }: OpenJobCard,
  branchId: string,
  actor: Actor,
) => {
  const known = newVehicle ? undefined : await unit.vehicles.getForChange(vehicleId!, everywhere);
  if (known && newCustomer)
    throw new DomainError('vehicle.not_of_customer', 'This vehicle has its owner already: name them by "customerId".');
  const customer = newCustomer ? await addCustomer(deps)(unit, newCustomer, branchId, actor) : await nowCalled(unit.customers, customerId!);
  customer.refuseUnlessPresent();
  if (known) return { customer, vehicle: known };
  permit(actor, 'vehicle.create', { serviceCenterId: branchId, fields: Object.keys(newVehicle!) });
  return { customer, vehicle: await addVehicle(deps)(unit, newVehicle!, customer.id, branchId) };
};

/** Whoever was merged is the one that is left (CUS-02). */
const nowCalled = async (customers: Customers, id: string) => {
  const customer = await customers.get(id, everywhere);
  return customer.aliasOf === null ? customer : customers.get(customer.aliasOf, everywhere);
};

const refuseSecondCard = async (jobCards: JobCards, vehicleId: string, serviceCenterId: string): Promise<void> => {
  const open = await jobCards.openCardOf(vehicleId, serviceCenterId);
  if (open) throw new DomainError('job.already_open', `${open} is open for this vehicle. Continue it, or send "force" with a reason.`);
};

const refuseLowerReading = (reading: number | undefined, last: number | null): void => {
  if (reading !== undefined && last !== null && reading < last)
    throw new DomainError('job.odometer', `The last reading was ${last} km. A lower one needs "force" with a reason.`);
};
