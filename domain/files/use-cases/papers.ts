import { creditNotePaper } from '../../billing/use-cases/credit-note-paper.ts';
import { debitNotePaper } from '../../billing/use-cases/debit-note-paper.ts';
import { invoicePaper } from '../../billing/use-cases/invoice-paper.ts';
import { receiptPaper } from '../../billing/use-cases/receipt-paper.ts';
import { refundVoucherPaper } from '../../billing/use-cases/refund-voucher-paper.ts';
import { historyPaper } from '../../customers/use-cases/history-paper.ts';
import { challanPaper } from '../../inventory/use-cases/challan-paper.ts';
import { gatePassPaper } from '../../workshop/use-cases/gate-pass-paper.ts';
import type { PaperKind, PaperRef } from '../ports.ts';

/** Where each kind of paper comes from. A new kind adds its line here and its definition among those of the adapter that draws. */
export const papers = {
  INVOICE: invoicePaper,
  CHALLAN: challanPaper,
  RECEIPT: receiptPaper,
  REFUND_VOUCHER: refundVoucherPaper,
  CREDIT_NOTE: creditNotePaper,
  DEBIT_NOTE: debitNotePaper,
  GATE_PASS: gatePassPaper,
  HISTORY: historyPaper,
} as const satisfies Record<PaperKind, object>;

type Papers = typeof papers;

/** A paper with the frozen copy that it is drawn of; nothing else flows into it. */
export type Paper = {
  [Kind in PaperKind]: Omit<PaperRef, 'kind'> & {
    readonly kind: Kind;
    readonly document: Awaited<ReturnType<Papers[Kind]['find']>>['document'];
  };
}[PaperKind];

type UnitOf<Source> = Source extends { readonly find: (unit: infer Unit, id: string, paper: PaperRef) => unknown } ? Unit : never;

/** What the sources read of a unit of work. */
export type PaperUnit = UnitOf<Papers['INVOICE']> &
  UnitOf<Papers['CHALLAN']> &
  UnitOf<Papers['RECEIPT']> &
  UnitOf<Papers['REFUND_VOUCHER']> &
  UnitOf<Papers['CREDIT_NOTE']> &
  UnitOf<Papers['DEBIT_NOTE']> &
  UnitOf<Papers['GATE_PASS']> &
  UnitOf<Papers['HISTORY']>;
