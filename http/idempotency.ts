import type { FastifyRequest } from 'fastify';
import { DomainError } from '@dms/domain/shared/errors';
import { idempotencyOf, type Route } from './route.ts';

const VISIBLE = /^[\x21-\x7e]{1,255}$/;

/** The key of the request; undefined where none was sent or none is taken. */
export function keyOf(route: Route, { headers }: FastifyRequest): string | undefined {
  const need = idempotencyOf(route);
  if (need === 'none') return undefined;
  const key = headers['idempotency-key'];
  if (key === undefined && need === 'accepted') return undefined;
  if (key === undefined) throw new DomainError('idempotency.key_required', 'Send an Idempotency-Key: a retry must not do this twice.');
  if (typeof key !== 'string' || !VISIBLE.test(key)) {
    throw new DomainError('idempotency.key_malformed', 'The Idempotency-Key must have 1 to 255 visible characters.');
  }
  return key;
}

/**
 * JSON with sorted keys, so that the same request in another order of fields is the same request. Without passwords: what is kept
 * is a digest that is fast to compute, and would let whoever reads it guess them past bcrypt (AUT-01).
 */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (key, item: unknown) => {
    if (key === 'password') return undefined;
    return typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(byKey)) : item;
  });
const byKey = ([left]: [string, unknown], [right]: [string, unknown]): number => (left < right ? -1 : 1);

/** What must be the same for a retry to be a retry: the body, and what the URL says. */
export const fingerprintOf = ({ params, query, body }: FastifyRequest, digest: (text: string) => string): string =>
  digest(canonical([params, query, body ?? null]));
