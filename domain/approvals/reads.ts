import type { Role } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Approval } from './approval.ts';
import type { ApprovalStatus } from './approval.states.ts';
import type { Delegation } from './delegation.ts';
import type { ApprovalKind } from './kinds.ts';
import type { Delegations } from './ports.ts';

export type ApprovalFilter = {
  /** What the reader may decide on, or what they asked for themselves. */
  readonly box?: 'to-decide' | 'asked' | undefined;
  readonly status?: ApprovalStatus | undefined;
  readonly kind?: ApprovalKind | undefined;
};

/** By whose right somebody looks, and how far it reaches: what lies in these branches, or everything. */
export type ApprovalReader = { readonly userId: string; readonly role: Role; readonly branches: readonly string[] | 'all' };

export type ApprovalReads = {
  /** @throws DomainError `entity.absent` */
  approval(id: string): Promise<Approval>;
  /** By the right of the first reader, who also sees what they asked for themselves, and of those in whose place they are. */
  approvals(filter: ApprovalFilter, readers: readonly [ApprovalReader, ...ApprovalReader[]], page: PageRequest): Promise<Page<Approval>>;
  stoodForBy: Delegations['stoodForBy'];
  /** With the branches of who gave it. @throws DomainError `entity.absent` */
  delegation(id: string): Promise<{ readonly delegation: Delegation; readonly fromServiceCenterIds: readonly string[] }>;
  /** Those that the user gave or was given, and those that were given by who works at these branches, or by anybody. */
  delegations(userId: string, givenAt: readonly string[] | 'all', page: PageRequest): Promise<Page<Delegation>>;
};
