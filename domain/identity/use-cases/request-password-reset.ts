import type { Actor } from '../../shared/actor.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Users } from '../ports.ts';

type Deps = { readonly transact: Transact<{ users: Users }>; readonly ids: Ids };

/**
 * Takes down that somebody forgot a password. Whether there is such an account is for the letter to find out: here the same
 * rows are written either way, so that neither the answer nor its time tells (AUT-04). The secret is made with the letter.
 */
export const requestPasswordReset =
  ({ transact, ids }: Deps) =>
  ({ username }: { readonly username: string }, actor: Actor): Promise<void> =>
    transact(actor, async ({ users, record }) => {
      const user = await users.findByName(username);
      record({
        name: 'PasswordResetRequested',
        entityId: user?.id ?? ids.next(),
        serviceCenterId: null,
        data: { known: user !== undefined },
      });
    });
