import type { BilledLine } from '../../warranty/use-cases/give-warranties.ts';
import type { BillableLine, BilledLines, LastBill, ToClose } from '../../workshop/use-cases/bill-job.ts';
import type { BilledShare } from '../billed-share.ts';
import type { Invoice, InvoiceLine } from '../invoice.ts';
import type { BilledShares } from '../ports.ts';
import { freeStretches, measureOf } from '../split-line.ts';
import { wholeOf } from './share-lines.ts';

/** A line as it was sold, whole, whoever paid for it. */
export type SoldLine = BilledLine;

/** What the workshop is told of what is on bills. */
export const billedLines = (shares: readonly BilledShare[]): BilledLines =>
  shares.map(({ sourceLineId, quantity, billedAt: at }) => ({ sourceLineId, quantity, at }));

/**
 * Whether nothing remains to be billed once this invoice is issued; then, what the visit comes to over all its bills (INV-04). One bill
 * of everything, as most are, says so by itself.
 */
export const lastBill = async (
  { billedShares }: { billedShares: BilledShares },
  invoice: Invoice,
  { linesOf, first }: ToClose,
): Promise<LastBill<SoldLine> | undefined> => {
  if (first && billsAlone(invoice, linesOf([]))) return { total: invoice.totalAmount, sold: invoice.lines };
  const { sourceType, sourceId } = invoice;
  const lines = linesOf(billedLines(await billedShares.ofSource(sourceType, sourceId)));
  const shares = Map.groupBy(await billedShares.issuedWith(invoice), ({ sourceLineId }) => sourceLineId);
  if (!lines.every((line) => isSettled(line, shares.get(line.sourceLineId) ?? []))) return undefined;
  const earlier = await billedShares.totalOf(sourceType, sourceId);
  return {
    total: earlier.plus(invoice.totalAmount),
    sold: lines.map((line) => ({ ...line, id: invoiceLineOf(shares.get(line.sourceLineId)!) })),
  };
};

const billsAlone = (invoice: Invoice, lines: readonly BillableLine[]): boolean => {
  const billed = new Map(invoice.lines.map((line) => [line.sourceLineId, line]));
  return lines.every((line) => isWholeOf(billed.get(line.sourceLineId), line));
};

const isWholeOf = (billed: InvoiceLine | undefined, line: BillableLine): boolean => {
  if (!billed) return false;
  const { quantity, gross, discount } = wholeOf(line);
  return billed.quantity.equals(quantity) && billed.gross.equals(gross) && billed.discount.equals(discount);
};

const isSettled = (line: BillableLine, shares: readonly BilledShare[]): boolean =>
  freeStretches(shares[0]?.measure ?? measureOf(wholeOf(line)), shares).length === 0;

/** The customer's line, where they paid a part of it: its warranty is theirs. */
const invoiceLineOf = (shares: readonly BilledShare[]): string =>
  (shares.find(({ payer }) => payer === 'CUSTOMER') ?? shares[0]!).invoiceLineId!;
