import type { Static, TSchema } from '@sinclair/typebox';
import type { Payment, Refund } from '../../http/billing/payment-schemas.ts';
import type { Invoice } from '../../http/billing/schemas.ts';
import type { LoggedIn } from '../../http/identity/auth-schemas.ts';
import type { Adjustment, StockCount } from '../../http/inventory/correction-schemas.ts';
import type { Part } from '../../http/inventory/part-schemas.ts';
import type { GoodsReceipt } from '../../http/inventory/receipt-schemas.ts';
import type { StockTransfer } from '../../http/inventory/transfer-schemas.ts';
import type { User } from '../../http/identity/schemas.ts';
import type { JobRun, Readiness } from '../../http/operations/schemas.ts';
import type { Claim, Terms } from '../../http/warranty/schemas.ts';
import type { JobCard, Transitions } from '../../http/workshop/schemas.ts';

/** The answers of the API, as its schemas describe them. */
export type JobCardBody = Static<typeof JobCard>;
export type TransitionsBody = Static<typeof Transitions>;
export type ClaimBody = Static<typeof Claim>;
export type TermsBody = Static<typeof Terms>;
export type InvoiceBody = Static<typeof Invoice>;
export type PartBody = Static<typeof Part>;
export type AdjustmentBody = Static<typeof Adjustment>;
export type CountBody = Static<typeof StockCount>;
export type ReceiptBody = Static<typeof GoodsReceipt>;
export type TransferBody = Static<typeof StockTransfer>;
export type PaymentBody = Static<typeof Payment>;
export type RefundBody = Static<typeof Refund>;
export type LoggedInBody = Static<typeof LoggedIn>;
export type UserBody = Static<typeof User>;
export type JobRunBody = Static<typeof JobRun>;
export type ReadinessBody = Static<typeof Readiness>;
export type ListOf<Item> = { readonly data: readonly Item[]; readonly page: { readonly next: string | null; readonly count?: number } };
export type PageOf<Item extends TSchema> = ListOf<Static<Item>>;
export type HistoryEntryBody = {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly serviceCenterId: string | null;
  readonly sourceId: string;
  readonly number: string | null;
  readonly serviceType: string | null;
  readonly summary: string | null;
  readonly odometer: number | null;
  readonly totalAmount: string | null;
};
export type StockBody = {
  readonly partId: string;
  readonly serviceCenterId: string;
  readonly onHand: string;
  readonly reserved: string;
  readonly available: string;
  readonly inTransit: string;
};
export type VehicleHitBody = {
  readonly vehicle: {
    readonly id: string;
    readonly registration: string;
    readonly vin: string | null;
    readonly make: string;
    readonly model: string;
  };
  readonly customer: { readonly id: string; readonly firstName: string; readonly lastName: string | null; readonly phone: string };
  readonly matchedOn: string;
  readonly formerPlate: { readonly registration: string; readonly from: string | null; readonly until: string } | null;
  readonly score: number;
};
export type WarrantyBody = {
  readonly id: string;
  readonly partId: string | null;
  readonly kind: string;
  readonly endsOn: string;
  readonly endOdometer: number | null;
  readonly sourceId: string;
  readonly invoiceLineId: string | null;
  readonly inForce: boolean;
  readonly reason: string;
  readonly daysLeft: number;
  readonly kilometresLeft: number | null;
};
