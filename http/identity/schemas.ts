import { roles } from '@dms/domain/shared/actor';
import { userStatuses } from '@dms/domain/identity/user';
import { Type } from '@sinclair/typebox';
import { Enumeration, Nullable, pageQuery, Page, Uuid } from '../schemas.ts';

export const Branch = Type.Object({ id: Uuid, code: Type.String({ examples: ['BLR01'] }) }, { $id: 'BranchRef' });

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
