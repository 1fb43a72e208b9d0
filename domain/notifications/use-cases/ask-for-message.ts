import type { Actor } from '../../shared/actor.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { isOptional } from '../channels.ts';
import { notificationsMade } from '../events.ts';
import { kindNamed, type KindName } from '../kinds.ts';
import { Notification } from '../notification.ts';
import { type JobRuns, type Payload, sendingWork } from '../ports.ts';
import type { Notifications } from '../repositories.ts';

/** A message that no event brings: somebody wants it sent, to a customer, a user, or an address that they name. */
export type AskedMessage = {
  readonly type: KindName;
  readonly channel: 'EMAIL' | 'SMS';
  readonly entityId: string;
  readonly serviceCenterId: string | null;
  readonly data?: Payload;
} & ({ readonly customerId: string } | { readonly userId: string } | { readonly address: string });

type Deps = {
  readonly transact: Transact<{ readonly notifications: Notifications }>;
  readonly jobRuns: Pick<JobRuns, 'ensure'>;
  readonly clock: Clock;
  readonly ids: Ids;
};

const recipientOf = (asked: AskedMessage) => {
  if ('customerId' in asked) return { recipientType: 'CUSTOMER', recipientId: asked.customerId } as const;
  if ('userId' in asked) return { recipientType: 'USER', recipientId: asked.userId } as const;
  return { recipientType: 'ADDRESS', address: asked.address } as const;
};

/** Has it sent. Says which job does so. */
export const askForMessage =
  ({ transact, jobRuns, clock, ids }: Deps) =>
  (asked: AskedMessage, actor: Actor): Promise<string> =>
    transact(actor, async ({ notifications, record }) => {
      const { type, channel, entityId, serviceCenterId, data = {} } = asked;
      const { category, awaited } = kindNamed(type);
      const message = new Notification({
        ...{ id: ids.next(), type, category, channel, entityId, serviceCenterId, data },
        ...recipientOf(asked),
        urgent: awaited === true || !isOptional(category),
        createdAt: clock.now(),
      });
      await notifications.add([message]);
      record(notificationsMade(message.id, serviceCenterId, [message]));
      return jobRuns.ensure(sendingWork({ ...message, channel }), actor, serviceCenterId);
    });
