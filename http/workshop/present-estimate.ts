import { maskMobile } from '@dms/domain/shared/identifiers/mobile';
import type { Estimate, EstimateLine } from '@dms/domain/workshop/estimate';
import type { JobCard } from '@dms/domain/workshop/job-card';
import type { LinkedEstimate } from '@dms/domain/workshop/use-cases/read-estimates';

const acceptedOf = (estimate: Estimate, line: EstimateLine): boolean | null =>
  estimate.status === 'open' || estimate.status === 'superseded' ? null : estimate.approves(line);

const linesOf = (card: JobCard, estimate: Estimate) =>
  card.linesOf(estimate).map((line) => ({ ...line, accepted: acceptedOf(estimate, line) }));

/** A revision with its lines, and what the customer said to each. */
export const presentEstimate = (card: JobCard, estimate: Estimate) => ({ ...estimate, lines: linesOf(card, estimate) });

const SHOWN_CHARACTERS = 4;
const maskPlate = (registration: string): string => {
  const plate = registration.replaceAll(/[^A-Za-z0-9]/g, '');
  return plate.slice(-SHOWN_CHARACTERS).padStart(plate.length, '*');
};

/** What anybody is shown who has the link. */
export const presentPublicly = ({ card, estimate, about: { branch, vehicle, customerPhone }, validUntil, closed }: LinkedEstimate) => ({
  ...estimate,
  jobNumber: card.jobNumber,
  branch,
  vehicle: { ...vehicle, registration: maskPlate(vehicle.registration) },
  customer: { phone: customerPhone && maskMobile(customerPhone) },
  mayDecide: closed === undefined,
  closed: closed ?? null,
  validUntil,
  lines: linesOf(card, estimate),
});
