import { attributionKinds } from '@dms/domain/workshop/attribution';
import { waitReasons } from '@dms/domain/workshop/progress';
import { Type } from '@sinclair/typebox';
import { Enumeration, InstantText, Nullable, QuantityText, Uuid } from '../schemas.ts';
import { Description, Reason, Status } from './schemas.ts';

const History = Type.Object({
  event: Type.String({ examples: ['submit'] }),
  fromStatus: Status,
  toStatus: Status,
  reason: Nullable(Reason),
  movedBy: Nullable(Uuid),
  movedAt: InstantText,
});

const Option = Type.Object({
  event: Type.String({ examples: ['complete'] }),
  to: Status,
  action: Type.String({ description: 'What the caller must be permitted.', examples: ['job.move'] }),
  caller: Enumeration(['allowed', 'approval', 'denied', 'out-of-scope'], {
    description: 'Whether the caller may do it here, or has to ask for it.',
    examples: ['allowed'],
  }),
  missing: Type.Array(Type.String({ examples: ['The odometer reading at arrival is missing.'] }), {
    description: 'Empty where nothing stands in the way.',
  }),
});

const Waiting = Type.Object({
  for: Enumeration(waitReasons, { examples: ['PARTS'] }),
  since: InstantText,
  note: Nullable(Reason),
  parts: Type.Array(Type.Object({ partId: Uuid, description: Description, quantity: QuantityText, since: Nullable(InstantText) }), {
    description: 'Parts that are ordered and not there, whatever else it waits for.',
  }),
});

const Punctuality = Type.Object({
  promisedAt: Nullable(InstantText),
  readyAt: Nullable(Type.String({ ...InstantText, description: 'When it passed QC last.' })),
  late: Type.Boolean({ examples: [true] }),
  lateHours: QuantityText,
  because: Type.Array(Type.String({ examples: ['3.500 hours waiting for parts'] }), {
    description: 'Where the time went, the longest first, of a card that is late.',
  }),
});

export const Transitions = Type.Object(
  {
    status: Status,
    history: Type.Array(History),
    options: Type.Array(Option),
    timeInStates: Type.Array(Type.Object({ status: Status, hours: QuantityText })),
    waiting: Nullable(Waiting),
    punctuality: Punctuality,
    attributions: Type.Array(
      Type.Object({
        kind: Enumeration(attributionKinds, { examples: ['REWORK'] }),
        engineerId: Uuid,
        reason: Nullable(Reason),
        attributedAt: InstantText,
        attributedBy: Nullable(Uuid),
      }),
      { description: 'Whose work had to be done again.' },
    ),
  },
  { $id: 'JobCardTransitions' },
);
