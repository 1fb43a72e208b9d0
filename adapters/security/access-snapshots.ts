import type { AccessClaims } from '@dms/domain/identity/ports';
import type { Role } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { Clock } from '@dms/domain/shared/ports';
import { sql } from 'kysely';
import type { Database } from '../postgres/database.ts';

/** What a user may do right now: not what the token said when it was issued (ACC-01). */
export type Access = { readonly role: Role; readonly serviceCenterIds: readonly string[] };
type Snapshot = Access & { readonly tokenVersion: number; readonly readAtMs: number };

/** For so long a change of role or branches may go unnoticed by a process that did not make it. */
const FRESH_MS = 2_000;
const MOST_USERS = 10_000;

export type AccessSnapshots = {
  /** @throws DomainError `auth.invalid_token` for who is not active any more, or was logged out everywhere */
  of(claims: AccessClaims): Access | Promise<Access>;
};

export const accessSnapshots = ({ database, clock }: { readonly database: Database; readonly clock: Clock }): AccessSnapshots => {
  const known = new Map<string, Snapshot>();

  const read = async (claims: AccessClaims): Promise<Access> => {
    const { rows } = await sql<{ role: Role; tokenVersion: number; serviceCenterIds: string[] }>`
      select u.role, u.token_version as "tokenVersion",
        array(select a.service_center_id::text from service_center_assignments a where a.user_id = u.id) as "serviceCenterIds"
      from users u where u.id = ${claims.userId} and u.status = 'ACTIVE'`.execute(database.pool);
    known.delete(claims.userId);
    if (!rows[0]) throw new DomainError('auth.invalid_token', 'This account is not active any more.');
    if (known.size >= MOST_USERS) known.delete(known.keys().next().value as string);
    const snapshot = { ...rows[0], readAtMs: clock.now().getTime() };
    known.set(claims.userId, snapshot);
    return checked(snapshot, claims);
  };

  return {
    of(claims) {
      const snapshot = known.get(claims.userId);
      const fresh = snapshot !== undefined && clock.now().getTime() - snapshot.readAtMs < FRESH_MS;
      return fresh ? checked(snapshot, claims) : read(claims);
    },
  };
};

const checked = (snapshot: Snapshot, { tokenVersion }: AccessClaims): Access => {
  if (snapshot.tokenVersion !== tokenVersion) throw new DomainError('auth.invalid_token', 'This session has ended. Please log in again.');
  return snapshot;
};
