import type { Users } from '../../identity/ports.ts';
import { decide } from '../../shared/access/decide.ts';
import type { Facts } from '../../shared/access/facts.ts';
import type { ActionName } from '../../shared/access/matrix.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { EventName } from '../../shared/event-catalogue.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Digest } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { approvableCommands, type ApprovableName, type Subject } from '../approvable.ts';
import type { Approval } from '../approval.ts';
import { thaw } from '../frozen.ts';
import type { Approvals } from '../ports.ts';
import { hashOf } from './ask-for-approval.ts';
import { permitReading, placeOf } from './read-approvals.ts';

export type ToApproval = { readonly approvalId: string; readonly version?: number | undefined };

type Repositories = { readonly approvals: Approvals; readonly users: Users };
type Deps = {
  readonly transact: Transact<Repositories>;
  readonly clock: Clock;
  readonly digest: Digest;
  /** The use case of that name, as it is composed for everybody else. */
  readonly carryOut: (name: ApprovableName) => (command: never, actor: Actor) => Promise<unknown>;
};

/** What was approved cannot be carried out any more: everything that was tried is undone. */
class Outdated extends Error {}

/** Whether `actor` may decide on the act: it is another's, and within what they may do themselves (APR-02, ACC-02). */
export const factsOfDecision = (approval: Approval, about: ActionName, facts: Facts): Facts => ({
  ...placeOf(approval),
  ...facts,
  // Neither who asked nor who made what it is about: a manager who has to ask for their yes is no way round ACC-02.
  makerId: facts.makerId ?? approval.requestedBy,
  askedBy: approval.requestedBy,
  about,
  // The day's sum is the asker's; the decider answers for this document.
  dayTotalPaise: 0n,
});

const permitDecision = (approval: Approval, actor: Actor): void => {
  permitReading(approval, actor);
  permit(actor, 'approval.decide', factsOfDecision(approval, approval.action, approval.knownFacts));
};

const happened = (name: EventName, { id, kind, serviceCenterId, command, status }: Approval, more: object = {}): DomainEvent => ({
  name,
  entityId: id,
  serviceCenterId,
  to: status,
  data: { kind, command, ...more },
});

/** The maker, as they are now, for whom the decider answers: whatever the command turns out to need is judged by the decider's right. */
const makerActor = async ({ users }: Repositories, approval: Approval, decider: Actor, now: Date): Promise<Actor> => {
  const maker = await users.get(approval.requestedBy, everywhere);
  if (!maker.isAtWork(now)) throw new Outdated(`${maker.name}, who asked for it, is not active any more.`);
  const { role, serviceCenterIds } = maker;
  const approves = (action: ActionName, facts: Facts): boolean =>
    decide(decider, 'approval.decide', factsOfDecision(approval, action, facts)).outcome === 'allowed';
  return { ...decider, userId: maker.id, role, serviceCenterIds, approves };
};

const carriedOut = async (
  { carryOut, digest }: Deps,
  { approvals }: Repositories,
  approval: Approval,
  maker: Actor,
): Promise<string | null> => {
  const name = approval.command as ApprovableName;
  const { entityType, entityId } = approval;
  const version = entityId === null ? null : await approvals.lockVersionOf(entityType, entityId);
  if (hashOf(digest, name, approval.payload, version) !== approval.payloadHash)
    throw new Outdated('What it is about was changed since it was asked for.');
  const subject: Subject = approvableCommands[name];
  try {
    return subject.resultId((await carryOut(name)(thaw(approval.payload) as never, maker)) as never);
  } catch (error) {
    if (error instanceof DomainError) throw new Outdated(error.message);
    throw error;
  }
};

/** In a unit of its own, after everything that was tried has been undone. */
const outdate = ({ transact, clock }: Deps, approvalId: string, cause: string, actor: Actor): Promise<void> =>
  transact(actor, async ({ approvals, record }) => {
    const approval = await approvals.getForChange(approvalId, everywhere);
    if (approval.status !== 'PENDING') return;
    approval.decide('outdate', actor.userId, clock.now(), cause);
    record(happened('ApprovalOutdated', approval, { cause }));
  });

/**
 * Lets what was asked for happen: the very command is carried out for its maker, in the transaction of the decision, and so once
 * (APR-03). What cannot be carried out any more becomes STALE, and nothing of it has happened.
 * @throws DomainError `entity.absent`, `access.denied`, `version.stale`, `approval.transition`, `approval.stale`
 */
export const approve =
  (deps: Deps) =>
  async (
    { approvalId, version, comments = null }: ToApproval & { readonly comments?: string | null | undefined },
    actor: Actor,
  ): Promise<Approval> => {
    const { transact, clock } = deps;
    try {
      return await transact(actor, async (unit) => {
        const now = clock.now();
        const approval = await unit.approvals.getForChange(approvalId, everywhere);
        permitDecision(approval, actor);
        expectVersion(approval, version);
        if (approval.hasExpired(now)) throw new DomainError('approval.transition', 'Nobody decided on it in time: it has expired.');
        approval.decide('approve', actor.userId, now, comments);
        unit.record(happened('ApprovalGranted', approval));
        const maker = await makerActor(unit, approval, actor, now);
        approval.executed(now, await carriedOut(deps, unit, approval, maker));
        unit.record(happened('ApprovalExecuted', approval, { resultId: approval.resultId }));
        return approval;
      });
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
      await outdate(deps, approvalId, error.message, actor);
      throw new DomainError('approval.stale', error.message);
    }
  };

/** @throws DomainError `entity.absent`, `access.denied`, `version.stale`, `approval.transition` */
export const reject =
  ({ transact, clock }: Deps) =>
  ({ approvalId, version, reason }: ToApproval & { readonly reason: string }, actor: Actor): Promise<Approval> =>
    transact(actor, async ({ approvals, record }) => {
      const approval = await approvals.getForChange(approvalId, everywhere);
      permitDecision(approval, actor);
      expectVersion(approval, version);
      approval.decide('reject', actor.userId, clock.now(), reason);
      record(happened('ApprovalRejected', approval));
      return approval;
    });

/** Takes back what one asked for oneself. @throws DomainError `entity.absent`, `access.denied`, `version.stale`, `approval.transition` */
export const cancelApproval =
  ({ transact }: Deps) =>
  ({ approvalId, version }: ToApproval, actor: Actor): Promise<Approval> =>
    transact(actor, async ({ approvals, record }) => {
      const approval = await approvals.getForChange(approvalId, everywhere);
      permitReading(approval, actor);
      // Wherever they work by now, it is theirs to take back.
      permit(actor, 'approval.cancel', { serviceCenterId: null, ownerIds: [approval.requestedBy] });
      expectVersion(approval, version);
      approval.walk('cancel');
      record(happened('ApprovalCancelled', approval));
      return approval;
    });
