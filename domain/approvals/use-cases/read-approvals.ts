import { scopeOf } from '../../shared/access/decide.ts';
import type { Actor, Role } from '../../shared/actor.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Approval } from '../approval.ts';
import { placeOf, sees, standIns } from './deciders.ts';
import type { Delegation } from '../delegation.ts';
import { thaw } from '../frozen.ts';
import type { ApprovalFilter, ApprovalReader, ApprovalReads } from '../reads.ts';

type Deps = { readonly approvalReads: ApprovalReads; readonly clock: Clock };

const readerOf = (actor: Actor): ApprovalReader => {
  const scope = scopeOf(actor, 'approval.read');
  const branches = scope.kind === 'all' ? 'all' : scope.kind === 'branches' ? scope.ids : [];
  return { userId: actor.userId ?? '', role: actor.role as Role, branches };
};

/** What the actor may decide on, for themselves or in another's place, what they asked for, or all they may see, newest first. */
export const listApprovals =
  ({ approvalReads, clock }: Deps) =>
  async (filter: ApprovalFilter, page: PageRequest, actor: Actor): Promise<Page<Approval>> => {
    const others = await standIns(approvalReads, actor, clock.now());
    return approvalReads.approvals(filter, [readerOf(actor), ...others.map(readerOf)], page);
  };

/** @throws DomainError `entity.absent` */
export const readApproval =
  ({ approvalReads, clock }: Deps) =>
  async (approvalId: string, actor: Actor): Promise<Approval> => {
    const approval = await approvalReads.approval(approvalId);
    if (sees(actor, approval)) return approval;
    const others = await standIns(approvalReads, actor, clock.now());
    if (!others.some((other) => sees(other, approval))) permit(actor, 'approval.read', placeOf(approval));
    return approval;
  };

/** The delegations that the actor gave or was given, and those of who works where they may delegate; newest first. */
export const listDelegations =
  ({ approvalReads }: Pick<Deps, 'approvalReads'>) =>
  (page: PageRequest, actor: Actor): Promise<Page<Delegation>> => {
    const scope = scopeOf(actor, 'approval.delegate');
    return approvalReads.delegations(actor.userId ?? '', scope.kind === 'all' ? 'all' : scope.kind === 'branches' ? scope.ids : [], page);
  };

/** @throws DomainError `entity.absent` */
export const readDelegation =
  ({ approvalReads }: Pick<Deps, 'approvalReads'>) =>
  async (delegationId: string, actor: Actor): Promise<Delegation> => {
    const { delegation, fromServiceCenterIds } = await approvalReads.delegation(delegationId);
    const isTheirs = [delegation.fromUserId, delegation.toUserId].some((id) => id === actor.userId);
    if (!isTheirs) permit(actor, 'approval.delegate', { serviceCenterIds: fromServiceCenterIds });
    return delegation;
  };

/** An approval as other modules are given it. */
export type AskedFor = Approval;

/** The command that was asked for, as its use case was told it. */
export const commandOf = ({ payload }: AskedFor): unknown => thaw(payload);
