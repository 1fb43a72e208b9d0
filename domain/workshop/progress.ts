import type { Money } from '../shared/money.ts';
import type { Quantity } from '../shared/quantity.ts';
import type { JobCard } from './job-card.ts';
import type { JobCardStatus } from './job-card.states.ts';
import { needsEstimate } from './job-types.ts';
import { hoursOf } from './working-time.ts';

export const waitReasons = [
  'ESTIMATE',
  'INSPECTION',
  'CUSTOMER_APPROVAL',
  'ENGINEER',
  'WORK_TO_START',
  'PARTS',
  'HOLD',
  'QC',
  'BILL',
  'PAYMENT',
  'COLLECTION',
] as const;
export type WaitReason = (typeof waitReasons)[number];

/** What a card waits for in each state; in the others it does not, but for parts. */
const waits: { readonly [Status in JobCardStatus]?: WaitReason } = {
  created: 'ESTIMATE',
  inspecting: 'INSPECTION',
  awaiting_approval: 'CUSTOMER_APPROVAL',
  approved: 'ENGINEER',
  reopened: 'ENGINEER',
  assigned: 'WORK_TO_START',
  parts_pending: 'PARTS',
  on_hold: 'HOLD',
  completed: 'QC',
  qc: 'QC',
  ready: 'BILL',
  invoiced: 'PAYMENT',
};

type Awaiting = Pick<JobCard, 'serviceType' | 'estimates'>;

/** A job that needs no estimate, and has none, is next given to somebody. */
const waitIn = ({ serviceType, estimates }: Awaiting, status: JobCardStatus): WaitReason | undefined =>
  status === 'created' && estimates.length === 0 && !needsEstimate(serviceType) ? 'ENGINEER' : waits[status];

const words: Readonly<Record<WaitReason, string>> = {
  ESTIMATE: 'for an estimate',
  INSPECTION: 'for the inspection',
  CUSTOMER_APPROVAL: 'for the decision of the customer',
  ENGINEER: 'for an engineer',
  WORK_TO_START: 'for the work to start',
  PARTS: 'for parts',
  HOLD: 'on hold',
  QC: 'for QC',
  BILL: 'for the bill',
  PAYMENT: 'for the payment',
  COLLECTION: 'for the customer to take the vehicle',
};

/** States in which nothing happens any more. */
const over: readonly JobCardStatus[] = ['delivered', 'closed', 'cancelled'];
/** The work is done and passed: from here on the vehicle is there for its customer. */
const done: readonly JobCardStatus[] = ['ready', 'invoiced', ...over];

/** From when to when a card was in a state; the last one is open. */
export type Stay = { readonly status: JobCardStatus; readonly from: Date; readonly to: Date | null; readonly reason: string | null };

/** Where the card has been, stay by stay. That somebody else took over does not part one. */
export const staysOf = ({ openedAt, transitions }: Pick<JobCard, 'openedAt' | 'transitions'>): Stay[] => {
  const stays: Stay[] = [{ status: 'created', from: openedAt, to: null, reason: null }];
  for (const { fromStatus, toStatus, movedAt, reason } of transitions) {
    if (fromStatus === toStatus) continue;
    stays[stays.length - 1] = { ...stays.at(-1)!, to: movedAt };
    stays.push({ status: toStatus, from: movedAt, to: null, reason });
  }
  return stays;
};

const lengthOf = ({ from, to }: Stay, now: Date): number => (to ?? now).getTime() - from.getTime();

/** How long it was in each state, in the order it came there first; a state in which nothing happens any more has no length. */
export const timeByStatus = (stays: readonly Stay[], now: Date) =>
  [...Map.groupBy(stays, ({ status }) => status)]
    .filter(([status]) => !over.includes(status))
    .map(([status, those]) => ({ status, hours: hoursOf(those.reduce((ms, stay) => ms + lengthOf(stay, now), 0)) }));

export type WaitingPart = {
  readonly partId: string;
  readonly description: string;
  readonly quantity: Quantity;
  /** Since when the job asked the store for it. */
  readonly since: Date | null;
};

/** What of its parts is ordered and not there. */
const waitingParts = (card: JobCard): WaitingPart[] =>
  card.partLines
    .filter(({ backordered }) => backordered.isPositive())
    .map(({ partId, description, backordered }) => ({
      ...{ partId, description, quantity: backordered },
      since: card.reservationOf(partId)?.askedAt ?? null,
    }));

export type Waiting = {
  readonly for: WaitReason;
  readonly since: Date;
  /** Why, in the words of who moved the card there. */
  readonly note: string | null;
  readonly parts: readonly WaitingPart[];
};

/** What a card waits for now, or null while it is worked on or over. */
export const waitingOf = (card: JobCard, outstanding: Money | undefined): Waiting | null => {
  const { status, from, reason } = staysOf(card).at(-1)!;
  const parts = over.includes(status) ? [] : waitingParts(card);
  const reasonNow = status === 'invoiced' && !outstanding?.isPositive() ? 'COLLECTION' : waitIn(card, status);
  if (reasonNow !== undefined) return { for: reasonNow, since: from, note: reason, parts };
  if (parts.length === 0) return null;
  const since = parts.flatMap((part) => part.since ?? []).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? from;
  return { for: 'PARTS', since, note: null, parts };
};

/** The stays of the visit that it is in now: those before it came back are of another. */
const thisVisit = (stays: readonly Stay[]): readonly Stay[] =>
  stays.slice(
    Math.max(
      0,
      stays.findLastIndex(({ status }) => status === 'reopened'),
    ),
  );

/** Whether the work was ready when it was promised, by how much not, and where the time went. */
export const punctualityOf = (card: JobCard, now: Date) => {
  const { promisedAt, status } = card;
  const stays = thisVisit(staysOf(card));
  const readySince = done.includes(status) ? stays.findLast((stay) => stay.status === 'ready')?.from : undefined;
  const at = readySince ?? (status === 'cancelled' ? stays.at(-1)!.from : now);
  const lateMs = promisedAt === null ? 0 : Math.max(0, at.getTime() - promisedAt.getTime());
  return {
    promisedAt,
    readyAt: readySince ?? null,
    late: lateMs > 0,
    lateHours: hoursOf(lateMs),
    because: lateMs > 0 ? because(card, stays, now) : [],
  };
};

const because = (card: Awaiting, stays: readonly Stay[], now: Date): string[] => {
  const waited = Map.groupBy(
    stays.filter(({ status }) => status in waits && !done.includes(status)),
    ({ status }) => waitIn(card, status)!,
  );
  return [...waited]
    .map(([reason, those]) => [reason, those.reduce((ms, stay) => ms + lengthOf(stay, now), 0)] as const)
    .filter(([, ms]) => ms > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, ms]) => `${hoursOf(ms)} hours ${reason === 'HOLD' ? '' : 'waiting '}${words[reason]}`);
};
