import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Users } from '../ports.ts';
import { type Administered, administered, factsOf } from './change-user.ts';

type Deps = { readonly transact: Transact<{ users: Users; serviceCenters: ServiceCenters }> };

/** @throws DomainError `entity.absent` for a colleague's where only one's own may be read */
export const readUser =
  ({ transact }: Deps) =>
  (userId: string, actor: Actor): Promise<Administered> =>
    transact(actor, async (unit) => {
      const user = await unit.users.get(userId, reach(actor, 'user.read'));
      permit(actor, 'user.read', factsOf(user));
      return administered(unit, user);
    });
