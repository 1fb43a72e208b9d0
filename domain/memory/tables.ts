import type { Approval } from '../approvals/approval.ts';
import type { Delegation } from '../approvals/delegation.ts';
import type { BilledShare } from '../billing/billed-share.ts';
import type { CreditNote } from '../billing/credit-note.ts';
import type { EInvoiceCancellation } from '../billing/e-invoice-cancelling.ts';
import type { RegisteredEInvoice } from '../billing/e-invoice-registration.ts';
import type { Invoice } from '../billing/invoice.ts';
import type { Payment } from '../billing/payment.ts';
import type { Period } from '../billing/period.ts';
import type { Refund } from '../billing/refund.ts';
import type { SettingEntry } from '../configuration/ports.ts';
import type { CustomerContact } from '../customers/contact.ts';
import type { FormerPlate } from '../customers/former-plate.ts';
import type { KeptHistory } from '../customers/ports.ts';
import type { LegacyServiceEntry } from '../customers/legacy-service.ts';
import type { OdometerReading } from '../customers/odometer-reading.ts';
import type { Ownership } from '../customers/ownership.ts';
import type { Customer } from '../customers/customer.ts';
import type { HistoryKind } from '../customers/ports.ts';
import type { Vehicle } from '../customers/vehicle.ts';
import type { StoredFile } from '../files/stored-file.ts';
import type { OneTimeToken } from '../identity/one-time-token.ts';
import type { Session } from '../identity/session.ts';
import type { User } from '../identity/user.ts';
import type { Broadcast, BroadcastProgress } from '../notifications/broadcast.ts';
import type { Notification } from '../notifications/notification.ts';
import type { Template, TemplateVersion } from '../notifications/template.ts';
import type { LostDemand } from '../inventory/lost-demand.ts';
import type { Import } from '../imports/import.ts';
import type { BadRow } from '../shared/import-batch.ts';
import type { GoodsReceipt } from '../inventory/goods-receipt.ts';
import type { OpeningStock } from '../inventory/opening-stock.ts';
import type { Part } from '../inventory/part.ts';
import type { SerialUnit } from '../inventory/serial-unit.ts';
import type { StockAdjustment } from '../inventory/stock-adjustment.ts';
import type { StockCount } from '../inventory/stock-count.ts';
import type { StockItem } from '../inventory/stock-item.ts';
import type { StockMovement } from '../inventory/stock-movement.ts';
import type { StockTransfer } from '../inventory/stock-transfer.ts';
import type { ServiceCenter } from '../service-centers/service-center.ts';
import type { BusinessDay } from '../shared/calendar.ts';
import type { KnownRate } from '../shared/gst/tax-rates.ts';
import type { Money } from '../shared/money.ts';
import type { Warranty } from '../warranty/warranty.ts';
import type { WarrantyClaim } from '../warranty/warranty-claim.ts';
import type { WarrantyTerms } from '../warranty/warranty-terms.ts';
import type { Attribution } from '../workshop/attribution.ts';
import type { GatePass } from '../workshop/gate-pass.ts';
import type { Inspection } from '../workshop/inspection.ts';
import type { JobCard } from '../workshop/job-card.ts';
import type { TimeCorrection } from '../workshop/time-correction.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import type { KeptPreference } from './notifications.ts';
import type { ToldOccasion } from './occasions.ts';
import type { ToldLow } from './low-stock.ts';
import type { Reminded } from './payment-reminders.ts';
import type { KeptReminder } from './service-reminders.ts';
import { type Row, workOn, type WorkingTable } from './working-table.ts';

/** CUS-03: a customer or vehicle is inside a branch. */
export type Membership = { readonly id: string };

/** When the session was opened that a family began with. */
export type Login = { readonly id: string; readonly at: Date };

/** The rate of a code, or of a heading that codes begin with, from a day on (TAX-07). */
export type TaxRate = KnownRate;

/** How far a number series is: the next number, and the day of the last one. */
export type Series = { readonly id: string; readonly next: number; readonly lastDay: BusinessDay };

/** One entry in the history of a vehicle (HIS-01). */
export type HistoryEntry = {
  readonly id: string;
  readonly kind: HistoryKind;
  readonly vehicleId: string;
  readonly serviceCenterId: string | null;
  readonly sourceId: string;
  readonly at: Date;
  readonly number: string | null;
  readonly serviceType: string | null;
  readonly summary: string | null;
  readonly odometer: number | null;
  readonly totalAmount: Money | null;
  /** Its source was called off since. */
  toldNoMore?: boolean;
};

/** What somebody did of an action on a day, by user, action and day (ACC-04). */
export type DayTotal = { readonly id: string; readonly amount: Money };

/** Content that no file names, by its key: from when on it may be cleared away, or null once it is somebody's or gone. */
export type Stray = { readonly id: string; clearAfter: Date | null; readonly claimedBy?: string | null };

/** Everything that is kept, by kind and id. */
export const emptyTables = () => ({
  users: new Map<string, User>(),
  sessions: new Map<string, Session>(),
  logins: new Map<string, Login>(),
  oneTimeTokens: new Map<string, OneTimeToken>(),
  serviceCenters: new Map<string, ServiceCenter>(),
  settings: new Map<string, SettingEntry>(),
  customers: new Map<string, Customer>(),
  contacts: new Map<string, CustomerContact>(),
  vehicles: new Map<string, Vehicle>(),
  ownerships: new Map<string, Ownership>(),
  odometerReadings: new Map<string, OdometerReading>(),
  formerPlates: new Map<string, FormerPlate>(),
  legacyServices: new Map<string, LegacyServiceEntry>(),
  memberships: new Map<string, Membership>(),
  parts: new Map<string, Part>(),
  stockItems: new Map<string, StockItem>(),
  stockMovements: new Map<string, StockMovement>(),
  lostDemand: new Map<string, LostDemand>(),
  serialUnits: new Map<string, SerialUnit>(),
  goodsReceipts: new Map<string, GoodsReceipt>(),
  openingStocks: new Map<string, OpeningStock & { readonly id: string }>(),
  stockAdjustments: new Map<string, StockAdjustment>(),
  stockCounts: new Map<string, StockCount>(),
  stockTransfers: new Map<string, StockTransfer>(),
  lowStock: new Map<string, ToldLow>(),
  warrantyTerms: new Map<string, WarrantyTerms>(),
  warranties: new Map<string, Warranty>(),
  warrantyClaims: new Map<string, WarrantyClaim>(),
  jobCards: new Map<string, JobCard>(),
  timeCorrections: new Map<string, TimeCorrection>(),
  attributions: new Map<string, Attribution>(),
  gatePasses: new Map<string, GatePass>(),
  serviceReminders: new Map<string, KeptReminder>(),
  inspections: new Map<string, Inspection>(),
  invoices: new Map<string, Invoice>(),
  billedShares: new Map<string, BilledShare>(),
  creditNotes: new Map<string, CreditNote>(),
  payments: new Map<string, Payment>(),
  refunds: new Map<string, Refund>(),
  paymentCallbacks: new Map<string, Row>(),
  eInvoices: new Map<string, RegisteredEInvoice & { readonly id: string }>(),
  eInvoiceRequests: new Map<string, { readonly id: string; askedAt: Date | null }>(),
  eInvoiceCancellations: new Map<string, { readonly id: string; readonly asked: EInvoiceCancellation | null }>(),
  paymentReminders: new Map<string, Reminded>(),
  periods: new Map<string, Period>(),
  cashTotals: new Map<string, DayTotal>(),
  templates: new Map<string, Template>(),
  templateVersions: new Map<string, TemplateVersion>(),
  broadcasts: new Map<string, Broadcast>(),
  broadcastProgress: new Map<string, { readonly id: string; readonly progress: BroadcastProgress }>(),
  occasions: new Map<string, ToldOccasion>(),
  notifications: new Map<string, Notification>(),
  preferences: new Map<string, KeptPreference>(),
  files: new Map<string, StoredFile>(),
  webhooks: new Map<string, Webhook>(),
  strayContent: new Map<string, Stray>(),
  imports: new Map<string, Import>(),
  importRefusals: new Map<string, BadRow & { readonly id: string; readonly importId: string }>(),
  approvals: new Map<string, Approval>(),
  delegations: new Map<string, Delegation>(),
  limitUses: new Map<string, DayTotal>(),
  taxRates: new Map<string, TaxRate>(),
  series: new Map<string, Series>(),
  history: new Map<string, HistoryEntry>(),
  historyPapers: new Map<string, KeptHistory>(),
});

export type Tables = ReturnType<typeof emptyTables>;
export type TableName = keyof Tables;
export type RowOf<Name extends TableName> = Tables[Name] extends Map<string, infer R extends Row> ? R : never;
export type WorkingTables = { readonly [Name in TableName]: WorkingTable<RowOf<Name>> };

/** All tables as one unit of work sees them. */
export const workOnAll = (tables: Tables): WorkingTables =>
  Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, workOn(rows as Map<string, Row>)])) as never;
