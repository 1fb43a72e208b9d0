import type { Facts } from '../../shared/access/decide.ts';
import type { JobCard } from '../job-card.ts';

/** What the access matrix wants to know of a job card: where it is, whose it is, and who worked on it. */
export const factsOf = (card: JobCard): Facts => ({
  serviceCenterId: card.serviceCenterId,
  ownerIds: card.assignedEngineerId ? [card.assignedEngineerId] : [],
  workedBy: card.workedBy,
  partsIssued: card.parts.some((line) => line.onJob.isPositive()),
});
