import type { Scope } from '../shared/actor.ts';
import type { Money } from '../shared/money.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { StockAdjustmentStatus } from './stock-adjustment.states.ts';

/** An adjustment, posted or waiting: of one that had to be asked for, all but what was posted is what its approval says. */
export type AdjustmentRow = {
  readonly id: string;
  readonly status: StockAdjustmentStatus;
  readonly serviceCenterId: string;
  readonly partId: string;
  readonly delta: Quantity;
  readonly reason: string;
  readonly serials: readonly string[];
  /** With the sign of the delta; of what waits, as it was judged when it was asked for. */
  readonly value: Money;
  readonly requestedBy: string | null;
  readonly requestedAt: Date;
  readonly approvalId: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** What the decider said of it, or why it went stale. */
  readonly comments: string | null;
  readonly postedAt: Date | null;
  readonly version: number;
};

export type AdjustmentFilter = {
  readonly serviceCenterId?: string | undefined;
  readonly partId?: string | undefined;
  readonly status?: StockAdjustmentStatus | undefined;
};

export type AdjustmentReads = {
  adjustments(filter: AdjustmentFilter, scope: Scope, page: PageRequest): Promise<Page<AdjustmentRow>>;
  /** @throws DomainError `entity.absent` */
  adjustment(id: string, scope: Scope): Promise<AdjustmentRow>;
};
