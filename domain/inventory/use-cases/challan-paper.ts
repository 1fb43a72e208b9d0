import { paperCopies } from '../../files/ports.ts';
import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import type { DeliveryChallan } from '../delivery-challan.ts';
import type { StockTransfers } from '../ports.ts';
import { challanStored } from '../transfer-events.ts';

/** The challan that goods of one registration travel with; it has three copies, CGST Rule 55(2). */
export const challanPaper: PaperSource<{ stockTransfers: StockTransfers }, DeliveryChallan> = {
  entityType: 'StockTransfer',
  find: async ({ stockTransfers }, id) => {
    const transfer = await stockTransfers.get(id, everywhere);
    const { challan } = transfer;
    if (challan === null) throw absent('delivery challan of this transfer');
    return {
      document: challan,
      serviceCenterId: transfer.fromServiceCenterId,
      number: challan.number,
      copies: paperCopies,
      stored: (paper) => challanStored(transfer, aboutPaper(paper)),
    };
  },
};
