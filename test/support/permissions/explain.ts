import assert from 'node:assert/strict';
import type { Client } from '../client.ts';
import type { Outcome, SubjectAt } from './row.ts';

/** The type of record by the collection in its path. */
const resources = {
  'stock-transfers': 'StockTransfer',
  'inventory/receipts': 'GoodsReceipt',
  'inventory/adjustments': 'StockAdjustment',
  'inventory/counts': 'StockCount',
  inventory: 'StockItem',
  users: 'User',
  'auth/sessions': 'Session',
  'service-centers': 'ServiceCenter',
  vehicles: 'Vehicle',
  customers: 'Customer',
  'job-cards': 'JobCard',
  invoices: 'Invoice',
  payments: 'Payment',
  advances: 'Payment',
  refunds: 'Refund',
  approvals: 'Approval',
  delegations: 'Delegation',
  'warranty-claims': 'WarrantyClaim',
  'credit-notes': 'CreditNote',
  'debit-notes': 'Invoice',
  files: 'File',
};

type Named = Readonly<
  Partial<Record<'invoiceId' | 'sourceId' | 'jobCardId' | 'fromServiceCenterId' | 'serviceCenterId', string>> & {
    serviceCenterIds?: readonly string[];
  }
>;

/** What to ask `POST /authz/explain` about a subject: its record, or the branch that a new one names. */
const questionAbout = ({ path, body }: SubjectAt): object => {
  const [, collection, resourceId] = /^\/([a-z/-]+)\/([0-9a-f-]{36})/.exec(path) ?? [];
  const resourceType = resources[collection as keyof typeof resources];
  if (resourceType) return { resourceType, resourceId };
  if (body instanceof FormData) return { resourceType: body.get('entityType'), resourceId: body.get('entityId') };
  const { invoiceId, sourceId, jobCardId, fromServiceCenterId, serviceCenterId, serviceCenterIds } = (body ?? {}) as Named;
  if (invoiceId) return { resourceType: 'Invoice', resourceId: invoiceId };
  if (sourceId ?? jobCardId) return { resourceType: 'JobCard', resourceId: sourceId ?? jobCardId };
  const filtered = /[?&]serviceCenterId=([0-9a-f-]{36})/.exec(path)?.[1];
  return { serviceCenterId: serviceCenterId ?? fromServiceCenterId ?? serviceCenterIds?.[0] ?? filtered };
};

export type Explained = { readonly allowed: boolean; readonly requiresApproval: boolean; readonly roles: readonly string[] };
type Foretold = 'may' | 'asks' | 'neither';

/** What enforcement will do, told beforehand. */
export const explained = async (client: Client, action: string, subject: SubjectAt): Promise<Foretold> => {
  const { status, body, text } = await client.post<Explained>('/authz/explain', { action, ...questionAbout(subject) });
  if (status === 404) return 'neither';
  assert.equal(status, 200, text);
  return body.allowed ? 'may' : body.requiresApproval ? 'asks' : 'neither';
};

/** What is to be explained where this is what comes. */
export const foretold: Readonly<Record<Outcome, Foretold>> = {
  may: 'may',
  unfit: 'may',
  'other-section': 'may',
  'other-fields': 'may',
  asks: 'asks',
  denied: 'neither',
  unseen: 'neither',
};
