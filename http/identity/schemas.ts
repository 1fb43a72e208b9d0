import { roles } from '@dms/domain/shared/actor';
import { userStatuses } from '@dms/domain/identity/user';
import { Type } from '@sinclair/typebox';
import { Enumeration, Nullable, pageQuery, Page, Uuid } from '../schemas.ts';

const Branch = Type.Object({ id: Uuid, code: Type.String({ examples: ['BLR01'] }) }, { $id: 'BranchRef' });

export const LogIn = Type.Object({
  username: Type.String({
    minLength: 1,
    maxLength: 254,
    description: 'The e-mail address or the phone number.',
    examples: ['advisor.blr01@dms.example'],
  }),
  // Longer than bcrypt reads is an error where a password is set; at the login it is just wrong.
  password: Type.String({ minLength: 1, maxLength: 1024, examples: ['a passphrase of one’s own'] }),
});

export const LoggedIn = Type.Object(
  {
    accessToken: Type.String({ description: 'For `Authorization: Bearer`.', examples: ['eyJhbGciOiJIUzI1NiJ9.e30.c2ln'] }),
    refreshToken: Type.String({ examples: ['Zm9yIG9uZSB1c2Ugb25seQ'] }),
    expiresIn: Type.Integer({ description: 'Seconds until the access token ends.', examples: [1800] }),
    user: Type.Object({
      id: Uuid,
      email: Type.String({ examples: ['advisor.blr01@dms.example'] }),
      firstName: Type.String({ examples: ['Meera'] }),
      lastName: Nullable(Type.String({ examples: ['Iyer'] })),
      role: Enumeration(roles),
      serviceCenters: Type.Array(Branch),
    }),
  },
  { $id: 'LoggedIn' },
);

export const User = Type.Object(
  {
    id: Uuid,
    email: Type.String({ examples: ['engineer.blr01@dms.example'] }),
    firstName: Type.String({ examples: ['Ravi'] }),
    lastName: Nullable(Type.String({ examples: ['Kumar'] })),
    role: Enumeration(roles),
    status: Enumeration(userStatuses),
    serviceCenters: Type.Array(Branch),
  },
  { $id: 'User' },
);

export const UserQuery = pageQuery(['email'], {
  role: Type.Optional(Enumeration(roles)),
  status: Type.Optional(Enumeration(userStatuses)),
  serviceCenterId: Type.Optional(Uuid),
});
export const UserPage = Page(User);
