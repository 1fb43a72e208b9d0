import type { StockItems, StockRepositories } from '../../inventory/ports.ts';
import { forgoForJob } from '../../inventory/use-cases/hold-for-job.ts';
import { moveEverySerial } from '../../inventory/use-cases/move-serials.ts';
import { placeOf, returnFromJob } from '../../inventory/use-cases/return-from-job.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { DomainEvent } from '../../shared/events.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { JobCard } from '../job-card.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type CancelParts = ToJobCard & {
  /** Of each, all that is not issued yet, unless said how much. */
  readonly items: readonly { readonly partId: string; readonly quantity?: Quantity | undefined }[];
  readonly reason?: string | undefined;
};

type Called = { readonly partId: string; readonly quantity: Quantity };

/**
 * Calls off lines of a parts request, or some of them: what was reserved for them is free again, and what waited waits no more (STK-07).
 * @throws DomainError `parts.refused` for a part that is not on the card, or for more than is not issued yet
 */
export const cancelParts =
  (deps: ChangeDeps<{ stockItems: StockItems }>) =>
  (command: CancelParts, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, _, unit) => {
      permit(actor, 'parts.cancel', factsOf(card));
      card.refusePartsUnlessCalledOff();
      const items = command.items.map((item) => calledOff(card, item));
      return [await callOff(unit, card, items, command.reason ?? null)];
    });

const calledOff = (card: JobCard, { partId, quantity }: CancelParts['items'][number]): Called => {
  const { unfilled, description } = card.partLineOf(partId);
  const called = quantity ?? unfilled;
  if (!called.isPositive() || called.compare(unfilled) > 0)
    throw new DomainError('parts.refused', `${unfilled} of "${description}" are not issued yet, and can be called off.`);
  return { partId, quantity: called };
};

/** What nobody has reserved yet goes first, then what waits, then what is held. */
const callOff = async (
  unit: { readonly stockItems: StockItems },
  card: JobCard,
  items: readonly Called[],
  reason: string | null,
): Promise<DomainEvent> => {
  const ofStore = items
    .map(({ partId, quantity }) => ({ partId, quantity: quantity.minus(notAskedOfStore(card, partId)) }))
    .filter(({ quantity }) => quantity.isPositive());
  const held = await forgoForJob(unit, { serviceCenterId: card.serviceCenterId, jobCardId: card.id }, ofStore);
  card.lookAgain(
    ofStore.map(({ partId }) => partId),
    held,
  );
  return card.callOffParts(items, reason);
};

const notAskedOfStore = (card: JobCard, partId: string): Quantity => {
  const { reserved, backordered } = card.reservationOf(partId) ?? { reserved: Quantity.zero, backordered: Quantity.zero };
  const rest = card.partLineOf(partId).unfilled.minus(reserved).minus(backordered);
  return rest.isNegative() ? Quantity.zero : rest;
};

const unfilledOf = (card: JobCard): Called[] =>
  card.parts.filter(({ unfilled }) => unfilled.isPositive()).map(({ partId, unfilled }) => ({ partId, quantity: unfilled }));

/** Frees what is still held for a job that needs it no more, as one that is billed. */
export const freeReservations = async (unit: { readonly stockItems: StockItems }, card: JobCard): Promise<DomainEvent[]> =>
  card.reservations.length === 0 ? [] : [await callOff(unit, card, unfilledOf(card), null)];

/** JOB-08: with a job that is called off, what is held for it is free, and what is on it is back in the store. */
export const clearParts = async (
  deps: { readonly clock: Clock; readonly ids: Ids },
  unit: StockRepositories,
  card: JobCard,
  reason: string | null,
  actor: Actor,
): Promise<DomainEvent[]> => {
  const waiting = unfilledOf(card);
  const onJob = card.parts
    .filter((line) => line.onJob.isPositive())
    .map((line) => ({ partId: line.partId, quantity: line.onJob, condition: 'GOOD' as const }));
  // All of them in one order before the first is changed, lest two jobs that are called off at once wait for each other (STK-03).
  const partIds = [...waiting, ...onJob].map(({ partId }) => partId).toSorted();
  if (partIds.length > 0) await unit.stockItems.lock(card.serviceCenterId, partIds, everywhere);
  const freed = waiting.length === 0 ? [] : [await callOff(unit, card, waiting, reason)];
  if (onJob.length === 0) return freed;
  const returned = card.giveBackParts(onJob).map((moved) => ({ ...moved, condition: 'GOOD' as const }));
  await returnFromJob(deps)(unit, { serviceCenterId: card.serviceCenterId, jobCardId: card.id }, returned, actor);
  const units = await moveEverySerial(unit, { from: { type: 'JOB', id: card.id }, to: placeOf('GOOD', card.serviceCenterId) });
  const serialsOf = (partId: string) => units.filter((each) => each.partId === partId).map(({ serial }) => serial);
  return [...freed, card.partsReturned(onJob.map((line) => ({ ...line, serials: serialsOf(line.partId) })))];
};
