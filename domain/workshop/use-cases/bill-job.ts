import type { VehicleHistory } from '../../customers/ports.ts';
import type { StockMovements } from '../../inventory/ports.ts';
import { consumeFromJob, returnToJob } from '../../inventory/use-cases/move-stock.ts';
import { type Actor, everywhere, type Scope } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Recording } from '../../shared/unit-of-work.ts';
import type { LineToPrice } from '../../shared/gst/price-lines.ts';
import type { Discount, TaxTreatment } from '../../shared/gst/tax-engine.ts';
import { Money } from '../../shared/money.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import { divideRounded } from '../../shared/rounding.ts';
import type { EstimateLine } from '../estimate.ts';
import type { JobCard } from '../job-card.ts';
import type { JobCards } from '../ports.ts';

/** What billing is told of a job: who, which vehicle, and the lines that may be billed, in the order of the estimate. */
export type BillableJob = {
  readonly serviceCenterId: string;
  readonly customerId: string;
  readonly vehicleId: string;
  readonly jobNumber: string;
  readonly openedAt: Date;
  readonly odometer: number | null;
  readonly lines: readonly BillableLine[];
  /** Nothing was ever to be paid for, as with a free service: then the bill is an explicit zero bill. */
  readonly free: boolean;
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
export const billableJob = async ({ jobCards }: { jobCards: JobCards }, jobCardId: string, scope: Scope): Promise<BillableJob> => {
  const card = await jobCards.getForChange(jobCardId, scope);
  if (card.status !== 'ready') {
    const missing = [`A job is billed when it is "ready", and this one is "${card.status}".`];
    throw new DomainError('job.transition', missing[0]!, { missing });
  }
  return { ...summaryOf(card), lines: billableLines(card), free: card.estimates.length === 0 };
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

const billableLines = (card: JobCard): BillableLine[] => {
  const left = new Map(card.parts.map((part) => [part.partId, part.onJob]));
  return card.approvedLines.flatMap((line) => {
    if (line.partId === null) return workDropped(card, line) ? [] : [toBill(line, line.quantity)];
    const available = left.get(line.partId) ?? Quantity.zero;
    const quantity = available.compare(line.quantity) < 0 ? available : line.quantity;
    left.set(line.partId, available.minus(quantity));
    return quantity.isPositive() ? [toBill(line, quantity)] : [];
  });
};

const workDropped = (card: JobCard, line: EstimateLine): boolean =>
  card.tasks.some((task) => task.estimateLineId === line.id && (task.status === 'declined' || task.status === 'cancelled'));

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

/** A job with its bill, and what it had fitted by then, billed or not. */
export type BilledJob = ReturnType<typeof summaryOf> & {
  readonly fitted: readonly { readonly partId: string; readonly quantity: Quantity }[];
};

/** With its last bill a job is invoiced, and the parts on it become the customer's. */
export const markJobBilled =
  ({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }) =>
  async (
    {
      jobCards,
      stockMovements,
      history,
      record,
    }: { jobCards: JobCards; stockMovements: StockMovements; history: VehicleHistory } & Recording,
    bill: { readonly jobCardId: string; readonly invoiceId: string; readonly total: Money },
    actor: Actor,
    scope: Scope,
  ): Promise<BilledJob> => {
    const card = await jobCards.getForChange(bill.jobCardId, scope);
    const by = { userId: actor.userId, now: clock.now(), ids };
    const moved = card.move('bill', by, { outstanding: bill.total });
    card.actualCost = bill.total;
    const { consumed, event } = card.consumeParts();
    const at = { serviceCenterId: card.serviceCenterId, jobCardId: card.id, customerId: card.customerId };
    consumeFromJob({ clock, ids })(stockMovements, consumed, { ...at, document: { type: 'Invoice', id: bill.invoiceId } }, actor);
    // What the visit came to is told in the history of the vehicle too.
    history.project('JOB', card.id);
    record(...(event ? [event] : []), moved);
    return { ...summaryOf(card), fitted: consumed };
  };

/** When its bill is cancelled a job is ready again, and what the bill made the customer's is on the job again, at what it had cost. */
export const unbillJob =
  ({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }) =>
  async (
    {
      jobCards,
      stockMovements,
      history,
      record,
    }: { jobCards: JobCards; stockMovements: StockMovements; history: VehicleHistory } & Recording,
    bill: { readonly jobCardId: string; readonly invoiceId: string; readonly reason: string },
    actor: Actor,
  ): Promise<void> => {
    const card = await jobCards.getForChange(bill.jobCardId, everywhere);
    const moved = card.move('unbill', { userId: actor.userId, now: clock.now(), ids }, {}, bill.reason);
    card.actualCost = null;
    const document = { type: 'Invoice', id: bill.invoiceId };
    const consumed = await stockMovements.ofDocument(document.type, document.id);
    const event = card.unconsumeParts(consumed);
    const at = { serviceCenterId: card.serviceCenterId, jobCardId: card.id, customerId: card.customerId, document };
    returnToJob({ clock, ids })(stockMovements, consumed, at, actor);
    history.project('JOB', card.id);
    record(...(event ? [event] : []), moved);
  };
