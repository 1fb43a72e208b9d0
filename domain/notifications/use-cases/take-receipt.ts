import { type Actor, systemActor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { notificationMoved } from '../events.ts';
import type { Receipt, ReceiptReader, SignedReceipt } from '../receipts.ts';
import type { Notifications } from '../repositories.ts';

type Deps = {
  readonly transact: Transact<{ readonly notifications: Notifications }>;
  readonly receiptReader: ReceiptReader;
  readonly clock: Clock;
};

/**
 * Takes down whether a message arrived, however often and in whichever order its provider says so. What does not follow from its present
 * state, or is of a message that is not known here any more, has no effect. It waits for whoever is just sending the message.
 * @throws DomainError `callback.refused` for what is not the provider's, without a word on why
 */
export const takeReceipt =
  ({ transact, receiptReader, clock }: Deps) =>
  async (signed: SignedReceipt, { requestId }: Actor): Promise<void> => {
    const receipts = receiptReader.read(signed);
    if (!receipts) throw new DomainError('callback.refused', 'This receipt is not taken.');
    const settle = ({ notificationId, outcome, detail }: Receipt): Promise<void> =>
      transact(systemActor(requestId), async ({ notifications, record }) => {
        const message = await notifications.lock(notificationId);
        if (message?.channel !== 'SMS') return;
        const from = message.status;
        const news = outcome === 'delivered' ? message.arrived(clock.now()) : message.returned(detail);
        if (!news) return;
        await notifications.save(message);
        record(notificationMoved(message, from));
      });
    for (const receipt of receipts) await settle(receipt);
  };
