import { jobCardStatuses } from '@dms/domain/workshop/job-card.states';
import { jobTypeNames, priorities } from '@dms/domain/workshop/job-types';
import { Type } from '@sinclair/typebox';
import { spanFilters } from '../moments.ts';
import { DayText, Enumeration, EventStream, InstantText, Nullable, OneOf, Page, pageQuery, Uuid } from '../schemas.ts';
import { Amount } from './estimate-schemas.ts';
import { Status } from './schemas.ts';

export const views = ['list', 'kanban', 'calendar'] as const;

export const JobCardQuery = pageQuery(['-openedAt', 'promisedAt'], {
  view: Type.Optional(
    Enumeration(views, {
      default: 'list',
      description:
        'A list, a board with a column for each state, or a calendar with the days that cards are promised for. `limit` is for each column or day.',
    }),
  ),
  status: Type.Optional(
    Type.Array(Status, {
      minItems: 1,
      maxItems: jobCardStatuses.length,
      uniqueItems: true,
      description: 'One state or, named again, several.',
    }),
  ),
  engineerId: Type.Optional(
    Type.Unsafe<string>({ ...Uuid, description: 'Whoever has the card, or was given a task of it that is neither done nor dropped.' }),
  ),
  serviceCenterId: Type.Optional(Uuid),
  vehicleId: Type.Optional(Uuid),
  type: Type.Optional(Enumeration(jobTypeNames)),
  priority: Type.Optional(Enumeration(priorities)),
  late: Type.Optional(Type.Boolean({ description: 'Whether the promised time has passed and the work is not done.', examples: [true] })),
  ...spanFilters('opened', 'Opened'),
  ...spanFilters('promised', 'Promised for a time'),
});

const JobCardRow = Type.Object(
  {
    id: Uuid,
    jobNumber: Type.String({ examples: ['JC-BLR01-2627-00042'] }),
    serviceCenterId: Uuid,
    customerId: Uuid,
    vehicleId: Uuid,
    registration: Type.String({ examples: ['KA01AB1234'] }),
    type: Enumeration(jobTypeNames),
    priority: Enumeration(priorities),
    status: Status,
    assignedEngineerId: Nullable(Uuid),
    openedAt: InstantText,
    promisedAt: Nullable(InstantText),
    estimatedCost: Amount,
  },
  { $id: 'JobCardRow' },
);

const JobCardPage = Page(JobCardRow);

const stack = (readingOn: string) => ({
  count: Type.Integer({ minimum: 0, description: 'How many cards there are, those that are not shown included.', examples: [3] }),
  atLeast: Type.Boolean({ description: 'There are more than `count`: nobody counts further.', examples: [false] }),
  cards: Type.Array(JobCardRow),
  next: Nullable(
    Type.String({
      description: `The \`cursor\` of the list that goes on with the other cards: ${readingOn}.`,
      examples: ['eyJhdCI6IjIwMjYifQ'],
    }),
  ),
});

export const JobCardBoard = Type.Object(
  { columns: Type.Array(Type.Object({ status: Status, ...stack('the same filter, and `status` of the column') })) },
  { $id: 'JobCardBoard' },
);

export const JobCardCalendar = Type.Object(
  {
    days: Type.Array(
      Type.Object({ day: DayText, ...stack('the same filter, `sort=promisedAt`, `promisedFrom` and `promisedTo` of the day') }),
    ),
  },
  { $id: 'JobCardCalendar' },
);

export const JobCards = OneOf(JobCardPage, JobCardBoard, JobCardCalendar);

export const BoardEvents = EventStream(
  'Server-sent events: `ready` and `reset` about the stream itself; `job-card` for each change, with `name`, `jobCardId`, `jobNumber`, `serviceCenterId`, `vehicleId`, `step`, `from`, `to`, `by` and `at` as JSON, and `assignedEngineerId` where it is known.',
);
