import { type BusinessDay } from '../shared/calendar.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import type { DomainEvent } from '../shared/events.ts';
import { Money } from '../shared/money.ts';
import type { Ids } from '../shared/ports.ts';
import { step } from '../shared/state-machine.ts';
import { claimMoved } from './events.ts';
import type { ClaimFacts } from './policies.ts';
import { type ClaimEvent, claimMachine, type ClaimStatus } from './warranty-claim.states.ts';

export const claimLineKinds = ['PART', 'LABOUR'] as const;
export const decisions = ['APPROVED', 'PARTIALLY_APPROVED', 'REJECTED', 'MORE_INFO'] as const;
export type ClaimDecision = (typeof decisions)[number];

/** Who moves the claim, when, and what makes new ids. */
export type By = { readonly userId: string | null; readonly now: Date; readonly ids: Ids };

/** What is asked of the manufacturer in one line, and how much of it was approved. */
export class WarrantyClaimLine {
  readonly id!: string;
  readonly claimId!: string;
  readonly position!: number;
  readonly kind!: (typeof claimLineKinds)[number];
  readonly description!: string;
  readonly claimed!: Money;
  /** Null until it is decided. */
  approved: Money | null = null;

  constructor(fields: New<WarrantyClaimLine, Exclude<keyof WarrantyClaimLine, 'approved'>>) {
    Object.assign(this, fields);
  }
}

/** One step in the life of a claim: who, when, from, to, why, and the money it was about. Only ever added. */
export class WarrantyClaimTransition {
  readonly id!: string;
  readonly claimId!: string;
  readonly event!: ClaimEvent;
  readonly fromStatus!: ClaimStatus;
  readonly toStatus!: ClaimStatus;
  readonly reason!: string | null;
  readonly amount!: Money;
  readonly movedBy!: string | null;
  readonly movedAt!: Date;

  constructor(fields: WarrantyClaimTransition) {
    Object.assign(this, fields);
  }
}

export type ClaimedLine = { readonly kind: WarrantyClaimLine['kind']; readonly description: string; readonly amount: Money };
type Verdict = { readonly lineId: string; readonly approved: Money };

const eventOf = {
  APPROVED: 'approve',
  PARTIALLY_APPROVED: 'approve_in_part',
  REJECTED: 'reject',
  MORE_INFO: 'ask_more',
} as const satisfies Record<ClaimDecision, ClaimEvent>;

/** What is asked of the manufacturer for a unit that failed under warranty. It knows the sale or job and the line the unit came by. */
export class WarrantyClaim {
  readonly id!: string;
  readonly warrantyId!: string;
  readonly serviceCenterId!: string;
  readonly vehicleId: string | null = null;
  readonly partId: string | null = null;
  readonly sourceType!: string;
  readonly sourceId!: string;
  readonly invoiceId!: string;
  readonly invoiceLineId: string | null = null;
  /** The job on which the failure is repaired; what it fits in the unit's place inherits what remains. */
  readonly repairJobCardId: string | null = null;
  /** The day and the reading on which it was judged to be under warranty. */
  readonly failedOn!: BusinessDay;
  readonly odometer: number | null = null;
  readonly complaint!: string;
  readonly claimedBy: string | null = null;
  status: ClaimStatus = 'draft';
  settledAmount: Money | null = null;
  settlementReference: string | null = null;
  lines: readonly WarrantyClaimLine[] = [];
  transitions: readonly WarrantyClaimTransition[] = [];
  readonly version: number = 1;

  constructor(
    fields: New<
      WarrantyClaim,
      'id' | 'warrantyId' | 'serviceCenterId' | 'sourceType' | 'sourceId' | 'invoiceId' | 'failedOn' | 'complaint'
    >,
  ) {
    Object.assign(this, fields);
  }

  get claimedAmount(): Money {
    return Money.sum(this.lines.map(({ claimed }) => claimed));
  }

  get approvedAmount(): Money {
    return Money.sum(this.lines.map(({ approved }) => approved ?? Money.zero));
  }

  /** Whether the last word on it was no, be it closed since or not. */
  get isDenied(): boolean {
    return this.status === 'rejected' || this.transitions.some(({ event, fromStatus }) => event === 'settle' && fromStatus === 'rejected');
  }

  /** Everybody who asked for something in it: none of them decides (ACC-02). */
  get makers(): (string | null)[] {
    const asked = this.transitions.filter(({ event }) => event === 'submit' || event === 'appeal');
    return [...new Set([this.claimedBy, ...asked.map(({ movedBy }) => movedBy)])];
  }

  /** What is asked for, in place of what was asked before. */
  ask(lines: readonly ClaimedLine[], ids: Ids): void {
    this.lines = lines.map(
      ({ amount: claimed, ...line }, index) =>
        new WarrantyClaimLine({ ...line, claimed, id: ids.next(), claimId: this.id, position: index + 1 }),
    );
  }

  /** Hands it in, for the first time or with the answer to what was asked. @throws DomainError `warranty.transition` */
  submit(answer: string | null, lines: readonly ClaimedLine[] | undefined, by: By): DomainEvent {
    this.expect('submit');
    if (this.status === 'more_info' && answer === null) throw refusal(['What was asked needs an answer.']);
    if (lines) this.ask(lines, by.ids);
    return this.walk('submit', by, { reason: answer, amount: this.claimedAmount });
  }

  /**
   * What is approved by line, added up: what a limit is asked about before the decision is taken down.
   * @throws DomainError `request.invalid` where lines and decision do not fit
   */
  amountOf(decision: ClaimDecision, verdicts: readonly Verdict[] | undefined): Money {
    if (decision === 'APPROVED') return this.claimedAmount;
    if (decision !== 'PARTIALLY_APPROVED') return Money.zero;
    return Money.sum(this.verdictOn(verdicts).values());
  }

  /** @throws DomainError `warranty.transition`, `request.invalid` where lines, reason and decision do not fit */
  decide(decision: ClaimDecision, verdicts: readonly Verdict[] | undefined, reason: string | null, by: By): DomainEvent {
    this.expect(eventOf[decision]);
    if ((decision === 'REJECTED' || decision === 'MORE_INFO') && reason === null)
      throw invalid('/reason', decision === 'REJECTED' ? 'says why the claim is rejected' : 'says what has to be known');
    if (decision !== 'PARTIALLY_APPROVED' && verdicts) throw invalid('/lines', 'are for PARTIALLY_APPROVED alone');
    const approved = decision === 'PARTIALLY_APPROVED' ? this.verdictOn(verdicts) : undefined;
    for (const line of this.lines) line.approved = approvedOf[decision](line, approved);
    return this.walk(eventOf[decision], by, { reason, amount: this.approvedAmount });
  }

  /** Once, after a rejection. @throws DomainError `warranty.transition` */
  appeal(reason: string, by: By): DomainEvent {
    return this.walk('appeal', by, { reason, amount: this.claimedAmount });
  }

  /** Takes down what the manufacturer paid, which may be less than was approved. @throws DomainError `warranty.transition` */
  settle(paid: Money, reference: string | null, by: By): DomainEvent {
    const settled = this.walk('settle', by, { reason: reference, amount: paid });
    this.settledAmount = paid;
    this.settlementReference = reference;
    return settled;
  }

  private verdictOn(verdicts: readonly Verdict[] = []): Map<string, Money> {
    const byLine = new Map(verdicts.map(({ lineId, approved }) => [lineId, approved]));
    if (byLine.size !== verdicts.length || byLine.size !== this.lines.length || this.lines.some(({ id }) => !byLine.has(id)))
      throw invalid('/lines', 'name every line of the claim once');
    verdicts.forEach(({ lineId, approved }, index) => {
      const { claimed } = this.lines.find(({ id }) => id === lineId)!;
      if (approved.isNegative() || approved.compare(claimed) > 0)
        throw invalid(`/lines/${index}/approved`, `is between 0.00 and the ${claimed} that were claimed`);
    });
    const total = Money.sum(byLine.values());
    if (total.isZero() || total.equals(this.claimedAmount))
      throw invalid('/lines', 'approve something and not everything: else the claim is rejected or approved');
    return byLine;
  }

  private expect(event: ClaimEvent, facts: Partial<ClaimFacts> = {}): ClaimStatus {
    const walked = step(claimMachine, this.status, event, { ...facts, claim: this });
    if (!walked.possible) throw refusal(walked.missing);
    return walked.to;
  }

  private walk(event: ClaimEvent, by: By, { reason, amount }: { readonly reason: string | null; readonly amount: Money }): DomainEvent {
    const from = this.status;
    const to = this.expect(event, event === 'settle' ? { paid: amount } : {});
    this.status = to;
    const passed = { claimId: this.id, event, fromStatus: from, toStatus: to, reason, amount, movedBy: by.userId, movedAt: by.now };
    this.transitions = [...this.transitions, new WarrantyClaimTransition({ id: by.ids.next(), ...passed })];
    return claimMoved(this, { event, from, to, amount });
  }
}

const approvedOf: Readonly<Record<ClaimDecision, (line: WarrantyClaimLine, verdict: Map<string, Money> | undefined) => Money | null>> = {
  APPROVED: ({ claimed }) => claimed,
  PARTIALLY_APPROVED: ({ id }, verdict) => verdict!.get(id)!,
  REJECTED: () => Money.zero,
  MORE_INFO: () => null,
};

const refusal = (missing: readonly string[]): DomainError => new DomainError('warranty.transition', missing.join(' '), { missing });

const invalid = (pointer: string, message: string): DomainError =>
  new DomainError('request.invalid', 'The decision does not fit the claim.', { errors: [{ pointer, message }] });
