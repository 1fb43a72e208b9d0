import type { Configuration } from '../../configuration/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import type { Inspection } from '../inspection.ts';
import type { JobCard } from '../job-card.ts';
import type { InspectionHead, WorkshopReads } from '../reads.ts';
import { checklistFor } from './inspect-vehicle.ts';
import { readJobCard } from './read-job-cards.ts';

type Deps = { readonly workshopReads: WorkshopReads; readonly configuration: Configuration };

export type InspectionsOfJob = {
  readonly card: JobCard;
  /** The points that are looked at now on a job of this type. */
  readonly checklist: readonly { readonly key: string; readonly label: string }[];
  /** The revision asked for, by default the last. */
  readonly inspection: Inspection | undefined;
  /** Who looked when, the last first. */
  readonly revisions: readonly InspectionHead[];
};

/** @throws DomainError `entity.absent`, also for a revision there is not; `access.denied` */
export const readInspection =
  ({ workshopReads, configuration }: Deps) =>
  async (
    { jobCardId, revision }: { readonly jobCardId: string; readonly revision?: number | undefined },
    actor: Actor,
  ): Promise<InspectionsOfJob> => {
    const card = await readJobCard({ workshopReads })(jobCardId, actor);
    const revisions = await workshopReads.inspections(jobCardId);
    const wanted = revision === undefined ? revisions[0] : revisions.find((head) => head.revision === revision);
    if (revision !== undefined && !wanted) throw absent('revision of the inspection');
    const checklist = checklistFor((await configuration.current()).of('workshop.inspection-checklists'), card.serviceType);
    return { card, checklist, inspection: wanted && (await workshopReads.inspection(wanted.id)), revisions };
  };
