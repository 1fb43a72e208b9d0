import { type AuditEntry, chained, payloadHashOf } from '@dms/domain/audit/chain';
import type { AuditKeys } from '@dms/domain/audit/ports';
import type { Actor } from '@dms/domain/shared/actor';
import { type EventName, eventCatalogue } from '@dms/domain/shared/event-catalogue';
import type { DomainEvent } from '@dms/domain/shared/events';
import type { Clock, Digest, Ids } from '@dms/domain/shared/ports';
import { CompiledQuery } from 'kysely';
import { takeLane } from './audit-trail.ts';
import type { Executor } from './database.ts';

export type Recorded = { readonly event: DomainEvent; readonly actor: Actor };

type Deps = { readonly clock: Clock; readonly ids: Ids; readonly digest: Digest; readonly auditKeys: AuditKeys };

const AUDIT_COLUMNS =
  'id, event, user_id, action, entity_type, entity_id, service_center_id, from_state, to_state, description, metadata, payload_hash, ip_address, user_agent, request_id, created_at, lane, position, previous_hash, hash, key_id';
const AUDIT_WIDTH = 21;
const OUTBOX_COLUMNS = 'id, name, version, entity_type, entity_id, service_center_id, actor_id, request_id, occurred_at, data';
const OUTBOX_WIDTH = 10;
const HEAD_WIDTH = 3;

const versionOf = (name: EventName): number | undefined => (eventCatalogue[name] as { readonly version?: number }).version;
export const isPublished = ({ event }: Recorded): boolean => versionOf(event.name) !== undefined;

const entryOf = ({ event, actor }: Recorded, { ids, digest }: Deps, at: string): AuditEntry => {
  const { action, entity } = eventCatalogue[event.name];
  const payload = JSON.stringify(event.data);
  return {
    id: ids.next(),
    event: event.name,
    userId: actor.userId,
    action,
    entityType: entity,
    entityId: event.entityId,
    serviceCenterId: event.serviceCenterId,
    from: event.from ?? null,
    to: event.to ?? null,
    description: event.description ?? null,
    payload,
    payloadHash: payloadHashOf(digest, payload),
    address: actor.address,
    agent: actor.agent,
    requestId: actor.requestId,
    at,
  };
};

const entryValues = (entry: AuditEntry): unknown[] => [
  entry.id,
  entry.event,
  entry.userId,
  entry.action,
  entry.entityType,
  entry.entityId,
  entry.serviceCenterId,
  entry.from,
  entry.to,
  entry.description,
  entry.payload,
  entry.payloadHash,
  entry.address,
  entry.agent,
  entry.requestId,
  entry.at,
];

const outboxValues = (entry: AuditEntry, version: number): unknown[] => [
  entry.id,
  entry.event,
  version,
  entry.entityType,
  entry.entityId,
  entry.serviceCenterId,
  entry.userId,
  entry.requestId,
  entry.at,
  entry.payload,
];

const tuples = (from: number, rows: number, width: number): string =>
  Array.from(
    { length: rows },
    (_, row) => `(${Array.from({ length: width }, (__, column) => `$${from + row * width + column}`).join(', ')})`,
  ).join(', ');

const texts = new Map<string, string>();

/** One statement for the head of the lane, the rows and what is published of them; one text for each number of rows. */
const writingText = (audited: number, published: number): string => {
  const key = `${audited} ${published}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const outbox = `, published as (insert into outbox (${OUTBOX_COLUMNS}) values ${tuples(HEAD_WIDTH + audited * AUDIT_WIDTH + 1, published, OUTBOX_WIDTH)})`;
  const text = `with head as (update audit_lanes set position = $1, hash = $2 where lane = $3)${published > 0 ? outbox : ''}
    insert into audit_logs (${AUDIT_COLUMNS}) values ${tuples(HEAD_WIDTH + 1, audited, AUDIT_WIDTH)}`;
  texts.set(key, text);
  return text;
};

/**
 * Writes the audit and outbox rows of what was recorded, as the last of a transaction: the lane it takes is free again with the
 * commit, and whoever holds one waits for nobody (AUD-02).
 */
export const writeAuditRows = async (db: Executor, deps: Deps, recorded: readonly Recorded[], take = takeLane): Promise<void> => {
  const at = deps.clock.now().toISOString();
  const entries = recorded.map((each) => entryOf(each, deps, at));
  const links = chained(deps.auditKeys, await take(db), entries);
  const last = links.at(-1);
  if (!last) return;
  const published = entries.flatMap((entry, index) => {
    const version = versionOf(recorded[index]!.event.name);
    return version === undefined ? [] : [outboxValues(entry, version)];
  });
  const audited = entries.map((entry, index) => {
    const { lane, position, previousHash, hash, keyId } = links[index]!;
    return [...entryValues(entry), lane, position, previousHash, hash, keyId];
  });
  const values = [last.position, last.hash, last.lane, ...audited.flat(), ...published.flat()];
  await db.executeQuery(CompiledQuery.raw(writingText(audited.length, published.length), values));
};
