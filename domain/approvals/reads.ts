import type { Role } from '../shared/actor.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Approval } from './approval.ts';
import type { ApprovalStatus } from './approval.states.ts';
import type { ApprovalKind } from './kinds.ts';

export type ApprovalFilter = {
  /** What the reader may decide on, or what they asked for themselves. */
  readonly box?: 'to-decide' | 'asked' | undefined;
  readonly status?: ApprovalStatus | undefined;
  readonly kind?: ApprovalKind | undefined;
};

/** Who looks: what they asked for themselves they always see, and beside it that of these branches, or of all. */
export type ApprovalReader = { readonly userId: string; readonly role: Role; readonly branches: readonly string[] | 'all' };

export type ApprovalReads = {
  /** @throws DomainError `entity.absent` */
  approval(id: string): Promise<Approval>;
  approvals(filter: ApprovalFilter, reader: ApprovalReader, page: PageRequest): Promise<Page<Approval>>;
};
