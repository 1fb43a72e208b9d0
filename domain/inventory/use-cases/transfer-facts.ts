import type { Facts } from '../../shared/access/facts.ts';
import type { StockTransfer } from '../stock-transfer.ts';

type Sides = Pick<StockTransfer, 'fromServiceCenterId' | 'toServiceCenterId' | 'makerServiceCenterId' | 'requestedBy'>;

/** What the access matrix wants to know of a transfer: its two sides, which of them made it, and who. */
export const factsOf = ({ fromServiceCenterId, toServiceCenterId, makerServiceCenterId, requestedBy }: Sides): Facts => ({
  serviceCenterIds: [fromServiceCenterId, toServiceCenterId],
  // Where an approval about it lies: with the side that made it.
  serviceCenterId: makerServiceCenterId ?? fromServiceCenterId,
  transfer: { fromServiceCenterId, toServiceCenterId, makerServiceCenterId },
  makerId: requestedBy,
  source: 'transfer',
});
