import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock, Digest, Ids } from '@dms/domain/shared/ports';

export const systemClock: Clock = { now: () => new Date() };

/** UUIDv7 in the order they were made, also within one millisecond, which Node's own are not. */
export const timeOrderedIds: Ids = { next: () => v7() };

export const sha256: Digest = (text) => createHash('sha256').update(text).digest('hex');
