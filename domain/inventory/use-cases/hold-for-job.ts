import { type Actor, everywhere } from '../../shared/actor.ts';
import type { DomainEvent } from '../../shared/events.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { Held, LostDemands, StockItems } from '../ports.ts';
import type { DemandUrgency } from '../reservation.ts';
import { StockItem } from '../stock-item.ts';
import { loseDemand } from './lose-demand.ts';

type Deps = { readonly clock: Clock; readonly ids: Ids };
type Unit = { readonly stockItems: StockItems; readonly lostDemand: LostDemands };

/** What a job asks the store for: each part once. */
export type JobOrder = {
  readonly serviceCenterId: string;
  readonly jobCardId: string;
  readonly urgency: DemandUrgency;
  readonly lines: readonly { readonly partId: string; readonly quantity: Quantity; readonly neededBy: Date | null }[];
};

export type Answer = {
  readonly partId: string;
  readonly quantity: Quantity;
  readonly reserved: Quantity;
  readonly backordered: Quantity;
  readonly waits: boolean;
};

/** Of the balances of these parts, what the job holds by now. */
export const heldFor = (items: readonly StockItem[], jobCardId: string): Held[] =>
  items.flatMap(({ reservations }) => reservations.filter(({ sourceId }) => sourceId === jobCardId));

/**
 * Holds for the job what there is, and lets the rest wait until stock comes in (STK-07). What was missing is kept as lost demand (DEM-01).
 * The branch may never have had the part: then a balance begins with who waits for it.
 */
export const holdForJob =
  (deps: Deps) =>
  async (
    unit: Unit,
    { serviceCenterId, jobCardId, urgency, lines }: JobOrder,
    actor: Actor,
  ): Promise<{ readonly answers: Answer[]; readonly held: Held[]; readonly lost: DomainEvent[] }> => {
    const partIds = lines.map(({ partId }) => partId).toSorted();
    await unit.stockItems.open(partIds.map((partId) => new StockItem({ id: deps.ids.next(), serviceCenterId, partId })));
    const items = await unit.stockItems.lock(serviceCenterId, partIds, everywhere);
    const balances = new Map(items.map((item) => [item.partId, item]));
    const asked = { sourceType: 'JobCard', sourceId: jobCardId, urgency, askedAt: deps.clock.now() } as const;
    const figures = lines.map(({ partId, quantity, neededBy }) => {
      const item = balances.get(partId)!;
      const { available } = item;
      const reserved = item.hold({ ...asked, id: deps.ids.next(), neededBy }, quantity);
      const waits = item.reservationOf(jobCardId)!.backordered.isPositive();
      return { partId, quantity, available, reserved, backordered: quantity.minus(reserved), waits };
    });
    const missed = figures
      .filter(({ backordered }) => backordered.isPositive())
      .map(({ partId, quantity, available, reserved }) => ({ partId, requested: quantity, available, met: reserved }));
    const demand = { serviceCenterId, sourceType: 'JobCard', sourceId: jobCardId } as const;
    const lost = await loseDemand(deps)(unit, demand, deps.ids.next(), missed, actor);
    return { answers: figures, held: heldFor(items, jobCardId), lost };
  };

/** A job is more or less urgent than it was when it asked: what it still waits for comes in its new turn. */
export const rankForJob = async (
  { stockItems }: Pick<Unit, 'stockItems'>,
  { serviceCenterId, jobCardId, urgency }: Omit<JobOrder, 'lines'>,
  partIds: readonly string[],
): Promise<void> => {
  if (partIds.length === 0) return;
  for (const item of await stockItems.lock(serviceCenterId, partIds.toSorted(), everywhere)) item.reservationOf(jobCardId)?.rank(urgency);
};

/** A job takes back so much of what it asked for; who waits for it is next. */
export const forgoForJob = async (
  { stockItems }: Pick<Unit, 'stockItems'>,
  order: { readonly serviceCenterId: string; readonly jobCardId: string },
  lines: readonly { readonly partId: string; readonly quantity: Quantity }[],
): Promise<Held[]> => {
  if (lines.length === 0) return [];
  const items = await stockItems.lock(order.serviceCenterId, lines.map(({ partId }) => partId).toSorted(), everywhere);
  const balances = new Map(items.map((item) => [item.partId, item]));
  for (const { partId, quantity } of lines) balances.get(partId)?.forgo(order.jobCardId, quantity);
  return heldFor(items, order.jobCardId);
};
