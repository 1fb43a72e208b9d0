import type { Facts } from '../shared/access/facts.ts';
import type { ActionName } from '../shared/access/matrix.ts';
import type { Role } from '../shared/actor.ts';
import type { New } from '../shared/entity.ts';
import { DomainError } from '../shared/errors.ts';
import type { Json } from '../shared/events.ts';
import type { Money } from '../shared/money.ts';
import { step } from '../shared/state-machine.ts';
import { impersonal } from './approvable.ts';
import { type ApprovalEvent, approvalMachine, type ApprovalStatus } from './approval.states.ts';
import { thaw } from './frozen.ts';
import type { ApprovalKind } from './kinds.ts';

/** Who decided, and in whose place. */
export type ByWhom = { readonly userId: string | null; readonly decidedFor: string | null };

/** Whether it is about what is to be made, of which there may be more than one. A setting has no id, and is there. */
export const makesAnew = ({ entityType, entityId }: Pick<Approval, 'entityType' | 'entityId'>): boolean =>
  entityId === null && entityType !== 'SystemConfig';

/** Something that its maker may ask for and somebody else decides on: the command as it was asked for, word by word (APR-01). */
export class Approval {
  readonly id!: string;
  readonly kind!: ApprovalKind;
  status: ApprovalStatus = 'PENDING';
  /** The use case that is to be carried out, and what it was told; who somebody is only until it has ended (CUS-02). */
  readonly command!: string;
  payload!: Json;
  /** SHA-256 of the command, its payload and the version of what it is about: what the decision is bound to (APR-03). */
  readonly payloadHash!: string;
  /** What is asked for, as the policy names it, and what the policy knew of it. */
  readonly action!: ActionName;
  readonly facts: Json = {};
  /** The cell and the law that ask for somebody else. */
  readonly rule!: string;
  /** Why it has to be asked for, as a sentence. */
  readonly reason!: string;
  readonly entityType!: string;
  /** What it is about; null for what is to be made. */
  readonly entityId: string | null = null;
  readonly serviceCenterId: string | null = null;
  readonly amount: Money | null = null;
  readonly requestedBy!: string;
  readonly requestedAt!: Date;
  readonly expiresAt!: Date;
  /** The roles that could decide when it was asked for: who is shown it. Whether somebody may is asked when they do. */
  readonly deciderRoles: readonly Role[] = [];
  decidedBy: string | null = null;
  /** By whose right it was decided, where somebody stood in for them (APR-02). */
  decidedFor: string | null = null;
  decidedAt: Date | null = null;
  comments: string | null = null;
  executedAt: Date | null = null;
  /** What came of it: the id of the record that was made or changed. */
  resultId: string | null = null;
  readonly version: number = 1;

  constructor(
    fields: New<
      Approval,
      | 'id'
      | 'kind'
      | 'command'
      | 'payload'
      | 'payloadHash'
      | 'action'
      | 'rule'
      | 'reason'
      | 'entityType'
      | 'requestedBy'
      | 'requestedAt'
      | 'expiresAt'
    >,
  ) {
    Object.assign(this, fields);
  }

  get knownFacts(): Facts {
    return thaw(this.facts) as Facts;
  }

  hasExpired(now: Date): boolean {
    return this.status === 'PENDING' && this.expiresAt <= now;
  }

  /** @throws DomainError `approval.transition` */
  walk(event: ApprovalEvent): void {
    const walked = step(approvalMachine, this.status, event, {});
    if (!walked.possible) throw new DomainError('approval.transition', walked.missing.join(' '), { missing: walked.missing });
    this.status = walked.to;
    if (approvalMachine.terminal.includes(walked.to)) this.payload = impersonal(this.command, this.payload);
  }

  /** @throws DomainError `approval.transition` */
  decide(event: 'approve' | 'reject' | 'outdate', by: ByWhom, at: Date, comments: string | null): void {
    this.walk(event);
    this.decidedBy = by.userId;
    this.decidedFor = by.decidedFor;
    this.decidedAt = at;
    this.comments = comments;
  }

  executed(at: Date, resultId: string | null): void {
    this.walk('execute');
    this.executedAt = at;
    this.resultId = resultId;
  }
}
