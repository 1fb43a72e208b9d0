import type { Facts } from '../../shared/access/decide.ts';
import type { JobCard } from '../job-card.ts';
import type { JobCardStatus } from '../job-card.states.ts';

/** Where the work is done, for now or for good. */
const doneIn: readonly JobCardStatus[] = ['completed', 'qc', 'ready', 'invoiced', 'delivered', 'closed', 'cancelled'];

/** What the access matrix wants to know of a job card: where it is, whose it is, and who worked on it. */
export const factsOf = (card: JobCard): Facts => ({
  serviceCenterId: card.serviceCenterId,
  ownerIds: card.engineerIds,
  workedBy: card.workedBy,
  completed: doneIn.includes(card.status),
  partsIssued: card.parts.some((line) => line.onJob.isPositive() || line.consumed.isPositive()),
});
