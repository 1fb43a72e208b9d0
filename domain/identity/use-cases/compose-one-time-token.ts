import type { Compose } from '../../notifications/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import type { EventName } from '../../shared/event-catalogue.ts';
import type { Clock, Digest, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { OneTimeToken, type OneTimeTokenKind, oneTimeTokenLifetimesMs } from '../one-time-token.ts';
import type { OneTimeTokens, Tokens, Users } from '../ports.ts';

type Deps = {
  readonly transact: Transact<{ users: Users; oneTimeTokens: OneTimeTokens }>;
  readonly tokens: Pick<Tokens, 'newSecret'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
};

const mailed: Readonly<Record<OneTimeTokenKind, EventName>> = { RESET: 'PasswordResetMailed', INVITATION: 'InvitationMailed' };

/**
 * Makes the token in the transaction in which the letter that carries it is sent: the secret is never kept anywhere else, neither in
 * the outbox nor in a job nor in the audit trail, and a letter that could not be sent leaves no token behind. A newer letter
 * makes older ones useless.
 */
const composeToken =
  ({ transact, tokens, clock, ids, digest }: Deps, kind: OneTimeTokenKind): Compose =>
  ({ entityId: userId, recipientName: name }, actor) =>
    transact(actor, async ({ users, oneTimeTokens, record }) => {
      const user = await users.get(userId, everywhere);
      if (!user.isAtWork(clock.now())) return { suppressed: 'The account is not active.' };
      const code = tokens.newSecret();
      oneTimeTokens.supersede(userId, kind, clock.now());
      oneTimeTokens.add(
        new OneTimeToken({
          id: ids.next(),
          userId,
          kind,
          tokenHash: digest(code),
          expiresAt: new Date(clock.now().getTime() + oneTimeTokenLifetimesMs[kind]),
        }),
      );
      record({ name: mailed[kind], entityId: userId, serviceCenterId: null, data: {} });
      return { vars: { name, code } };
    });

/** The letter to who forgot a password. */
export const composePasswordReset = (deps: Deps): Compose => composeToken(deps, 'RESET');

/** The letter to who was invited. */
export const composeInvitation = (deps: Deps): Compose => composeToken(deps, 'INVITATION');
