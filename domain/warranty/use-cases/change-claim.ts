import type { Facts } from '../../shared/access/facts.ts';
import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor } from '../../shared/actor.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import type { Money } from '../../shared/money.ts';
import { permitToday } from '../../shared/permit-today.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { WarrantyClaims } from '../ports.ts';
import type { By, ClaimDecision, ClaimedLine, WarrantyClaim } from '../warranty-claim.ts';

export type ToClaim = { readonly claimId: string; readonly version?: number | undefined };
export type SubmitClaim = ToClaim & { readonly answer?: string | undefined; readonly lines?: readonly ClaimedLine[] | undefined };
export type DecideClaim = ToClaim & {
  readonly decision: ClaimDecision;
  readonly reason?: string | undefined;
  readonly lines?: readonly { readonly lineId: string; readonly approved: Money }[] | undefined;
};
export type AppealClaim = ToClaim & { readonly reason: string };
export type SettleClaim = ToClaim & { readonly paid: Money; readonly reference?: string | undefined };

type Repositories = { warrantyClaims: WarrantyClaims; limitUses: LimitUses };
type Deps = { readonly transact: Transact<Repositories>; readonly clock: Clock; readonly ids: Ids };

/** Loads and locks the claim that the actor may see, changes it, and takes down what happened. */
const changeClaim =
  ({ transact, clock, ids }: Deps) =>
  (
    { claimId, version }: ToClaim,
    actor: Actor,
    change: (claim: WarrantyClaim, by: By, unit: Repositories) => Promise<DomainEvent> | DomainEvent,
  ): Promise<WarrantyClaim> =>
    transact(actor, async (unit) => {
      const claim = await unit.warrantyClaims.getForChange(claimId, reach(actor, 'warranty.read'));
      expectVersion(claim, version);
      unit.record(await change(claim, { userId: actor.userId, now: clock.now(), ids }, unit));
      return claim;
    });

/**
 * Hands a claim in: a draft, or one that was asked about, with the answer.
 * @throws DomainError `warranty.transition`, `entity.absent`, `access.denied`, `version.stale`
 */
export const submitWarrantyClaim = (deps: Deps) => (command: SubmitClaim, actor: Actor) =>
  changeClaim(deps)(command, actor, (claim, by) => {
    permit(actor, 'warranty.submit', { serviceCenterId: claim.serviceCenterId });
    return claim.submit(command.answer ?? null, command.lines, by);
  });

/**
 * Approves a claim wholly or by line, rejects it, or asks about it. Nobody decides what they asked for (ACC-02), nor beyond
 * their limit by claim and day (ACC-04).
 * @throws DomainError `warranty.transition`, `request.invalid`, `entity.absent`, `access.denied`, `version.stale`, or ApprovalNeeded
 */
export const decideWarrantyClaim = (deps: Deps) => (command: DecideClaim, actor: Actor) =>
  changeClaim(deps)(command, actor, async (claim, by, unit) => {
    await permitAmount(actor, claim, claim.amountOf(command.decision, command.lines), by, unit);
    return claim.decide(command.decision, command.lines, command.reason ?? null, by);
  });

/** @throws DomainError `warranty.transition`, `entity.absent`, `access.denied`, `version.stale`, `warranty.claim_open` */
export const appealWarrantyClaim = (deps: Deps) => (command: AppealClaim, actor: Actor) =>
  changeClaim(deps)(command, actor, (claim, by) => {
    permit(actor, 'warranty.appeal', { serviceCenterId: claim.serviceCenterId });
    return claim.appeal(command.reason, by);
  });

/**
 * Takes down what the manufacturer paid, and closes the claim. It counted towards a day when it was approved.
 * @throws DomainError `warranty.transition`, `entity.absent`, `access.denied`, `version.stale`, or ApprovalNeeded
 */
export const settleWarrantyClaim = (deps: Deps) => (command: SettleClaim, actor: Actor) =>
  changeClaim(deps)(command, actor, (claim, by) => {
    permit(actor, 'warranty.settle', { ...factsOfClaim(claim), amountPaise: command.paid.paise, dayTotalPaise: 0n });
    return claim.settle(command.paid, command.reference ?? null, by);
  });

/** What the access matrix wants to know of a claim: where it is, and who had a hand in it. */
export const factsOfClaim = ({ makers: [makerId = null, ...otherMakerIds], serviceCenterId }: WarrantyClaim): Facts => ({
  serviceCenterId,
  makerId,
  otherMakerIds,
});

/** Nobody decides what they made, handed in or appealed (ACC-02), nor beyond their limit by claim and day (ACC-04). */
const permitAmount = (actor: Actor, claim: WarrantyClaim, amount: Money, { now }: By, unit: Repositories): Promise<void> =>
  permitToday(unit, now, actor, 'warranty.decide', { ...factsOfClaim(claim), amountPaise: amount.paise });
