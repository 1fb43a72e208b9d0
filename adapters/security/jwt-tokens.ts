import { createHash, randomBytes } from 'node:crypto';
import { createSigner, createVerifier } from 'fast-jwt';
import type { AccessClaims, Tokens } from '@dms/domain/identity/ports';
import { DomainError } from '@dms/domain/shared/errors';
import type { Clock } from '@dms/domain/shared/ports';

type Settings = {
  readonly jwtSecret: string;
  readonly jwtSecretPrevious: string | undefined;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
};

export type AccessTokens = Tokens & {
  /** @throws DomainError `auth.invalid_token` */
  verify(token: string): Promise<AccessClaims>;
};

const ISSUER = 'dms';
const AUDIENCE = 'dms-api';
const SECRET_BYTES = 32;

/** Says which key signed without saying anything of the key. */
const keyIdOf = (secret: string): string => createHash('sha256').update(`kid ${secret}`).digest('hex').slice(0, 8);

/**
 * AUT-06: HS256 and nothing else, for our issuer and audience, with the key named. The key before the present one still
 * verifies, so that keys are changed without logging anybody out.
 */
export const jwtTokens = (
  { jwtSecret, jwtSecretPrevious, accessTokenSeconds, refreshTokenSeconds }: Settings,
  clock: Clock,
): AccessTokens => {
  const sign = createSigner({ key: jwtSecret, algorithm: 'HS256', iss: ISSUER, aud: AUDIENCE, kid: keyIdOf(jwtSecret) });
  const keys = new Map([jwtSecret, jwtSecretPrevious].flatMap((secret) => (secret === undefined ? [] : [[keyIdOf(secret), secret]])));
  const verifiers = new Map([...keys].map(([kid, key]) => [kid, verifierFor(key, clock)]));

  return {
    refreshLifetimeMs: refreshTokenSeconds * 1000,
    newSecret: () => randomBytes(SECRET_BYTES).toString('base64url'),
    signAccess: ({ userId, sessionId, tokenVersion }) => {
      const iat = Math.floor(clock.now().getTime() / 1000);
      return {
        token: sign({ sub: userId, sid: sessionId, ver: tokenVersion, iat, exp: iat + accessTokenSeconds }),
        expiresInSeconds: accessTokenSeconds,
      };
    },
    verify: async (token) => {
      const verify = verifiers.get(headerOf(token).kid ?? '');
      if (!verify) throw new DomainError('auth.invalid_token', 'The token was signed with a key that is not in use.');
      return verify(token);
    },
  };
};

const verifierFor =
  (key: string, clock: Clock) =>
  (token: string): AccessClaims => {
    const verify = createVerifier({
      key,
      algorithms: ['HS256'],
      allowedIss: ISSUER,
      allowedAud: AUDIENCE,
      requiredClaims: ['sub', 'sid', 'ver', 'exp'],
      clockTimestamp: clock.now().getTime(),
    });
    try {
      const { sub, sid, ver } = verify(token) as { sub: string; sid: string; ver: number };
      return { userId: sub, sessionId: sid, tokenVersion: ver };
    } catch {
      // Whatever is wrong with it, the answer is the same, lest it help to forge one.
      throw new DomainError('auth.invalid_token', 'The token is not valid any more.');
    }
  };

const headerOf = (token: string): { readonly kid?: string } => {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString());
    return typeof header === 'object' && header !== null ? header : {};
  } catch {
    throw new DomainError('auth.invalid_token', 'This is no token.');
  }
};
