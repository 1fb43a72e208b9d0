import type { InboxRow } from '@dms/domain/notifications/reads';
import type { InboxEntry } from '@dms/domain/notifications/use-cases/watch-inbox';
import type { Feed } from '@dms/domain/shared/feed';
import { sql } from 'kysely';
import { type FeedDeps, floorOf, MOST_TOLD_AGAIN, TOLD_AGAIN_MS } from './outbox-feed.ts';
import { DISPATCHED, listenTo } from './signals.ts';

/** As the API says instants: the driver hands on what PostgreSQL writes. */
const instantText = (value: string): string => new Date(value).toISOString();

const LAST = sql`greatest(${floorOf('inbox')}, (select max(sequence) from notifications where sequence is not null))`;

type Row = InboxRow & { readonly recipientId: string; readonly place: string };

/**
 * The messages that stand in the inboxes of all users, in the order in which the relay numbered them (ADR 26): it does so after the commit of
 * whoever wrote them, so a number never becomes visible after a higher one.
 */
export const inboxFeed = ({ database: { pool }, databaseUrl, clock, logger }: FeedDeps): Feed<InboxEntry> => ({
  async last() {
    const { rows } = await sql<{ place: string }>`select ${LAST} as place`.execute(pool);
    return BigInt(rows[0]!.place);
  },

  async after(place, most) {
    const { rows } = await sql<Row>`
      select sequence as place, recipient_id as "recipientId", id, type, category, title, body, entity_id as "entityId",
        service_center_id as "serviceCenterId", created_at as "createdAt", read_at as "readAt"
      from notifications where sequence > ${String(place)}::bigint order by sequence limit ${most}`.execute(pool);
    return rows.map(({ place: at, recipientId, createdAt, readAt, ...message }) => ({
      ...{ place: BigInt(at), recipientId },
      message: { ...message, createdAt: instantText(createdAt), readAt: readAt === null ? null : instantText(readAt) },
    }));
  },

  async reachesBack(place) {
    const since = new Date(clock.now().getTime() - TOLD_AGAIN_MS);
    const { rows } = await sql<{ known: boolean; recent: boolean; few: boolean }>`
      with missed as not materialized (select sequence, created_at from notifications where sequence > ${String(place)}::bigint)
      select ${String(place)}::bigint between ${floorOf('inbox')} and ${LAST} as known,
        coalesce((select created_at from missed order by sequence limit 1) >= ${since}, true) as recent,
        not exists (select from missed order by sequence offset ${MOST_TOLD_AGAIN} limit 1) as few`.execute(pool);
    const [{ known, recent, few } = { known: false, recent: false, few: false }] = rows;
    return known && recent && few;
  },

  listen: (wake) => listenTo({ channel: DISPATCHED, who: 'A stream', databaseUrl, logger, wake }),
});
