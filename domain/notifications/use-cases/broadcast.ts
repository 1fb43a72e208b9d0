import { decide } from '../../shared/access/decide.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { Broadcast, MOST_RECIPIENTS, RECIPIENTS_OF_STEP, refuseUnfitBroadcast } from '../broadcast.ts';
import { isPromotion } from '../channels.ts';
import { broadcastStarted } from '../events.ts';
import type { Compose, More } from '../ports.ts';
import type { Audience, Broadcasts, Meant } from '../repositories.ts';

export type StartBroadcast = Pick<Broadcast, 'category' | 'to' | 'channels' | 'serviceCenterIds' | 'texts'> & {
  /** How many it goes to, as was shown; without it nothing is sent and the figure is told. */
  readonly recipients?: number | undefined;
};
export type ShownAudience = { readonly recipients: number; readonly broadcastId: string | null };

type Unit = { readonly broadcasts: Broadcasts; readonly audience: Audience };
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };

/** Each branch that is named is one of the asker's. */
const permitEach = (actor: Actor, serviceCenterIds: readonly string[]): void => {
  const places = serviceCenterIds.length === 0 ? [null] : serviceCenterIds;
  for (const serviceCenterId of places) permit(actor, 'notification.broadcast', { serviceCenterId });
};

/** As `permitEach`, for who only looks: what may be asked for may be looked at. */
const refuseUnlessMayAsk = (actor: Actor, serviceCenterIds: readonly string[]): void => {
  for (const serviceCenterId of serviceCenterIds.length === 0 ? [null] : serviceCenterIds)
    if (decide(actor, 'notification.broadcast', { serviceCenterId }).outcome !== 'approval')
      permit(actor, 'notification.broadcast', { serviceCenterId });
};

const refuseAnotherCount = (shown: number, recipients: number, { approvalId }: Actor): void => {
  // Whoever decided saw the figure; people who came or went since are no reason to ask anew.
  if (shown !== recipients && approvalId === undefined)
    throw new DomainError('broadcast.audience', `It goes to ${recipients} by now, and not to ${shown}: look at it again.`);
};

/**
 * Shows how many a broadcast goes to; with that figure given back, it goes out (NOT-06). Below a super administrator somebody else decides.
 * @throws DomainError `request.invalid`, `broadcast.audience` where it goes to others than shown, to nobody or to too many, `access.denied`,
 * or ApprovalNeeded
 */
export const startBroadcast =
  ({ transact, clock, ids }: Deps) =>
  ({ recipients: shown, ...draft }: StartBroadcast, actor: Actor): Promise<ShownAudience> =>
    transact(actor, async ({ broadcasts, audience, record }) => {
      refuseUnfitBroadcast(draft);
      refuseUnlessMayAsk(actor, draft.serviceCenterIds);
      const recipients = await audience.count(meantBy(draft), MOST_RECIPIENTS + 1);
      if (recipients > MOST_RECIPIENTS)
        throw new DomainError('broadcast.audience', `It goes to more than ${MOST_RECIPIENTS}, the most at once: choose branches.`);
      if (shown === undefined) return { recipients, broadcastId: null };
      refuseAnotherCount(shown, recipients, actor);
      if (recipients === 0) throw new DomainError('broadcast.audience', 'It goes to nobody.');
      permitEach(actor, draft.serviceCenterIds);
      const broadcast = new Broadcast({ ...draft, id: ids.next(), recipients, startedAt: clock.now() });
      broadcasts.add(broadcast);
      record(broadcastStarted(broadcast));
      return { recipients, broadcastId: broadcast.id };
    });

/** Whom it goes to. Offers go to customers who agreed to them alone. */
const meantBy = ({ to, serviceCenterIds, category }: Pick<Broadcast, 'to' | 'serviceCenterIds' | 'category'>): Meant => ({
  ...{ to, serviceCenterIds },
  consent: isPromotion(category) ? 'MARKETING' : null,
});

/** The next of those whom it goes to, as many as one step takes. How far it has come is kept with what is made of them: nobody is told twice. */
export const nextRecipients = async ({ audience, broadcasts }: Unit, broadcast: Broadcast): Promise<string[]> => {
  const { upTo, told, ended } = await broadcasts.progressOf(broadcast.id);
  if (ended) return [];
  const ids = await audience.next(meantBy(broadcast), upTo, RECIPIENTS_OF_STEP);
  await broadcasts.noteProgress(broadcast.id, {
    ...{ upTo: ids.at(-1) ?? upTo, told: told + ids.length },
    ended: ids.length < RECIPIENTS_OF_STEP,
  });
  return ids;
};

/** How far it has come, while somebody has not been told; the count is of when it was begun. */
export const broadcastLeft = async ({ broadcasts }: Pick<Unit, 'broadcasts'>, id: string): Promise<More | undefined> => {
  const [{ recipients }, { told, ended }] = [await broadcasts.get(id, everywhere), await broadcasts.progressOf(id)];
  return ended ? undefined : { progress: Math.min(99, Math.floor((100 * told) / recipients)) };
};

/** What a broadcast says to somebody, in their language. */
export const composeBroadcast =
  ({ transact }: Pick<Deps, 'transact'>): Compose =>
  ({ entityId, recipientName, language }, actor) =>
    transact(actor, async ({ broadcasts }) => {
      const { subject, body, dltTemplateId } = (await broadcasts.get(entityId, everywhere)).textIn(language);
      return { vars: { name: recipientName }, said: { wording: { subject, body, html: null, variables: ['name'], dltTemplateId } } };
    });
