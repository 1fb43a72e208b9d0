import assert from 'node:assert/strict';
import type { Role } from '@dms/domain/shared/actor';
import { agreedSmaller, agreedTable } from '../../unit/access/agreed-table.ts';

const openToAll = new Set(['self', 'part.read', 'job.read', 'branch.read', 'approval.read', 'approval.cancel', 'preference.read']);
/** Cells by the rule that who may bill may print, which the agreed table does not spell out. */
const byRule: Readonly<Record<string, readonly Role[]>> = {
  'file.read': [],
  'customer.read': [],
  'invoice.print': ['CALL_CENTER'],
  'timelog.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_STAFF'],
  'working-hours.read': ['SC_STAFF'],
  'payment.read': ['CALL_CENTER'],
  'refund.read': ['CALL_CENTER'],
  'period.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER'],
  'creditnote.read': ['CALL_CENTER'],
  'warranty.read': ['CALL_CENTER', 'SERVICE_ENGINEER'],
  'notification.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_STAFF', 'SERVICE_ENGINEER'],
  'webhook.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER'],
  'config.read': ['CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER'],
};
/** Smaller actions have the cells of their parent. */
const parents: Readonly<Record<string, string>> = {
  'user.invite': 'user.create',
  'user.activate': 'user.deactivate',
  'user.suspend': 'user.deactivate',
  'user.unlock': 'user.deactivate',
  'template.preview': 'template.edit',
  'invoice.edit-due-date': 'invoice.cancel',
  'invoice.override-place': 'invoice.cancel',
  'invoice.send': 'invoice.issue',
  'creditnote.issue': 'creditnote.create',
  'creditnote.discard': 'creditnote.create',
  'debitnote.issue': 'debitnote.create',
  'debitnote.discard': 'debitnote.create',
  'invoice.discard': 'invoice.create',
  'creditnote.apply': 'payment.record',
  'job.edit': 'job.move',
  'parts.reserve': 'parts.request',
  'parts.cancel': 'parts.request',
  'warranty.submit': 'warranty.claim',
  'warranty.appeal': 'warranty.claim',
  'warranty.settle': 'warranty.decide',
};

/** Whether the agreed table has a cell for the role, read apart from the policy that the routes ask. */
export const hasCell = (permission: string, role: Role): boolean => {
  if (openToAll.has(permission)) return true;
  if (permission in byRule) return !byRule[permission]!.includes(role);
  const entry = [...agreedTable, ...agreedSmaller].find(
    (each) => each.action === (parents[permission] ?? permission) && each.role === role,
  );
  assert.ok(entry, `${permission} is not in the agreed table`);
  return !entry.cell.startsWith('–');
};
