import type { PaperCopy } from '../../files/ports.ts';
import { type PrintDeps, type Printed, printPaper } from '../../files/use-cases/print-paper.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { TransferReads } from '../transfer-reads.ts';
import { readTransfer } from './read-transfers.ts';
import { factsOf } from './transfer-facts.ts';

export type PrintChallan = { readonly transferId: string; readonly copy?: PaperCopy | undefined };

/**
 * The PDF of the challan that a transfer travels with. It states what the goods cost, so it is for who may know that (ACC-06).
 * @throws DomainError `entity.absent` before the dispatch, and where a tax invoice travels along (TRF-02); `access.denied`
 */
export const printChallan =
  (deps: PrintDeps & { readonly transferReads: TransferReads }) =>
  async ({ transferId, copy = 'ORIGINAL' }: PrintChallan, actor: Actor): Promise<Printed> => {
    const transfer = await readTransfer(deps)(transferId, actor);
    permit(actor, 'part.cost', factsOf(transfer));
    if (transfer.challan === null) throw absent('delivery challan of this transfer');
    return printPaper(deps)({ kind: 'CHALLAN', id: transfer.id, copy, cancelled: false }, transfer.fromServiceCenterId, actor);
  };
