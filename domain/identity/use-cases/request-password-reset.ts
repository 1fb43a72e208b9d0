import type { Configuration } from '../../configuration/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import type { Digest, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { accountKey } from '../fail-login.ts';
import type { FailedLogins, Users } from '../ports.ts';

type Deps = {
  readonly transact: Transact<{ users: Users }>;
  readonly failedLogins: FailedLogins;
  readonly configuration: Configuration;
  readonly ids: Ids;
  readonly digest: Digest;
};

const MINUTE_MS = 60_000;

/**
 * Takes down that somebody forgot a password. Whether there is such an account, and whether it was sent letters enough, is for
 * the letter to find out: here the same rows are written either way, so that neither the answer nor its time tells (AUT-04).
 * The secret is made with the letter.
 */
export const requestPasswordReset =
  ({ transact, failedLogins, configuration, ids, digest }: Deps) =>
  async ({ username }: { readonly username: string }, actor: Actor): Promise<void> => {
    const { perAccount, minutes } = (await configuration.current()).of('security.reset-letters');
    const user = await transact(actor, ({ users }) => users.findByName(username));
    const [asked = 0] = await failedLogins.count([`reset:${accountKey(digest, username, user?.id)}`], minutes * MINUTE_MS);
    await transact(actor, async ({ record }) => {
      record({
        name: 'PasswordResetRequested',
        entityId: user?.id ?? ids.next(),
        serviceCenterId: null,
        data: { known: user !== undefined, tooMany: asked > perAccount },
      });
    });
  };
