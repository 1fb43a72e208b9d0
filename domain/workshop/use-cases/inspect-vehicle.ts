import type { Settings } from '../../configuration/ports.ts';
import { configuredIn } from '../../configuration/use-cases/read-settings.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { vehicleInspected } from '../events.ts';
import { Inspection, InspectionItem, type InspectionResult } from '../inspection.ts';
import type { JobCard } from '../job-card.ts';
import { inspectedIn } from '../job-card.states.ts';
import type { Inspections, JobCards, Photos } from '../ports.ts';
import type { ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

/** How a point was found: one of the checklist by its key, or another one by what it is called. */
export type Finding = {
  readonly key?: string | undefined;
  readonly label?: string | undefined;
  readonly result: InspectionResult;
  readonly note?: string | undefined;
  readonly photoFileIds?: readonly string[] | undefined;
};

export type InspectVehicle = ToJobCard & {
  readonly items: readonly Finding[];
  /** Whether the inspection is over: then every point has to be checked. */
  readonly complete?: boolean | undefined;
  readonly note?: string | undefined;
};

type Unit = { readonly jobCards: JobCards; readonly inspections: Inspections; readonly photos: Photos; readonly settings: Settings };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };
type Point = { readonly key: string; readonly label: string };

/**
 * Takes down how a vehicle was found, point by point, as the next revision; those before it stay. A point of the checklist that is not
 * named was not checked, and what was not checked has not passed.
 * @throws DomainError `inspection.refused` for a key the checklist does not have, for a point named twice, for one said to be complete that
 * is not, and once the job is past its work; `entity.absent` for a picture that is none of this job card
 */
export const inspectVehicle =
  ({ transact, clock, ids }: Deps) =>
  (command: InspectVehicle, actor: Actor): Promise<Inspection> =>
    transact(actor, async ({ jobCards, inspections, photos, settings, record }) => {
      // Locked, though it does not change: of two who look it over at once the second writes the revision after.
      const card = await jobCards.getForChange(command.jobCardId, reach(actor, 'job.read'));
      permit(actor, 'inspection.fill', factsOf(card));
      expectVersion(card, command.version);
      refuseUnlessInspectable(card);
      await refuseOtherPictures(photos, card.id, command.items);
      const checklist = checklistFor((await configuredIn(settings, clock)).of('workshop.inspection-checklists'), card.serviceType);
      const id = ids.next();
      const inspection = new Inspection({
        ...{ id, jobCardId: card.id, serviceCenterId: card.serviceCenterId },
        revision: ((await inspections.latestOf(card.id))?.revision ?? 0) + 1,
        status: command.complete === true ? 'complete' : 'draft',
        note: command.note ?? null,
        inspectedAt: clock.now(),
        inspectedBy: actor.userId,
        items: itemsOf(checklist, command.items).map(
          (item, index) => new InspectionItem({ ...item, id: ids.next(), inspectionId: id, position: index + 1 }),
        ),
      });
      inspections.add(inspection);
      record(vehicleInspected(card, inspection));
      return inspection;
    });

type Checklists = readonly { readonly serviceTypes: readonly string[]; readonly items: readonly Point[] }[];

/** The points that a job of this type looks at. */
export const checklistFor = (checklists: Checklists, serviceType: string): readonly Point[] =>
  (
    checklists.find(({ serviceTypes }) => serviceTypes.includes(serviceType)) ??
    checklists.find(({ serviceTypes }) => serviceTypes.length === 0)
  )?.items ?? [];

const refuseUnlessInspectable = ({ status }: JobCard): void => {
  if (!inspectedIn.includes(status))
    throw new DomainError('inspection.refused', `A vehicle is inspected until its quality check, and this job card is "${status}".`);
};

const refuseOtherPictures = async (photos: Photos, jobCardId: string, items: readonly Finding[]): Promise<void> => {
  const named = [...new Set(items.flatMap(({ photoFileIds = [] }) => photoFileIds))];
  if (named.length === 0) return;
  const known = await photos.among(named, jobCardId);
  if (known.length < named.length) throw absent('picture of this job card');
};

type Taken = Pick<InspectionItem, 'key' | 'label' | 'result' | 'note' | 'photoFileIds'>;

const itemsOf = (checklist: readonly Point[], findings: readonly Finding[]): Taken[] => {
  const named = findings.flatMap(({ key, label }) => key ?? label ?? []);
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice !== undefined) throw new DomainError('inspection.refused', `"${twice}" is named twice.`);
  const stranger = findings.find(({ key }) => key !== undefined && checklist.every((point) => point.key !== key));
  if (stranger) throw new DomainError('inspection.refused', `The checklist of this job has no "${stranger.key}".`);
  const others = findings.filter(({ key }) => key === undefined).map((finding) => taken({ key: null, label: finding.label! }, finding));
  return [
    ...checklist.map((point) =>
      taken(
        point,
        findings.find(({ key }) => key === point.key),
      ),
    ),
    ...others,
  ];
};

const taken = ({ key, label }: { readonly key: string | null; readonly label: string }, finding: Finding | undefined): Taken => ({
  key,
  label,
  result: finding?.result ?? 'NOT_CHECKED',
  note: finding?.note ?? null,
  photoFileIds: finding?.photoFileIds ?? [],
});
