import type { PublishedEvent } from '@dms/domain/notifications/ports';
import type { Entry, Feed } from '@dms/domain/shared/feed';
import type { Clock } from '@dms/domain/shared/ports';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../postgres/database.ts';
import { DISPATCHED, listenTo } from './signals.ts';

export type FeedDeps = {
  readonly database: Pick<Database, 'pool'>;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
};

/** Who was away for longer, or has missed more, is told to look anew: that costs less. */
export const TOLD_AGAIN_MS = 24 * 3_600_000;
export const MOST_TOLD_AGAIN = 5_000;

/**
 * Up to which place entries were forgotten (RET-01): from there on all of them are there. One statement with what follows it sees both as they
 * are at one instant; and what is told again is younger than anything that is forgotten next.
 */
export const floorOf = (feed: 'outbox' | 'inbox') => sql`(select place from feed_floors where feed = ${feed})`;

/** The last place that was given out for it. Where nothing is left, whoever begins now has missed what was forgotten. */
const lastOf = (entityType: string) => sql`
  greatest(${floorOf('outbox')}, (select max(sequence) from outbox where entity_type = ${entityType} and sequence is not null))`;

type Row = Omit<PublishedEvent, 'occurredAt'> & { readonly occurredAt: string; readonly place: string };

/**
 * What was published of one kind of entity, in the order in which the relay took it out of the outbox (ADR 26): it numbers what has been
 * committed, one batch at a time, so a number never becomes visible after a higher one. Neither the ids nor the positions of the outbox are so:
 * both are given out before the commit.
 */
export const outboxFeed = (
  { database: { pool }, databaseUrl, clock, logger }: FeedDeps,
  entityType: string,
): Feed<PublishedEvent & Entry> => ({
  async last() {
    const { rows } = await sql<{ place: string }>`select ${lastOf(entityType)} as place`.execute(pool);
    return BigInt(rows[0]!.place);
  },

  async after(place, most) {
    const { rows } = await sql<Row>`
      select sequence as place, id, name, version, entity_type as "entityType", entity_id as "entityId", service_center_id as "serviceCenterId",
        actor_id as "actorId", request_id as "requestId", occurred_at as "occurredAt", data
      from outbox where entity_type = ${entityType} and sequence > ${String(place)}::bigint order by sequence limit ${most}`.execute(pool);
    return rows.map(({ place: at, occurredAt, ...event }) => ({ ...event, occurredAt: new Date(occurredAt), place: BigInt(at) }));
  },

  async reachesBack(place) {
    const since = new Date(clock.now().getTime() - TOLD_AGAIN_MS);
    const { rows } = await sql<{ known: boolean; recent: boolean; few: boolean }>`
      with missed as not materialized (select sequence, dispatched_at from outbox where entity_type = ${entityType} and sequence > ${String(place)}::bigint)
      select ${String(place)}::bigint between ${floorOf('outbox')} and ${lastOf(entityType)} as known,
        coalesce((select dispatched_at from missed order by sequence limit 1) >= ${since}, true) as recent,
        not exists (select from missed order by sequence offset ${MOST_TOLD_AGAIN} limit 1) as few`.execute(pool);
    const [{ known, recent, few } = { known: false, recent: false, few: false }] = rows;
    return known && recent && few;
  },

  listen: (wake) => listenTo({ channel: DISPATCHED, who: 'A stream', databaseUrl, logger, wake }),
});
