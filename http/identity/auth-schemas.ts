import { actions } from '@dms/domain/shared/access/rows';
import { roles } from '@dms/domain/shared/actor';
import { Type } from '@sinclair/typebox';
import { Enumeration, InstantText, List, Nullable, Uuid } from '../schemas.ts';
import { Branch } from './schemas.ts';

const Username = Type.String({
  minLength: 1,
  maxLength: 254,
  description: 'The e-mail address or the phone number.',
  examples: ['advisor.blr01@dms.example'],
});
// Longer than bcrypt reads is an error where a password is set; at the login it is just wrong.
const Password = Type.String({ minLength: 1, maxLength: 1024, examples: ['a passphrase of one’s own'] });
const NewPassword = Type.String({
  minLength: 1,
  maxLength: 1024,
  description: 'At least 12 characters, at most 72 bytes, and not one that everybody tries first.',
  examples: ['four words of one’s own'],
});
const Secret = Type.String({ minLength: 1, maxLength: 512, examples: ['Zm9yIG9uZSB1c2Ugb25seQ'] });

export const LogIn = Type.Object({
  username: Username,
  password: Password,
  rememberMe: Type.Optional(Type.Boolean({ default: false, description: 'Whether the refresh token also goes into a cookie.' })),
});

const pair = {
  accessToken: Type.String({ description: 'For `Authorization: Bearer`.', examples: ['eyJhbGciOiJIUzI1NiJ9.e30.c2ln'] }),
  refreshToken: Type.String({ description: 'For one `POST /auth/refresh`.', examples: ['Zm9yIG9uZSB1c2Ugb25seQ'] }),
  expiresIn: Type.Integer({ description: 'Seconds until the access token ends.', examples: [1800] }),
};

const person = {
  id: Uuid,
  email: Type.String({ examples: ['advisor.blr01@dms.example'] }),
  firstName: Type.String({ examples: ['Meera'] }),
  lastName: Nullable(Type.String({ examples: ['Iyer'] })),
  role: Enumeration(roles),
  serviceCenters: Type.Array(Branch),
};

export const LoggedIn = Type.Object({ ...pair, user: Type.Object(person) }, { $id: 'LoggedIn' });

export const RefreshSession = Type.Object({
  refreshToken: Type.Optional(Type.String({ ...Secret, description: 'Left out where the cookie brings it.' })),
});
export const Refreshed = Type.Object(pair, { $id: 'TokenPair' });

export const RequestPasswordReset = Type.Object({ username: Username });
export const ResetPassword = Type.Object({ token: Secret, newPassword: NewPassword });
export const ChangePassword = Type.Object({ currentPassword: Password, newPassword: NewPassword });
export const AcceptInvitation = Type.Object({ token: Secret, password: NewPassword });

export const Account = Type.Object(
  {
    user: Type.Object({
      ...person,
      phone: Nullable(Type.String({ examples: ['+919845012345'] })),
      locale: Type.String({ examples: ['en'] }),
      lastLoginAt: Nullable(InstantText),
    }),
    role: Enumeration(roles),
    serviceCenters: Type.Array(Branch),
    permittedActions: Type.Array(Enumeration(actions), {
      description: 'What the role may do, or ask for, with some record; whether with a certain one, `POST /authz/explain` tells.',
      examples: [['job.create', 'job.read']],
    }),
  },
  { $id: 'Account' },
);

export const Sessions = List(
  Type.Object(
    {
      id: Uuid,
      createdAt: InstantText,
      lastUsedAt: InstantText,
      expiresAt: InstantText,
      ipAddress: Nullable(Type.String({ examples: ['203.0.113.7'] })),
      userAgent: Nullable(Type.String({ examples: ['Mozilla/5.0 (Linux; Android 15)'] })),
      current: Type.Boolean({ description: 'Whether it is the one that asks.' }),
    },
    { $id: 'Session' },
  ),
);
