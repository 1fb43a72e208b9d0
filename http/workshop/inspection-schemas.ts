import { inspectionResults, inspectionStatuses } from '@dms/domain/workshop/inspection';
import { Type } from '@sinclair/typebox';
import { Enumeration, InstantText, Nullable, Uuid, Words } from '../schemas.ts';

const MOST_ITEMS = 150;
const MOST_PHOTOS = 20;

const Key = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,39}$',
  description: 'Of the checklist.',
  examples: ['brakes-front'],
  'x-refusal': 'must be a key of the checklist',
});
const Label = Words(120, { description: 'Of what is on no checklist.', examples: ['Dent on the left door'] });
const Note = Words(500, { examples: ['pads at 2 mm'] });
const Result = Enumeration(inspectionResults, { examples: ['FAIL'] });
const Photos = Type.Array(Uuid, { maxItems: MOST_PHOTOS, uniqueItems: true, description: 'Files of this job card.' });
const Revision = Type.Integer({ minimum: 1, examples: [1] });
const Count = Type.Integer({ minimum: 0, examples: [3] });

export const InspectVehicle = Type.Object({
  items: Type.Array(
    Type.Object({
      key: Type.Optional(Key),
      label: Type.Optional(Label),
      result: Result,
      note: Type.Optional(Note),
      photoFileIds: Type.Optional(Photos),
    }),
    { maxItems: MOST_ITEMS, description: 'What is on the checklist and not named here was not checked.' },
  ),
  complete: Type.Optional(
    Type.Boolean({ description: 'Whether the inspection is over: then every point has to be checked.', examples: [true] }),
  ),
  note: Type.Optional(Words(1000, { examples: ['the customer was present'] })),
});

export const Inspection = Type.Object(
  {
    id: Uuid,
    jobCardId: Uuid,
    revision: Revision,
    status: Enumeration(inspectionStatuses),
    note: Nullable(Note),
    inspectedAt: InstantText,
    inspectedBy: Nullable(Uuid),
    items: Type.Array(
      Type.Object({
        id: Uuid,
        key: Nullable(Key),
        label: Type.String({ examples: ['Brakes, front'] }),
        result: Result,
        note: Nullable(Note),
        photoFileIds: Type.Array(Uuid),
        estimateLineIds: Type.Array(Uuid, { description: 'The lines of estimates that mend it.' }),
      }),
    ),
    summary: Type.Object({
      PASS: Count,
      ADVISORY: Count,
      FAIL: Count,
      NOT_CHECKED: Count,
      allPassed: Type.Boolean({ description: 'What was not checked has not passed.', examples: [false] }),
      sentence: Type.String({ examples: ['20 of 23 passed, 1 to be watched, 1 failed, 1 not checked.'] }),
    }),
  },
  { $id: 'Inspection' },
);

export const InspectionQuery = Type.Object({
  revision: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'By default the last.', examples: [1] })),
});

export const InspectionOfJob = Type.Object(
  {
    checklist: Type.Array(Type.Object({ key: Key, label: Type.String({ examples: ['Brakes, front'] }) }), {
      description: 'What is looked at now on a job of this type.',
    }),
    inspection: Type.Optional(Inspection),
    revisions: Type.Array(
      Type.Object({
        id: Uuid,
        revision: Revision,
        status: Enumeration(inspectionStatuses),
        inspectedAt: InstantText,
        inspectedBy: Nullable(Uuid),
      }),
      { description: 'Who looked when, the last first.' },
    ),
  },
  { $id: 'InspectionOfJob' },
);
