import { businessDay, financialYear } from '../../shared/calendar.ts';
import { renderDocumentNumber } from '../../shared/gst/number-series.ts';
import type { Money } from '../../shared/money.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import type { Payment } from '../payment.ts';
import type { NumberSeries } from '../ports.ts';
import type { Refund } from '../refund.ts';
import { type AdvanceVoucher, freezeRefundVoucher } from '../refund-voucher.ts';

export type VoucherNumbering = { readonly numberSeries: NumberSeries };
export type VoucherPattern = { readonly refundVoucherPattern: string };

/**
 * Gives a refund the next voucher number of its seller and freezes the voucher, where what went back was an advance that no bill had used
 * (CGST Rule 51). The row of the series is the last lock (INV-01): all else that changed is written before.
 * @param before what of the advance was open before the money went back
 * @throws DomainError `series.date_order`, `series.exhausted`
 */
export const writeRefundVoucher =
  ({ refundVoucherPattern }: VoucherPattern) =>
  async (unit: VoucherNumbering & Recording, refund: Refund, payment: Payment, before: Money, at: Date): Promise<void> => {
    const { receipt, gstin, seriesPrefix: prefix, openAdvance: after } = payment;
    if (!receipt?.advance || gstin === null || prefix === null || !before.minus(after).isPositive()) return;
    await unit.flush();
    const day = businessDay(at);
    // Of the registration that received it, whatever became of the branch since.
    const series = { gstin, prefix, financialYear: financialYear(day).start };
    const n = await unit.numberSeries.take({ ...series, kind: 'REFUND_VOUCHER' }, day);
    const number = renderDocumentNumber(refundVoucherPattern, prefix, day, n);
    const document = freezeRefundVoucher(refund, receipt as AdvanceVoucher, { before, after }, { number, day, at });
    refund.vouchered({ number, ...series, document });
  };
