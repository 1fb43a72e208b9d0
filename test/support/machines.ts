import { approvalMachine, approvalStatuses } from '@dms/domain/approvals/approval.states';
import { creditNoteMachine, creditNoteStatuses } from '@dms/domain/billing/credit-note.states';
import { invoiceMachine, invoiceStatuses } from '@dms/domain/billing/invoice.states';
import { paymentMachine, paymentStatuses } from '@dms/domain/billing/payment.states';
import { refundMachine, refundStatuses } from '@dms/domain/billing/refund.states';
import { notificationMachine, notificationStatuses } from '@dms/domain/notifications/notification.states';
import { stockAdjustmentMachine, stockAdjustmentStatuses } from '@dms/domain/inventory/stock-adjustment.states';
import { stockTransferMachine, stockTransferStatuses } from '@dms/domain/inventory/stock-transfer.states';
import type { ActionName } from '@dms/domain/shared/access/matrix';
import { claimMachine, claimStatuses } from '@dms/domain/warranty/warranty-claim.states';
import type { Machine } from '@dms/domain/shared/state-machine';
import { estimateStatuses } from '@dms/domain/workshop/estimate';
import { estimateMachine } from '@dms/domain/workshop/estimate.states';
import { jobCardMachine, jobCardStatuses } from '@dms/domain/workshop/job-card.states';
import { jobPartMachine, jobPartStatuses } from '@dms/domain/workshop/job-part.states';
import { taskStatuses } from '@dms/domain/workshop/job-task';
import { taskMachine } from '@dms/domain/workshop/job-task.states';
import { timeLogStatuses } from '@dms/domain/workshop/time-log';
import { timeLogMachine } from '@dms/domain/workshop/time-log.states';

/** A machine as tests and diagrams see it: its guards are there to be counted and named, not to be asked. */
export type AnyMachine = Machine<string, string, ActionName, never>;

export type Listed = {
  readonly machine: AnyMachine;
  /** Every state that the entity can have. */
  readonly states: readonly string[];
  /** Where the table is. */
  readonly source: string;
};

/** Every state machine there is. What joins this table is checked and drawn. */
export const machines: readonly Listed[] = [
  { machine: approvalMachine, states: approvalStatuses, source: 'domain/approvals/approval.states.ts' },
  { machine: jobCardMachine, states: jobCardStatuses, source: 'domain/workshop/job-card.states.ts' },
  { machine: estimateMachine, states: estimateStatuses, source: 'domain/workshop/estimate.states.ts' },
  { machine: taskMachine, states: taskStatuses, source: 'domain/workshop/job-task.states.ts' },
  { machine: timeLogMachine, states: timeLogStatuses, source: 'domain/workshop/time-log.states.ts' },
  { machine: jobPartMachine, states: jobPartStatuses, source: 'domain/workshop/job-part.states.ts' },
  { machine: stockTransferMachine, states: stockTransferStatuses, source: 'domain/inventory/stock-transfer.states.ts' },
  { machine: stockAdjustmentMachine, states: stockAdjustmentStatuses, source: 'domain/inventory/stock-adjustment.states.ts' },
  { machine: invoiceMachine, states: invoiceStatuses, source: 'domain/billing/invoice.states.ts' },
  { machine: paymentMachine, states: paymentStatuses, source: 'domain/billing/payment.states.ts' },
  { machine: refundMachine, states: refundStatuses, source: 'domain/billing/refund.states.ts' },
  { machine: creditNoteMachine, states: creditNoteStatuses, source: 'domain/billing/credit-note.states.ts' },
  { machine: notificationMachine, states: notificationStatuses, source: 'domain/notifications/notification.states.ts' },
  { machine: claimMachine, states: claimStatuses, source: 'domain/warranty/warranty-claim.states.ts' },
];
