import { Approval } from '@dms/domain/approvals/approval';
import type { ApprovalReads } from '@dms/domain/approvals/reads';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { given, readPage, withinBranches } from './page.ts';

type Row = Omit<Approval, 'amount'> & { readonly amount: string | null };

export const postgresApprovalReads = (db: Executor, readAggregate: ReadAggregate): ApprovalReads => ({
  approval: (id) => readAggregate(Approval, id, everywhere),

  approvals: ({ box, status, kind }, { userId, role, branches }, page) => {
    const inBranches = branches === 'all' ? undefined : withinBranches(sql`a.service_center_id`, { kind: 'branches', ids: branches });
    return readPage<Row, Approval>(
      db,
      {
        select: sql`a.id, a.kind, a.status, a.command, a.payload, a.action, a.rule, a.reason, a.entity_type as "entityType",
          a.entity_id as "entityId", a.service_center_id as "serviceCenterId", a.amount, a.requested_by as "requestedBy",
          a.requested_at as "requestedAt", a.expires_at as "expiresAt", a.decided_by as "decidedBy", a.decided_at as "decidedAt",
          a.comments, a.decider_roles as "deciderRoles", a.executed_at as "executedAt", a.result_id as "resultId", a.version`,
        from: sql`approvals a`,
        id: sql`a.id`,
        where: [
          inBranches && sql`(a.requested_by = ${userId} or ${inBranches})`,
          box === 'asked' ? sql`a.requested_by = ${userId}` : undefined,
          box === 'to-decide' ? sql`a.status = 'PENDING' and a.requested_by <> ${userId} and ${role} = any(a.decider_roles)` : undefined,
          given(status, (value) => sql`a.status = ${value}`),
          given(kind, (value) => sql`a.kind = ${value}`),
        ],
        orders: { '-requestedAt': { key: sql`a.requested_at`, type: 'timestamptz', descending: true } },
        item: ({ amount, ...row }) =>
          Object.assign(Object.create(Approval.prototype) as Approval, row, {
            amount: amount === null ? null : Money.ofPaise(BigInt(amount)),
          }),
      },
      page,
    );
  },
});
