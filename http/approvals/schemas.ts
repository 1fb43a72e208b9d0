import { approvalStatuses } from '@dms/domain/approvals/approval.states';
import { approvalKinds } from '@dms/domain/approvals/kinds';
import { roles } from '@dms/domain/shared/actor';
import { Type } from '@sinclair/typebox';
import { DayText, Enumeration, InstantText, MoneyText, Nullable, Page, pageQuery, Uuid, Words } from '../schemas.ts';

const Kind = Enumeration(approvalKinds, { examples: ['BRANCH_EDIT'] });
const Status = Enumeration(approvalStatuses, { examples: ['PENDING'] });

export const ApprovalQuery = pageQuery(['-requestedAt'], {
  box: Type.Optional(
    Enumeration(['to-decide', 'asked'], { description: 'What the caller may decide on, or what they asked for.', examples: ['to-decide'] }),
  ),
  status: Type.Optional(Status),
  kind: Type.Optional(Kind),
});

export const Approval = Type.Object(
  {
    id: Uuid,
    kind: Kind,
    status: Status,
    action: Type.String({ description: 'What is asked for, as the policy names it.', examples: ['branch.edit-statutory'] }),
    rule: Type.String({ examples: ['branch.edit-statutory:SC_MANAGER=R'] }),
    reason: Type.String({ examples: ['Service centre managers may ask to edit the statutory data of a branch; somebody else decides.'] }),
    command: Type.String({ description: 'What will be carried out.', examples: ['editServiceCenter'] }),
    payload: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description: 'What it was told, word by word; once it has ended, without what says who somebody is.',
      examples: [{ upiId: 'sahyadri.mys@oksbi' }],
    }),
    deciderRoles: Type.Array(Enumeration(roles, { examples: ['ADMIN'] }), { description: 'Who could decide when it was asked for.' }),
    entityType: Type.String({ examples: ['ServiceCenter'] }),
    entityId: Nullable(Uuid),
    serviceCenterId: Nullable(Uuid),
    amount: Nullable(MoneyText),
    requestedBy: Uuid,
    requestedAt: InstantText,
    expiresAt: InstantText,
    decidedBy: Nullable(Uuid),
    decidedFor: Nullable(Uuid),
    decidedAt: Nullable(InstantText),
    comments: Nullable(Type.String({ examples: ['Agreed on the phone'] })),
    executedAt: Nullable(InstantText),
    resultId: Nullable(Uuid),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'Approval' },
);
export const ApprovalPage = Page(Approval);
export const Approve = Type.Object({ comments: Type.Optional(Words(500, { examples: ['Agreed on the phone'] })) });
export const Reject = Type.Object({ rejectionReason: Words(500, { examples: ['The account is not in the name of the company'] }) });

export const Delegate = Type.Object({
  toUserId: Uuid,
  validFrom: DayText,
  validUntil: DayText,
  reason: Type.Optional(Words(500, { examples: ['On leave'] })),
});
export const Delegation = Type.Object(
  {
    id: Uuid,
    fromUserId: Uuid,
    toUserId: Uuid,
    validFrom: DayText,
    validUntil: DayText,
    reason: Nullable(Type.String({ examples: ['On leave'] })),
    endedAt: Nullable(InstantText),
    version: Type.Integer({ minimum: 1, examples: [1] }),
  },
  { $id: 'Delegation' },
);
export const DelegationPage = Page(Delegation);
export const DelegationQuery = pageQuery(['-validFrom'], {});
