import { DomainError, type FieldFault } from '@dms/domain/shared/errors';
import type { Inspection as Inspected } from '@dms/domain/workshop/inspection';
import type { JobCard as Card } from '@dms/domain/workshop/job-card';
import { created, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { InspectionOfJob, InspectionQuery, Inspection, InspectVehicle } from './inspection-schemas.ts';

const tags = ['workshop'] as const;

/** The points as they were found, each with the lines of the card that mend it. */
const present = (inspection: Inspected, lines: Card['estimateLines'] = []) => ({
  ...inspection,
  summary: inspection.summary,
  items: inspection.items.map((item) => ({
    ...item,
    estimateLineIds: lines.filter(({ inspectionItemId }) => inspectionItemId === item.id).map(({ id }) => id),
  })),
});

type Named = { readonly key?: unknown; readonly label?: unknown };

/** @throws DomainError `request.invalid` for a point that is named neither by a key nor by a label, or by both */
const expectNames = (items: readonly Named[]): void => {
  const errors = items.flatMap(({ key, label }, index): FieldFault[] =>
    (key === undefined) === (label === undefined)
      ? [{ pointer: `/items/${index}/key`, message: 'or "label" is needed, and not both' }]
      : [],
  );
  if (errors.length > 0) throw new DomainError('request.invalid', 'Some points are not named.', { errors });
};

/** Inspections: how a vehicle was found. */
export const inspectionRoutes: RoutesOf = (useCases) => [
  route({
    method: 'POST',
    url: '/job-cards/:id/inspection',
    permission: 'inspection.fill',
    operationId: 'inspectVehicle',
    summary: 'Takes down how the vehicle was found, as the next revision of its inspection',
    description: 'Each revision is whole and is kept. What is on the checklist and not named was not checked, and has not passed.',
    tags,
    params: ById,
    body: InspectVehicle,
    answers: { 201: Inspection },
    refuses: ['inspection.refused', 'entity.absent'],
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      expectNames(body.items);
      const inspection = await useCases.inspectVehicle({ ...body, jobCardId: params.id, version: ifMatch }, actor);
      return created(`/job-cards/${params.id}/inspection?revision=${inspection.revision}`, present(inspection));
    },
  }),
  route({
    method: 'GET',
    url: '/job-cards/:id/inspection',
    permission: 'job.read',
    operationId: 'readInspection',
    summary: 'The inspection of a vehicle, by default as it was found last, and the checklist',
    tags,
    params: ById,
    query: InspectionQuery,
    answers: { 200: InspectionOfJob },
    handle: async ({ params, query, actor }) => {
      const { card, checklist, inspection, revisions } = await useCases.readInspection({ jobCardId: params.id, ...query }, actor);
      return ok({ checklist, revisions, ...(inspection && { inspection: present(inspection, card.estimateLines) }) });
    },
  }),
];
