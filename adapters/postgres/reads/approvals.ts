import { Approval } from '@dms/domain/approvals/approval';
import { Delegation } from '@dms/domain/approvals/delegation';
import type { ApprovalFilter, ApprovalReader, ApprovalReads } from '@dms/domain/approvals/reads';
import { everywhere } from '@dms/domain/shared/actor';
import { User } from '@dms/domain/identity/user';
import { Money } from '@dms/domain/shared/money';
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ReadAggregate } from '../read-aggregate.ts';
import { stoodForBy } from '../delegations.ts';
import { given, readPage, type Way, withinBranches } from './page.ts';

type Row = Omit<Approval, 'amount'> & { readonly amount: string | null };

export const postgresApprovalReads = (db: Executor, readAggregate: ReadAggregate): ApprovalReads => ({
  approval: (id) => readAggregate(Approval, id, everywhere),

  approvals: ({ box, status, kind }, readers, page) => {
    const [{ userId }] = readers;
    return readPage<Row, Approval>(
      db,
      {
        select: sql`a.id, a.kind, a.status, a.command, a.payload, a.action, a.rule, a.reason, a.entity_type as "entityType",
          a.entity_id as "entityId", a.service_center_id as "serviceCenterId", a.amount, a.requested_by as "requestedBy",
          a.requested_at as "requestedAt", a.expires_at as "expiresAt", a.decided_by as "decidedBy", a.decided_for as "decidedFor",
          a.decided_at as "decidedAt",
          a.comments, a.decider_roles as "deciderRoles", a.executed_at as "executedAt", a.result_id as "resultId", a.version`,
        from: sql`approvals a`,
        id: sql`a.id`,
        ways: waysTo(box, readers),
        where: [
          box === 'asked' ? sql`a.requested_by = ${userId}` : undefined,
          box === 'to-decide'
            ? sql`a.status = 'PENDING' and ${likely(sql`a.requested_by <> ${userId} and ${anyOf(readers.map(mayDecide))}`)}`
            : undefined,
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

  stoodForBy: (userId, day) => stoodForBy(db, userId, day),

  delegation: async (id) => {
    const delegation = await readAggregate(Delegation, id, everywhere);
    const giver = await readAggregate(User, delegation.fromUserId, everywhere);
    return { delegation, fromServiceCenterIds: giver.serviceCenterIds };
  },

  delegations: (userId, givenAt, page) =>
    readPage<Delegation, Delegation>(
      db,
      {
        select: sql`d.id, d.from_user_id as "fromUserId", d.to_user_id as "toUserId", d.valid_from::text as "validFrom",
          d.valid_until::text as "validUntil", d.reason, d.ended_at as "endedAt", d.version`,
        from: sql`approval_delegations d`,
        id: sql`d.id`,
        where: [
          givenAt === 'all'
            ? undefined
            : sql`(${userId} in (d.from_user_id, d.to_user_id) or exists (
                select from service_center_assignments s where s.user_id = d.from_user_id and s.service_center_id = any(${givenAt})))`,
        ],
        orders: { '-validFrom': { key: sql`d.valid_from`, type: 'date', descending: true } },
        item: (row) => Object.assign(Object.create(Delegation.prototype) as Delegation, row),
      },
      page,
    ),
});

const anyOf = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql`(${sql.join(conditions, sql` or `)})`;

/** The planner takes the roles of the deciders for a rare match, and then sorts all that is open instead of reading it in order. */
const likely = (condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`case when ${condition} then true else false end`;

const inReach = ({ branches }: ApprovalReader): RawBuilder<unknown> =>
  (branches === 'all' ? undefined : withinBranches(sql`a.service_center_id`, { kind: 'branches', ids: branches })) ?? sql`true`;

/** As far as a list can tell: who has the role, sees it, and did not ask for it. */
const mayDecide = (reader: ApprovalReader): RawBuilder<unknown> =>
  sql`(${reader.role} = any(a.decider_roles) and a.requested_by <> ${reader.userId} and ${inReach(reader)})`;

/** What somebody asked for is found by them, everything else by the branches that the readers have between them. */
const waysTo = (box: ApprovalFilter['box'], readers: readonly [ApprovalReader, ...ApprovalReader[]]): readonly Way[] | undefined => {
  const byAsker = { column: sql`a.requested_by`, ids: [readers[0].userId] };
  if (box === 'asked') return [byAsker];
  const branches: string[] = [];
  for (const reader of readers) {
    if (reader.branches === 'all') return undefined;
    branches.push(...reader.branches);
  }
  const byBranch = { column: sql`a.service_center_id`, ids: [...new Set(branches)] };
  return box === 'to-decide' ? [byBranch] : [byAsker, byBranch];
};
