import type { Passwords } from '@dms/domain/identity/ports';
import type { TransactAll } from '@dms/domain/repositories';
import { systemActor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { EventName } from '@dms/domain/shared/event-catalogue';
import type { DomainEvent } from '@dms/domain/shared/events';
import type { Clock, Ids } from '@dms/domain/shared/ports';

/** What a seed needs of the container. */
export type Seeding = {
  readonly cradle: {
    readonly transact: TransactAll;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly passwords: Passwords;
    readonly config: { readonly production: boolean };
  };
};

export const seeder = systemActor('seed');

/** Something that the seed has put in. */
export const seeded = (name: EventName, entityId: string, serviceCenterId: string | null, data: DomainEvent['data'] = {}): DomainEvent => ({
  name,
  entityId,
  serviceCenterId,
  data,
});

/** Of two processes that start at once the second waits for the rows of the first, is refused, and then finds everything there. */
export const besideOthers = async (seed: () => Promise<void>): Promise<void> => {
  try {
    await seed();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'record.duplicate') throw error;
    await seed();
  }
};
