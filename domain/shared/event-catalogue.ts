/** What an audit row says was done (seed enum AuditAction). */
export type AuditAction =
  | 'CREATE'
  | 'UPDATE'
  | 'DELETE'
  | 'LOGIN'
  | 'LOGOUT'
  | 'APPROVE'
  | 'REJECT'
  | 'ASSIGN'
  | 'TRANSFER'
  | 'PAYMENT'
  | 'EXPORT';

type Entry = { readonly entity: string; readonly action: AuditAction; readonly version?: number };

/**
 * OUT-03: the one catalogue of events. Each leaves an audit row; one with a version is also published through the outbox,
 * and its payload may only grow as long as the version stands.
 */
export const eventCatalogue = {
  ServiceCenterCreated: { entity: 'ServiceCenter', action: 'CREATE' },
  UserCreated: { entity: 'User', action: 'CREATE' },
  LoggedIn: { entity: 'User', action: 'LOGIN' },
  LoginFailed: { entity: 'User', action: 'LOGIN' },
  CustomerCreated: { entity: 'Customer', action: 'CREATE' },
  VehicleCreated: { entity: 'Vehicle', action: 'CREATE' },
  PartCreated: { entity: 'Part', action: 'CREATE' },
  TaxRateAdded: { entity: 'TaxRate', action: 'CREATE' },
  StockReceived: { entity: 'StockItem', action: 'TRANSFER' },
  PartsIssued: { entity: 'JobCard', action: 'TRANSFER' },
  PartsConsumed: { entity: 'JobCard', action: 'TRANSFER' },
  JobCardCreated: { entity: 'JobCard', action: 'CREATE', version: 1 },
  JobCardMoved: { entity: 'JobCard', action: 'UPDATE', version: 1 },
  JobCardAssigned: { entity: 'JobCard', action: 'ASSIGN', version: 1 },
  CustomerDecided: { entity: 'JobCard', action: 'APPROVE' },
  TaskStarted: { entity: 'JobCard', action: 'UPDATE' },
  TaskPaused: { entity: 'JobCard', action: 'UPDATE' },
  TaskFinished: { entity: 'JobCard', action: 'UPDATE' },
  JobCompleted: { entity: 'JobCard', action: 'UPDATE', version: 1 },
  JobDelivered: { entity: 'JobCard', action: 'UPDATE', version: 1 },
  InvoiceDrafted: { entity: 'Invoice', action: 'CREATE' },
  InvoiceIssued: { entity: 'Invoice', action: 'UPDATE', version: 1 },
  InvoicePdfStored: { entity: 'Invoice', action: 'EXPORT', version: 1 },
  PaymentReceived: { entity: 'Payment', action: 'PAYMENT', version: 1 },
} as const satisfies Record<string, Entry>;

export type EventName = keyof typeof eventCatalogue;
