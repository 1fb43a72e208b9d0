import type { Approvals, Delegations } from './approvals/ports.ts';
import type { BilledShares, CashTotals, CreditNotes, Invoices, NumberSeries, Payments, Periods, Refunds } from './billing/ports.ts';
import type { EInvoices } from './billing/e-invoice-registration.ts';
import type { PaymentCallbacks } from './billing/payment-provider.ts';
import type { PaymentReminders } from './billing/payment-reminder.ts';
import type { Settings } from './configuration/ports.ts';
import type { CustomerRepositories } from './customers/ports.ts';
import type { StoredFiles } from './files/ports.ts';
import type { Imports } from './imports/ports.ts';
import type { OneTimeTokens, Sessions, Users } from './identity/ports.ts';
import type { NotificationRepositories } from './notifications/repositories.ts';
import type { LowStock } from './inventory/low-stock.ts';
import type {
  GoodsReceipts,
  LostDemands,
  OpeningStocks,
  Parts,
  Serials,
  StockAdjustments,
  StockCounts,
  StockItems,
  StockMovements,
  StockTransfers,
} from './inventory/ports.ts';
import type { ServiceCenters } from './service-centers/ports.ts';
import type { LimitUses } from './shared/access/limit-uses.ts';
import type { TaxRates } from './shared/gst/tax-rates.ts';
import type { Transact } from './shared/unit-of-work.ts';
import type { Warranties, WarrantyClaims, WarrantyTermsOf } from './warranty/ports.ts';
import type { Attributions } from './workshop/attribution.ts';
import type { GatePasses } from './workshop/gate-pass.ts';
import type { ServiceReminders } from './workshop/next-service.ts';
import type { Webhooks } from './webhooks/ports.ts';
import type { Bills, Engineers, InspectionRepositories, JobCards } from './workshop/ports.ts';
import type { TimeCorrections } from './workshop/time-correction.ts';

/** Everything a unit of work offers. A use case names the few it needs; an adapter supplies them all. */
export type Repositories = CustomerRepositories &
  InspectionRepositories &
  NotificationRepositories & {
    readonly users: Users;
    readonly sessions: Sessions;
    readonly oneTimeTokens: OneTimeTokens;
    readonly serviceCenters: ServiceCenters;
    readonly settings: Settings;
    readonly imports: Imports;
    readonly parts: Parts;
    readonly stockItems: StockItems;
    readonly stockMovements: StockMovements;
    readonly lostDemand: LostDemands;
    readonly stockTransfers: StockTransfers;
    readonly lowStock: LowStock;
    readonly serials: Serials;
    readonly goodsReceipts: GoodsReceipts;
    readonly openingStocks: OpeningStocks;
    readonly stockAdjustments: StockAdjustments;
    readonly stockCounts: StockCounts;
    readonly warrantyTerms: WarrantyTermsOf;
    readonly warranties: Warranties;
    readonly warrantyClaims: WarrantyClaims;
    readonly jobCards: JobCards;
    readonly engineers: Engineers;
    readonly timeCorrections: TimeCorrections;
    readonly attributions: Attributions;
    readonly gatePasses: GatePasses;
    readonly serviceReminders: ServiceReminders;
    readonly bills: Bills;
    readonly invoices: Invoices;
    readonly billedShares: BilledShares;
    readonly creditNotes: CreditNotes;
    readonly payments: Payments;
    readonly refunds: Refunds;
    readonly eInvoices: EInvoices;
    readonly paymentReminders: PaymentReminders;
    readonly paymentCallbacks: PaymentCallbacks;
    readonly periods: Periods;
    readonly cashTotals: CashTotals;
    readonly numberSeries: NumberSeries;
    readonly taxRates: TaxRates;
    readonly files: StoredFiles;
    readonly webhooks: Webhooks;
    readonly approvals: Approvals;
    readonly delegations: Delegations;
    readonly limitUses: LimitUses;
  };

export type TransactAll = Transact<Repositories>;
