import { type Records, resourceTypes, seenRecord, typeNamed } from '../../identity/use-cases/explain-access.ts';
import type { Facts } from '../../shared/access/facts.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';

/** What has no papers of its own. */
const without: readonly string[] = ['File', 'Session', 'Approval', 'Delegation', 'StockItem'];

/** The kinds of record that files can belong to, under the names that the audit trail gives them. */
export const recordsWithFiles: readonly string[] = resourceTypes.filter((type) => !without.includes(type));

export type SeenRecord = { readonly type: string; readonly facts: Facts };

/** Finds a record for who sees it; to others it is not there (ACC-03). @throws DomainError `entity.absent`, `request.invalid` */
export type SeeRecord = (type: string, id: string, actor: Actor) => Promise<SeenRecord>;

/** The record that a file belongs to or shall belong to, with what is known of it. */
export const recordWithFiles = (see: SeeRecord, type: string, id: string, actor: Actor): Promise<SeenRecord> => {
  const named = typeNamed(type);
  if (named === undefined || without.includes(named)) throw refused();
  return see(named, id, actor);
};

const refused = (): DomainError => {
  const message = `must be one of ${recordsWithFiles.join(', ')}`;
  return new DomainError('request.invalid', `/entityType ${message}.`, { errors: [{ pointer: '/entityType', message }] });
};

/** Records as a unit of work sees them. */
export const seeingIn =
  (unit: Records): SeeRecord =>
  (type, id, actor) =>
    seenRecord(unit, type, id, actor);
