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

const NO_ID = '00000000-0000-0000-0000-000000000000';

type HeadRow = { readonly lane: number; readonly position: string; readonly hash: string };
const headOf = ({ lane, position, hash }: HeadRow): LaneHead => ({ lane, position: Number(position), hash });

type MarkRow = { readonly sequence: string; readonly mac: string };
const markOf = (row: MarkRow | undefined): AnchorMark | undefined =>
  row && row.sequence !== '0' ? { sequence: Number(row.sequence), mac: row.mac } : undefined;

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

  async beyondHead(lane) {
    // One statement, and so one instant: whoever writes meanwhile moves row and head together.
    const { rows } = await sql<{ id: string; position: string }>`
      select id, position from audit_logs where lane = ${lane} and position > (select position from audit_lanes where lane = ${lane})
      order by position limit 1`.execute(database.pool);
    return rows[0] && { id: rows[0].id, position: Number(rows[0].position) };
  },

  async olderRows(afterId, limit) {
    const { rows } = await sql<AuditEntry>`
      select ${ENTRY} from audit_logs where lane is null and id > ${afterId ?? NO_ID} order by id limit ${limit}`.execute(database.pool);
    return rows;
  },

  async lastAnchored() {
    const { rows } = await sql<MarkRow>`select sequence, mac from audit_anchoring`.execute(database.pool);
    return markOf(rows[0]);
  },

  whileAnchoring: (work) =>
    database.run(async (db) => {
      const { rows } = await sql<MarkRow>`select sequence, mac from audit_anchoring for update skip locked`.execute(db);
      if (!rows[0]) return;
      const set = await work(markOf(rows[0]));
      if (set) await sql`update audit_anchoring set sequence = ${set.sequence}, mac = ${set.mac}`.execute(db);
    }),
});

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
