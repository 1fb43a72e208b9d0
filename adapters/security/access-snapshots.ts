import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import type { AccessClaims } from '@dms/domain/identity/ports';
import type { Role } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { Clock } from '@dms/domain/shared/ports';
import { sql } from 'kysely';
import type { Database } from '../postgres/database.ts';
import { gatheredGet } from '../redis/gathered-get.ts';
import type { AskRedis } from '../redis/while-reachable.ts';

/** What a user may do right now: not what the token said when it was issued (ACC-01). */
export type Access = { readonly role: Role; readonly serviceCenterIds: readonly string[] };
type Snapshot = Access & {
  readonly userId: string;
  readonly tokenVersion: number;
  readonly stamp: string | null;
  readonly readAtMs: number;
};

/** Behind the stamps: for so long at most a process goes on with what it read, should nobody have been able to stamp. */
const FRESH_MS = 5_000;
/** A stamp has done its work when everything that was read before it is stale. */
const STAMP_LIVES_MS = 12 * FRESH_MS;
const MOST_SESSIONS = 10_000;

export type AccessSnapshots = {
  /** @throws DomainError `auth.invalid_token` for who is not active any more, or was logged out */
  of(claims: AccessClaims): Promise<Access>;
  /** Something about these users was changed and committed: every process reads anew, beginning with the next request (AUT-05). */
  renew(userIds: Iterable<string>): Promise<void>;
};

type Deps = { readonly database: Database; readonly redis: Redis; readonly askRedis: AskRedis; readonly clock: Clock };

const stampKey = (userId: string): string => `dms:access:${userId}`;

/**
 * What PostgreSQL says of a session, remembered for as long as the stamp of its user in Redis stays the same. The stamp is asked
 * for at each request, by one command with those of the requests beside it. Without Redis each request asks PostgreSQL itself.
 */
export const accessSnapshots = ({ database, redis, askRedis, clock }: Deps): AccessSnapshots => {
  const known = new Map<string, Snapshot>();
  const stampOf = gatheredGet({ redis, askRedis });
  // What was stamped while this process could not hear of it may be missing among the stamps it finds later.
  redis.on('close', () => known.clear());

  const read = async ({ userId, sessionId }: AccessClaims, stamp: string | null | undefined): Promise<Snapshot> => {
    const { rows } = await sql<{ role: Role; tokenVersion: number; serviceCenterIds: string[] }>`
      select u.role, u.token_version as "tokenVersion",
        array(select a.service_center_id::text from service_center_assignments a where a.user_id = u.id) as "serviceCenterIds"
      from users u
      where u.id = ${userId} and (u.status = 'ACTIVE' or (u.status = 'SUSPENDED' and u.suspended_until <= ${clock.now()}))
        and exists (select from sessions s where s.id = ${sessionId} and s.user_id = u.id and s.revoked_at is null)`.execute(database.pool);
    known.delete(sessionId);
    if (!rows[0]) throw new DomainError('auth.invalid_token', 'This session has ended. Please log in again.');
    const snapshot = { ...rows[0], userId, stamp: stamp ?? null, readAtMs: performance.now() };
    if (stamp !== undefined) remember(sessionId, snapshot);
    return snapshot;
  };

  const remember = (sessionId: string, snapshot: Snapshot): void => {
    if (known.size >= MOST_SESSIONS) known.delete(known.keys().next().value!);
    known.set(sessionId, snapshot);
  };

  return {
    async of(claims) {
      // The stamp first: what is read afterwards is at least as new.
      const stamp = await stampOf(stampKey(claims.userId));
      const found = known.get(claims.sessionId);
      const isFresh = found !== undefined && found.stamp === stamp && performance.now() - found.readAtMs < FRESH_MS;
      return checked(isFresh ? found : await read(claims, stamp), claims);
    },
    async renew(userIds) {
      const changed = new Set(userIds);
      if (changed.size === 0) return;
      for (const [sessionId, { userId }] of known) if (changed.has(userId)) known.delete(sessionId);
      await askRedis(() => Promise.all([...changed].map((userId) => redis.set(stampKey(userId), randomUUID(), 'PX', STAMP_LIVES_MS))));
    },
  };
};

const checked = (snapshot: Snapshot, { tokenVersion }: AccessClaims): Access => {
  if (snapshot.tokenVersion !== tokenVersion) throw new DomainError('auth.invalid_token', 'This session has ended. Please log in again.');
  return snapshot;
};
