import type { Users } from '../../identity/ports.ts';
import { mayEver } from '../../shared/access/decide.ts';
import { people } from '../../shared/access/matrix.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay, type BusinessDay, compareDays, daysBetween } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { Delegation } from '../delegation.ts';
import type { Delegations } from '../ports.ts';

export type DelegateApprovals = {
  readonly toUserId: string;
  readonly validFrom: BusinessDay;
  readonly validUntil: BusinessDay;
  readonly reason?: string | undefined;
};

type Deps = { readonly transact: Transact<{ delegations: Delegations; users: Users }>; readonly clock: Clock; readonly ids: Ids };

/** Longer than anybody is away; who takes over for good is given the role. */
const MOST_DAYS = 92;

const refused = (sentence: string): DomainError => new DomainError('delegation.refused', sentence);

const refuseDays = ({ validFrom, validUntil }: DelegateApprovals, today: BusinessDay): void => {
  if (compareDays(validFrom, today) < 0) throw refused('A delegation begins today or later: what was decided before is not changed by it.');
  if (compareDays(validUntil, validFrom) < 0) throw refused('A delegation cannot end before it begins.');
  if (daysBetween(validFrom, validUntil) >= MOST_DAYS) throw refused(`A delegation holds for ${MOST_DAYS} days at most.`);
};

/**
 * Lets another user decide in the actor's place, with the actor's right, on these business days, both included (APR-02). It goes
 * no further: who stands in for somebody cannot hand that on. Only who may decide on approvals at all can stand in.
 * @throws DomainError `delegation.refused`, `day.malformed`, `record.duplicate` for overlapping days, `entity.absent`, `access.denied`
 */
export const delegateApprovals =
  ({ transact, clock, ids }: Deps) =>
  (command: DelegateApprovals, actor: Actor): Promise<Delegation> =>
    transact(actor, async ({ delegations, users, record }) => {
      permit(actor, 'approval.delegate', { serviceCenterIds: actor.serviceCenterIds });
      const now = clock.now();
      if (actor.userId === null) throw refused('Only a person has approvals to delegate.');
      if (command.toUserId === actor.userId) throw refused('Nobody stands in for themselves.');
      refuseDays(command, businessDay(now));
      const other = await users.get(command.toUserId, everywhere);
      if (!other.isAtWork(now)) throw refused(`${other.name} is not active.`);
      if (!mayEver(other, 'approval.decide'))
        throw refused(`${other.name} cannot stand in: ${people[other.role]} do not decide on approvals.`);
      const delegation = new Delegation({ ...command, id: ids.next(), fromUserId: actor.userId, reason: command.reason ?? null });
      delegations.add(delegation);
      const { fromUserId, toUserId, validFrom, validUntil } = delegation;
      record({
        name: 'ApprovalsDelegated',
        entityId: delegation.id,
        serviceCenterId: null,
        data: { fromUserId, toUserId, validFrom, validUntil },
      });
      return delegation;
    });

export type ToDelegation = { readonly delegationId: string; readonly version?: number | undefined };

/**
 * Ends a delegation at once. Who gave it does, or who may delegate where they work: they may be out of reach.
 * @throws DomainError `delegation.refused`, `entity.absent`, `access.denied`, `version.stale`
 */
export const endDelegation =
  ({ transact, clock }: Deps) =>
  ({ delegationId, version }: ToDelegation, actor: Actor): Promise<Delegation> =>
    transact(actor, async ({ delegations, users, record }) => {
      const delegation = await delegations.getForChange(delegationId, everywhere);
      const { fromUserId, toUserId } = delegation;
      const giver = await users.get(fromUserId, everywhere);
      if (actor.userId !== giver.id) permit(actor, 'approval.delegate', { serviceCenterIds: giver.serviceCenterIds });
      expectVersion(delegation, version);
      delegation.end(clock.now());
      record({ name: 'DelegationEnded', entityId: delegation.id, serviceCenterId: null, data: { fromUserId, toUserId } });
      return delegation;
    });
