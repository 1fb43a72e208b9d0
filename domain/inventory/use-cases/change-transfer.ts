import type { Actor } from '../../shared/actor.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import type { StockRepositories, StockTransfers } from '../ports.ts';
import type { By, StockTransfer } from '../stock-transfer.ts';

/** What every command to a transfer says: which one, and the version it was decided on (If-Match). */
export type ToTransfer = { readonly transferId: string; readonly version?: number | undefined };

export type TransferUnit = { stockTransfers: StockTransfers } & StockRepositories;

export type TransferDeps<Others = object> = {
  readonly transact: Transact<TransferUnit & Others>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Loads the transfer for change, lets `change` have it, and records what happened. Its row is locked before any stock, so of an
 * approval and a cancellation at once the second sees what the first one left.
 */
export const changeTransfer =
  <Others = object>({ transact, clock, ids }: TransferDeps<Others>) =>
  (
    { transferId, version }: ToTransfer,
    actor: Actor,
    change: (transfer: StockTransfer, by: By, unit: TransferUnit & Others & Recording) => Promise<DomainEvent>,
  ): Promise<StockTransfer> =>
    transact(actor, async (unit) => {
      const transfer = await unit.stockTransfers.getForChange(transferId, reach(actor, 'transfer.read'));
      expectVersion(transfer, version);
      unit.record(await change(transfer, { userId: actor.userId, now: clock.now(), ids }, unit));
      return transfer;
    });

/** The road that a transfer describes. */
export const roadOf = ({ id, fromServiceCenterId, toServiceCenterId }: StockTransfer) => ({
  transferId: id,
  fromServiceCenterId,
  toServiceCenterId,
});
