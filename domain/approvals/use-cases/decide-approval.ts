import type { Settings } from '../../configuration/ports.ts';
import { refuseWhileOff } from '../../configuration/use-cases/refuse-while-off.ts';
import type { Users } from '../../identity/ports.ts';
import { decide } from '../../shared/access/decide.ts';
import type { Facts } from '../../shared/access/facts.ts';
import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { ActionName } from '../../shared/access/matrix.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { ApprovalNeeded } from '../../shared/approval-needed.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import type { EventName } from '../../shared/event-catalogue.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { Money } from '../../shared/money.ts';
import { hasDayLimit, sizeOf } from '../../shared/permit-today.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Digest } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { JobCards } from '../../workshop/ports.ts';
import { approvableCommands, type ApprovableName, type Subject } from '../approvable.ts';
import type { Approval, ByWhom } from '../approval.ts';
import { ApprovalStale } from '../approval-stale.ts';
import { answeredAs, deciderOf, factsOfDecision, isTheirOwn, placeOf, sees } from './deciders.ts';
import { thaw } from '../frozen.ts';
import type { Approvals, Delegations } from '../ports.ts';
import { hashOf } from './ask-for-approval.ts';

export type ToApproval = { readonly approvalId: string; readonly version?: number | undefined };

type Repositories = {
  readonly approvals: Approvals;
  readonly delegations: Delegations;
  readonly users: Users;
  readonly settings: Settings;
  readonly jobCards: JobCards;
  readonly limitUses: LimitUses;
};
type Deps = {
  readonly transact: Transact<Repositories>;
  readonly clock: Clock;
  readonly digest: Digest;
  /** The use case of that name, as it is composed for everybody else. */
  readonly carryOut: (name: ApprovableName) => (command: never, actor: Actor) => Promise<unknown>;
};

/** What was approved cannot be carried out any more: everything that was tried is undone. */
class Outdated extends Error {}

/** What came to be the decider's to answer for while the command was carried out. */
type Answered = { readonly action: ActionName; readonly facts: Facts };

/** Who decides, by whose right, and what came of it. */
type Answering = { readonly actor: Actor; readonly decider: Actor; readonly answered: Answered[] };

/** Whose decision it is, and by whose right, where that is another's (APR-02). */
const byWhom = (actor: Actor, decider: Actor): ByWhom => ({
  userId: actor.userId,
  decidedFor: decider.userId === actor.userId ? null : decider.userId,
});

const happened = (name: EventName, { id, kind, serviceCenterId, command, status }: Approval, more: object = {}): DomainEvent => ({
  name,
  entityId: id,
  serviceCenterId,
  to: status,
  data: { kind, command, ...more },
});

/** The maker, as they are now, for whom the decider answers: whatever the command turns out to need is judged by the decider's right. */
const makerActor = async (
  { users }: Repositories,
  approval: Approval,
  { actor, decider, answered }: Answering,
  now: Date,
): Promise<Actor> => {
  const maker = await users.get(approval.requestedBy, everywhere);
  if (!maker.isAtWork(now)) throw new Outdated(`${maker.name}, who asked for it, is not active any more.`);
  const { role, serviceCenterIds } = maker;
  const approves = (action: ActionName, facts: Facts): boolean => {
    const allowed =
      !isTheirOwn(actor, approval, facts) &&
      decide(decider, 'approval.decide', factsOfDecision(approval, action, facts)).outcome === 'allowed';
    if (allowed) answered.push({ action, facts });
    return allowed;
  };
  return { ...decider, userId: maker.id, role, serviceCenterIds, approves, approvalId: approval.id };
};

/** What the decider let happen counts towards the limits of their own day (ACC-04), with the figures as they turned out. */
const countDay = async (
  { limitUses }: Repositories,
  approval: Approval,
  decider: Actor,
  now: Date,
  answered: readonly Answered[],
): Promise<void> => {
  for (const { action, facts } of answered) {
    const { amountPaise = 0n } = facts;
    const counted = answeredAs(action);
    if (decider.userId === null || amountPaise === 0n || !hasDayLimit(decider, counted, facts)) continue;
    const use = { userId: decider.userId, action: counted, day: businessDay(now) };
    const dayTotalPaise = (await limitUses.totalOf(use)).paise;
    permit(decider, 'approval.decide', { ...factsOfDecision(approval, action, facts), dayTotalPaise });
    await limitUses.add(use, Money.ofPaise(sizeOf(amountPaise)));
  }
};

/** Refusals of the business that another try would meet again; the others say that it could not be tried. */
const isFinal = ({ kind }: DomainError): boolean => !['unavailable', 'too-many', 'unexpected'].includes(kind);

const carriedOut = async ({ carryOut, digest }: Deps, unit: Repositories, approval: Approval, maker: Actor): Promise<string | null> => {
  const name = approval.command as ApprovableName;
  if ((await hashOf(unit, digest, name, approval.payload)) !== approval.payloadHash)
    throw new Outdated('What it is about was changed since it was asked for.');
  const subject: Subject = approvableCommands[name];
  return subject.resultId((await carryOut(name)(thaw(approval.payload) as never, maker)) as never);
};

/** Marks as STALE what was found to be impossible, in a unit of its own: everything that was tried has been undone before. */
export const outdateApproval =
  ({ transact, clock }: Pick<Deps, 'transact' | 'clock'>) =>
  ({ approvalId, message }: ApprovalStale, actor: Actor): Promise<void> =>
    transact(actor, async ({ approvals, record }) => {
      const approval = await approvals.getForChange(approvalId, everywhere);
      if (approval.status !== 'PENDING') return;
      approval.decide('outdate', { userId: actor.userId, decidedFor: null }, clock.now(), message);
      record(happened('ApprovalOutdated', approval, { cause: message }));
    });

/**
 * Lets what was asked for happen: the very command is carried out for its maker, in the transaction of the decision, and so once
 * (APR-03). What cannot be carried out any more is told by ApprovalStale: whoever called it lets everything be undone, be it the
 * transaction of an Idempotency-Key, and calls `outdateApproval`. Of a module that is switched off nothing is approved; it may be rejected, taken
 * back, and expire (CFG-02).
 * @throws DomainError `entity.absent`, `access.denied`, `version.stale`, `approval.transition`, `module.off`, and ApprovalStale
 */
export const approve =
  (deps: Deps) =>
  async (
    { approvalId, version, comments = null }: ToApproval & { readonly comments?: string | null | undefined },
    actor: Actor,
  ): Promise<Approval> => {
    const { transact, clock } = deps;
    let trying = false;
    try {
      return await transact(actor, async (unit) => {
        trying = false;
        const now = clock.now();
        const approval = await unit.approvals.getForChange(approvalId, everywhere);
        const decider = await deciderOf(unit.delegations, approval, actor, now);
        expectVersion(approval, version);
        if (approval.hasExpired(now)) throw new DomainError('approval.transition', 'Nobody decided on it in time: it has expired.');
        await refuseWhileOff(unit.settings, approval.command, clock);
        approval.decide('approve', byWhom(actor, decider), now, comments);
        unit.record(happened('ApprovalGranted', approval, { decidedFor: approval.decidedFor }));
        const answered: Answered[] = [];
        const maker = await makerActor(unit, approval, { actor, decider, answered }, now);
        trying = true;
        const resultId = await carriedOut(deps, unit, approval, maker);
        // What is only refused when it is written is found out while it is tried.
        await unit.flush();
        trying = false;
        await countDay(unit, approval, decider, now, answered);
        approval.executed(now, resultId);
        unit.record(happened('ApprovalExecuted', approval, { resultId }));
        return approval;
      });
    } catch (error) {
      // Somebody above has to decide on what it turned out to be.
      if (error instanceof ApprovalNeeded) throw new DomainError('access.denied', error.message, { explanation: error.explanation });
      const impossible = error instanceof Outdated || (trying && error instanceof DomainError && isFinal(error));
      if (!impossible) throw error;
      throw new ApprovalStale(approvalId, error);
    }
  };

/** @throws DomainError `entity.absent`, `access.denied`, `version.stale`, `approval.transition` */
export const reject =
  ({ transact, clock }: Deps) =>
  ({ approvalId, version, reason }: ToApproval & { readonly reason: string }, actor: Actor): Promise<Approval> =>
    transact(actor, async ({ approvals, delegations, record }) => {
      const now = clock.now();
      const approval = await approvals.getForChange(approvalId, everywhere);
      const decider = await deciderOf(delegations, approval, actor, now);
      expectVersion(approval, version);
      approval.decide('reject', byWhom(actor, decider), now, reason);
      record(happened('ApprovalRejected', approval, { decidedFor: approval.decidedFor }));
      return approval;
    });

/** Takes back what one asked for oneself. @throws DomainError `entity.absent`, `access.denied`, `version.stale`, `approval.transition` */
export const cancelApproval =
  ({ transact }: Deps) =>
  ({ approvalId, version }: ToApproval, actor: Actor): Promise<Approval> =>
    transact(actor, async ({ approvals, record }) => {
      const approval = await approvals.getForChange(approvalId, everywhere);
      if (!sees(actor, approval)) permit(actor, 'approval.read', placeOf(approval));
      // Wherever they work by now, it is theirs to take back.
      permit(actor, 'approval.cancel', { serviceCenterId: null, ownerIds: [approval.requestedBy] });
      expectVersion(approval, version);
      approval.walk('cancel');
      record(happened('ApprovalCancelled', approval));
      return approval;
    });
