import type { New } from '../shared/entity.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { Destination } from './transfer-line.ts';

export const varianceKinds = ['SHORT', 'DAMAGED'] as const;
export type VarianceKind = (typeof varianceKinds)[number];
export const varianceOutcomes = ['WRITTEN_OFF', 'FOUND', 'RETURNED'] as const;
export type VarianceOutcome = (typeof varianceOutcomes)[number];

/** What becomes of the goods: lost ones leave the books by an adjustment, broken ones by the scrap heap. */
export const destinations: Readonly<Record<VarianceKind, Readonly<Record<VarianceOutcome, Destination>>>> = {
  SHORT: { WRITTEN_OFF: 'ADJUSTMENT', FOUND: 'RECEIVER', RETURNED: 'SENDER' },
  DAMAGED: { WRITTEN_OFF: 'SCRAP', FOUND: 'RECEIVER', RETURNED: 'SENDER' },
};

/** So much of a part came short or damaged. It stays on the road in the books until somebody else has decided what became of it. */
export class TransferVariance {
  readonly id!: string;
  readonly transferId!: string;
  readonly lineId!: string;
  readonly partId!: string;
  readonly kind!: VarianceKind;
  readonly quantity!: Quantity;
  /** Which units, of a part that is tracked by serial number. */
  readonly serials: readonly string[] = [];
  readonly reportedBy!: string | null;
  readonly reportedAt!: Date;
  outcome: VarianceOutcome | null = null;
  note: string | null = null;
  decidedBy: string | null = null;
  decidedAt: Date | null = null;

  constructor(fields: New<TransferVariance, Exclude<keyof TransferVariance, 'outcome' | 'note' | 'decidedBy' | 'decidedAt'>>) {
    Object.assign(this, fields);
  }
}
