import { userStatuses } from '@dms/domain/identity/user';
import { roles } from '@dms/domain/shared/actor';
import { jobTypeNames } from '@dms/domain/workshop/job-types';
import { Type } from '@sinclair/typebox';
import { DayText, Enumeration, InstantText, Nullable, Uuid, Words } from '../schemas.ts';

const MOST_BRANCHES = 100;

const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
  examples: ['meera.iyer@dms.example'],
  'x-refusal': 'must be an e-mail address',
});
const Phone = Type.String({ minLength: 10, maxLength: 20, examples: ['+919845012345'], description: 'An Indian mobile number.' });
const FirstName = Words(100, { examples: ['Meera'] });
const LastName = Words(100, { examples: ['Iyer'] });
const Locale = Enumeration(['en', 'hi'], { examples: ['en'] });
const Role = Enumeration(roles, { examples: ['SERVICE_ADVISOR'] });
const Branches = Type.Array(Uuid, {
  maxItems: MOST_BRANCHES,
  uniqueItems: true,
  description: 'Empty for roles that work for all branches.',
});
const Reason = Words(500, { examples: ['under investigation'] });

const person = {
  email: Email,
  phone: Type.Optional(Phone),
  firstName: FirstName,
  lastName: Type.Optional(LastName),
  locale: Type.Optional(Locale),
  role: Role,
  serviceCenterIds: Type.Optional(Branches),
};

export const InviteUser = Type.Object(person);
export const CreateUser = Type.Object({
  ...person,
  password: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1024,
      description: 'Without one an invitation goes out.',
      examples: ['a passphrase of one’s own'],
    }),
  ),
});

const MOST_LEAVES = 50;
const Skills = Type.Array(Enumeration(jobTypeNames), {
  maxItems: jobTypeNames.length,
  uniqueItems: true,
  description: 'The types of job an engineer can do; none named is all of them.',
  examples: [['PERIODIC_SERVICE']],
});
const DailyHours = Nullable(
  Type.String({
    pattern: '^(?=.*[1-9])([0-9]|1[0-9]|2[0-3])(\\.[0-9]{1,3})?$|^24$',
    description: 'Hours they work a day; null is as many as are usual.',
    examples: ['8.000'],
    'x-refusal': 'must be hours of a day as a decimal string, such as "7.5"',
  }),
);
const Leaves = Type.Array(Type.Object({ from: DayText, to: DayText, reason: Type.Optional(Words(200, { examples: ['a wedding'] })) }), {
  maxItems: MOST_LEAVES,
  description: 'Days they are not at work, the first and the last included.',
});

export const EditUser = Type.Object({
  email: Type.Optional(Email),
  phone: Type.Optional(Nullable(Phone)),
  firstName: Type.Optional(FirstName),
  lastName: Type.Optional(Nullable(LastName)),
  locale: Type.Optional(Locale),
  skills: Type.Optional(Skills),
  dailyHours: Type.Optional(DailyHours),
  leave: Type.Optional(Leaves),
  role: Type.Optional(Role),
  serviceCenterIds: Type.Optional(Branches),
});

export const AssignServiceCenters = Type.Object({ serviceCenterIds: Branches });

export const SuspendUser = Type.Object({
  reason: Reason,
  until: Type.Optional(Type.String({ ...InstantText, description: 'When it is over by itself; without it, when the user is activated.' })),
});

/** What only those see who administer the user; null for others. */
const ForAdministration = (schema: typeof InstantText) =>
  Nullable(Type.String({ ...schema, description: 'Null for who may not edit the user.' }));

export const UserDetail = Type.Object(
  {
    id: Uuid,
    email: Email,
    phone: Nullable(Phone),
    firstName: FirstName,
    lastName: Nullable(LastName),
    locale: Locale,
    role: Role,
    status: Enumeration(userStatuses),
    skills: Skills,
    dailyHours: DailyHours,
    leave: Nullable({ ...Leaves, description: 'Days they are not at work. Null for who may not edit the user.' }),
    serviceCenters: Type.Array(Type.Object({ id: Uuid, code: Type.String({ examples: ['BLR01'] }) })),
    suspensionReason: Nullable(Reason),
    suspendedUntil: ForAdministration(InstantText),
    lockedUntil: ForAdministration(InstantText),
    lastLoginAt: ForAdministration(InstantText),
    invitedAt: ForAdministration(InstantText),
    passwordChangedAt: ForAdministration(InstantText),
    version: Type.Integer({ examples: [3] }),
  },
  { $id: 'UserDetail' },
);

export const ExplainAccess = Type.Object({
  action: Type.String({ minLength: 1, maxLength: 60, examples: ['discount.give'] }),
  serviceCenterId: Type.Optional(Uuid),
  resourceType: Type.Optional(Type.String({ minLength: 1, maxLength: 40, examples: ['JobCard'] })),
  resourceId: Type.Optional(Uuid),
  amount: Type.Optional(
    Type.String({
      pattern: '^[0-9]{1,10}(\\.[0-9]{1,2})?$',
      examples: ['750.00'],
      'x-refusal': 'must be a decimal string with two places, such as "1180.00"',
    }),
  ),
});

export const Explanation = Type.Object(
  {
    allowed: Type.Boolean({ examples: [false] }),
    requiresApproval: Type.Boolean({ examples: [true] }),
    rule: Type.String({
      description: 'The cell of the matrix, and the rule over it.',
      examples: ['discount.give:SERVICE_ADVISOR=B≤5 %, ≤500 ACC-04'],
    }),
    reason: Type.String({ examples: ['Service advisors may give a discount up to ₹500.00; above it somebody else decides.'] }),
    roles: Type.Array(Role, { description: 'Who could do it themselves, or decide it.' }),
  },
  { $id: 'Explanation' },
);
