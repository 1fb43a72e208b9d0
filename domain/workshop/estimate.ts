import type { New } from '../shared/entity.ts';
import type { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';

export const estimateStatuses = ['open', 'accepted', 'declined', 'superseded'] as const;
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

  constructor(fields: New<EstimateLine, Exclude<keyof EstimateLine, 'partId' | 'discountType' | 'discountValue'>>) {
    Object.assign(this, fields);
  }
}

/** One revision of what the job will cost. Only the last one is live; what the customer decided stays with its revision. */
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
  readonly drawnUpAt!: Date;
  readonly drawnUpBy: string | null = null;
  decidedAt: Date | null = null;
  decisionChannel: DecisionChannel | null = null;
  decisionNote: string | null = null;
  /** Who took the decision down. */
  decidedBy: string | null = null;

  constructor(fields: New<Estimate, EstimateNeeds>) {
    Object.assign(this, fields);
  }
}

type EstimateNeeds = Exclude<keyof Estimate, 'status' | 'drawnUpBy' | 'decidedAt' | 'decisionChannel' | 'decisionNote' | 'decidedBy'>;
