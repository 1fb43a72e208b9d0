import { scopeOf } from '../../shared/access/decide.ts';
import type { Facts } from '../../shared/access/facts.ts';
import type { Actor, Role } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit } from '../../shared/permit.ts';
import type { Approval } from '../approval.ts';
import type { ApprovalFilter, ApprovalReader, ApprovalReads } from '../reads.ts';

/** Where an approval lies, and whose it is. */
export const placeOf = ({ serviceCenterId, requestedBy, knownFacts: { serviceCenterIds } }: Approval): Facts => ({
  ...(serviceCenterIds ? { serviceCenterIds } : { serviceCenterId }),
  ownerIds: [requestedBy],
});

/** Who asked sees what they asked for, wherever they work by now. */
export const permitReading = (approval: Approval, actor: Actor): void => {
  if (actor.userId !== approval.requestedBy) permit(actor, 'approval.read', placeOf(approval));
};

const readerOf = (actor: Actor): ApprovalReader => {
  const scope = scopeOf(actor, 'approval.read');
  const branches = scope.kind === 'all' ? 'all' : scope.kind === 'branches' ? scope.ids : [];
  return { userId: actor.userId ?? '', role: actor.role as Role, branches };
};

/** What the actor may decide on, what they asked for, or all they may see, newest first. */
export const listApprovals =
  ({ approvalReads }: { readonly approvalReads: ApprovalReads }) =>
  (filter: ApprovalFilter, page: PageRequest, actor: Actor): Promise<Page<Approval>> =>
    approvalReads.approvals(filter, readerOf(actor), page);

/** @throws DomainError `entity.absent` */
export const readApproval =
  ({ approvalReads }: { readonly approvalReads: ApprovalReads }) =>
  async (approvalId: string, actor: Actor): Promise<Approval> => {
    const approval = await approvalReads.approval(approvalId);
    permitReading(approval, actor);
    return approval;
  };
