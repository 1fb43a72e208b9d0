import { decisionChannels } from '@dms/domain/workshop/estimate';
import { jobCardStatuses } from '@dms/domain/workshop/job-card.states';
import { jobPartStatuses } from '@dms/domain/workshop/job-part.states';
import { billingModes, taskStatuses } from '@dms/domain/workshop/job-task';
import { jobTypeNames, priorities } from '@dms/domain/workshop/job-types';
import { Type } from '@sinclair/typebox';
import { NewCustomer } from '../customers/customer-schemas.ts';
import { NewVehicle } from '../customers/vehicle-schemas.ts';
import { Enumeration, InstantText, Nullable, QuantityText, Uuid, Words } from '../schemas.ts';
import { AcceptedLines, Amount, Estimate, EstimateLines, InvoiceDiscount } from './estimate-schemas.ts';

export const Kilometres = Type.Integer({ minimum: 0, maximum: 9_999_999, description: 'Kilometres.', examples: [20150] });
export const Status = Enumeration(jobCardStatuses, { examples: ['in_progress'] });
export const Description = Words(500, { examples: ['20,000 km service'] });
export const Reason = Words(500, { description: 'Why.', examples: ['asked for by the customer'] });

export const OpenJobCard = Type.Object({
  customerId: Type.Optional({ ...Uuid, description: 'Who brings the vehicle; or `newCustomer`.' }),
  newCustomer: Type.Optional(NewCustomer),
  vehicleId: Type.Optional({ ...Uuid, description: 'Or `newVehicle`.' }),
  newVehicle: Type.Optional(NewVehicle),
  serviceCenterId: Uuid,
  type: Enumeration(jobTypeNames, { examples: ['PERIODIC_SERVICE'] }),
  priority: Type.Optional(Enumeration(priorities, { examples: ['NORMAL'] })),
  description: Type.Optional(Description),
  odometer: Type.Optional(Kilometres),
  promisedAt: Type.Optional(InstantText),
  estimate: Type.Optional(Type.Object({ lines: EstimateLines, invoiceDiscount: Type.Optional(InvoiceDiscount) })),
  force: Type.Optional(
    Type.Boolean({
      description: 'Opens a second card for the vehicle, or takes a lower odometer reading; needs a reason.',
      examples: [false],
    }),
  ),
  reason: Type.Optional(Reason),
});

export const Task = Type.Object(
  {
    id: Uuid,
    description: Description,
    status: Enumeration(taskStatuses),
    soldHours: Nullable(QuantityText),
    clockedHours: Type.String({
      ...QuantityText,
      description: 'By all engineers together, as far as their time logs are paused or stopped.',
    }),
    billing: Enumeration(billingModes, { description: 'Whether the hours sold are billed, or those clocked, up to the hours sold.' }),
    engineerId: Nullable(Uuid),
    startedAt: Nullable(InstantText),
    finishedAt: Nullable(InstantText),
    droppedReason: Nullable(Reason),
  },
  { $id: 'JobTask' },
);

export const JobCard = Type.Object(
  {
    id: Uuid,
    jobNumber: Type.String({ examples: ['JC-BLR01-2627-00042'] }),
    status: Status,
    serviceCenterId: Uuid,
    customerId: Uuid,
    vehicleId: Uuid,
    type: Enumeration(jobTypeNames),
    priority: Enumeration(priorities),
    description: Nullable(Description),
    assignedEngineerId: Nullable(Uuid),
    odometer: Nullable(Kilometres),
    odometerOut: Nullable(Kilometres),
    openedAt: InstantText,
    promisedAt: Nullable(InstantText),
    completedAt: Nullable(InstantText),
    deliveredAt: Nullable(InstantText),
    rework: Type.Boolean({ examples: [false] }),
    comeback: Type.Boolean({ examples: [false] }),
    estimatedCost: Type.Unsafe<string | null>({
      ...Amount,
      description: 'What all that was accepted, or still may be, comes to.',
    }),
    tasks: Type.Array(Task),
    parts: Type.Array(
      Type.Object({
        id: Uuid,
        partId: Uuid,
        description: Description,
        status: Enumeration(jobPartStatuses),
        required: Type.Boolean({ description: 'Without it the job cannot be completed.', examples: [true] }),
        neededBy: Nullable(InstantText),
        requested: QuantityText,
        reserved: QuantityText,
        backordered: QuantityText,
        issued: QuantityText,
        consumed: QuantityText,
        returned: QuantityText,
      }),
    ),
    estimate: Type.Optional(Estimate),
    warnings: Type.Optional(
      Type.Array(Type.String({ examples: ['Sahyadri Motors, Jayanagar has room for 40 open jobs, and all of it is taken.'] }), {
        description: 'Where a card is opened or given to an engineer: what did not stand in the way and should be known.',
      }),
    ),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'JobCard' },
);

export const MoveJobCard = Type.Object({ to: Status, reason: Type.Optional(Reason) });
export const CustomerApproval = Type.Object({
  decision: Enumeration(['ACCEPTED', 'DECLINED']),
  channel: Enumeration(decisionChannels, { examples: ['PHONE'] }),
  note: Type.Optional(Words(1000, { examples: ['agreed on the phone at 10:15'] })),
  revision: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 10_000,
      description: 'The one that the customer was told of. Needed where there is more than one and no `If-Match`.',
      examples: [2],
    }),
  ),
  acceptedLineIds: Type.Optional(AcceptedLines),
});
export const AssignEngineer = Type.Object({ engineerId: Uuid });
export const OfTask = Type.Object({ id: Uuid, taskId: Uuid });
export const PauseTask = Type.Object({
  reason: Reason,
  engineerId: Type.Optional(Uuid),
});
export const CheckQuality = Type.Object({ result: Enumeration(['PASS', 'FAIL']), reason: Type.Optional(Reason) });
export const DeliverVehicle = Type.Object({
  odometerOut: Kilometres,
  onCredit: Type.Optional(
    Type.Boolean({ description: 'Lets the vehicle go although something is due, by who may, up to what they may let be due.' }),
  ),
  force: Type.Optional(Type.Boolean({ description: 'Takes a reading below the last one, for a reason that is kept.' })),
  reason: Type.Optional(Reason),
});
