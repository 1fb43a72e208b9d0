import { decide } from '../../shared/access/decide.ts';
import type { Facts } from '../../shared/access/facts.ts';
import { decidedAs, type ActionName } from '../../shared/access/matrix.ts';
import { type Actor } from '../../shared/actor.ts';
import { businessDay } from '../../shared/calendar.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Approval } from '../approval.ts';
import type { StoodFor } from '../ports.ts';

/** Where an approval lies, and whose it is. */
export const placeOf = ({ serviceCenterId, requestedBy, knownFacts: { serviceCenterIds } }: Approval): Facts => ({
  ...(serviceCenterIds ? { serviceCenterIds } : { serviceCenterId }),
  ownerIds: [requestedBy],
});

/**
 * What the policy is asked when somebody decides on the act: it is another's, and within what they may do themselves (APR-02,
 * ACC-02). The sum of the day in the facts of the act is its maker's; the decider's is counted when it is carried out.
 */
export const factsOfDecision = (approval: Approval, about: ActionName, facts: Facts): Facts => ({
  ...placeOf(approval),
  ...facts,
  // Neither who asked nor who made what it is about: a manager who has to ask for their yes is no way round ACC-02.
  makerId: facts.makerId ?? approval.requestedBy,
  askedBy: approval.requestedBy,
  about,
  dayTotalPaise: 0n,
});

/** By which action's limit the decider answers for the act. */
export const answeredAs = (action: ActionName): ActionName => decidedAs[action] ?? action;

/** Who asked sees what they asked for, wherever they work by now. */
export const sees = (reader: Actor, approval: Approval): boolean =>
  reader.userId === approval.requestedBy || decide(reader, 'approval.read', placeOf(approval)).outcome === 'allowed';

const mayDecide = (decider: Actor, approval: Approval): boolean =>
  sees(decider, approval) &&
  decide(decider, 'approval.decide', factsOfDecision(approval, approval.action, approval.knownFacts)).outcome === 'allowed';

/** Whether somebody asked for it, or made what it is about: then they decide in nobody's place either (ACC-02). */
export const isTheirOwn = ({ userId }: Actor, { requestedBy }: Approval, { makerId = null, otherMakerIds = [] }: Facts): boolean =>
  userId !== null && [requestedBy, makerId, ...otherMakerIds].includes(userId);

/** The actor as the one whose place they take: the right is the other's, the request their own. */
export const inPlaceOf = (actor: Actor, { userId, role, serviceCenterIds }: StoodFor): Actor => ({
  ...actor,
  userId,
  role,
  serviceCenterIds,
});

type Asked = { readonly stoodForBy: (userId: string, day: string) => Promise<readonly StoodFor[]> };

/** In whose place the actor may act today. What they asked for themselves is not theirs to decide on, whoever they stand in for. */
export const standIns = async ({ stoodForBy }: Asked, actor: Actor, now: Date): Promise<Actor[]> =>
  actor.userId === null ? [] : (await stoodForBy(actor.userId, businessDay(now))).map((other) => inPlaceOf(actor, other));

/**
 * By whose right the actor decides: their own, or else that of somebody in whose place they are.
 * @throws DomainError `entity.absent`, `access.denied` with what is missing to their own right, or to the one that lets them see it
 */
export const deciderOf = async (delegations: Asked, approval: Approval, actor: Actor, now: Date): Promise<Actor> => {
  if (mayDecide(actor, approval)) return actor;
  const others = isTheirOwn(actor, approval, approval.knownFacts) ? [] : await standIns(delegations, actor, now);
  const found = others.find((other) => mayDecide(other, approval));
  if (found) return found;
  const nearest = [actor, ...others].find((each) => sees(each, approval)) ?? actor;
  if (!sees(nearest, approval)) permit(nearest, 'approval.read', placeOf(approval));
  permit(nearest, 'approval.decide', factsOfDecision(approval, approval.action, approval.knownFacts));
  throw new DomainError('access.denied', 'This is for somebody else to decide on.');
};
