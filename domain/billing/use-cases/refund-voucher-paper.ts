import type { PaperCopy } from '../../files/ports.ts';
import { type PrintDeps, type Printed, printPaper } from '../../files/use-cases/print-paper.ts';
import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import { refundVoucherPdfStored } from '../events.ts';
import type { Refunds } from '../ports.ts';
import type { BillingReads } from '../reads.ts';
import type { Refund } from '../refund.ts';
import type { RefundVoucherDocument } from '../refund-voucher.ts';
import { readRefund } from './read-payments.ts';

export type PrintRefundVoucher = { readonly refundId: string; readonly copy?: PaperCopy | undefined };

/** One for whoever got the money back and one for the books. */
const copies: readonly PaperCopy[] = ['ORIGINAL', 'DUPLICATE'];

/** The refund voucher of an advance, CGST Rule 51; no other refund has one. */
export const refundVoucherPaper: PaperSource<{ refunds: Refunds }, RefundVoucherDocument> = {
  entityType: 'Refund',
  find: async ({ refunds }, id) => {
    const refund = await refunds.get(id, everywhere);
    const document = voucherOf(refund);
    return {
      ...{ document, serviceCenterId: refund.serviceCenterId, number: document.number, copies },
      stored: (paper) => refundVoucherPdfStored(refund, aboutPaper(paper)),
    };
  },
};

const voucherOf = ({ voucher }: Refund): RefundVoucherDocument => {
  if (voucher === null) throw absent('refund voucher, as no advance went back');
  return voucher;
};

/**
 * The PDF of a refund voucher, for whoever may read the refund.
 * @throws DomainError `entity.absent` for a refund that has none, too
 */
export const printRefundVoucher =
  (deps: PrintDeps & { readonly billingReads: BillingReads }) =>
  async ({ refundId, copy = 'ORIGINAL' }: PrintRefundVoucher, actor: Actor): Promise<Printed> => {
    const refund = await readRefund(deps)(refundId, actor);
    voucherOf(refund);
    if (!copies.includes(copy)) throw absent('such copy, as a refund voucher has two');
    return printPaper(deps)({ kind: 'REFUND_VOUCHER', id: refund.id, copy, cancelled: false }, refund.serviceCenterId, actor);
  };
