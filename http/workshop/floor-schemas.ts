import { jobCardStatuses } from '@dms/domain/workshop/job-card.states';
import { billingModes } from '@dms/domain/workshop/job-task';
import { jobTypeNames } from '@dms/domain/workshop/job-types';
import { timeLogStatuses } from '@dms/domain/workshop/time-log';
import { Type } from '@sinclair/typebox';
import { DayText, Enumeration, InstantText, List, Nullable, PositiveQuantityText, QuantityText, Uuid } from '../schemas.ts';
import { Description, Reason } from './schemas.ts';

const MOST_SPANS = 100;
const Billing = Enumeration(billingModes, {
  description: 'FLAT bills the hours sold; CLOCKED those that were worked, and never more than were sold.',
  examples: ['FLAT'],
});
const EngineerOfTask = { ...Uuid, description: 'Who is to do it; whoever has the job, where nobody is named.' };

export const AddTask = Type.Object({
  description: Description,
  soldHours: Type.Optional(PositiveQuantityText),
  billing: Type.Optional(Billing),
  engineerId: Type.Optional(EngineerOfTask),
});
export const EditTask = Type.Object(
  {
    description: Type.Optional(Description),
    soldHours: Type.Optional(Nullable(PositiveQuantityText)),
    billing: Type.Optional(Billing),
    engineerId: Type.Optional(Nullable(EngineerOfTask)),
  },
  { minProperties: 1 },
);
export const DropTask = Type.Object({ reason: Reason });
export const OfTimeLog = Type.Object({ id: Uuid, timeLogId: Uuid });

const Span = Type.Object({ from: InstantText, to: InstantText });
export const RecordTime = Type.Object({
  taskId: Uuid,
  engineerId: Type.Optional({ ...Uuid, description: 'Whose time it is; one’s own, where nobody is named.' }),
  ...Span.properties,
  reason: Reason,
});
export const CorrectTime = Type.Object({
  spans: Type.Array(Span, { maxItems: MOST_SPANS, description: 'All of its time from now on; none, where nothing was worked.' }),
  reason: Reason,
});

const KeptSpan = Type.Object({
  from: InstantText,
  to: Nullable(InstantText),
  reason: Type.Optional(Type.String({ description: 'Why the work was laid aside after it.', examples: ['waiting for a part'] })),
});
export const TimeLogBody = Type.Object(
  {
    id: Uuid,
    taskId: Uuid,
    engineerId: Uuid,
    status: Enumeration(timeLogStatuses, { examples: ['stopped'] }),
    spans: Type.Array(KeptSpan),
    pauseReason: Nullable(Reason),
    hours: Type.String({ ...QuantityText, description: 'Of the spans that are over.' }),
    days: Type.Array(Type.Object({ day: DayText, hours: QuantityText }), {
      description: 'The same by business day, what runs up to now: work over midnight IST is part of both days.',
    }),
    corrections: Type.Array(
      Type.Object({
        before: Type.Array(KeptSpan),
        after: Type.Array(KeptSpan),
        reason: Reason,
        correctedBy: Nullable(Uuid),
        correctedAt: InstantText,
      }),
    ),
  },
  { $id: 'TimeLog' },
);
export const TimeLogs = List(TimeLogBody);

export const AvailabilityQuery = Type.Object({
  serviceCenterId: Type.Optional({ ...Uuid, description: 'By default the caller’s only branch.' }),
  day: Type.Optional({ ...DayText, description: 'Today, where none is named.' }),
});

export const Availability = Type.Object(
  {
    day: DayText,
    serviceCenterId: Uuid,
    openJobs: Type.Integer({ description: 'Job cards that are open at the branch.', examples: [12] }),
    capacity: Nullable(Type.Integer({ description: 'Most job cards open at once.', examples: [40] })),
    engineers: Type.Array(
      Type.Object({
        id: Uuid,
        name: Type.String({ examples: ['Suresh Kumar'] }),
        skills: Type.Array(Enumeration(jobTypeNames), { description: 'None named is all of them.' }),
        onLeave: Type.Boolean({ examples: [false] }),
        capacityHours: QuantityText,
        bookedHours: Type.String({ ...QuantityText, description: 'Sold and not done yet, of what is due on the day.' }),
        freeHours: QuantityText,
        workedHours: Type.String({ ...QuantityText, description: 'Clocked within the day.' }),
        running: Nullable(
          Type.Object({
            jobCardId: Nullable(Uuid),
            jobNumber: Nullable(Type.String({ examples: ['JC-BLR01-2627-00042'] })),
            taskId: Nullable(Uuid),
            since: InstantText,
          }),
        ),
        jobs: Type.Array(
          Type.Object({
            jobCardId: Uuid,
            jobNumber: Type.String({ examples: ['JC-BLR01-2627-00042'] }),
            status: Enumeration(jobCardStatuses, { examples: ['in_progress'] }),
            promisedAt: Nullable(InstantText),
            hours: QuantityText,
          }),
        ),
      }),
    ),
  },
  { $id: 'Availability' },
);
