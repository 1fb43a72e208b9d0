import { createHash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import pino from 'pino';
import { openLogger } from '../../../adapters/logger.ts';
import type { Role } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { Container, Cradle } from '../../../adapters/container.ts';

type Stored = { fingerprint: string; status: number; body: string; headers: Record<string, string> };

/** Keeps answers in a map: what the conventions of HTTP need of idempotency, without a transaction. */
export function keptAnswers(): Cradle['idempotency'] {
  const kept = new Map<string, Stored>();
  const running = new Set<string>();
  return async ({ actor, route, key, fingerprint }, answer) => {
    const name = `${actor.userId} ${route} ${key}`;
    const found = kept.get(name);
    if (found !== undefined && found.fingerprint !== fingerprint)
      throw new DomainError('idempotency.key_reused', 'This key was used with another body.');
    if (found !== undefined) return { ...found, replayed: true };
    if (running.has(name)) throw new DomainError('idempotency.in_progress', 'The first request with this key is still running.');
    running.add(name);
    try {
      const stored = await answer();
      kept.set(name, { fingerprint, ...stored });
      return { ...stored, replayed: false };
    } finally {
      running.delete(name);
    }
  };
}

/** The name of a role is its token; `gone` is a user who is no longer active. */
const sessions = {
  verify: async (token: string) => {
    if (token === 'forged') throw new DomainError('auth.invalid_token', 'The token is not one of ours.');
    return { userId: token, sessionId: `session-of-${token}`, tokenVersion: 1 };
  },
  of: async ({ userId }: { userId: string }) => {
    if (userId === 'gone') throw new DomainError('auth.invalid_token', 'The user is not active any more.');
    return { role: userId as Role, serviceCenterIds: ['branch-1'] };
  },
};

/** A container of what the core of HTTP itself asks for, with nothing behind it. */
export function fakeContainer(parts: Partial<Cradle> & { lines?: string[] } = {}): Container {
  const { lines, ...given } = parts;
  const cradle = {
    config: {
      production: false,
      http: {
        host: '127.0.0.1',
        port: undefined,
        metricsPort: undefined,
        corsOrigins: ['https://desk.example'],
        trustedProxies: [],
        rateLimits: {},
      },
    },
    clock: { now: () => new Date('2026-11-22T04:30:00.000Z') },
    ids: { next: () => randomUUID() },
    digest: (text: string) => createHash('sha256').update(text).digest('hex'),
    logger: lines === undefined ? pino({ level: 'silent' }) : openLogger('info', { write: (line) => void lines.push(line) }),
    redis: { status: 'end' } as Redis,
    tokens: { verify: sessions.verify },
    access: { of: sessions.of },
    configuration: { current: () => ({ limits: () => undefined }) },
    idempotency: keptAnswers(),
    readiness: async () => ({ postgres: true, migrationsPending: false, redis: true, storage: true }),
    readJob: async () => Promise.reject(new DomainError('entity.absent', 'There is no such job in your branches.')),
    poolStats: () => ({ idle: 8, busy: 0, waiting: 0 }),
    outboxLag: async () => 0,
    queueDesk: { figures: async () => [] },
    freePort: async (from: number) => from,
    ...given,
  };
  return { cradle, dispose: async () => {} } as unknown as Container;
}

export const as = (role: Role | 'gone' | 'forged'): { authorization: string } => ({ authorization: `Bearer ${role}` });
