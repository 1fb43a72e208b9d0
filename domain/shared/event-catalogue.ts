/** What an audit row says was done (seed enum AuditAction). */
export const auditActions = [
  'CREATE',
  'UPDATE',
  'DELETE',
  'LOGIN',
  'LOGOUT',
  'APPROVE',
  'REJECT',
  'ASSIGN',
  'TRANSFER',
  'PAYMENT',
  'EXPORT',
] as const;
export type AuditAction = (typeof auditActions)[number];

type Entry = {
  readonly entity: string;
  readonly action: AuditAction;
  readonly version?: number;
  /** The user it is about may do something else from now on, or nothing: whatever is remembered of their access is dropped (AUT-05). */
  readonly changesAccess?: true;
};

/**
 * OUT-03: the one catalogue of events. Each leaves an audit row; one with a version is also published through the outbox,
 * and its payload may only grow as long as the version stands.
 */
export const eventCatalogue = {
  ServiceCenterCreated: { entity: 'ServiceCenter', action: 'CREATE' },
  ServiceCenterEdited: { entity: 'ServiceCenter', action: 'UPDATE' },
  ServiceCenterMoved: { entity: 'ServiceCenter', action: 'UPDATE' },
  UserCreated: { entity: 'User', action: 'CREATE' },
  UserEdited: { entity: 'User', action: 'UPDATE' },
  UserRoleChanged: { entity: 'User', action: 'UPDATE', changesAccess: true },
  UserBranchesChanged: { entity: 'User', action: 'ASSIGN', changesAccess: true },
  UserActivated: { entity: 'User', action: 'UPDATE', changesAccess: true },
  UserDeactivated: { entity: 'User', action: 'UPDATE', changesAccess: true },
  UserSuspended: { entity: 'User', action: 'UPDATE', changesAccess: true },
  UserUnlocked: { entity: 'User', action: 'UPDATE' },
  SettingChanged: { entity: 'SystemConfig', action: 'UPDATE' },
  ApprovalRequested: { entity: 'Approval', action: 'CREATE', version: 1 },
  ApprovalGranted: { entity: 'Approval', action: 'APPROVE' },
  ApprovalExecuted: { entity: 'Approval', action: 'UPDATE', version: 1 },
  ApprovalRejected: { entity: 'Approval', action: 'REJECT', version: 1 },
  ApprovalCancelled: { entity: 'Approval', action: 'UPDATE' },
  ApprovalExpired: { entity: 'Approval', action: 'UPDATE', version: 1 },
  ApprovalOutdated: { entity: 'Approval', action: 'UPDATE', version: 1 },
  ApprovalsDelegated: { entity: 'Delegation', action: 'CREATE', version: 1 },
  DelegationEnded: { entity: 'Delegation', action: 'UPDATE', version: 1 },
  LoggedIn: { entity: 'User', action: 'LOGIN' },
  LoginFailed: { entity: 'User', action: 'LOGIN' },
  AccountLocked: { entity: 'User', action: 'UPDATE' },
  SessionRefreshed: { entity: 'User', action: 'LOGIN' },
  RefreshTokenReused: { entity: 'User', action: 'LOGOUT', changesAccess: true },
  LoggedOut: { entity: 'User', action: 'LOGOUT', changesAccess: true },
  LoggedOutEverywhere: { entity: 'User', action: 'LOGOUT', changesAccess: true },
  SessionEnded: { entity: 'User', action: 'LOGOUT', changesAccess: true },
  PasswordChanged: { entity: 'User', action: 'UPDATE', changesAccess: true },
  PasswordResetRequested: { entity: 'User', action: 'UPDATE', version: 1 },
  PasswordResetMailed: { entity: 'User', action: 'UPDATE' },
  PasswordReset: { entity: 'User', action: 'UPDATE', changesAccess: true },
  UserInvited: { entity: 'User', action: 'CREATE', version: 1 },
  InvitationMailed: { entity: 'User', action: 'UPDATE' },
  InvitationAccepted: { entity: 'User', action: 'UPDATE', changesAccess: true },
  CustomerCreated: { entity: 'Customer', action: 'CREATE' },
  VehicleCreated: { entity: 'Vehicle', action: 'CREATE' },
  PartCreated: { entity: 'Part', action: 'CREATE' },
  PartEdited: { entity: 'Part', action: 'UPDATE' },
  TaxRateAdded: { entity: 'TaxRate', action: 'CREATE' },
<<<<<<< HEAD
  TaxRateCorrected: { entity: 'TaxRate', action: 'UPDATE' },
  StockReceived: { entity: 'StockItem', action: 'TRANSFER' },
=======
  StockReceived: { entity: 'GoodsReceipt', action: 'TRANSFER', version: 1 },
>>>>>>> main
  StockTransferCreated: { entity: 'StockTransfer', action: 'CREATE' },
  StockTransferApproved: { entity: 'StockTransfer', action: 'APPROVE' },
  StockTransferRejected: { entity: 'StockTransfer', action: 'REJECT' },
  StockTransferCancelled: { entity: 'StockTransfer', action: 'UPDATE' },
  StockTransferDispatched: { entity: 'StockTransfer', action: 'TRANSFER', version: 1 },
  StockTransferReceived: { entity: 'StockTransfer', action: 'TRANSFER', version: 1 },
  StockTransferVarianceDecided: { entity: 'StockTransfer', action: 'APPROVE' },
  StockTransferRecalled: { entity: 'StockTransfer', action: 'TRANSFER', version: 1 },
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
  WarrantyTermsSet: { entity: 'WarrantyTerms', action: 'CREATE' },
  WarrantiesGiven: { entity: 'Invoice', action: 'CREATE' },
  WarrantyClaimMade: { entity: 'WarrantyClaim', action: 'CREATE' },
  WarrantyClaimSubmitted: { entity: 'WarrantyClaim', action: 'UPDATE' },
  WarrantyClaimQuestioned: { entity: 'WarrantyClaim', action: 'UPDATE' },
  WarrantyClaimApproved: { entity: 'WarrantyClaim', action: 'APPROVE' },
  WarrantyClaimRejected: { entity: 'WarrantyClaim', action: 'REJECT' },
  WarrantyClaimAppealed: { entity: 'WarrantyClaim', action: 'UPDATE' },
  WarrantyClaimSettled: { entity: 'WarrantyClaim', action: 'PAYMENT' },
  InvoiceDrafted: { entity: 'Invoice', action: 'CREATE' },
  InvoiceIssued: { entity: 'Invoice', action: 'UPDATE', version: 1 },
  InvoicePdfStored: { entity: 'Invoice', action: 'EXPORT', version: 1 },
  PaymentReceived: { entity: 'Payment', action: 'PAYMENT', version: 1 },
} as const satisfies Record<string, Entry>;

export type EventName = keyof typeof eventCatalogue;
