import type { BusinessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { absent, DomainError } from '../shared/errors.ts';
import type { DomainEvent } from '../shared/events.ts';
import type { Money } from '../shared/money.ts';
import type { Ids } from '../shared/ports.ts';
import { Quantity } from '../shared/quantity.ts';
import { step } from '../shared/state-machine.ts';
import type { DeliveryChallan } from './delivery-challan.ts';
import { refuseUnfit } from './serial-unit.ts';
import { type StockTransferEvent, stockTransferMachine, type StockTransferStatus } from './stock-transfer.states.ts';
import {
  transferApproved,
  transferCancelled,
  transferDispatched,
  transferReceived,
  transferRecalled,
  transferRejected,
  transferVarianceDecided,
} from './transfer-events.ts';
import type { Leg, TransferLine } from './transfer-line.ts';
import { TransferTransition } from './transfer-transition.ts';
import { destinations, TransferVariance, type VarianceKind, type VarianceOutcome } from './transfer-variance.ts';

export const urgencies = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const;
export type Urgency = (typeof urgencies)[number];

/** The paper that goods travel with: a challan between branches of one GSTIN, a tax invoice between two (TRF-02). */
export const transferDocumentKinds = ['CHALLAN', 'INVOICE'] as const;
export type TransferDocumentKind = (typeof transferDocumentKinds)[number];

export const recallOutcomes = ['RETURNED', 'WRITTEN_OFF'] as const;
export type RecallOutcome = (typeof recallOutcomes)[number];

/** Who does it, when, and what makes new ids. */
export type By = { readonly userId: string | null; readonly now: Date; readonly ids: Ids };

/** The numbered paper of a dispatch; a challan is frozen here, an invoice where invoices are. */
export type TransferDocument = {
  readonly kind: TransferDocumentKind;
  readonly number: string;
  readonly gstin: string;
  readonly prefix: string;
  readonly financialYear: number;
  readonly day: BusinessDay;
  readonly invoiceId: string | null;
  readonly challan: DeliveryChallan | null;
};

/** Who carries it, as far as it is known. */
export type Transport = { readonly vehicleNumber: string | null; readonly transporter: string | null };

/** What the receiver says of one part: so much is good, so much was not there, so much is damaged. */
export type ReceivedItem = {
  readonly partId: string;
  readonly quantity: Quantity;
  readonly short?: Quantity | undefined;
  readonly damaged?: Quantity | undefined;
  /** Which units are good, which were not there, and which are damaged, of a part that is tracked by serial number (STK-04). */
  readonly serials?: readonly string[] | undefined;
  readonly shortSerials?: readonly string[] | undefined;
  readonly damagedSerials?: readonly string[] | undefined;
};

/** The units that are sent off of a part. */
export type NamedUnits = { readonly partId: string; readonly serials: readonly string[] };

/** What a receipt says of one line, by units: as they were sent off with. */
type UnitsOfReceipt = { readonly good: readonly string[]; readonly short: readonly string[]; readonly damaged: readonly string[] };

/** Stock on its way from one branch to another (TRF-01). */
export class StockTransfer {
  readonly id!: string;
  readonly transferNumber!: string;
  readonly fromServiceCenterId!: string;
  readonly toServiceCenterId!: string;
  /** The side that made it: the other one approves (ACC-05). Null when it was made for the company. */
  readonly makerServiceCenterId!: string | null;
  status: StockTransferStatus = 'draft';
  readonly urgency: Urgency = 'NORMAL';
  readonly reason!: string;
  readonly requestedBy!: string | null;
  readonly requestedAt!: Date;
  approvedBy: string | null = null;
  approvedAt: Date | null = null;
  /** At the sender's average cost when it was approved: what the limit was held against (ACC-04). */
  approvedValue: Money | null = null;
  dispatchedBy: string | null = null;
  dispatchedAt: Date | null = null;
  vehicleNumber: string | null = null;
  transporter: string | null = null;
  receivedAt: Date | null = null;
  documentKind: TransferDocumentKind | null = null;
  documentNumber: string | null = null;
  documentDate: BusinessDay | null = null;
  /** The sender's registration on that day: the number is unique under it. */
  gstin: string | null = null;
  seriesPrefix: string | null = null;
  financialYear: number | null = null;
  invoiceId: string | null = null;
  challan: DeliveryChallan | null = null;
  lines: readonly TransferLine[] = [];
  variances: readonly TransferVariance[] = [];
  transitions: readonly TransferTransition[] = [];
  readonly version: number = 1;

  constructor(fields: New<StockTransfer, Needed>) {
    Object.assign(this, fields);
  }

  /** What was reported and is not decided yet, of one line. */
  private undecided(lineId: string): Quantity {
    return Quantity.sum(this.variances.filter((each) => each.lineId === lineId && each.outcome === null).map(({ quantity }) => quantity));
  }

  /** Its units that are on the road and not reported. */
  private expectedUnits({ id, serialsInTransit }: TransferLine): readonly string[] {
    const reported = this.variances.filter(({ lineId, outcome }) => lineId === id && outcome === null).flatMap(({ serials }) => serials);
    return serialsInTransit.filter((serial) => !reported.includes(serial));
  }

  private lineOf(partId: string): TransferLine {
    const line = this.lines.find((each) => each.partId === partId);
    if (!line) throw new DomainError('transfer.refused', 'One of these parts is not on this transfer.');
    return line;
  }

  /** @throws DomainError `transfer.transition` */
  submit(by: By): void {
    this.walk('submit', by);
  }

  /** @throws DomainError `transfer.transition` unless it waits for the other side */
  refuseUnlessPending(): void {
    this.expect('approve');
  }

  /** @throws DomainError `transfer.transition` */
  approve(by: By, value: Money, comments: string | null): DomainEvent {
    this.walk('approve', by, comments);
    this.approvedBy = by.userId;
    this.approvedAt = by.now;
    this.approvedValue = value;
    return transferApproved(this, comments);
  }

  /** @throws DomainError `transfer.transition` */
  reject(by: By, reason: string): DomainEvent {
    this.walk('reject', by, reason);
    return transferRejected(this, reason);
  }

  /**
   * Says too whether stock was reserved for it, which is to be freed now.
   * @throws DomainError `transfer.transition` from the dispatch on
   */
  cancel(by: By, reason: string): { readonly event: DomainEvent; readonly wasReserved: boolean } {
    const from = this.status;
    this.walk('cancel', by, reason);
    return { event: transferCancelled(this, from, reason), wasReserved: from === 'approved' };
  }

  /** @throws DomainError `transfer.transition` unless it is approved */
  refuseUnlessApproved(): void {
    this.expect('dispatch');
  }

  /**
   * Says which units go.
   * @throws DomainError `transfer.refused` for a part that is not on it
   */
  nameUnits(units: readonly NamedUnits[]): void {
    for (const { partId, serials } of units) {
      const line = this.lineOf(partId);
      line.serials = [...line.serials, ...serials.map((serial) => serial.trim())];
    }
  }

  /**
   * Puts every line on the road at what it cost, with the paper that it travels with.
   * @throws DomainError `transfer.transition`
   */
  dispatch(by: By, values: ReadonlyMap<string, Money>, transport: Transport, document: TransferDocument): DomainEvent {
    this.walk('dispatch', by);
    for (const line of this.lines) line.sendOff(values.get(line.partId)!);
    this.dispatchedBy = by.userId;
    this.dispatchedAt = by.now;
    this.vehicleNumber = transport.vehicleNumber;
    this.transporter = transport.transporter;
    this.keep(document);
    return transferDispatched(this);
  }

  /** The paper is never changed (TRF-02). */
  private keep({ kind, number, day, gstin, prefix, financialYear, invoiceId, challan }: TransferDocument): void {
    this.documentKind = kind;
    this.documentNumber = number;
    this.documentDate = day;
    this.gstin = gstin;
    this.seriesPrefix = prefix;
    this.financialYear = financialYear;
    this.invoiceId = invoiceId;
    this.challan = challan;
  }

  /**
   * Takes down what arrived. What is good leaves the road; what is short or damaged waits on it for a decision.
   * @throws DomainError `transfer.transition`, `transfer.refused` for more than is still expected, or for nothing at all, `serial.refused`
   * unless its units are named and expected (STK-04)
   */
  receive(by: By, items: readonly ReceivedItem[]): { readonly legs: Leg[]; readonly event: DomainEvent } {
    const from = this.status;
    this.walk('receive', by);
    const reported: TransferVariance[] = [];
    const arrived = items.flatMap((item) => {
      const line = this.lineOf(item.partId);
      this.refuseMoreThanExpected(line, item);
      const units = this.unitsOf(line, item);
      reported.push(...this.report(line, item, units, by));
      return item.quantity.isPositive() ? [line.leaveTransit(item.quantity, 'RECEIVER', units.good)] : [];
    });
    if (arrived.length === 0 && reported.length === 0)
      throw new DomainError('transfer.refused', 'Nothing was received, and nothing reported.');
    this.completeIfAccountedFor(by);
    return { legs: arrived, event: transferReceived(this, from, { arrived, reported }) };
  }

  private refuseMoreThanExpected(line: TransferLine, { quantity, short = Quantity.zero, damaged = Quantity.zero }: ReceivedItem): void {
    const expected = line.inTransit.minus(this.undecided(line.id));
    const said = Quantity.sum([quantity, short, damaged]);
    if (said.compare(expected) > 0)
      throw new DomainError('transfer.refused', `${expected} of ${line.sku} are still expected, and ${said} were named.`);
  }

  /** Who reports them names them as well, and each unit once. */
  private unitsOf(
    line: TransferLine,
    { quantity, short = Quantity.zero, damaged = Quantity.zero, ...named }: ReceivedItem,
  ): UnitsOfReceipt {
    const { serials = [], shortSerials = [], damagedSerials = [] } = named;
    refuseUnfit(line.tracked, Quantity.sum([quantity, short, damaged]), [...serials, ...shortSerials, ...damagedSerials]);
    const expected = this.expectedUnits(line);
    return {
      good: line.unitsNamed(quantity, serials, expected),
      short: line.unitsNamed(short, shortSerials, expected),
      damaged: line.unitsNamed(damaged, damagedSerials, expected),
    };
  }

  private report(
    line: TransferLine,
    { short = Quantity.zero, damaged = Quantity.zero }: ReceivedItem,
    units: UnitsOfReceipt,
    by: By,
  ): TransferVariance[] {
    line.short = line.short.plus(short);
    line.damaged = line.damaged.plus(damaged);
    const told: readonly (readonly [VarianceKind, Quantity, readonly string[]])[] = [
      ['SHORT', short, units.short],
      ['DAMAGED', damaged, units.damaged],
    ];
    const made = told
      .filter(([, quantity]) => quantity.isPositive())
      .map(
        ([kind, quantity, serials]) =>
          new TransferVariance({
            id: by.ids.next(),
            transferId: this.id,
            lineId: line.id,
            partId: line.partId,
            kind,
            quantity,
            serials,
            reportedBy: by.userId,
            reportedAt: by.now,
          }),
      );
    this.variances = [...this.variances, ...made];
    return made;
  }

  /** @throws DomainError `entity.absent`, `transfer.refused` when it was decided already */
  openVariance(varianceId: string): TransferVariance {
    const variance = this.variances.find(({ id }) => id === varianceId);
    if (!variance) throw absent('variance');
    if (variance.outcome !== null) throw new DomainError('transfer.refused', 'This was decided already.');
    return variance;
  }

  /**
   * Says what became of goods that came short or damaged.
   * @throws DomainError `entity.absent`, `transfer.refused`
   */
  decideVariance(
    by: By,
    varianceId: string,
    outcome: VarianceOutcome,
    note: string | null,
  ): { readonly legs: Leg[]; readonly event: DomainEvent } {
    const from = this.status;
    const variance = this.openVariance(varianceId);
    variance.outcome = outcome;
    variance.note = note;
    variance.decidedBy = by.userId;
    variance.decidedAt = by.now;
    const leg = this.lineOf(variance.partId).leaveTransit(variance.quantity, destinations[variance.kind][outcome], variance.serials);
    this.completeIfAccountedFor(by);
    return { legs: [leg], event: transferVarianceDecided(this, from, variance) };
  }

  /**
   * Takes everything off the road that has not arrived: back to the sender at the cost it left with, or out of the books as lost.
   * @throws DomainError `transfer.transition`
   */
  recall(by: By, outcome: RecallOutcome, reason: string): { readonly legs: Leg[]; readonly event: DomainEvent } {
    const from = this.status;
    this.walk('recall', by, reason);
    const goes = outcome === 'RETURNED' ? 'SENDER' : 'ADJUSTMENT';
    const travelling = this.lines.filter(({ inTransit }) => inTransit.isPositive());
    const legs = travelling.map((line) => line.leaveTransit(line.inTransit, goes, line.serialsInTransit));
    return { legs, event: transferRecalled(this, from, legs, reason) };
  }

  private completeIfAccountedFor(by: By): void {
    if (!step(stockTransferMachine, this.status, 'complete', this).possible) return;
    this.walk('complete', by);
    this.receivedAt = by.now;
  }

  private walk(event: StockTransferEvent, by: By, reason: string | null = null): void {
    const from = this.status;
    this.status = this.expect(event);
    const passed = { transferId: this.id, event, fromStatus: from, toStatus: this.status, reason, movedBy: by.userId, movedAt: by.now };
    this.transitions = [...this.transitions, new TransferTransition({ id: by.ids.next(), ...passed })];
  }

  private expect(event: StockTransferEvent): StockTransferStatus {
    const walked = step(stockTransferMachine, this.status, event, this);
    if (!walked.possible) throw new DomainError('transfer.transition', walked.missing.join(' '), { missing: walked.missing });
    return walked.to;
  }
}

type Needed =
  | 'id'
  | 'transferNumber'
  | 'fromServiceCenterId'
  | 'toServiceCenterId'
  | 'makerServiceCenterId'
  | 'reason'
  | 'requestedBy'
  | 'requestedAt';
