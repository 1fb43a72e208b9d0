import { eventCatalogue } from '@dms/domain/shared/event-catalogue';
import type { DomainEvent } from '@dms/domain/shared/events';
import type { TransactAll } from '@dms/domain/repositories';
import type { Database, Running } from '../postgres/database.ts';
import type { AccessSnapshots } from './access-snapshots.ts';

type Deps = { readonly database: Pick<Database, 'run'>; readonly access: Pick<AccessSnapshots, 'renew'> };

const changesAccess = ({ name }: DomainEvent): boolean => 'changesAccess' in eventCatalogue[name];

/**
 * The unit of work, after which every process knows whose access was changed in it. No use case has to think of that, and none
 * can forget it: the catalogue says which events do. It is told after the commit, for who reads sooner would read the old, and
 * before the answer, for "at once" begins with the answer (AUT-05).
 */
export const renewingTransact = (transact: TransactAll, { database, access }: Deps): TransactAll => {
  const changedIn = new WeakMap<Running, Set<string>>();

  /** One set for all units that join in one transaction, be it that of an Idempotency-Key; it is told when that has committed. */
  const changedOf = (running: Running): Set<string> => {
    const known = changedIn.get(running);
    if (known) return known;
    const changed = new Set<string>();
    changedIn.set(running, changed);
    running.afterCommit.push(() => access.renew(changed));
    return changed;
  };

  return (actor, work) =>
    database.run((_, running) => {
      const changed = changedOf(running);
      return transact(actor, (unit) => {
        const record: typeof unit.record = (...events) => {
          for (const event of events) if (changesAccess(event)) changed.add(event.entityId);
          unit.record(...events);
        };
        return work({ ...unit, record });
      });
    });
};
