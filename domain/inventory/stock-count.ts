import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';

export const stockCountStatuses = ['open', 'posted'] as const;
export type StockCountStatus = (typeof stockCountStatuses)[number];

/**
 * What was found of one part, beside what the books said at that moment. The difference of the two is what posting corrects,
 * whatever came and went since.
 */
export class StockCountLine {
  readonly id!: string;
  readonly countId!: string;
  readonly partId!: string;
  readonly sku!: string;
  expected: Quantity = Quantity.zero;
  counted: Quantity = Quantity.zero;
  /** How often the books had been corrected when it was counted: a line that is older than a correction may tell of the same difference. */
  corrections: number = 0;
  /** Of a part that is tracked by serial number: the units that were found, those that should have been there too, and those that should not. */
  serials: readonly string[] = [];
  missing: readonly string[] = [];
  surplus: readonly string[] = [];
  countedBy: string | null = null;
  countedAt!: Date;
  /** What was posted, and what it was worth; null before. */
  delta: Quantity | null = null;
  value: Money | null = null;

  constructor(fields: New<StockCountLine, 'id' | 'countId' | 'partId' | 'sku' | 'countedAt'>) {
    Object.assign(this, fields);
  }

  get difference(): Quantity {
    return this.counted.minus(this.expected);
  }
}

/** What one line says, as it is taken down. */
export type Counted = Pick<StockCountLine, 'partId' | 'sku' | 'expected' | 'counted' | 'corrections' | 'serials' | 'missing' | 'surplus'>;

/** A count of the shelves of one branch. It freezes nothing: sales and deliveries go on while it is made. */
export class StockCount {
  readonly id!: string;
  readonly serviceCenterId!: string;
  readonly note: string | null = null;
  status: StockCountStatus = 'open';
  readonly startedBy!: string | null;
  readonly startedAt!: Date;
  postedBy: string | null = null;
  postedAt: Date | null = null;
  /** What the differences were worth together, with their signs; null before it is posted. */
  value: Money | null = null;
  lines: readonly StockCountLine[] = [];
  readonly version: number = 1;

  constructor(fields: New<StockCount, 'id' | 'serviceCenterId' | 'startedBy' | 'startedAt'>) {
    Object.assign(this, fields);
  }

  /** @throws DomainError `count.refused` once it is posted */
  refuseUnlessOpen(): void {
    if (this.status !== 'open') throw new DomainError('count.refused', 'This count is posted already: start another one.');
  }

  /** Takes down what was found; who counts a part again takes back what was said of it before. */
  takeDown(found: readonly Counted[], by: { readonly userId: string | null; readonly now: Date; readonly newId: () => string }): void {
    this.refuseUnlessOpen();
    const counted = { countedBy: by.userId, countedAt: by.now };
    for (const each of found) {
      const line = this.lines.find(({ partId }) => partId === each.partId);
      if (line) Object.assign(line, each, counted);
      else this.lines = [...this.lines, new StockCountLine({ id: by.newId(), countId: this.id, ...each, ...counted })];
    }
  }

  /** @throws DomainError `count.refused` when nothing was counted */
  refuseEmpty(): void {
    if (this.lines.length === 0) throw new DomainError('count.refused', 'Nothing was counted yet.');
  }

  post(userId: string | null, at: Date): void {
    this.status = 'posted';
    this.postedBy = userId;
    this.postedAt = at;
    this.value = Money.sum(this.lines.map(({ value }) => value ?? Money.zero));
  }
}
