import { type AuditEntry, type ChainedEntry, type LaneHead, LANES } from '@dms/domain/audit/chain';
import type { AnchorMark, AuditTrail } from '@dms/domain/audit/ports';
import { sql } from 'kysely';
import type { Database, Executor } from './database.ts';

// Ids as the texts they are, instants to the microsecond, JSON as it is printed: what is hashed must not pass through a type
// that keeps less than the database does.
const ENTRY = sql`id::text, event, user_id::text as "userId", action, entity_type as "entityType", entity_id::text as "entityId",
  service_center_id::text as "serviceCenterId", from_state as "from", to_state as "to", description, metadata::text as payload,
  payload_hash as "payloadHash", ip_address as address, user_agent as agent, request_id as "requestId",
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;

type HeadRow = { readonly lane: number; readonly position: string; readonly hash: string };
const headOf = ({ lane, position, hash }: HeadRow): LaneHead => ({ lane, position: Number(position), hash });

type MarkRow = { readonly sequence: string; readonly mac: string };
const markOf = ({ sequence, mac }: MarkRow): AnchorMark => ({ sequence: Number(sequence), mac });

/** The trail and its lanes, read as they are committed. */
export const postgresAuditTrail = ({ database }: { readonly database: Database }): AuditTrail => ({
  async heads() {
    const { rows } = await sql<HeadRow>`select lane, position, hash from audit_lanes order by lane`.execute(database.pool);
    return rows.map(headOf);
  },

  async rows(lane, after, upTo, limit) {
    const { rows } = await sql<Omit<ChainedEntry, 'position'> & { position: string }>`
      select ${ENTRY}, lane, position, previous_hash as "previousHash", hash, key_id as "keyId" from audit_logs
      where lane = ${lane} and position > ${after} and position <= ${upTo} order by position limit ${limit}`.execute(database.pool);
    return rows.map((row) => ({ ...row, position: Number(row.position) }));
  },

  async misplaced(lane) {
    // One statement, and so one instant: whoever writes meanwhile moves row and head together.
    const { rows } = await sql<{ id: string; position: string | null }>`
      select id, position from audit_logs where lane = ${lane}
        and (position > (select position from audit_lanes where lane = ${lane}) or position < 1 or position is null)
      order by position limit 1`.execute(database.pool);
    return rows[0] && { id: rows[0].id, position: rows[0].position === null ? null : Number(rows[0].position) };
  },

  async claimedTwice(lane, upTo) {
    // The index that forbids it may be gone by now: that is what is asked.
    const { rows } = await sql<{ position: string; ids: string[] }>`
      select position, array_agg(id::text order by id) as ids from audit_logs where lane = ${lane} and position between 1 and ${upTo}
      group by position having count(*) > 1 order by position limit 1`.execute(database.pool);
    return rows[0] && { position: Number(rows[0].position), ids: rows[0].ids };
  },

  async outsideLanes() {
    const { rows } = await sql<{ id: string; lane: number }>`
      select id::text, lane from audit_logs where lane < 0 or lane >= ${LANES} order by lane limit 1`.execute(database.pool);
    return rows[0];
  },

  async olderRows(afterId, limit) {
    const { rows } = await sql<AuditEntry>`
      select ${ENTRY} from audit_logs where lane is null ${afterId === null ? sql`` : sql`and id > ${afterId}`} order by id limit ${limit}`.execute(
      database.pool,
    );
    return rows;
  },

  async lastAnchored() {
    const { rows } = await sql<MarkRow>`select sequence, mac from audit_anchoring`.execute(database.pool);
    return rows[0] && markOf(rows[0]);
  },

  whileAnchoring: (work) =>
    database.run(async (db) => {
      const { rows } = await sql<MarkRow>`select sequence, mac from audit_anchoring for update skip locked`.execute(db);
      if (!rows[0]) return expectPlace(db);
      const set = await work(markOf(rows[0]));
      if (set) await sql`update audit_anchoring set sequence = ${set.sequence}, mac = ${set.mac}`.execute(db);
    }),
});

/** Another process holds the row that remembers the anchors, or it is not there at all. */
const expectPlace = async (db: Executor): Promise<void> => {
  const { rows } = await sql`select from audit_anchoring`.execute(db);
  if (rows.length === 0) throw new Error('The database has lost its place for the anchors of the audit trail.');
};

/** Takes a lane to append to until the transaction ends: one that is free, and only if none is, waits for one. */
export const takeLane = async (db: Executor): Promise<LaneHead> => {
  // The limit is a parameter so that the statement is one of those that are prepared.
  const free = await sql<HeadRow>`select lane, position, hash from audit_lanes order by random() limit ${1} for update skip locked`.execute(
    db,
  );
  const head = free.rows[0] ?? (await waitForLane(db));
  if (!head) throw new Error('the lanes of the audit trail are gone');
  return headOf(head);
};

const waitForLane = async (db: Executor): Promise<HeadRow | undefined> => {
  const lane = Math.floor(Math.random() * LANES);
  const { rows } = await sql<HeadRow>`select lane, position, hash from audit_lanes where lane = ${lane} for update`.execute(db);
  return rows[0];
};
