import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { mayEver } from '@dms/domain/shared/access/decide';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import { DomainError } from '@dms/domain/shared/errors';
import { permit } from '@dms/domain/shared/permit';
import type { Cradle } from '../../adapters/container.ts';

/** The session that a token was issued for. */
export type Claims = { readonly userId: string; readonly sessionId: string; readonly tokenVersion: number };

const MOST_TOKENS_REMEMBERED = 10_000;
const LONGEST_AGENT = 256;
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

function bearerOf({ headers: { authorization } }: FastifyRequest): string {
  if (authorization === undefined) throw new DomainError('auth.required', 'This needs a login.');
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw new DomainError('auth.invalid_token', 'The Authorization header is not `Bearer` and a token.');
  return token;
}

/** When a verified JWT ends, in milliseconds; what is no JWT ends at once and is verified each time. */
function expiryMsOf(token: string): number {
  const payload = token.split('.')[1];
  if (payload === undefined) return 0;
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: unknown };
  return typeof exp === 'number' ? exp * 1000 : 0;
}

/**
 * Verifies a token's signature once, and remembers it until it ends. Whether its session still counts is asked at each
 * request, of `access`: a signature stays true, a session may be over (AUT-05).
 */
export function rememberingVerifier({ tokens, clock }: Pick<Cradle, 'tokens' | 'clock'>): (token: string) => Claims | Promise<Claims> {
  const remembered = new Map<string, { claims: Claims; endsAtMs: number }>();

  const verify = async (token: string): Promise<Claims> => {
    const claims = await tokens.verify(token);
    if (remembered.size >= MOST_TOKENS_REMEMBERED) remembered.delete(remembered.keys().next().value!);
    remembered.set(token, { claims, endsAtMs: expiryMsOf(token) });
    return claims;
  };

  return (token) => {
    const found = remembered.get(token);
    if (found === undefined) return verify(token);
    if (found.endsAtMs > clock.now().getTime()) return found.claims;
    remembered.delete(token);
    return verify(token);
  };
}

const originOf = (request: FastifyRequest) => ({
  requestId: request.id,
  address: request.ip ?? null,
  agent: request.headers['user-agent']?.slice(0, LONGEST_AGENT) ?? null,
});

/** Who asks on a public route: nobody in particular, from somewhere. */
export const identifyPublic = (request: FastifyRequest, _reply: unknown, done: () => void): void => {
  request.actor = { userId: null, role: 'PUBLIC', serviceCenterIds: [], ...originOf(request) };
  done();
};

type Access = Awaited<ReturnType<Cradle['access']['of']>>;
type Done = (refusal?: Error) => void;

function enter(request: FastifyRequest, permission: ActionName, claims: Claims, { role, serviceCenterIds }: Access): void {
  request.claims = claims;
  request.actor = { userId: claims.userId, role, serviceCenterIds, ...originOf(request) };
  // The route knows no record yet: it only turns away roles without any cell, and leaves the rest to the use case.
  if (!mayEver(request.actor, permission)) permit(request.actor, permission);
}

async function enterWhenKnown(
  request: FastifyRequest,
  permission: ActionName,
  known: Promise<[Claims, Access]>,
  done: Done,
): Promise<void> {
  try {
    enter(request, permission, ...(await known));
  } catch (refusal) {
    done(refusal as Error);
    return;
  }
  done();
}

/** Makes the hook that finds out who asks, with the branches they have now (ACC-01), and turns away roles that never may. */
export function authentication({ access, tokens, clock }: Pick<Cradle, 'tokens' | 'access' | 'clock'>) {
  const verified = rememberingVerifier({ tokens, clock });
  const accessOf = async (claims: Promise<Claims>): Promise<Access> => access.of(await claims);

  /** True when all was at hand, as it is for all but the first requests of a session: then nothing has to be waited for. */
  const entered = (request: FastifyRequest, permission: ActionName, done: Done): boolean => {
    const claims = verified(bearerOf(request));
    const found = claims instanceof Promise ? accessOf(claims) : access.of(claims);
    if (claims instanceof Promise || found instanceof Promise) {
      void enterWhenKnown(request, permission, Promise.all([claims, found]), done);
      return false;
    }
    enter(request, permission, claims, found);
    return true;
  };

  return (permission: ActionName): onRequestHookHandler =>
    (request, _reply, done) => {
      let now: boolean;
      try {
        now = entered(request, permission, done);
      } catch (refusal) {
        done(refusal as Error);
        return;
      }
      if (now) done();
    };
}
