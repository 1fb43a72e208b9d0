import { createHash } from 'node:crypto';
import type { Actor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { Clock } from '@dms/domain/shared/ports';
import { sql } from 'kysely';
import type { Database } from './database.ts';

export type Keyed = { readonly actor: Actor; readonly route: string; readonly key: string; readonly fingerprint: string };
export type StoredAnswer = { readonly status: number; readonly body: string; readonly headers: Record<string, string> };

/** Runs `answer` once for a key: its effect and its answer are committed together, and a retry gets the same bytes. */
export type Idempotency = (request: Keyed, answer: () => Promise<StoredAnswer>) => Promise<StoredAnswer & { readonly replayed: boolean }>;

type Row = {
  readonly free: boolean;
  readonly fingerprint: string | null;
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, string>;
};

/** What an advisory lock is taken on: 64 bits of the key's digest. */
const lockOf = ({ actor, route, key }: Keyed): bigint =>
  createHash('sha256').update(`${actor.userId}\n${route}\n${key}`).digest().readBigInt64BE(0);

const isTwin = (error: unknown): boolean =>
  error instanceof Error && (error as { constraint?: string }).constraint === 'idempotency_keys_pkey';

/**
 * The first request with a key holds an advisory lock until its transaction ends; one that comes meanwhile is told so, and
 * does not wait. Whether there is an answer already is read in the statement that asks for the lock. In the instant between
 * its snapshot and the lock another may have committed; then the row of this one cannot be added, and it starts anew.
 */
export const postgresIdempotency = ({ database, clock }: { readonly database: Database; readonly clock: Clock }): Idempotency => {
  const once: Idempotency = (request, answer) =>
    database.run(async (db) => {
      const { actor, route, key, fingerprint } = request;
      const { rows } = await sql<Row>`
        select pg_try_advisory_xact_lock(${lockOf(request)}::bigint) as free, k.fingerprint, k.status, k.body, k.headers
        from (select 1) one left join idempotency_keys k on k.user_id = ${actor.userId} and k.route = ${route} and k.key = ${key}`.execute(
        db,
      );
      const found = rows[0] as Row;
      if (found.fingerprint !== null) return { ...replay(found, fingerprint), replayed: true };
      if (!found.free)
        throw new DomainError('idempotency.in_progress', 'The first request with this key is still running.', { retryAfterSeconds: 1 });
      const stored = await answer();
      // A refusal is an error and rolls everything back; only what was done is kept.
      await sql`
        insert into idempotency_keys (user_id, route, key, fingerprint, status, body, headers, created_at)
        values (${actor.userId}, ${route}, ${key}, ${fingerprint}, ${stored.status}, ${stored.body}, ${JSON.stringify(stored.headers)}, ${clock.now()})`.execute(
        db,
      );
      return { ...stored, replayed: false };
    });

  return async (request, answer) => {
    try {
      return await once(request, answer);
    } catch (error) {
      if (isTwin(error)) return once(request, answer);
      throw error;
    }
  };
};

const replay = ({ status, body, headers, fingerprint }: Row, asked: string): StoredAnswer => {
  if (fingerprint !== asked) throw new DomainError('idempotency.key_reused', 'This key was used with another request.');
  return { status, body, headers };
};
