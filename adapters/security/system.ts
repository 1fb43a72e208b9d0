import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import type { Clock, Digest, Ids } from '@dms/domain/shared/ports';

export const systemClock: Clock = { now: () => new Date() };

/** A clock that goes ahead by the milliseconds in a file, as they are when it is asked: how a test moves the time of another process (NOT-04). */
export const offsetClock = (file: string): Clock => ({ now: () => new Date(Date.now() + Number(readFileSync(file, 'utf8'))) });

/** UUIDv7 in the order they were made, also within one millisecond, which Node's own are not. */
export const timeOrderedIds: Ids = { next: () => v7() };

export const sha256: Digest = (text) => createHash('sha256').update(text).digest('hex');
