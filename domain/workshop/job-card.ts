import { lineNow, type PartLine } from './part-line.ts';
import type { Held } from '../inventory/ports.ts';
import type { New } from '../shared/entity.ts';
import { absent, DomainError } from '../shared/errors.ts';
import type { DomainEvent } from '../shared/events.ts';
import { Money } from '../shared/money.ts';
import type { Ids } from '../shared/ports.ts';
import { Quantity } from '../shared/quantity.ts';
import { step } from '../shared/state-machine.ts';
import type { Decision, DecisionChannel, Estimate, EstimateLine, Word } from './estimate.ts';
import {
  customerDecided,
  jobCardEdited,
  estimateSent,
  jobCardMoved,
  partsCancelled,
  partsConsumed,
  partsIssued,
  partsRequested,
  partsReserved,
  partsReturned,
} from './events.ts';
import {
  extraWorkIn,
  jobCardMachine,
  type JobCardEvent,
  type JobCardStatus,
  openStatuses,
  partsAskedIn,
  partsCalledOffIn,
  partsMoveIn,
} from './job-card.states.ts';
import { JobCardTransition } from './job-card-transition.ts';
import { JobPart, type MovedPart } from './job-part.ts';
import { JobTask } from './job-task.ts';
import { cancelWork, finishTask, handOver, pauseTask, startTask } from './job-work.ts';
import type { Priority } from './job-types.ts';
import type { Engineer, JobFacts } from './policies.ts';
import type { TimeLog } from './time-log.ts';
import { hoursOf, workedMs } from './working-time.ts';
import { isSameValue } from '../shared/same-value.ts';

/** Who moves the card, when, and what makes new ids: what every change of it needs. */
export type By = { readonly userId: string | null; readonly now: Date; readonly ids: Ids };

/** One visit of one vehicle to the workshop: tasks, parts, time and money hang on it. */
export class JobCard {
  readonly id!: string;
  readonly jobNumber!: string;
  readonly serviceCenterId!: string;
  readonly customerId!: string;
  readonly vehicleId!: string;
  readonly serviceType!: string;
  priority: Priority = 'NORMAL';
  description: string | null = null;
  status: JobCardStatus = 'created';
  assignedEngineerId: string | null = null;
  odometerIn: number | null = null;
  odometerOut: number | null = null;
  promisedAt: Date | null = null;
  readonly openedAt!: Date;
  completedAt: Date | null = null;
  deliveredAt: Date | null = null;
  closedAt: Date | null = null;
  /** QC sent it back at least once (JOB-10). */
  rework: boolean = false;
  /** It was reopened after delivery (JOB-10). */
  comeback: boolean = false;
  /** Why a second card was opened for a vehicle that had one here already (JOB-02). */
  readonly forcedReason: string | null = null;
  estimatedCost: Money | null = null;
  actualCost: Money | null = null;
  tasks: readonly JobTask[] = [];
  timeLogs: readonly TimeLog[] = [];
  estimates: readonly Estimate[] = [];
  estimateLines: readonly EstimateLine[] = [];
  parts: readonly JobPart[] = [];
  /** What the store holds for its parts, and still owes: the store's own, to be seen here (STK-07). */
  reservations: readonly Held[] = [];
  transitions: readonly JobCardTransition[] = [];
  readonly version: number = 1;

  constructor(fields: New<JobCard, 'id' | 'jobNumber' | 'serviceCenterId' | 'customerId' | 'vehicleId' | 'serviceType' | 'openedAt'>) {
    Object.assign(this, fields);
  }

  // What is asked of it

  get runningTimeLogs(): TimeLog[] {
    return this.timeLogs.filter((log) => log.status === 'running');
  }

  /** Everybody with a time log on this card. */
  get workedBy(): string[] {
    return [...new Set(this.timeLogs.map((log) => log.engineerId))];
  }

  /** Whose own card it is: whoever has the job, and whoever was given a task of it that is not settled. The one answer for every list. */
  get engineerIds(): string[] {
    const given = this.tasks.map(({ engineerId, settled }) => (settled ? null : engineerId));
    return [...new Set([this.assignedEngineerId, ...given].filter((id) => id !== null))];
  }

  /** The live revision, if there is one. */
  get currentEstimate(): Estimate | undefined {
    return this.estimates.findLast((estimate) => estimate.status === 'open' || estimate.isApproved);
  }

  /** The revision that nobody decided on yet. */
  get openEstimate(): Estimate | undefined {
    return this.estimates.find((estimate) => estimate.status === 'open');
  }

  get estimate(): Estimate | undefined {
    return this.estimates.at(-1);
  }

  /** What the customer said yes to: the only lines that can be billed (JOB-06). */
  get approvedLines(): EstimateLine[] {
    const approved = this.estimates.filter(({ isApproved }) => isApproved);
    return this.estimateLines.filter((line) => approved.some((estimate) => estimate.approves(line)));
  }

  /** Whether the customer is asked now: before the work, or for extra work while the vehicle is here. */
  get isForDecision(): boolean {
    return this.openEstimate !== undefined && (this.status === 'awaiting_approval' || extraWorkIn.includes(this.status));
  }

  /** Hours that engineers clocked on a task, as far as their logs are paused or stopped (JOB-05). */
  clockedHours(taskId: string): Quantity {
    return hoursOf(this.timeLogs.filter((log) => log.taskId === taskId).reduce((ms, { spans }) => ms + workedMs(spans), 0));
  }

  linesOf(estimate: Estimate): EstimateLine[] {
    return this.estimateLines.filter((line) => line.estimateId === estimate.id);
  }

  task(taskId: string): JobTask {
    const task = this.tasks.find((candidate) => candidate.id === taskId);
    if (!task) throw new DomainError('entity.absent', 'There is no such task on this job card.');
    return task;
  }

  /** Changes what of it may be changed as long as it is open; nothing is told where all was so before. */
  edit(fields: EditableFields): DomainEvent[] {
    if (!openStatuses.includes(this.status)) throw refusal([`A job card that is "${this.status}" is not changed any more.`]);
    const given = (Object.keys(fields) as (keyof EditableFields)[]).filter(
      (field) => fields[field] !== undefined && !isSameValue(fields[field], this[field]),
    );
    Object.assign(this, Object.fromEntries(given.map((field) => [field, fields[field]])));
    return given.length === 0 ? [] : [jobCardEdited(this, given)];
  }

  /**
   * Takes down the reading at arrival.
   * @throws DomainError `job.odometer` where there is one, `job.transition` once the vehicle is delivered
   */
  arrivedWith(odometer: number): DomainEvent {
    if (!openStatuses.includes(this.status)) throw refusal([`A job card that is "${this.status}" is not changed any more.`]);
    if (this.odometerIn !== null) throw new DomainError('job.odometer', `The odometer read ${this.odometerIn} km at arrival already.`);
    this.odometerIn = odometer;
    return jobCardEdited(this, ['odometerIn']);
  }

  // Its states

  /**
   * Walks one edge of the machine, or refuses with everything that is missing (JOB-01).
   * @throws DomainError `job.transition`
   */
  move(event: JobCardEvent, by: By, brought: Omit<JobFacts, 'card' | 'now'> = {}, reason: string | null = null): DomainEvent {
    const from = this.status;
    const to = this.expect(event, { ...brought, now: by.now });
    this.status = to;
    const passed = { jobCardId: this.id, event, fromStatus: from, toStatus: to, reason, movedBy: by.userId, movedAt: by.now };
    this.transitions = [...this.transitions, new JobCardTransition({ id: by.ids.next(), ...passed })];
    this.afterMove[event]?.(by.now);
    return jobCardMoved(this, { event, from, to, reason });
  }

  /**
   * Where the event would lead now.
   * @throws DomainError `job.transition`
   */
  expect(event: JobCardEvent, facts: Omit<JobFacts, 'card'>): JobCardStatus {
    const walked = step(jobCardMachine, this.status, event, { ...facts, card: this });
    if (!walked.possible) throw refusal(walked.missing);
    return walked.to;
  }

  private get afterMove(): Partial<Record<JobCardEvent, (now: Date) => void>> {
    return {
      complete: (now) => (this.completedAt = now),
      fail: () => (this.rework = true),
      deliver: (now) => (this.deliveredAt = now),
      close: (now) => (this.closedAt = now),
      reopen: () => this.comeBack(),
      cancel: (now) => cancelWork(this, now),
    };
  }

  /** What was promised was the first visit: this one is promised anew, or not at all. */
  private comeBack(): void {
    this.comeback = true;
    this.closedAt = null;
    this.promisedAt = null;
  }

  // Its estimate

  /** A new revision, which takes the place of the one that was still open. Each labour line makes a task. */
  addEstimate(estimate: Estimate, lines: readonly EstimateLine[], ids: Ids): void {
    const overtaken = this.openEstimate;
    overtaken?.walk('supersede');
    if (overtaken) this.dropTasks(this.linesOf(overtaken), 'cancel');
    this.estimates = [...this.estimates, estimate];
    this.estimateLines = [...this.estimateLines, ...lines];
    this.estimatedCost = this.costNow();
    const labour = lines.filter((line) => line.kind === 'LABOUR');
    this.tasks = [...this.tasks, ...labour.map((line, index) => this.taskFor(line, this.tasks.length + index + 1, ids))];
  }

  /** What the job comes to with all that was agreed to, and with what may still be. */
  private costNow(): Money | null {
    const live = this.estimates.filter((estimate) => estimate.status === 'open' || estimate.isApproved);
    return live.length === 0 ? null : Money.sum(live.map((estimate) => estimate.amountOf(this.linesOf(estimate))));
  }

  /** Asks the customer for their word on the revision that is open, by a link that is good until then. */
  sendEstimate(until: Date): DomainEvent {
    const estimate = this.openEstimate;
    if (!estimate || !this.isForDecision) throw refusal(['There is no estimate for the customer to decide on.']);
    estimate.linkExpiresAt = until;
    return estimateSent(this, estimate);
  }

  /** Work that no estimate line speaks of, as a free service or a wash has it. */
  addTask(description: string, ids: Ids): void {
    this.tasks = [...this.tasks, new JobTask({ id: ids.next(), jobCardId: this.id, position: this.tasks.length + 1, description })];
  }

  private taskFor(line: EstimateLine, position: number, ids: Ids): JobTask {
    const { id: estimateLineId, description, quantity: soldHours } = line;
    return new JobTask({ id: ids.next(), jobCardId: this.id, position, description, estimateLineId, soldHours });
  }

  /**
   * Takes down what the customer decided, and moves the card accordingly; for extra work it stays where it is. What was accepted is then
   * asked of the store. What they said along with it is on the estimate alone: the steps of a card go into the audit trail (AUD-01).
   */
  decide(decision: Decision, channel: DecisionChannel, note: string | null, by: By, acceptedLineIds?: readonly string[]): DomainEvent[] {
    const estimate = this.openEstimate;
    const dropped = estimate && decision === 'ACCEPTED' ? this.linesBut(estimate, acceptedLineIds) : [];
    const stays = extraWorkIn.includes(this.status) && estimate !== undefined;
    const moved = stays ? [] : [this.move(decision === 'ACCEPTED' ? 'accept' : 'decline', by)];
    if (!estimate) throw refusal(['There is no estimate for the customer to decide on.']);
    const word: Word = { decision, channel, note };
    estimate.decide(
      word,
      dropped.map(({ id }) => id),
      by,
    );
    this.requestApprovedParts(estimate, by.ids);
    this.dropTasks(decision === 'ACCEPTED' ? dropped : this.linesOf(estimate), 'decline');
    this.estimatedCost = this.costNow();
    const { id: estimateId, revision, status, total } = estimate;
    return [customerDecided(this, { estimateId, revision, decision, status, channel, total: total.toString() }), ...moved];
  }

  /** The lines of it that are not among those. */
  private linesBut(estimate: Estimate, lineIds: readonly string[] | undefined): EstimateLine[] {
    const lines = this.linesOf(estimate);
    if (lineIds?.length === 0) throw new DomainError('request.invalid', 'Name the lines that are accepted, or decline the estimate.');
    const stranger = lineIds?.find((lineId) => lines.every(({ id }) => id !== lineId));
    if (stranger !== undefined) throw absent('line of the estimate');
    return lineIds === undefined ? [] : lines.filter(({ id }) => !lineIds.includes(id));
  }

  private requestApprovedParts(estimate: Estimate, ids: Ids): void {
    for (const line of this.linesOf(estimate)) {
      if (line.partId === null || !estimate.approves(line)) continue;
      const part = this.partLine(line.partId, line.description, ids);
      // What was asked for before the customer agreed is part of what they agreed to.
      const missing = this.approvedOf(line.partId).minus(part.requested.minus(part.returned));
      if (missing.isPositive()) part.request(missing.min(line.quantity));
    }
  }

  private approvedOf(partId: string): Quantity {
    return this.approvedLines.filter((line) => line.partId === partId).reduce((sum, { quantity }) => sum.plus(quantity), Quantity.zero);
  }

  private dropTasks(lines: readonly EstimateLine[], how: 'decline' | 'cancel'): void {
    const dropped = new Set(lines.map((line) => line.id));
    for (const task of this.tasks) {
      if (task.status === 'open' && task.estimateLineId !== null && dropped.has(task.estimateLineId)) task.walk(how);
    }
  }

  /** Work that the customer was asked about and has not agreed to. */
  isUndecided({ estimateLineId }: JobTask): boolean {
    const open = this.openEstimate;
    return open !== undefined && estimateLineId !== null && this.linesOf(open).some(({ id }) => id === estimateLineId);
  }

  // Its work

  assign(engineer: Engineer, by: By): DomainEvent {
    const before = this.assignedEngineerId;
    this.assignedEngineerId = engineer.id;
    try {
      const moved = this.move('assign', by, { engineer });
      handOver(this, before, engineer.id);
      return { ...moved, data: { ...moved.data, formerEngineerId: before } };
    } catch (refused) {
      this.assignedEngineerId = before;
      throw refused;
    }
  }

  startTask(taskId: string, engineerId: string, by: By): DomainEvent[] {
    return startTask(this, taskId, engineerId, by);
  }

  pauseTask(taskId: string, engineerId: string, reason: string, by: By): DomainEvent {
    return pauseTask(this, taskId, engineerId, reason, by);
  }

  finishTask(taskId: string, by: By): DomainEvent {
    return finishTask(this, taskId, by);
  }

  // Its parts

  /** Its lines as they stand now, with what is held for them and what they wait for. */
  get partLines(): PartLine[] {
    return this.parts.map((line) => lineNow(line, this.reservationOf(line.partId)));
  }

  /** What the store holds for it of these parts by now. */
  lookAgain(partIds: readonly string[], held: readonly Held[]): void {
    this.reservations = [...this.reservations.filter(({ partId }) => !partIds.includes(partId)), ...held];
  }

  reservationOf(partId: string): Held | undefined {
    return this.reservations.find((reservation) => reservation.partId === partId);
  }

  /** @throws DomainError `parts.refused` while parts cannot be moved for this job */
  refusePartsUnlessMovable(): void {
    if (!partsMoveIn.includes(this.status))
      throw new DomainError('parts.refused', `Parts are issued from "assigned" until "completed", and this job card is "${this.status}".`);
  }

  /** @throws DomainError `parts.refused` once the work is over */
  refusePartsUnlessAskable(): void {
    if (!partsAskedIn.includes(this.status))
      throw new DomainError('parts.refused', `Parts are asked for until the work is completed, and this job card is "${this.status}".`);
  }

  /** @throws DomainError `parts.refused` once QC has begun */
  refusePartsUnlessCalledOff(): void {
    if (!partsCalledOffIn.includes(this.status))
      throw new DomainError('parts.refused', `Parts are called off until "completed", and this job card is "${this.status}".`);
  }

  /** @throws DomainError `parts.refused` for a part that nobody asked for */
  partLineOf(partId: string): JobPart {
    const line = this.parts.find((candidate) => candidate.partId === partId);
    if (!line) throw new DomainError('parts.refused', 'This part is not on the job card.');
    return line;
  }

  /** More is asked for. A line stays required once somebody needs it, and is needed by the earliest day that was named. */
  requestPart({ partId, description, quantity, required, neededBy }: RequestedPart, ids: Ids): JobPart {
    const isNew = !this.parts.some((line) => line.partId === partId);
    const line = this.partLine(partId, description, ids);
    line.required = (!isNew && line.required && line.status !== 'cancelled') || required;
    if (neededBy !== null && (line.neededBy === null || neededBy < line.neededBy)) line.neededBy = neededBy;
    line.request(quantity);
    return line;
  }

  /** Takes down what the store said: of a new request, or of lines that were on the card before. */
  storeAnswered(what: 'requested' | 'reserved', answers: readonly AnsweredPart[]): DomainEvent {
    for (const { partId, waits } of answers) this.partLineOf(partId).answered(waits);
    return (what === 'requested' ? partsRequested : partsReserved)(this, answersInWords(answers));
  }

  /** Takes down what the store handed out. A part nobody asked for walks requested, reserved and issued at once. */
  partsIssued(moved: readonly IssuedPart[], ids: Ids): DomainEvent {
    for (const { partId, description, quantity, value } of moved) this.partLine(partId, description, ids).issue(quantity, value);
    return partsIssued(this, inWords(moved));
  }

  /**
   * Calls off what is not issued yet.
   * @throws DomainError `parts.refused` for more than that
   */
  callOffParts(items: readonly { readonly partId: string; readonly quantity: Quantity }[], reason: string | null): DomainEvent {
    for (const { partId, quantity } of items) this.partLineOf(partId).callOff(quantity);
    return partsCancelled(this, inWords(items), reason);
  }

  /**
   * Gives parts back, at the cost they were issued at.
   * @throws DomainError `parts.refused` for more than is on the job
   */
  giveBackParts(items: readonly { readonly partId: string; readonly quantity: Quantity }[]): MovedPart[] {
    return items.map(({ partId, quantity }) => {
      const line = this.partLineOf(partId);
      if (quantity.compare(line.onJob) > 0)
        throw new DomainError('parts.refused', `${line.onJob} of "${line.description}" are on the job, and ${quantity} were named.`);
      return line.giveBack(quantity);
    });
  }

  partsReturned(items: readonly ReturnedPart[]): DomainEvent {
    return partsReturned(
      this,
      items.map(({ condition, ...item }) => ({ ...inWords([item])[0]!, condition })),
    );
  }

  /** At the invoice, what is on the job becomes the customer's. */
  consumeParts(): { readonly consumed: MovedPart[]; readonly event: DomainEvent | undefined } {
    const consumed = this.parts.filter((line) => line.onJob.isPositive()).map((line) => line.consume());
    return { consumed, event: consumed.length > 0 ? partsConsumed(this, inWords(consumed)) : undefined };
  }

  private partLine(partId: string, description: string, ids: Ids): JobPart {
    const known = this.parts.find((line) => line.partId === partId);
    if (known) return known;
    const line = new JobPart({ id: ids.next(), jobCardId: this.id, partId, description });
    this.parts = [...this.parts, line];
    return line;
  }

  // Its end

  /**
   * PASS or FAIL by somebody who did not work on it; QC is begun on the way if nobody did. A fail leaves a task behind: what
   * has to be done again is work with a time of its own.
   */
  inspect(result: 'PASS' | 'FAIL', by: By, reason: string | null): DomainEvent[] {
    const begun = this.status === 'completed' ? [this.move('begin_qc', by, { inspectorId: by.userId })] : [];
    const moved = this.move(result === 'PASS' ? 'pass' : 'fail', by, { inspectorId: by.userId }, reason);
    if (result === 'FAIL') this.addTask(`Rework: ${reason ?? 'QC did not pass'}`, by.ids);
    return [...begun, moved];
  }

  /** @param credit that it goes although something is due, and what is to be said of that */
  deliver(
    odometerOut: number,
    outstanding: Money | undefined,
    by: By,
    { onCredit = false, reason = null }: { readonly onCredit?: boolean; readonly reason?: string | null } = {},
  ): DomainEvent {
    const moved = this.move('deliver', by, { odometerOut, outstanding, onCredit }, reason);
    this.odometerOut = odometerOut;
    return moved;
  }
}

/** What may be changed of an open card by saying so. */
export type EditableFields = {
  readonly priority?: Priority | undefined;
  readonly description?: string | null | undefined;
  readonly promisedAt?: Date | null | undefined;
};

type RequestedPart = {
  readonly partId: string;
  readonly description: string;
  readonly quantity: Quantity;
  readonly required: boolean;
  readonly neededBy: Date | null;
};

type IssuedPart = {
  readonly partId: string;
  readonly description: string;
  readonly quantity: Quantity;
  readonly value: Money;
  /** Of units that have one. */
  readonly serials?: readonly string[];
};

type ReturnedPart = {
  readonly partId: string;
  readonly quantity: Quantity;
  readonly condition: string;
  readonly serials?: readonly string[] | undefined;
};

/** What the store said to a request: so much is held, and so much has to wait. */
export type AnsweredPart = {
  readonly partId: string;
  readonly quantity: Quantity;
  readonly reserved: Quantity;
  readonly backordered: Quantity;
  /** Whether the line waits for any of it, now or since an earlier request. */
  readonly waits: boolean;
};

const refusal = (missing: readonly string[]): DomainError => new DomainError('job.transition', missing.join(' '), { missing });

const inWords = (items: readonly { partId: string; quantity: Quantity; serials?: readonly string[] | undefined }[]) =>
  items.map(({ partId, quantity, serials = [] }) => ({ partId, quantity: quantity.toString(), ...(serials.length > 0 && { serials }) }));

const answersInWords = (asked: readonly AnsweredPart[]) =>
  asked.map(({ partId, quantity, reserved, backordered }) => ({
    ...{ partId, quantity: quantity.toString(), reserved: reserved.toString(), backordered: backordered.toString() },
  }));
