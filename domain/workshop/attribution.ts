import type { By, JobCard } from './job-card.ts';
import type { JobCardEvent } from './job-card.states.ts';

export const attributionKinds = ['REWORK', 'COMEBACK'] as const;
export type AttributionKind = (typeof attributionKinds)[number];

/** That work had to be done again, and who had done it: after a failed QC, or because the vehicle came back (JOB-10). Only ever added. */
export class Attribution {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly kind!: AttributionKind;
  readonly engineerId!: string;
  readonly reason!: string | null;
  readonly attributedAt!: Date;
  readonly attributedBy!: string | null;

  constructor(fields: Attribution) {
    Object.assign(this, fields);
  }
}

export type Attributions = { add(attribution: Attribution): void };

/** After which steps the work begins anew that is judged: by QC what was done since it was there last, by a comeback the whole visit. */
const begins: Readonly<Record<AttributionKind, readonly JobCardEvent[]>> = { REWORK: ['fail', 'reopen'], COMEBACK: ['reopen'] };

/**
 * One for each engineer who was at work on what is judged; whoever had finished before that has been told. Where nobody clocked any time
 * it is whoever has the job.
 */
export const attribute = (card: JobCard, kind: AttributionKind, reason: string | null, { now, ids, userId }: By): Attribution[] => {
  const since =
    card.transitions
      .slice(0, -1)
      .findLast(({ event }) => begins[kind].includes(event))
      ?.movedAt.toISOString() ?? '';
  const inThisRound = card.timeLogs.filter(({ spans }) => spans.some(({ to }) => to === null || to >= since));
  const workers = new Set(inThisRound.map(({ engineerId }) => engineerId));
  const whoever = workers.size > 0 ? [...workers] : [card.assignedEngineerId].filter((id) => id !== null);
  return whoever.map(
    (engineerId) =>
      new Attribution({ id: ids.next(), jobCardId: card.id, kind, engineerId, reason, attributedAt: now, attributedBy: userId }),
  );
};
