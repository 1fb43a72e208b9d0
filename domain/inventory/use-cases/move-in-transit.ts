import { type Actor, everywhere } from '../../shared/actor.ts';
import type { Money } from '../../shared/money.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { StockItems, StockRepositories } from '../ports.ts';
import { StockItem } from '../stock-item.ts';
import { shortage } from '../stock-short.ts';
import type { Location } from '../stock-movement.ts';
import type { Destination, Leg, TransferLine } from '../transfer-line.ts';
import { moveEachSerial } from './move-serials.ts';
import { type Basket, movement, shortageOf } from './move-stock.ts';

type Deps = { readonly clock: Clock; readonly ids: Ids };
/** The road between two branches: whose stock it is that travels, and where to. */
export type Road = { readonly transferId: string; readonly fromServiceCenterId: string; readonly toServiceCenterId: string };
type Balances = ReadonlyMap<string, StockItem>;

/** The balances of the parts at one branch, locked. The transfer was found in scope, and one side writes to the other's shelf too. */
const lockAt = async (stockItems: StockItems, serviceCenterId: string, partIds: readonly string[]): Promise<Balances> =>
  new Map((await stockItems.lock(serviceCenterId, partIds, everywhere)).map((item) => [item.partId, item]));

/** At both ends, the branches in one order and the parts in one order at each, so that goods both ways at once pass each other (STK-03). */
const lockBoth = async (
  stockItems: StockItems,
  road: Road,
  partIds: readonly string[],
  ids?: Ids,
): Promise<{ from: Balances; to: Balances }> => {
  const locked = new Map<string, Balances>();
  for (const branch of [road.fromServiceCenterId, road.toServiceCenterId].toSorted()) {
    if (ids && branch === road.toServiceCenterId) await openAt(stockItems, branch, partIds, ids);
    locked.set(branch, await lockAt(stockItems, branch, partIds));
  }
  return { from: locked.get(road.fromServiceCenterId)!, to: locked.get(road.toServiceCenterId)! };
};

/** A receiver who never had a part has no balance of it yet. */
const openAt = (stockItems: StockItems, serviceCenterId: string, partIds: readonly string[], ids: Ids): Promise<void> =>
  stockItems.open(partIds.map((partId) => new StockItem({ id: ids.next(), serviceCenterId, partId })));

const partIdsOf = (basket: readonly { readonly partId: string }[]): string[] => basket.map(({ partId }) => partId).toSorted();

/**
 * What the basket costs at a branch now, at the moving weighted average, and what makes it reserved there. The balances stay locked
 * between the two, so that what was judged is what is reserved.
 */
export const appraise = async (
  { stockItems }: Pick<StockRepositories, 'stockItems'>,
  { transferId, fromServiceCenterId: serviceCenterId }: Pick<Road, 'transferId' | 'fromServiceCenterId'>,
  basket: Basket,
): Promise<{ readonly values: readonly { readonly quantity: Quantity; readonly averageCost: Money }[]; reserve(): void }> => {
  const items = await lockAt(stockItems, serviceCenterId, partIdsOf(basket));
  const shortages = basket.flatMap(({ partId, quantity }) => shortageOf(items.get(partId), partId, quantity));
  if (shortages.length > 0)
    throw shortage(shortages, { serviceCenterId, sourceType: 'StockTransfer', sourceId: transferId, asked: shortages });
  return {
    values: basket.map(({ partId, quantity }) => ({ quantity, averageCost: items.get(partId)!.averageCost })),
    reserve: () => {
      for (const { partId, quantity } of basket) items.get(partId)!.reserve(quantity);
    },
  };
};

/** Frees what an approval had reserved. */
export const release = async (
  { stockItems }: Pick<StockRepositories, 'stockItems'>,
  serviceCenterId: string,
  basket: Basket,
): Promise<void> => {
  const items = await lockAt(stockItems, serviceCenterId, partIdsOf(basket));
  for (const { partId, quantity } of basket) items.get(partId)!.release(quantity);
};

/** On the road to a branch: the place that `in transit` of that branch's balance adds up (STK-02). */
const onTheRoad = ({ toServiceCenterId }: Road): Location => ({ type: 'IN_TRANSIT', id: toServiceCenterId });

/**
 * Sends reserved goods off: from the sender's store onto the road, at the moving weighted average (STK-05). Says what each part
 * cost altogether. It is on its way to the receiver from now on, who may never have had the part.
 * @throws DomainError `serial.refused` for a unit that is not in the sender's store
 */
export const sendOff =
  (deps: Deps) =>
  async (
    { stockItems, stockMovements, serials }: StockRepositories,
    road: Road,
    lines: readonly TransferLine[],
    actor: Actor,
  ): Promise<Map<string, Money>> => {
    const { from, to } = await lockBoth(stockItems, road, partIdsOf(lines), deps.ids);
    const way = { from: { type: 'STORE', id: road.fromServiceCenterId }, to: onTheRoad(road) } as const;
    const journeys = lines.map((line) => ({ part: line.tracked, quantity: line.quantity, serials: line.serials, ...way }));
    await moveEachSerial(deps)({ serials }, journeys);
    const at = { serviceCenterId: road.fromServiceCenterId, document: { type: 'StockTransfer', id: road.transferId }, actor };
    return new Map(
      lines.map(({ partId, quantity }) => {
        const value = from.get(partId)!.issueReserved(quantity);
        to.get(partId)!.expectArrival(quantity);
        stockMovements.add(movement(deps, { partId, quantity, value, ...way }, at));
        return [partId, value];
      }),
    );
  };

/** Where each destination is, and whose books tell of it. What is lost or broken is the receiver's loss: it was on its way there. */
const places: Readonly<Record<Destination, (road: Road) => { readonly to: Location; readonly serviceCenterId: string }>> = {
  RECEIVER: ({ toServiceCenterId: id }) => ({ to: { type: 'STORE', id }, serviceCenterId: id }),
  SENDER: ({ fromServiceCenterId: id }) => ({ to: { type: 'STORE', id }, serviceCenterId: id }),
  SCRAP: ({ toServiceCenterId }) => ({ to: { type: 'SCRAP', id: null }, serviceCenterId: toServiceCenterId }),
  ADJUSTMENT: ({ toServiceCenterId }) => ({ to: { type: 'ADJUSTMENT', id: null }, serviceCenterId: toServiceCenterId }),
};

/** Takes goods off the road to where each leg goes, at the cost that the transfer kept for it: no paisa is made or lost. */
export const leaveRoad =
  (deps: Deps) =>
  async (
    { stockItems, stockMovements, serials: units }: StockRepositories,
    road: Road,
    legs: readonly Leg[],
    actor: Actor,
  ): Promise<void> => {
    if (legs.length === 0) return;
    const { from, to } = await lockBoth(stockItems, road, partIdsOf(legs));
    const stores: Partial<Record<Destination, Balances>> = { RECEIVER: to, SENDER: from };
    for (const { partId, quantity, value, goes } of legs) {
      to.get(partId)!.endTransit(quantity);
      stores[goes]?.get(partId)!.receive(quantity, value);
      const { to: place, serviceCenterId } = places[goes](road);
      const at = { serviceCenterId, document: { type: 'StockTransfer', id: road.transferId }, actor };
      stockMovements.add(movement(deps, { partId, quantity, value, from: onTheRoad(road), to: place }, at));
    }
    const journeys = legs.map(({ partId: id, sku, quantity, serials, goes }) => ({
      ...{ part: { id, sku, serialTracked: serials.length > 0 }, quantity, serials, from: onTheRoad(road), to: places[goes](road).to },
    }));
    await moveEachSerial(deps)({ serials: units }, journeys);
  };
