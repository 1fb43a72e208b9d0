import type { Vehicles } from '../../customers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { JobCards } from '../../workshop/ports.ts';
import { coverageOn } from '../coverage.ts';
import { claimMade } from '../events.ts';
import type { Warranties, WarrantyClaims } from '../ports.ts';
import { type ClaimedLine, WarrantyClaim } from '../warranty-claim.ts';
import type { Warranty } from '../warranty.ts';

export type MakeClaim = {
  readonly warrantyId: string;
  /** The job on which the failure is repaired: the claim is its branch's, and judged as of the day it was opened. */
  readonly repairJobCardId?: string | undefined;
  /** By default the branch of the job, or the one that gave the warranty. */
  readonly serviceCenterId?: string | undefined;
  /** Kilometres; by default the reading of the job, or the last one of the vehicle. */
  readonly odometer?: number | undefined;
  readonly complaint: string;
  readonly lines: readonly ClaimedLine[];
};

type Repositories = { warranties: Warranties; warrantyClaims: WarrantyClaims; jobCards: JobCards; vehicles: Vehicles };
type Deps = { readonly transact: Transact<Repositories>; readonly clock: Clock; readonly ids: Ids };

/**
 * Draws up a claim for a unit under warranty, whichever branch of the network gave it. The unit stays locked, so that of two
 * claims at once one is made.
 * @throws DomainError `warranty.expired` with what ended it, `warranty.claim_open`, `entity.absent`, `request.invalid`
 */
export const makeWarrantyClaim =
  ({ transact, clock, ids }: Deps) =>
  (command: MakeClaim, actor: Actor): Promise<WarrantyClaim> =>
    transact(actor, async (unit) => {
      const repair = command.repairJobCardId ? await unit.jobCards.get(command.repairJobCardId, reach(actor, 'job.read')) : undefined;
      const warranty = await unit.warranties.getForChange(command.warrantyId, everywhere);
      const serviceCenterId = repair?.serviceCenterId ?? command.serviceCenterId ?? warranty.serviceCenterId;
      permit(actor, 'warranty.claim', { serviceCenterId });
      refuseOtherJob(warranty, command, repair);
      const failedOn = businessDay(repair?.openedAt ?? clock.now());
      const odometer = await readingOf(unit, warranty, command, repair);
      refuseWithoutCover(warranty, failedOn, odometer);
      const claim = new WarrantyClaim({
        id: ids.next(),
        ...originOf(warranty),
        serviceCenterId,
        repairJobCardId: repair?.id ?? null,
        ...{ failedOn, odometer, complaint: command.complaint, claimedBy: actor.userId },
      });
      claim.ask(command.lines, ids);
      unit.warrantyClaims.add(claim);
      unit.record(claimMade(claim));
      return claim;
    });

/** Where the unit came from: a claim says so of itself. */
const originOf = ({ id, vehicleId, partId, sourceType, sourceId, invoiceId, invoiceLineId }: Warranty) => ({
  warrantyId: id,
  vehicleId,
  partId,
  sourceType,
  sourceId,
  invoiceId,
  invoiceLineId,
});

type Repair = {
  readonly id: string;
  readonly status: string;
  readonly vehicleId: string;
  readonly serviceCenterId: string;
  readonly odometerIn: number | null;
};

const refuseOtherJob = ({ vehicleId, sourceId }: Warranty, { serviceCenterId }: MakeClaim, repair: Repair | undefined): void => {
  if (!repair) return;
  if (repair.status === 'cancelled') throw invalid('/repairJobCardId', 'is a job that was called off');
  if (repair.id === sourceId) throw invalid('/repairJobCardId', 'is another job than the one that fitted the unit');
  if (vehicleId !== null && repair.vehicleId !== vehicleId)
    throw invalid('/repairJobCardId', 'is a job on the vehicle the unit was fitted to');
  if (serviceCenterId !== undefined && serviceCenterId !== repair.serviceCenterId)
    throw invalid('/serviceCenterId', 'is the branch of the job, where one is named');
};

/** A reading never goes back, so the highest that is known by then counts. */
const readingOf = async (
  { vehicles }: Pick<Repositories, 'vehicles'>,
  { vehicleId, startOdometer, endOdometer }: Warranty,
  { odometer }: MakeClaim,
  repair: Repair | undefined,
): Promise<number | null> => {
  const readAtJob = repair?.odometerIn ?? null;
  const ofVehicle = readAtJob === null && vehicleId !== null ? (await vehicles.get(vehicleId, everywhere)).odometer : null;
  const known = [odometer, readAtJob, ofVehicle, startOdometer].filter((reading) => typeof reading === 'number');
  if (known.length === 0 && endOdometer !== null) throw invalid('/odometer', 'is needed: this warranty ends by distance too');
  return known.length === 0 ? null : Math.max(...known);
};

const refuseWithoutCover = (warranty: Warranty, day: string, odometer: number | null): void => {
  // A unit that was replaced is claimed for no more, whatever day it failed on.
  const replacedBy = warranty.replacedOn === null ? day : [day, warranty.replacedOn].sort().at(-1)!;
  const { inForce, reason } = coverageOn(warranty, replacedBy, odometer);
  if (!inForce) throw new DomainError('warranty.expired', reason);
};

const invalid = (pointer: string, message: string): DomainError =>
  new DomainError('request.invalid', 'The claim cannot be drawn up.', { errors: [{ pointer, message }] });
