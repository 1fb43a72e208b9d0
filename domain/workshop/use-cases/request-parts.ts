import type { LostDemands, Parts, StockItems } from '../../inventory/ports.ts';
import { holdForJob } from '../../inventory/use-cases/hold-for-job.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { JobCard } from '../job-card.ts';
import type { JobPart } from '../job-part.ts';
import type { Priority } from '../job-types.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';
import { namedParts, refuseDiscontinued } from './named-parts.ts';

export type RequestParts = ToJobCard & {
  readonly items: readonly {
    readonly partId: string;
    readonly quantity: Quantity;
    /** Without it the job cannot be completed; so it is, unless said otherwise. */
    readonly required?: boolean | undefined;
    readonly neededBy?: Date | undefined;
  }[];
};

export type ReserveParts = ToJobCard & {
  /** Which lines, and how much of each; all that is not reserved yet, where none is named. */
  readonly items?: readonly { readonly partId: string; readonly quantity?: Quantity | undefined }[] | undefined;
};

type Unit = { readonly parts: Parts; readonly stockItems: StockItems; readonly lostDemand: LostDemands };
type Wanted = { readonly partId: string; readonly quantity: Quantity; readonly neededBy: Date | null };

/**
 * Asks the store for parts: what there is is reserved for the job, the rest waits until stock comes in (STK-07).
 * @throws DomainError `parts.refused` once the work is over, `part.inactive` (STK-10), `entity.absent`, `quantity.malformed`
 */
export const requestParts =
  (deps: ChangeDeps<Unit>) =>
  (command: RequestParts, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, { ids }, unit) => {
      permit(actor, 'parts.request', factsOf(card));
      card.refusePartsUnlessAskable();
      const catalogue = await namedParts(unit.parts, command.items);
      refuseDiscontinued(catalogue);
      const asked = new Map<string, Quantity>();
      for (const { partId, quantity, required = true, neededBy = null } of command.items) {
        card.requestPart({ partId, description: catalogue.get(partId)!.name, quantity, required, neededBy }, ids);
        asked.set(partId, (asked.get(partId) ?? Quantity.zero).plus(quantity));
      }
      const wanted = [...asked].map(([partId, quantity]) => ({ partId, quantity, neededBy: card.partLineOf(partId).neededBy }));
      return askStore(deps, unit, card, 'requested', wanted, actor);
    });

/**
 * Reserves what the card asks for and nobody has reserved yet, as the parts of an estimate that was accepted. A line of a part that was
 * discontinued since is served like the others (STK-10).
 * @throws DomainError `parts.refused` for a part that is not on the card, or for more than is left to reserve
 */
export const reserveParts =
  (deps: ChangeDeps<Unit>) =>
  (command: ReserveParts, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, (card, _, unit) => {
      permit(actor, 'parts.reserve', factsOf(card));
      card.refusePartsUnlessAskable();
      const wanted = command.items ? command.items.map((item) => namedRest(card, item)) : everyRest(card);
      if (wanted.length === 0) throw new DomainError('parts.refused', 'There is nothing left to reserve on this job card.');
      return askStore(deps, unit, card, 'reserved', wanted, actor);
    });

/** What of a line is neither issued, nor held for the job, nor waited for. */
const restOf = (card: JobCard, { partId, unfilled }: JobPart): Quantity => {
  const { reserved, backordered } = card.reservationOf(partId) ?? { reserved: Quantity.zero, backordered: Quantity.zero };
  return unfilled.minus(reserved).minus(backordered);
};

const everyRest = (card: JobCard): Wanted[] =>
  card.parts
    .map((line) => ({ partId: line.partId, quantity: restOf(card, line), neededBy: line.neededBy }))
    .filter(({ quantity }) => quantity.isPositive());

const namedRest = (card: JobCard, { partId, quantity }: { readonly partId: string; readonly quantity?: Quantity | undefined }): Wanted => {
  const line = card.partLineOf(partId);
  const rest = restOf(card, line);
  const wanted = quantity ?? rest;
  if (!wanted.isPositive() || wanted.compare(rest) > 0)
    throw new DomainError('parts.refused', `${rest} of "${line.description}" are left to reserve.`);
  return { partId, quantity: wanted, neededBy: line.neededBy };
};

const askStore = async (
  deps: ChangeDeps<Unit>,
  unit: Unit,
  card: JobCard,
  what: 'requested' | 'reserved',
  lines: readonly Wanted[],
  actor: Actor,
) => {
  const { id: jobCardId, serviceCenterId } = card;
  const order = { serviceCenterId, jobCardId, urgency: card.priority satisfies Priority, lines };
  const { answers, held, lost } = await holdForJob(deps)(unit, order, actor);
  const partIds = answers.map(({ partId }) => partId);
  card.lookAgain(partIds, held);
  return [card.storeAnswered(what, answers), ...lost];
};
