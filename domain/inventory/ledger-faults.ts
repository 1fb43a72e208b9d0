import type { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import type { Folded } from './ledger.ts';

export type StockFaultKind =
  | 'on-hand' // what is kept is not what the movements add up to
  | 'value'
  | 'in-transit'
  | 'reserved' // what is kept is not what transfers and jobs hold
  | 'available' // more is reserved than there is
  | 'negative'
  | 'no-balance' // movements of a part at a branch that keeps no balance of it
  | 'transfer' // what is on the road is not what the transfers say
  | 'job' // what lies on a job is not what its card says
  | 'serials' // the units that are somewhere are not as many as the balance says
  | 'movement'; // a row that the table would not take

export type StockFault = {
  readonly kind: StockFaultKind;
  readonly serviceCenterId: string | null;
  readonly partId: string | null;
  /** The job card or the movement, where it is about one. */
  readonly recordId: string | null;
  readonly sentence: string;
};

/** One part at one branch, as it is kept and as it has to be. */
export type LedgerLine = {
  readonly serviceCenterId: string;
  readonly partId: string;
  /** What people call the two. */
  readonly branchCode: string;
  readonly sku: string;
  /** The balance; null when there is none. */
  readonly kept: { readonly onHand: Quantity; readonly reserved: Quantity; readonly inTransit: Quantity; readonly value: Money } | null;
  readonly moved: Folded;
  /** What approved transfers and open jobs hold of it. */
  readonly promised: Quantity;
  /** What transfers to the branch say is on the road. */
  readonly sent: { readonly quantity: Quantity; readonly value: Money };
  /** How many units are in its store and on the road to it; null for a part that is not tracked by serial number. */
  readonly units: { readonly inStore: number; readonly inTransit: number } | null;
};

/** One part on one job, as its card says and as the movements add up. */
export type JobLine = {
  readonly jobCardId: string;
  readonly jobNumber: string;
  readonly partId: string;
  readonly sku: string;
  readonly card: { readonly quantity: Quantity; readonly value: Money };
  readonly moved: Pick<Folded, 'onHand' | 'value'>;
  /** How many units are on the job; null for a part that is not tracked by serial number. */
  readonly units: number | null;
};

/** A movement that is none: from nowhere, of nothing, or in another branch's books. */
export type BadMovement = { readonly id: string; readonly serviceCenterId: string | null; readonly partId: string | null };

type Finding = readonly [StockFaultKind, string] | false;

const isBelowZero = (...figures: readonly { isNegative(): boolean }[]): boolean => figures.some((figure) => figure.isNegative());

/** STK-02, STK-03: everything that is wrong with a balance, in sentences; nothing when it is as the movements say. */
export const faultsOfLine = (line: LedgerLine): StockFault[] => {
  const { serviceCenterId, partId, branchCode, sku, moved, promised, sent } = line;
  const { kept } = line;
  const findings: readonly Finding[] = kept
    ? [
        !kept.onHand.equals(moved.onHand) && ['on-hand', `${kept.onHand} on hand, and the movements add up to ${moved.onHand}`],
        !kept.value.equals(moved.value) && ['value', `worth ₹${kept.value}, and the movements add up to ₹${moved.value}`],
        !kept.inTransit.equals(moved.inTransit) && [
          'in-transit',
          `${kept.inTransit} in transit, and the movements add up to ${moved.inTransit}`,
        ],
        !kept.reserved.equals(promised) && ['reserved', `${kept.reserved} reserved, and transfers and jobs hold ${promised}`],
        kept.reserved.compare(kept.onHand) > 0 && ['available', `${kept.reserved} reserved of ${kept.onHand} on hand`],
        isBelowZero(kept.onHand, kept.reserved, kept.inTransit, kept.value) && [
          'negative',
          `less than nothing: ${kept.onHand} on hand, ${kept.reserved} reserved, ${kept.inTransit} in transit, worth ₹${kept.value}`,
        ],
        faultOnRoad(moved, sent),
        faultOfUnits(line),
      ]
    : [
        !(moved.onHand.isZero() && moved.value.isZero() && moved.inTransit.isZero() && promised.isZero()) && [
          'no-balance',
          `no balance, and the movements add up to ${moved.onHand} on hand and ${moved.inTransit} in transit`,
        ],
        faultOnRoad(moved, sent),
        faultOfUnits(line),
      ];
  return findings.flatMap((finding) =>
    finding ? [{ kind: finding[0], serviceCenterId, partId, recordId: null, sentence: `${branchCode}, ${sku}: ${finding[1]}.` }] : [],
  );
};

const faultOnRoad = ({ inTransit, transitValue }: Folded, { quantity, value }: LedgerLine['sent']): Finding =>
  !(inTransit.equals(quantity) && transitValue.equals(value)) && [
    'transfer',
    `transfers say that ${quantity} worth ₹${value} are on the road, and the movements add up to ${inTransit} worth ₹${transitValue}`,
  ];

// STK-04: every unit has its place, and every place as many of them as its balance says.
const asMany = (units: number, quantity: Quantity): boolean => quantity.equals(Quantity.ofThousandths(BigInt(units) * 1000n));

const faultOfUnits = ({ units, kept }: LedgerLine): Finding => {
  if (units === null) return false;
  const { onHand, inTransit } = kept ?? { onHand: Quantity.zero, inTransit: Quantity.zero };
  if (asMany(units.inStore, onHand) && asMany(units.inTransit, inTransit)) return false;
  return [
    'serials',
    `${onHand} on hand and ${inTransit} in transit, and by their serial numbers ${units.inStore} units are in the store and ${units.inTransit} on the road`,
  ];
};

export const faultsOfJob = ({ jobCardId, jobNumber, partId, sku, card, moved, units }: JobLine): StockFault[] => {
  const findings: readonly Finding[] = [
    !(card.quantity.equals(moved.onHand) && card.value.equals(moved.value)) && [
      'job',
      `the card says ${card.quantity} worth ₹${card.value} lie on the job, and the movements add up to ${moved.onHand} worth ₹${moved.value}`,
    ],
    units !== null &&
      !asMany(units, card.quantity) && [
        'serials',
        `the card says ${card.quantity} lie on the job, and by their serial numbers ${units} units do`,
      ],
  ];
  return findings.flatMap((finding) =>
    finding
      ? [{ kind: finding[0], serviceCenterId: null, partId, recordId: jobCardId, sentence: `${jobNumber}, ${sku}: ${finding[1]}.` }]
      : [],
  );
};

export const faultOfMovement = ({ id, ...of }: BadMovement): StockFault => ({
  kind: 'movement',
  ...of,
  recordId: id,
  sentence: `Movement ${id} moves nothing, goes nowhere, or is in another branch's books.`,
});
