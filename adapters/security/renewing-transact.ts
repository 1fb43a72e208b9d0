import { eventCatalogue } from '@dms/domain/shared/event-catalogue';
import type { DomainEvent } from '@dms/domain/shared/events';
import type { TransactAll } from '@dms/domain/repositories';
import type { Rereading } from '../postgres/configuration.ts';
import type { Database, Running } from '../postgres/database.ts';
import type { RedisHeldHits } from '../redis/redis-held-hits.ts';
import type { AccessSnapshots } from './access-snapshots.ts';

type Deps = {
  readonly database: Pick<Database, 'run'>;
  readonly access: Pick<AccessSnapshots, 'renew'>;
  readonly configuration: Rereading;
  readonly heldHits: Pick<RedisHeldHits, 'drop'>;
};

type Changed = { readonly users: Set<string>; readonly searched: Set<string>; settings: boolean };

const changesAccess = ({ name }: DomainEvent): boolean => 'changesAccess' in eventCatalogue[name];

/** The vehicles and customers that an event says were changed: the one that it is about, or those that an import names. */
const searchedIn = ({ name, entityId, data }: DomainEvent): string[] => {
  if (['Vehicle', 'Customer'].includes(eventCatalogue[name].entity)) return [entityId];
  if (name !== 'CustomersImported' && name !== 'VehiclesImported') return [];
  const changed = data.changed as readonly { readonly customerId?: string; readonly vehicleId?: string }[];
  return changed.flatMap(({ customerId, vehicleId }) => customerId ?? vehicleId ?? []);
};

/**
 * The unit of work, after which every process knows whose access was changed in it and which answers of the search are old, and this one what is configured. No use case
 * has to think of that, and none can forget it: what was recorded says so. It is told after the commit, for who reads sooner would
 * read the old, and before the answer, for "at once" begins with the answer (AUT-05, CFG-01).
 */
export const renewingTransact = (transact: TransactAll, { database, access, configuration, heldHits }: Deps): TransactAll => {
  const changedIn = new WeakMap<Running, Changed>();

  const tell = async ({ users, searched, settings }: Changed): Promise<void> => {
    await Promise.all([access.renew(users), heldHits.drop(searched), settings && configuration.reread()]);
  };

  /** One for all units that join in one transaction, be it that of an Idempotency-Key; it is told when that has committed. */
  const changedOf = (running: Running): Changed => {
    const known = changedIn.get(running);
    if (known) return known;
    const changed: Changed = { users: new Set(), searched: new Set(), settings: false };
    changedIn.set(running, changed);
    running.afterCommit.push(() => tell(changed));
    return changed;
  };

  return (actor, work) =>
    database.run((_, running) => {
      const changed = changedOf(running);
      return transact(actor, (unit) => {
        const record: typeof unit.record = (...events) => {
          for (const event of events.filter(changesAccess)) changed.users.add(event.entityId);
          for (const id of events.flatMap(searchedIn)) changed.searched.add(id);
          changed.settings ||= events.some(({ name }) => name === 'SettingChanged');
          unit.record(...events);
        };
        return work({ ...unit, record });
      });
    });
};
