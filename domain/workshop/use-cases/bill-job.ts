import type { VehicleHistory } from '../../customers/ports.ts';
import type { StockRepositories } from '../../inventory/ports.ts';
import { moveEverySerial } from '../../inventory/use-cases/move-serials.ts';
import { consumeFromJob } from '../../inventory/use-cases/move-stock.ts';
import type { Actor, Scope } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import type { LineToPrice } from '../../shared/gst/price-lines.ts';
import type { Discount, TaxTreatment } from '../../shared/gst/tax-engine.ts';
import { Money } from '../../shared/money.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import { divideRounded } from '../../shared/rounding.ts';
import type { Estimate, EstimateLine } from '../estimate.ts';
import type { JobCard } from '../job-card.ts';
import type { JobCards } from '../ports.ts';
import { freeReservations } from './cancel-parts.ts';

/** What billing is told of a job: who, which vehicle, and the lines that may be billed, in the order of the estimate. */
export type BillableJob = {
  readonly serviceCenterId: string;
  readonly customerId: string;
  readonly vehicleId: string;
  readonly jobNumber: string;
  readonly openedAt: Date;
  readonly odometer: number | null;
  readonly lines: readonly BillableLine[];
  /**
   * What an explicit zero bill is of: the visit, where nothing was ever to be paid for, as with a free service; its reopening, where it came
   * back and what is done again costs nothing. Null where there is something to pay for.
   */
  readonly freeAs: string | null;
};

export type BillableLine = LineToPrice & {
  readonly sourceLineId: string;
  readonly partId: string | null;
  readonly description: string;
  readonly unit: string;
  readonly taxRate: string;
  readonly treatment: TaxTreatment;
};

/**
 * The lines of a job that can be billed: approved work that was done, and approved parts as far as they were issued (JOB-06).
 * The card stays locked, so that nothing is issued to it or taken from it meanwhile.
 * @throws DomainError `job.transition` before QC has passed
 */
export const billableJob = async (
  { jobCards }: { jobCards: JobCards },
  jobCardId: string,
  scope: Scope,
  billedSoFar: () => Promise<BilledLines> = async () => [],
): Promise<BillableJob> => {
  const card = await jobCards.getForChange(jobCardId, scope);
  refuseUnlessReady(card);
  const lines = billableLines(card, await billedSoFar());
  return { ...summaryOf(card), lines, freeAs: freeAs(card, lines) };
};

const reopeningOf = ({ transitions }: JobCard) => transitions.findLast(({ event }) => event === 'reopen');

const freeAs = (card: JobCard, lines: readonly BillableLine[]): string | null => {
  const reopening = reopeningOf(card);
  if (!card.estimates.some(isToPay)) return reopening?.id ?? card.id;
  return lines.length === 0 ? (reopening?.id ?? null) : null;
};

/** A revision that was declined or overtaken is nothing to pay for. */
const isToPay = ({ status, isApproved }: Estimate): boolean => isApproved || status === 'open';

/** What is on bills of the job, to whichever payer: the line, its whole quantity as it was billed, and when. */
export type BilledLines = readonly { readonly sourceLineId: string; readonly quantity: Quantity; readonly at: Date }[];

const refuseUnlessReady = ({ status }: JobCard): void => {
  if (status === 'ready') return;
  const missing = [`A job is billed when it is "ready", and this one is "${status}".`];
  throw new DomainError('job.transition', missing[0]!, { missing });
};

/** The same without the lines, for who has them on a draft already. */
export const summaryOf = ({ serviceCenterId, customerId, vehicleId, jobNumber, openedAt, odometerIn }: JobCard) => ({
  serviceCenterId,
  customerId,
  vehicleId,
  jobNumber,
  openedAt,
  odometer: odometerIn,
});

/** A line that is on a bill in part stays as it was billed first; one billed before the card was reopened is settled. */
const billableLines = (card: JobCard, billed: BilledLines): BillableLine[] => {
  const reopened = reopeningOf(card)?.movedAt;
  const isSettled = ({ at }: BilledLines[number]): boolean => reopened !== undefined && at <= reopened;
  const settled = new Set(billed.filter(isSettled).map(({ sourceLineId }) => sourceLineId));
  const fixed = new Map(billed.map(({ sourceLineId, quantity }) => [sourceLineId, quantity]));
  const lines = card.approvedLines.filter(({ id }) => !settled.has(id));
  const left = new Map(card.parts.map((part) => [part.partId, part.onJob]));
  for (const { id, partId } of lines) if (partId !== null && fixed.has(id)) left.set(partId, left.get(partId)!.minus(fixed.get(id)!));
  return lines.flatMap((line) => {
    if (fixed.has(line.id)) return [toBill(line, fixed.get(line.id)!)];
    if (line.partId === null) return workOf(card, line);
    const available = left.get(line.partId) ?? Quantity.zero;
    const quantity = available.compare(line.quantity) < 0 ? available : line.quantity;
    left.set(line.partId, available.minus(quantity));
    return quantity.isPositive() ? [toBill(line, quantity)] : [];
  });
};

/** Work is billed as it was sold, or by the hours that were clocked: never more than the customer agreed to (JOB-05, JOB-06). */
const workOf = (card: JobCard, line: EstimateLine): BillableLine[] => {
  const task = card.tasks.find(({ estimateLineId }) => estimateLineId === line.id);
  if (task?.status === 'declined' || task?.status === 'cancelled') return [];
  const quantity = task?.billing === 'CLOCKED' ? card.clockedHours(task.id).min(line.quantity) : line.quantity;
  return quantity.isPositive() ? [toBill(line, quantity)] : [];
};

const toBill = (line: EstimateLine, quantity: Quantity): BillableLine => ({
  sourceLineId: line.id,
  kind: line.kind,
  partId: line.partId,
  description: line.description,
  hsn: line.hsn,
  unit: line.unit,
  quantity,
  unitPrice: line.unitPrice,
  taxRate: line.taxRate,
  treatment: line.treatment as TaxTreatment,
  discount: discountOn(line, quantity),
});

/** A percentage goes with what is billed; an amount off the whole line goes with its part of the quantity. */
const discountOn = ({ discountType, discountValue, quantity: approved }: EstimateLine, quantity: Quantity): Discount | undefined => {
  if (discountType === null || discountValue === null) return undefined;
  if (discountType === 'PERCENT') return { type: 'PERCENT', value: discountValue };
  const share = divideRounded(Money.parse(discountValue).paise * quantity.thousandths, approved.thousandths);
  return { type: 'AMOUNT', value: Money.ofPaise(share) };
};

/** A job with its bill, and what it had fitted by then, billed or not; nothing yet while a part of it is still to be billed. */
export type BilledJob<Line = unknown> = ReturnType<typeof summaryOf> & {
  readonly fitted: readonly { readonly partId: string; readonly quantity: Quantity; readonly serials: readonly string[] }[];
  /** What all bills of the visit together sold. */
  readonly sold: readonly Line[];
};

/** What its bills come to together, once nothing of it remains to be billed. */
export type LastBill<Line> = { readonly total: Money; readonly sold: readonly Line[] };

/** What says whether a bill is the last one: the lines there are to bill, and whether the job was never invoiced before. */
export type ToClose = {
  readonly linesOf: (billed: BilledLines) => readonly BillableLine[];
  readonly first: boolean;
  readonly openedAt: Date;
  readonly completedAt: Date | null;
};

type ToBill<Line> = {
  readonly jobCardId: string;
  readonly invoiceId: string;
  /** Undefined while other payers are still to be billed. */
  readonly last: (job: ToClose) => Promise<LastBill<Line> | undefined>;
};

/** With its last bill a job is invoiced, and the parts on it become the customer's; what was still held for it is free (INV-04). */
export const markJobBilled =
  ({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }) =>
  async <Line>(
    {
      jobCards,
      stockItems,
      stockMovements,
      serials,
      history,
      record,
    }: { jobCards: JobCards; history: VehicleHistory } & StockRepositories & Recording,
    bill: ToBill<Line>,
    actor: Actor,
    scope: Scope,
  ): Promise<BilledJob<Line>> => {
    const card = await jobCards.getForChange(bill.jobCardId, scope);
    refuseUnlessReady(card);
    const earlier = card.transitions.findLast(({ event }) => event === 'bill' || event === 'reopen')?.event;
    const { openedAt, completedAt } = card;
    const linesOf = (billed: BilledLines): BillableLine[] => billableLines(card, billed);
    const last = await bill.last({ linesOf, first: earlier === undefined, openedAt, completedAt });
    if (!last) return { ...summaryOf(card), fitted: [], sold: [] };
    const by = { userId: actor.userId, now: clock.now(), ids };
    const moved = card.move('bill', by, { outstanding: last.total });
    card.actualCost = last.total;
    const freed = await freeReservations({ stockItems }, card);
    const { consumed, event } = card.consumeParts();
    const at = { serviceCenterId: card.serviceCenterId, jobCardId: card.id, customerId: card.customerId };
    consumeFromJob({ clock, ids })(stockMovements, consumed, { ...at, document: { type: 'Invoice', id: bill.invoiceId } }, actor);
    const units = await moveEverySerial({ serials }, { from: { type: 'JOB', id: card.id }, to: { type: 'CUSTOMER', id: card.customerId } });
    const serialsOf = (partId: string) => units.filter((unit) => unit.partId === partId).map(({ serial }) => serial);
    // What the visit came to is told in the history of the vehicle too.
    history.project('JOB', card.id);
    record(...freed, ...(event ? [event] : []), moved);
    // What was fitted and done has its warranties since the visit was invoiced first, also when a bill of it was cancelled.
    return {
      ...summaryOf(card),
      fitted: consumed.map((part) => ({ ...part, serials: serialsOf(part.partId) })),
      sold: earlier === 'bill' ? [] : last.sold,
    };
  };

/**
 * A bill of it is cancelled: it waits for another one, and what it comes to is open again. What is fitted stays fitted, and is billed again as
 * it was.
 * @throws DomainError `job.transition` once the vehicle is delivered: then a credit note is the way
 */
export const markJobUnbilled =
  ({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }) =>
  async (
    { jobCards, history, record }: { jobCards: JobCards; history: VehicleHistory } & Recording,
    jobCardId: string,
    actor: Actor,
    scope: Scope,
  ): Promise<void> => {
    const card = await jobCards.getForChange(jobCardId, scope);
    if (card.status === 'ready') return;
    record(card.move('unbill', { userId: actor.userId, now: clock.now(), ids }));
    card.actualCost = null;
    history.project('JOB', card.id);
  };

/**
 * Whether a bill of it could be cancelled now, under the lock that its delivery takes too.
 * @throws DomainError `job.transition` as `markJobUnbilled`
 */
export const expectUnbillable =
  ({ clock }: { readonly clock: Clock }) =>
  async ({ jobCards }: { jobCards: JobCards }, jobCardId: string, scope: Scope): Promise<void> => {
    const card = await jobCards.getForChange(jobCardId, scope);
    if (card.status !== 'ready') card.expect('unbill', { now: clock.now() });
  };
