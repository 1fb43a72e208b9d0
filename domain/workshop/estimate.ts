import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';
import { step } from '../shared/state-machine.ts';
import { type EstimateEvent, estimateMachine } from './estimate.states.ts';

export const estimateStatuses = ['open', 'accepted', 'partially_accepted', 'declined', 'superseded'] as const;
export type EstimateStatus = (typeof estimateStatuses)[number];
export type Decision = 'ACCEPTED' | 'DECLINED';
export const decisionChannels = ['PHONE', 'COUNTER', 'WHATSAPP', 'EMAIL', 'LINK'] as const;
export type DecisionChannel = (typeof decisionChannels)[number];

export const lineKinds = ['PART', 'LABOUR', 'SERVICE'] as const;
export type LineKind = (typeof lineKinds)[number];

/** One priced line of an estimate. The rate it carries is the one it is billed at, unless the law changes in between. */
export class EstimateLine {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly estimateId!: string;
  readonly position!: number;
  readonly kind!: LineKind;
  readonly partId: string | null = null;
  readonly description!: string;
  readonly hsn!: string;
  readonly unit!: string;
  readonly quantity!: Quantity;
  readonly unitPrice!: Money;
  /** Of a line that bears a part of a discount on the whole it is the AMOUNT of both. */
  readonly discountType: 'AMOUNT' | 'PERCENT' | null = null;
  /** Rupees or percent, as a decimal string. */
  readonly discountValue: string | null = null;
  readonly taxRate!: string;
  readonly treatment!: string;
  readonly gross!: Money;
  readonly discount!: Money;
  readonly taxable!: Money;
  readonly cgst!: Money;
  readonly sgst!: Money;
  readonly igst!: Money;
  /** What of an inspection it mends. */
  readonly inspectionItemId: string | null = null;

  constructor(fields: New<EstimateLine, Exclude<keyof EstimateLine, LineDefaults | 'total'>>) {
    Object.assign(this, fields);
  }

  get total(): Money {
    return Money.sum([this.taxable, this.cgst, this.sgst, this.igst]);
  }
}

type LineDefaults = 'partId' | 'discountType' | 'discountValue' | 'inspectionItemId';

/** What the customer said, and how. */
export type Word = {
  readonly decision: Decision;
  readonly channel: DecisionChannel;
  readonly note: string | null;
};

/** One revision of what the job will cost, or of what more it will cost. What the customer decided stays with its revision. */
export class Estimate {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly revision!: number;
  status: EstimateStatus = 'open';
  readonly placeOfSupply!: string;
  readonly subtotal!: Money;
  readonly discount!: Money;
  readonly taxable!: Money;
  readonly cgst!: Money;
  readonly sgst!: Money;
  readonly igst!: Money;
  readonly tax!: Money;
  readonly roundOff!: Money;
  readonly total!: Money;
  /** What was taken off the whole, rupees or percent as a decimal string; `discount` and the lines have it in them (TAX-04). */
  readonly invoiceDiscountType: 'AMOUNT' | 'PERCENT' | null = null;
  readonly invoiceDiscountValue: string | null = null;
  readonly drawnUpAt!: Date;
  readonly drawnUpBy: string | null = null;
  decidedAt: Date | null = null;
  decisionChannel: DecisionChannel | null = null;
  decisionNote: string | null = null;
  /** Who took the decision down. */
  decidedBy: string | null = null;
  /** The lines the customer said no to, where they said yes to the rest. */
  declinedLineIds: readonly string[] = [];
  /** Until when the customer can decide on it by the link that was made for them. */
  linkExpiresAt: Date | null = null;

  constructor(fields: New<Estimate, EstimateNeeds>) {
    Object.assign(this, fields);
  }

  get isApproved(): boolean {
    return this.status === 'accepted' || this.status === 'partially_accepted';
  }

  /** Whether the customer said yes to this line of it (JOB-06). */
  approves(line: Pick<EstimateLine, 'id' | 'estimateId'>): boolean {
    return this.isApproved && line.estimateId === this.id && !this.declinedLineIds.includes(line.id);
  }

  /** What it comes to as far as the customer agreed, or still may. */
  amountOf(lines: readonly EstimateLine[]): Money {
    if (this.status !== 'partially_accepted') return this.total;
    return Money.sum(lines.filter((line) => this.approves(line)).map(({ total }) => total)).roundedToRupee();
  }

  /**
   * Takes down the customer's word on these lines of it.
   * @throws DomainError `estimate.closed` where it was decided on already
   */
  decide(
    { decision, channel, note }: Word,
    declinedLineIds: readonly string[],
    by: { readonly userId: string | null; readonly now: Date },
  ): void {
    const partly = declinedLineIds.length > 0;
    this.walk(decision === 'DECLINED' ? 'decline' : partly ? 'accept_partly' : 'accept');
    this.declinedLineIds = decision === 'DECLINED' ? [] : declinedLineIds;
    this.decidedAt = by.now;
    this.decisionChannel = channel;
    this.decisionNote = note;
    this.decidedBy = by.userId;
  }

  walk(event: EstimateEvent): void {
    const walked = step(estimateMachine, this.status, event, {});
    if (!walked.possible) throw new DomainError('estimate.closed', walked.missing.join(' '), { missing: walked.missing });
    this.status = walked.to;
  }
}

type Undecided = 'decidedAt' | 'decisionChannel' | 'decisionNote' | 'decidedBy' | 'declinedLineIds';
type OfTheWhole = 'invoiceDiscountType' | 'invoiceDiscountValue';
type Asked = 'isApproved' | 'approves' | 'amountOf' | 'decide' | 'walk';
type EstimateNeeds = Exclude<keyof Estimate, 'status' | 'drawnUpBy' | 'linkExpiresAt' | OfTheWhole | Undecided | Asked>;
