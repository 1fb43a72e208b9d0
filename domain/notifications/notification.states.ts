import type { ActionName } from '../shared/access/matrix.ts';
import type { Machine } from '../shared/state-machine.ts';

export const notificationStatuses = [
  'queued',
  'deferred',
  'sending',
  'sent',
  'delivered',
  'failed',
  'retried',
  'dead',
  'suppressed',
  'merged',
] as const;
export type NotificationStatus = (typeof notificationStatuses)[number];
export type NotificationEvent =
  | 'defer'
  | 'begin'
  | 'accept'
  | 'confirm'
  | 'return'
  | 'fail'
  | 'retry'
  | 'give_up'
  | 'suppress'
  | 'merge'
  | 'show';

type NotificationMachine = Machine<NotificationStatus, NotificationEvent, ActionName, object>;

/** Not sent, and not given up: what still waits for its turn. */
export const waitingStatuses = ['queued', 'deferred', 'failed', 'retried'] as const satisfies readonly NotificationStatus[];

/** What may happen to whatever waits. Nobody but the system itself does any of it. */
const whileWaiting = waitingStatuses.flatMap((from): NotificationMachine['edges'] => [
  { from, event: 'begin', to: 'sending', action: 'notification.broadcast' },
  { from, event: 'defer', to: 'deferred', action: 'notification.broadcast' },
  { from, event: 'suppress', to: 'suppressed', action: 'notification.broadcast' },
  { from, event: 'merge', to: 'merged', action: 'notification.broadcast' },
]);

/** The life of one message to one recipient by one way. */
export const notificationMachine: NotificationMachine = {
  name: 'notification',
  initial: 'queued',
  terminal: ['delivered', 'suppressed', 'merged'],
  edges: [
    ...whileWaiting,
    // A message in the application is there as soon as it is kept (NOT-07).
    { from: 'queued', event: 'show', to: 'delivered', action: 'notification.broadcast' },
    { from: 'sending', event: 'accept', to: 'sent', action: 'notification.broadcast' },
    { from: 'sending', event: 'fail', to: 'failed', action: 'notification.broadcast' },
    { from: 'sending', event: 'retry', to: 'retried', action: 'notification.broadcast' },
    { from: 'sending', event: 'give_up', to: 'dead', action: 'notification.broadcast' },
    // What a provider says of it: that it arrived is the last word, also where it seemed that nobody had taken it.
    { from: 'sent', event: 'confirm', to: 'delivered', action: 'notification.broadcast' },
    { from: 'failed', event: 'confirm', to: 'delivered', action: 'notification.broadcast' },
    { from: 'retried', event: 'confirm', to: 'delivered', action: 'notification.broadcast' },
    { from: 'dead', event: 'confirm', to: 'delivered', action: 'notification.broadcast' },
    { from: 'sent', event: 'return', to: 'dead', action: 'notification.broadcast' },
    // Whoever mends what it died of has it tried again (NOT-04).
    { from: 'dead', event: 'begin', to: 'sending', action: 'queue.retry' },
    { from: 'dead', event: 'suppress', to: 'suppressed', action: 'queue.retry' },
    { from: 'dead', event: 'defer', to: 'deferred', action: 'queue.retry' },
  ],
};
