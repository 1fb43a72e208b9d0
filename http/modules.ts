import type { Cradle } from '../adapters/container.ts';
import { isSwitchable, type SwitchableModule } from '@dms/domain/configuration/switchable-modules';
import { approvalsRoutes } from './approvals/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { creditNoteRoutes } from './billing/credit-note-routes.ts';
import { debitNoteRoutes } from './billing/debit-note-routes.ts';
import { billingRoutes } from './billing/routes.ts';
import { invoiceEWayBillRoutes, transferEWayBillRoutes } from './billing/e-way-bill-routes.ts';
import { returnsRoutes } from './billing/returns-routes.ts';
import { taxRoutes } from './billing/tax-routes.ts';
import { paymentRoutes } from './billing/payment-routes.ts';
import { periodRoutes } from './billing/period-routes.ts';
import { receivableRoutes } from './billing/receivable-routes.ts';
import { refundRoutes } from './billing/refund-routes.ts';
import { configurationRoutes } from './configuration/routes.ts';
import { customerRoutes } from './customers/customer-routes.ts';
import { customersRoutes } from './customers/routes.ts';
import { vehicleRoutes } from './customers/vehicle-routes.ts';
import { authRoutes } from './identity/auth-routes.ts';
import { identityRoutes } from './identity/routes.ts';
import { usersRoutes } from './identity/user-routes.ts';
import { correctionRoutes } from './inventory/correction-routes.ts';
import { ledgerRoutes } from './inventory/ledger-routes.ts';
import { partRoutes } from './inventory/part-routes.ts';
import { receiptRoutes } from './inventory/receipt-routes.ts';
import { inventoryRoutes } from './inventory/routes.ts';
import { lostDemandRoutes } from './inventory/lost-demand-routes.ts';
import { transferRoutes } from './inventory/transfer-routes.ts';
import { broadcastRoutes } from './notifications/broadcast-routes.ts';
import { notificationRoutes } from './notifications/routes.ts';
import { smsReceiptRoutes } from './notifications/receipt-routes.ts';
import { templateRoutes } from './notifications/template-routes.ts';
import { importRoutes } from './imports/routes.ts';
import { adminRoutes } from './operations/admin-routes.ts';
import { operationsRoutes } from './operations/routes.ts';
import { stockReportRoutes } from './reports/stock-routes.ts';
import { filesRoutes } from './files/routes.ts';
import type { Route, RoutesOf } from './route.ts';
import { serviceCentersRoutes } from './service-centers/routes.ts';
import { warrantyRoutes } from './warranty/routes.ts';
import { floorRoutes } from './workshop/floor-routes.ts';
import { boardRoutes } from './workshop/board-routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import { estimateRoutes } from './workshop/estimate-routes.ts';
import { inspectionRoutes } from './workshop/inspection-routes.ts';
import { jobPartsRoutes } from './workshop/parts-routes.ts';
import { workshopRoutes } from './workshop/routes.ts';
import { visitRoutes } from './workshop/visit-routes.ts';

/** The routes of modules, by the name of the module. */
export type Modules = Readonly<Record<string, readonly RoutesOf[]>>;

/**
 * Every module with routes. A new module is one line here. The lines of `switchableModules` are under the same names: their routes are not there
 * while the module is switched off.
 */
export const modules = {
  identity: [authRoutes, identityRoutes, usersRoutes],
  'service-centers': [serviceCentersRoutes],
  configuration: [configurationRoutes],
  approvals: [approvalsRoutes],
  audit: [auditRoutes],
  customers: [customersRoutes, customerRoutes, vehicleRoutes],
  inventory: [partRoutes, receiptRoutes, correctionRoutes, inventoryRoutes, lostDemandRoutes, ledgerRoutes],
  'stock-transfers': [transferRoutes, transferEWayBillRoutes],
  warranty: [warrantyRoutes],
  workshop: [workshopRoutes, visitRoutes, floorRoutes, boardRoutes, estimateRoutes, inspectionRoutes, jobPartsRoutes],
  billing: [
    billingRoutes,
    taxRoutes,
    returnsRoutes,
    invoiceEWayBillRoutes,
    paymentRoutes,
    refundRoutes,
    periodRoutes,
    receivableRoutes,
    creditNoteRoutes,
    debitNoteRoutes,
  ],
  reports: [stockReportRoutes],
  notifications: [smsReceiptRoutes, templateRoutes, notificationRoutes],
  broadcasts: [broadcastRoutes],
  webhooks: [webhookRoutes],
  files: [filesRoutes],
  imports: [importRoutes],
  operations: [operationsRoutes, adminRoutes],
} as const satisfies Modules & Record<SwitchableModule, readonly RoutesOf[]>;

/** The routes of all these modules, each with the module that it goes with when that is switched off. */
export const routesIn = (given: Modules, cradle: Cradle): readonly Route[] =>
  Object.entries(given).flatMap(([name, makers]) => {
    const routes = makers.flatMap((routesOf) => routesOf(cradle));
    return isSwitchable(name) ? routes.map((route) => ({ ...route, module: name })) : routes;
  });
