import type { Facts } from '../../shared/access/decide.ts';
import type { JobCard } from '../job-card.ts';

/** What the access matrix wants to know of a job card: where it is, whose it is, and who worked on it. */
export const factsOf = (card: JobCard): Facts => ({
  serviceCenterId: card.serviceCenterId,
  ownerIds: ownersOf(card),
  workedBy: card.workedBy,
  partsIssued: card.parts.some((line) => line.onJob.isPositive()),
});

/** Whoever has the job, and whoever was given a task of it. */
const ownersOf = ({ assignedEngineerId, tasks }: JobCard): string[] => [
  ...new Set([assignedEngineerId, ...tasks.map(({ engineerId, settled }) => (settled ? null : engineerId))].filter((id) => id !== null)),
];
