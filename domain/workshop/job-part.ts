import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import { divideRounded } from '../shared/rounding.ts';
import { step } from '../shared/state-machine.ts';
import { type JobPartEvent, jobPartMachine, type JobPartStatus } from './job-part.states.ts';

export type MovedPart = { readonly partId: string; readonly quantity: Quantity; readonly value: Money };

/** What is left to walk until a line is issued. */
const untilIssued: Readonly<Record<JobPartStatus, readonly JobPartEvent[]>> = {
  requested: ['reserve', 'issue'],
  reserved: ['issue'],
  backordered: ['fill', 'issue'],
  issued: [],
  consumed: ['request', 'reserve', 'issue'],
  returned: ['request', 'reserve', 'issue'],
  cancelled: ['request', 'reserve', 'issue'],
};

const settled: readonly JobPartStatus[] = ['issued', 'consumed', 'returned', 'cancelled'];

/** A part that the job needs: how much was asked for, issued, and used up (states.md, "parts request line"). */
export class JobPart {
  readonly id!: string;
  readonly jobCardId!: string;
  readonly partId!: string;
  readonly description!: string;
  status: JobPartStatus = 'requested';
  /** Without it the job cannot be completed. */
  required: boolean = true;
  neededBy: Date | null = null;
  requested: Quantity = Quantity.zero;
  issued: Quantity = Quantity.zero;
  consumed: Quantity = Quantity.zero;
  returned: Quantity = Quantity.zero;
  /** What the issued quantity cost the branch, less what was returned or consumed. */
  issuedValue: Money = Money.zero;

  constructor(fields: New<JobPart, 'id' | 'jobCardId' | 'partId' | 'description'>) {
    Object.assign(this, fields);
  }

  get unfilled(): Quantity {
    const missing = this.requested.minus(this.issued);
    return missing.isNegative() ? Quantity.zero : missing;
  }

  /** Handed out, and neither billed nor brought back. */
  get onJob(): Quantity {
    return this.issued.minus(this.consumed).minus(this.returned);
  }

  /** So much more of it is needed. */
  request(quantity: Quantity): void {
    this.requested = this.requested.plus(quantity);
    if (settled.includes(this.status)) this.walk('request');
  }

  /** What the store said to it: all of it is held for the job, or some of it has to wait. */
  answered(waits: boolean): void {
    const [event, to] = waits
      ? (['backorder', 'backordered'] as const)
      : ([this.status === 'backordered' ? 'fill' : 'reserve', 'reserved'] as const);
    if (this.status !== to) this.walk(event);
  }

  /** Handed out by the store. What nobody asked for was asked for with that. */
  issue(quantity: Quantity, value: Money): void {
    this.issued = this.issued.plus(quantity);
    this.issuedValue = this.issuedValue.plus(value);
    if (this.issued.compare(this.requested) > 0) this.requested = this.issued;
    this.settle();
  }

  /** Calls off so much of what is not issued yet. */
  callOff(quantity: Quantity): void {
    this.requested = this.requested.minus(quantity);
    this.settle();
  }

  /**
   * Brings so much of it back, at its share of what it was issued at; the share of the last is all that is left, so that returns in part
   * add up to the paisa.
   */
  giveBack(quantity: Quantity): MovedPart {
    const value = Money.ofPaise(divideRounded(this.issuedValue.paise * quantity.thousandths, this.onJob.thousandths));
    this.returned = this.returned.plus(quantity);
    this.issuedValue = this.issuedValue.minus(value);
    if (this.status === 'issued' && !this.onJob.isPositive()) this.walk('return');
    return { partId: this.partId, quantity, value };
  }

  /** Everything on the job becomes the customer's, and what was never issued is wanted no more; says how much that was and what it had cost. */
  consume(): MovedPart {
    if (this.unfilled.isPositive()) this.callOff(this.unfilled);
    const consumed = { partId: this.partId, quantity: this.onJob, value: this.issuedValue };
    this.consumed = this.consumed.plus(consumed.quantity);
    this.issuedValue = Money.zero;
    this.walk('consume');
    return consumed;
  }

  /** With nothing left to issue a line is issued while some of it is on the job, and else used up, returned or cancelled. */
  private settle(): void {
    if (this.unfilled.isPositive()) return;
    if (this.issued.isZero()) return this.walk('cancel');
    for (const event of untilIssued[this.status]) this.walk(event);
    if (!this.onJob.isPositive()) this.walk(this.consumed.isPositive() ? 'consume' : 'return');
  }

  private walk(event: JobPartEvent): void {
    const walked = step(jobPartMachine, this.status, event, this);
    if (!walked.possible) throw new DomainError('parts.refused', walked.missing.join(' '), { missing: walked.missing });
    this.status = walked.to;
  }
}
