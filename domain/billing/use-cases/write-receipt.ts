import { businessDay, financialYear } from '../../shared/calendar.ts';
import { renderDocumentNumber } from '../../shared/gst/number-series.ts';
import type { PaperLanguage } from '../../shared/languages.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import type { Invoice } from '../invoice.ts';
import type { BuyerCopy, SellerCopy } from '../invoice-document.ts';
import type { Payment } from '../payment.ts';
import type { NumberSeries } from '../ports.ts';
import { freezeReceipt, type ReceiptAdvance } from '../receipt-document.ts';

type Deps = { readonly clock: Clock; readonly billing: { readonly receiptPattern: string } };

/** Whose receipt it is, and what it says beside the payment. */
export type ReceiptParts = {
  readonly gstin: string;
  readonly prefix: string;
  readonly language: PaperLanguage;
  readonly seller: SellerCopy;
  readonly buyer: BuyerCopy;
  readonly invoices: readonly Invoice[];
  readonly advance?: Omit<ReceiptAdvance, 'placeOfSupply' | 'stateTaxLabel' | 'reverseCharge'> & { readonly placeOfSupply: string };
};

/**
 * Gives a payment the next receipt number of its seller and freezes the receipt. The row of the series is the last lock (INV-01): all
 * else that changed is written before, and the payment itself is added after.
 * @throws DomainError `series.date_order`, `series.exhausted`
 */
export const writeReceipt =
  ({ clock, billing }: Deps) =>
  async (
    unit: { readonly numberSeries: NumberSeries } & Recording,
    payment: Payment,
    { gstin, prefix, invoices, ...parts }: ReceiptParts,
  ): Promise<void> => {
    await unit.flush();
    const at = clock.now();
    const day = businessDay(at);
    const series = { gstin, prefix, financialYear: financialYear(day).start };
    const n = await unit.numberSeries.take({ ...series, kind: 'RECEIPT' }, day);
    const number = renderDocumentNumber(billing.receiptPattern, prefix, day, n);
    const amounts = new Map(payment.applied.map(({ invoiceId, amount }) => [invoiceId, amount]));
    const settled = invoices.map(({ id, invoiceNumber, documentDate }) => ({
      number: invoiceNumber!,
      date: documentDate!,
      amount: String(amounts.get(id)),
    }));
    payment.receipted({ number, ...series, document: freezeReceipt(payment, { number, day, at, invoices: settled, ...parts }) });
  };
