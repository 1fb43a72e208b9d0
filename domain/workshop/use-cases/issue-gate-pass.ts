import type { ServiceCenters } from '../../service-centers/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import { businessDay, financialYear } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { freezeGatePass, GatePass, type GatePasses, type VehicleAtGate } from '../gate-pass.ts';
import type { By, JobCard } from '../job-card.ts';
import type { Bills } from '../ports.ts';

export type GatePassUnit = { readonly gatePasses: GatePasses; readonly serviceCenters: ServiceCenters; readonly bills: Bills };

/**
 * The one pass of a delivery, made with it: there is none without, and no second one.
 * @throws DomainError `job.transition` while a bill of it is being cancelled: the vehicle would leave without one
 */
export const issueGatePass = async (
  { gatePasses, serviceCenters, bills }: GatePassUnit,
  card: JobCard,
  vehicle: VehicleAtGate,
  { now, ids, userId }: By,
): Promise<GatePass> => {
  const branch = await serviceCenters.get(card.serviceCenterId, everywhere);
  const number = await gatePasses.nextNumber(branch.code, financialYear(businessDay(now)).compact);
  const invoices = await issuedBills(bills, card.id);
  const { jobNumber, odometerOut } = card;
  const document = freezeGatePass({ number, at: now, branch, jobNumber, vehicle, odometer: odometerOut!, invoices });
  const pass = new GatePass({
    id: ids.next(),
    jobCardId: card.id,
    serviceCenterId: card.serviceCenterId,
    number,
    transitionId: card.transitions.at(-1)!.id,
    document,
    issuedAt: now,
    issuedBy: userId,
  });
  gatePasses.add(pass);
  return pass;
};

const issuedBills = async (bills: Bills, jobCardId: string): Promise<readonly string[]> => {
  const issued = await bills.issuedOf(jobCardId);
  const waiting = issued.find(({ isBeingCancelled }) => isBeingCancelled);
  if (!waiting) return issued.map(({ number }) => number);
  const message = `The invoice ${waiting.number} is being cancelled: bill the visit anew first.`;
  throw new DomainError('job.transition', message, { missing: [message] });
};
