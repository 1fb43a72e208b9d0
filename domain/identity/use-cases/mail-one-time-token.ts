import { type Actor, everywhere } from '../../shared/actor.ts';
import type { EventName } from '../../shared/event-catalogue.ts';
import type { Clock, Digest, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Mail } from '../../notifications/ports.ts';
import { OneTimeToken, type OneTimeTokenKind, oneTimeTokenLifetimesMs } from '../one-time-token.ts';
import type { OneTimeTokens, Tokens, Users } from '../ports.ts';
import type { User } from '../user.ts';

export type MailToken = {
  readonly userId: string;
  readonly known: boolean;
  /** Letters enough were asked for: one that lies there is not made useless by whoever asks on. */
  readonly tooMany?: boolean;
  readonly messageId: string;
};
export type Mailed = { readonly outcome: 'sent' } | { readonly outcome: 'suppressed'; readonly reason: string };

type Deps = {
  readonly transact: Transact<{ users: Users; oneTimeTokens: OneTimeTokens }>;
  readonly mail: Mail;
  readonly tokens: Pick<Tokens, 'newSecret'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digest: Digest;
};

type Words = { readonly event: EventName; readonly subject: string; readonly lines: (secret: string) => readonly string[] };

const letters: Readonly<Record<OneTimeTokenKind, Words>> = {
  RESET: {
    event: 'PasswordResetMailed',
    subject: 'A new password for DMS',
    lines: (secret) => [
      'somebody, we hope you, asked for a new password.',
      'Set it within 15 minutes with this code, which works once:',
      secret,
      'If it was not you, do nothing: your password stays as it is.',
    ],
  },
  INVITATION: {
    event: 'InvitationMailed',
    subject: 'Welcome to DMS',
    lines: (secret) => [
      'an account was made for you.',
      'Choose your password within 72 hours with this code, which works once:',
      secret,
      'If you do not know what this is about, do nothing.',
    ],
  },
};

/**
 * Makes the token and sends the letter that carries it, in one transaction: the secret is never kept anywhere else, neither in
 * the outbox nor in a job nor in the audit trail, and a letter that could not be sent leaves no token behind. A newer letter
 * makes older ones useless.
 */
const mailToken =
  ({ transact, mail, tokens, clock, ids, digest }: Deps, kind: OneTimeTokenKind) =>
  ({ userId, known, tooMany = false, messageId }: MailToken, actor: Actor): Promise<Mailed> =>
    transact(actor, async ({ users, oneTimeTokens, record }) => {
      if (!known) return { outcome: 'suppressed', reason: 'Nobody has this name.' };
      if (tooMany) return { outcome: 'suppressed', reason: 'The account was sent letters enough.' };
      const user = await users.get(userId, everywhere);
      if (!user.isAtWork(clock.now())) return { outcome: 'suppressed', reason: 'The account is not active.' };
      const { event, subject, lines } = letters[kind];
      const secret = tokens.newSecret();
      oneTimeTokens.supersede(userId, kind, clock.now());
      oneTimeTokens.add(
        new OneTimeToken({
          id: ids.next(),
          userId,
          kind,
          tokenHash: digest(secret),
          expiresAt: new Date(clock.now().getTime() + oneTimeTokenLifetimesMs[kind]),
        }),
      );
      record({ name: event, entityId: userId, serviceCenterId: null, data: {} });
      await mail.send({ messageId, to: user.email, subject, text: textOf(user, lines(secret)), attachments: [] });
      return { outcome: 'sent' };
    });

const textOf = ({ name }: User, lines: readonly string[]): string => [`Dear ${name},`, ...lines].join('\n\n');

/** The letter to who forgot a password. */
export const mailPasswordReset = (deps: Deps) => mailToken(deps, 'RESET');

/** The letter to who was invited. */
export const mailInvitation = (deps: Deps) => mailToken(deps, 'INVITATION');
