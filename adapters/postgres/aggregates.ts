import { Approval } from '@dms/domain/approvals/approval';
import { Delegation } from '@dms/domain/approvals/delegation';
import { BilledShare } from '@dms/domain/billing/billed-share';
import { CreditNote, CreditNoteApplication, CreditNoteLine } from '@dms/domain/billing/credit-note';
import { Invoice, InvoiceLine } from '@dms/domain/billing/invoice';
import { Payment } from '@dms/domain/billing/payment';
import { PaymentAllocation } from '@dms/domain/billing/payment-allocation';
import { Period } from '@dms/domain/billing/period';
import { Refund } from '@dms/domain/billing/refund';
import { CustomerContact } from '@dms/domain/customers/contact';
import { Customer } from '@dms/domain/customers/customer';
import { FormerPlate } from '@dms/domain/customers/former-plate';
import { LegacyService } from '@dms/domain/customers/legacy-service';
import { OdometerReading } from '@dms/domain/customers/odometer-reading';
import { Ownership } from '@dms/domain/customers/ownership';
import { Vehicle } from '@dms/domain/customers/vehicle';
import { StoredFile } from '@dms/domain/files/stored-file';
import { OneTimeToken } from '@dms/domain/identity/one-time-token';
import { Session } from '@dms/domain/identity/session';
import { ServiceCenterAssignment, User } from '@dms/domain/identity/user';
import { LostDemand } from '@dms/domain/inventory/lost-demand';
import { Part } from '@dms/domain/inventory/part';
import { Reservation } from '@dms/domain/inventory/reservation';
import { GoodsReceipt, GoodsReceiptLine } from '@dms/domain/inventory/goods-receipt';
import { SerialUnit } from '@dms/domain/inventory/serial-unit';
import { StockAdjustment } from '@dms/domain/inventory/stock-adjustment';
import { StockCount, StockCountLine } from '@dms/domain/inventory/stock-count';
import { StockItem } from '@dms/domain/inventory/stock-item';
import { StockMovement } from '@dms/domain/inventory/stock-movement';
import { StockTransfer } from '@dms/domain/inventory/stock-transfer';
import { TransferLine } from '@dms/domain/inventory/transfer-line';
import { TransferTransition } from '@dms/domain/inventory/transfer-transition';
import { TransferVariance } from '@dms/domain/inventory/transfer-variance';
import { Broadcast } from '@dms/domain/notifications/broadcast';
import { Template, TemplateVersion } from '@dms/domain/notifications/template';
import { ServiceCenter } from '@dms/domain/service-centers/service-center';
import { Attribution } from '@dms/domain/workshop/attribution';
import { Estimate, EstimateLine } from '@dms/domain/workshop/estimate';
import { GatePass } from '@dms/domain/workshop/gate-pass';
import { Inspection, InspectionItem } from '@dms/domain/workshop/inspection';
import { JobCard } from '@dms/domain/workshop/job-card';
import { JobCardTransition } from '@dms/domain/workshop/job-card-transition';
import { JobPart } from '@dms/domain/workshop/job-part';
import { JobTask } from '@dms/domain/workshop/job-task';
import { TimeCorrection } from '@dms/domain/workshop/time-correction';
import { TimeLog } from '@dms/domain/workshop/time-log';
import { Webhook } from '@dms/domain/webhooks/webhook';
import { Warranty } from '@dms/domain/warranty/warranty';
import { WarrantyClaim, WarrantyClaimLine, WarrantyClaimTransition } from '@dms/domain/warranty/warranty-claim';
import { WarrantyTerms } from '@dms/domain/warranty/warranty-terms';
import type { Aggregate } from './aggregate-store.ts';

const ofBranch = 'r.service_center_id = any($2)';
/** CUS-03: inside each branch that had to do with it. */
const insideOf = (table: string, column: string, of: string): string =>
  `exists (select from ${table} i where i.${column} = r.${of} and i.service_center_id = any($2))`;
const inside = (table: string, column: string): string => insideOf(table, column, 'id');

/**
 * Every kind of root: how far a scope sees it, in which order its rows are locked, and what hangs on it. Children are written
 * in the order they are named, so what refers to another comes after it. A number series is locked last of all (INV-01).
 */
export const aggregates: readonly Aggregate[] = [
  // What is approved is carried out under the lock of its approval.
  { entity: Approval, what: 'approval', lockRank: 5 },
  { entity: Delegation, what: 'delegation', lockRank: 8 },
  {
    entity: User,
    what: 'user',
    lockRank: 10,
    scope: 'exists (select from service_center_assignments i where i.user_id = r.id and i.service_center_id = any($2))',
    children: [{ property: 'assignments', entity: ServiceCenterAssignment, parent: 'user_id', order: 'id' }],
  },
  { entity: OneTimeToken, what: 'link', lockRank: 12 },
  { entity: Session, what: 'session', lockRank: 15 },
  { entity: ServiceCenter, what: 'branch', lockRank: 20, scope: 'r.id = any($2)' },
  { entity: Customer, what: 'customer', lockRank: 25, scope: inside('customer_service_centers', 'customer_id') },
  { entity: CustomerContact, what: 'contact', lockRank: 25, scope: insideOf('customer_service_centers', 'customer_id', 'customer_id') },
  { entity: Period, what: 'period', lockRank: 26 },
  { entity: Refund, what: 'refund', lockRank: 27, scope: ofBranch },
  {
    entity: Payment,
    what: 'payment',
    lockRank: 28,
    scope: ofBranch,
    children: [{ property: 'allocations', entity: PaymentAllocation, parent: 'payment_id', order: 'id' }],
  },
  {
    entity: CreditNote,
    what: 'credit note',
    lockRank: 29,
    scope: ofBranch,
    children: [
      { property: 'lines', entity: CreditNoteLine, parent: 'credit_note_id', order: 'position' },
      { property: 'applications', entity: CreditNoteApplication, parent: 'credit_note_id', order: 'id' },
    ],
  },
  {
    entity: Invoice,
    what: 'invoice',
    lockRank: 30,
    scope: ofBranch,
    children: [{ property: 'lines', entity: InvoiceLine, parent: 'invoice_id', order: 'position' }],
  },
  {
    entity: JobCard,
    what: 'job card',
    lockRank: 40,
    scope: ofBranch,
    children: [
      { property: 'estimates', entity: Estimate, parent: 'job_card_id', order: 'revision' },
      { property: 'estimateLines', entity: EstimateLine, parent: 'job_card_id', order: 'position' },
      { property: 'tasks', entity: JobTask, parent: 'job_card_id', order: 'position' },
      { property: 'timeLogs', entity: TimeLog, parent: 'job_card_id', order: 'id' },
      { property: 'parts', entity: JobPart, parent: 'job_card_id', order: 'id' },
      { property: 'reservations', entity: Reservation, parent: 'source_id', order: 'id', seenOnly: true },
      { property: 'transitions', entity: JobCardTransition, parent: 'job_card_id', order: 'id' },
    ],
  },
  { entity: TimeCorrection, what: 'time correction', lockRank: 41 },
  { entity: GatePass, what: 'gate pass', lockRank: 41 },
  { entity: Attribution, what: 'attribution', lockRank: 41 },
  {
    entity: Inspection,
    what: 'inspection',
    lockRank: 41,
    scope: ofBranch,
    children: [{ property: 'items', entity: InspectionItem, parent: 'inspection_id', order: 'position' }],
  },
  {
    entity: StockTransfer,
    what: 'transfer',
    lockRank: 42,
    scope: '(r.from_service_center_id = any($2) or r.to_service_center_id = any($2))',
    children: [
      { property: 'lines', entity: TransferLine, parent: 'transfer_id', order: 'position' },
      { property: 'variances', entity: TransferVariance, parent: 'transfer_id', order: 'id' },
      { property: 'transitions', entity: TransferTransition, parent: 'transfer_id', order: 'id' },
    ],
  },
  {
    entity: StockCount,
    what: 'count',
    lockRank: 44,
    scope: ofBranch,
    children: [{ property: 'lines', entity: StockCountLine, parent: 'count_id', order: 'sku' }],
  },
  { entity: Vehicle, what: 'vehicle', lockRank: 45, scope: inside('vehicle_service_centers', 'vehicle_id') },
  { entity: Ownership, what: 'ownership', lockRank: 46 },
  { entity: FormerPlate, what: 'former plate', lockRank: 47 },
  { entity: OdometerReading, what: 'reading', lockRank: 47 },
  { entity: LegacyService, what: 'past service', lockRank: 47 },
  { entity: Part, what: 'part', lockRank: 48 },
  { entity: WarrantyTerms, what: 'warranty terms', lockRank: 49 },
  {
    entity: StockItem,
    what: 'stock item',
    lockRank: 50,
    scope: ofBranch,
    children: [{ property: 'reservations', entity: Reservation, parent: 'stock_item_id', order: 'id' }],
  },
  { entity: StockAdjustment, what: 'adjustment', lockRank: 51, scope: ofBranch },
  { entity: SerialUnit, what: 'unit', lockRank: 52 },
  {
    entity: GoodsReceipt,
    what: 'goods receipt',
    lockRank: 53,
    scope: ofBranch,
    children: [{ property: 'lines', entity: GoodsReceiptLine, parent: 'receipt_id', order: 'position' }],
  },
  {
    entity: WarrantyClaim,
    what: 'warranty claim',
    lockRank: 54,
    scope: ofBranch,
    children: [
      { property: 'lines', entity: WarrantyClaimLine, parent: 'claim_id', order: 'position' },
      { property: 'transitions', entity: WarrantyClaimTransition, parent: 'claim_id', order: 'id' },
    ],
  },
  { entity: Warranty, what: 'warranty', lockRank: 55, scope: ofBranch },
  { entity: LostDemand, what: 'lost demand', lockRank: 58, scope: ofBranch },
  { entity: BilledShare, what: 'billed share', lockRank: 58 },
  { entity: StockMovement, what: 'stock movement', lockRank: 60, scope: ofBranch },
  { entity: Webhook, what: 'webhook', lockRank: 64 },
  { entity: Template, what: 'template', lockRank: 65 },
  { entity: Broadcast, what: 'broadcast', lockRank: 66 },
  { entity: TemplateVersion, what: 'version of a template', lockRank: 66 },
  { entity: StoredFile, what: 'file', lockRank: 70 },
];
