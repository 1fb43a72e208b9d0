import { cancelInvoice } from '@dms/domain/billing/use-cases/cancel-invoice';
import { changeDueDate } from '@dms/domain/billing/use-cases/change-due-date';
import { draftDebitNote } from '@dms/domain/billing/use-cases/draft-debit-note';
import { issueDebitNote } from '@dms/domain/billing/use-cases/issue-debit-note';
import { discardCreditNote, discardDebitNote, discardInvoice } from '@dms/domain/billing/use-cases/discard-draft';
import { refundCreditNote } from '@dms/domain/billing/use-cases/refund-credit-note';
import { draftCreditNote } from '@dms/domain/billing/use-cases/draft-credit-note';
import { draftInvoice } from '@dms/domain/billing/use-cases/draft-invoice';
import { applyCreditNote, issueCreditNote } from '@dms/domain/billing/use-cases/issue-credit-note';
import { issueInvoice } from '@dms/domain/billing/use-cases/issue-invoice';
import { applyAdvance, recordAdvance } from '@dms/domain/billing/use-cases/advances';
import { lockPeriod, unlockPeriod } from '@dms/domain/billing/use-cases/lock-period';
import { recordPayment } from '@dms/domain/billing/use-cases/record-payment';
import {
  approveRefund,
  completeRefund,
  failRefund,
  processRefund,
  rejectRefund,
  requestRefund,
} from '@dms/domain/billing/use-cases/refund-payment';
import { bouncePayment, reversePayment } from '@dms/domain/billing/use-cases/undo-payment';
import { recipientValues, tdsLimits } from '@dms/domain/shared/gst/dated-amounts';
import { Money } from '@dms/domain/shared/money';
import { writeOffInvoice } from '@dms/domain/billing/use-cases/write-off-invoice';
import { adjustStock } from '@dms/domain/inventory/use-cases/adjust-stock';
import { cancelTransfer } from '@dms/domain/inventory/use-cases/cancel-transfer';
import { countStock, startCount } from '@dms/domain/inventory/use-cases/count-stock';
import { createPart } from '@dms/domain/inventory/use-cases/create-part';
import { createTransfer } from '@dms/domain/inventory/use-cases/create-transfer';
import { approveTransfer, rejectTransfer } from '@dms/domain/inventory/use-cases/decide-transfer';
import { dispatchTransfer } from '@dms/domain/inventory/use-cases/dispatch-transfer';
import { noteLostDemand } from '@dms/domain/inventory/use-cases/lose-demand';
import { editPart } from '@dms/domain/inventory/use-cases/edit-part';
import { postCount } from '@dms/domain/inventory/use-cases/post-count';
import { receiveGoods } from '@dms/domain/inventory/use-cases/receive-goods';
import { receiveTransfer } from '@dms/domain/inventory/use-cases/receive-transfer';
import { setLevelsOfPart, setStockLevels } from '@dms/domain/inventory/use-cases/set-stock-levels';
import { decideVariance, recallTransfer } from '@dms/domain/inventory/use-cases/write-off-transfer';
import type { TransactAll } from '@dms/domain/repositories';
import type { Clock, Ids } from '@dms/domain/shared/ports';
import {
  appealWarrantyClaim,
  decideWarrantyClaim,
  settleWarrantyClaim,
  submitWarrantyClaim,
} from '@dms/domain/warranty/use-cases/change-claim';
import { makeWarrantyClaim } from '@dms/domain/warranty/use-cases/make-claim';
import { setWarrantyTerms } from '@dms/domain/warranty/use-cases/set-warranty-terms';
import { addTask, dropTask, editTask } from '@dms/domain/workshop/use-cases/change-tasks';
import { closeDelivered } from '@dms/domain/workshop/use-cases/close-delivered';
import { correctTimeLog, recordTime } from '@dms/domain/workshop/use-cases/keep-time';
import { remindOfServices } from '@dms/domain/workshop/use-cases/remind-of-services';
import { reopenJobCard } from '@dms/domain/workshop/use-cases/reopen-job-card';
import { assignEngineer } from '@dms/domain/workshop/use-cases/assign-engineer';
import { editJobCard } from '@dms/domain/workshop/use-cases/edit-job-card';
import { cancelParts } from '@dms/domain/workshop/use-cases/cancel-parts';
import { checkQuality } from '@dms/domain/workshop/use-cases/check-quality';
import { deliverVehicle } from '@dms/domain/workshop/use-cases/deliver-vehicle';
import { inspectVehicle } from '@dms/domain/workshop/use-cases/inspect-vehicle';
import { issueParts } from '@dms/domain/workshop/use-cases/issue-parts';
import { moveJobCard } from '@dms/domain/workshop/use-cases/move-job-card';
import { openJobCard } from '@dms/domain/workshop/use-cases/open-job-card';
import { recordCustomerApproval } from '@dms/domain/workshop/use-cases/record-customer-approval';
import { requestParts, reserveParts } from '@dms/domain/workshop/use-cases/request-parts';
import { offerExtraWork, reviseEstimate } from '@dms/domain/workshop/use-cases/revise-estimate';
import { returnParts } from '@dms/domain/workshop/use-cases/return-parts';
import { finishTask, pauseTask, startTask } from '@dms/domain/workshop/use-cases/work-on-task';

/** What `issueInvoice` and `dispatchTransfer` are configured with. */
export const billing = {
  numberPattern: '{prefix}/{FY4}/{n}',
  creditNotePattern: 'C{prefix}{FY4}/{n}',
  debitNotePattern: 'D{prefix}{FY4}/{n}',
  challanPattern: 'T{prefix}{FY4}/{n}',
  paymentTermsDays: 7,
  receiptPattern: 'R{prefix}{FY4}/{n}',
  refundVoucherPattern: 'V{prefix}{FY4}/{n}',
  cashLimit: Money.parse('200000.00'),
  cashRefundLimit: Money.parse('10000.00'),
  bounceCharge: Money.parse('500.00'),
  tdsLimits,
  recipientValues,
};

/** The use cases of the main job and of transfers, over whatever keeps the data. */
export const desk = ({ transact, clock, ids }: { readonly transact: TransactAll; readonly clock: Clock; readonly ids: Ids }) => {
  const deps = { transact, clock, ids };
  return {
    open: openJobCard(deps),
    move: moveJobCard(deps),
    decide: recordCustomerApproval(deps),
    revise: reviseEstimate(deps),
    offerMore: offerExtraWork(deps),
    inspect: inspectVehicle(deps),
    assign: assignEngineer(deps),
    issueParts: issueParts(deps),
    requestParts: requestParts(deps),
    reserveParts: reserveParts(deps),
    cancelParts: cancelParts(deps),
    returnParts: returnParts(deps),
    noteLostDemand: noteLostDemand(deps),
    start: startTask(deps),
    pause: pauseTask(deps),
    finish: finishTask(deps),
    check: checkQuality(deps),
    edit: editJobCard(deps),
    task: { add: addTask(deps), edit: editTask(deps), drop: dropTask(deps) },
    time: { record: recordTime(deps), correct: correctTimeLog(deps) },
    reopen: reopenJobCard(deps),
    closeDelivered: closeDelivered(deps),
    remindOfServices: remindOfServices(deps),
    draft: draftInvoice(deps),
    issue: issueInvoice({ ...deps, billing }),
    discard: discardInvoice(deps),
    cancel: cancelInvoice(deps),
    writeOff: writeOffInvoice(deps),
    lockPeriod: lockPeriod(deps),
    unlockPeriod: unlockPeriod(deps),
    changeDueDate: changeDueDate(deps),
    pay: recordPayment({ ...deps, billing }),
    advance: recordAdvance({ ...deps, billing }),
    apply: applyAdvance({ ...deps, billing }),
    reverse: reversePayment({ ...deps, billing }),
    bounce: bouncePayment({ ...deps, billing }),
    refund: {
      request: requestRefund({ ...deps, billing }),
      approve: approveRefund({ ...deps, billing }),
      reject: rejectRefund({ ...deps, billing }),
      process: processRefund({ ...deps, billing, paymentProviders: { chosen: undefined, find: () => undefined } }),
      complete: completeRefund({ ...deps, billing }),
      fail: failRefund({ ...deps, billing }),
    },
    note: {
      draft: draftCreditNote(deps),
      issue: issueCreditNote({ ...deps, billing }),
      apply: applyCreditNote(deps),
      refund: refundCreditNote({ ...deps, billing }),
      discard: discardCreditNote(deps),
    },
    debit: {
      draft: draftDebitNote(deps),
      issue: issueDebitNote({ ...deps, billing }),
      discard: discardDebitNote(deps),
    },
    deliver: deliverVehicle(deps),
    stock: {
      createPart: createPart(deps),
      editPart: editPart(deps),
      receive: receiveGoods(deps),
      adjust: adjustStock(deps),
      startCount: startCount(deps),
      count: countStock(deps),
      postCount: postCount(deps),
      setLevels: setStockLevels(deps),
      setLevelsOfPart: setLevelsOfPart(deps),
    },
    transfer: {
      create: createTransfer(deps),
      approve: approveTransfer(deps),
      reject: rejectTransfer(deps),
      cancel: cancelTransfer(deps),
      dispatch: dispatchTransfer({ ...deps, billing }),
      receive: receiveTransfer(deps),
      decide: decideVariance({ ...deps, billing }),
      recall: recallTransfer({ ...deps, billing }),
    },
    setTerms: setWarrantyTerms(deps),
    claim: makeWarrantyClaim(deps),
    submitClaim: submitWarrantyClaim(deps),
    decideClaim: decideWarrantyClaim(deps),
    appealClaim: appealWarrantyClaim(deps),
    settleClaim: settleWarrantyClaim(deps),
  };
};

export type Desk = ReturnType<typeof desk>;
