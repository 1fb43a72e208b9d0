import { Approval } from '@dms/domain/approvals/approval';
import { defineEntity } from '@mikro-orm/core';
import { id, instant, json, money, ref, text, texts, version } from '../types/columns.ts';

export const ApprovalSchema = defineEntity({
  class: Approval,
  tableName: 'approvals',
  properties: {
    id: id(),
    kind: text(),
    status: text(),
    command: text(),
    payload: json(),
    payloadHash: text(),
    action: text(),
    facts: json(),
    rule: text(),
    reason: text(),
    entityType: text(),
    entityId: ref().nullable(),
    serviceCenterId: ref().nullable(),
    amount: money().nullable(),
    requestedBy: ref(),
    requestedAt: instant(),
    expiresAt: instant(),
    deciderRoles: texts(),
    decidedBy: ref().nullable(),
    decidedAt: instant().nullable(),
    comments: text().nullable(),
    executedAt: instant().nullable(),
    resultId: ref().nullable(),
    version: version(),
  },
});
