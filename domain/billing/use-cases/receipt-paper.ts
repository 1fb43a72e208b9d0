import type { PaperCopy } from '../../files/ports.ts';
import { type PrintDeps, type Printed, printPaper } from '../../files/use-cases/print-paper.ts';
import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { receiptPdfStored } from '../events.ts';
import type { Payment } from '../payment.ts';
import type { Payments } from '../ports.ts';
import type { BillingReads } from '../reads.ts';
import type { ReceiptDocument } from '../receipt-document.ts';
import { readPayment } from './read-payments.ts';

export type PrintReceipt = { readonly paymentId: string; readonly copy?: PaperCopy | undefined };

/** One for whoever paid and one for the books. */
const copies: readonly PaperCopy[] = ['ORIGINAL', 'DUPLICATE'];

/** The receipt of a payment; of an advance it is the voucher of CGST Rule 50. */
export const receiptPaper: PaperSource<{ payments: Payments }, ReceiptDocument> = {
  entityType: 'Payment',
  find: async ({ payments }, id) => {
    const payment = await payments.get(id, everywhere);
    const document = receiptOf(payment);
    return {
      ...{ document, serviceCenterId: payment.serviceCenterId, number: document.number, copies },
      stored: (paper) => receiptPdfStored(payment, aboutPaper(paper)),
    };
  },
};

const receiptOf = ({ receipt }: Payment): ReceiptDocument => {
  if (receipt === null) throw absent('receipt, as no money came in');
  return receipt;
};

/** What was recorded by mistake, or was not honoured: whoever shows its receipt has paid nothing. */
const isUndone = ({ status }: Payment): boolean => status === 'bounced' || status === 'reversed';

/**
 * The PDF of a receipt, for whoever may read the payment. That of a payment which was taken back says so.
 * @throws DomainError `entity.absent` for a payment that a provider is still to bring, too
 */
export const printReceipt =
  (deps: PrintDeps & { readonly billingReads: BillingReads }) =>
  async ({ paymentId, copy = 'ORIGINAL' }: PrintReceipt, actor: Actor): Promise<Printed> => {
    const payment = await readPayment(deps)(paymentId, actor);
    receiptOf(payment);
    if (!copies.includes(copy)) throw absent('such copy, as a receipt has two');
    return printPaper(deps)({ kind: 'RECEIPT', id: payment.id, copy, cancelled: isUndone(payment) }, payment.serviceCenterId, actor);
  };
