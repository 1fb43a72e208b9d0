import { type Folded, foldMovements, nothingMoved, placeKey } from '../inventory/ledger.ts';
import type { JobLine, LedgerLine } from '../inventory/ledger-faults.ts';
import type { LedgerSnapshot, StockLedger } from '../inventory/ports.ts';
import { Money } from '../shared/money.ts';
import { Quantity } from '../shared/quantity.ts';
import type { Location } from '../inventory/stock-movement.ts';
import type { Memory } from './unit-of-work.ts';

async function* listed<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

type Key = { readonly placeId: string; readonly partId: string };
const keyOf = (key: string): Key => {
  const [placeId, partId] = key.split(' ') as [string, string];
  return { placeId, partId };
};

/** What each unit that is looked at says of the stock, from copies of its rows. */
const snapshotOf = (rows: Memory['rows']): LedgerSnapshot => {
  const movements = rows('stockMovements');
  const folds = foldMovements(movements);
  const items = new Map(rows('stockItems').map((item) => [placeKey(item.serviceCenterId, item.partId), item]));
  const cards = rows('jobCards');
  const isJob = new Set(
    movements.flatMap(({ fromType, fromId, toType, toId }) => [
      ...(fromType === 'JOB' ? [fromId] : []),
      ...(toType === 'JOB' ? [toId] : []),
    ]),
  );
  const transfers = rows('stockTransfers').map((transfer) => ({ ...transfer, lines: [...transfer.lines] }));

  const isTracked = new Map(rows('parts').map(({ id, serialTracked }) => [id, serialTracked]));
  const serials = rows('serialUnits');
  const unitsAt = (of: string, place: Location): number => serials.filter((unit) => unit.partId === of && unit.isAt(place)).length;

  const lineOf = (key: string): LedgerLine => {
    const { placeId: serviceCenterId, partId } = keyOf(key);
    const item = items.get(key);
    const held = transfers
      .filter(({ status, fromServiceCenterId }) => status === 'approved' && fromServiceCenterId === serviceCenterId)
      .flatMap(({ lines }) => lines.filter((line) => line.partId === partId));
    const sent = transfers
      .filter(({ toServiceCenterId }) => toServiceCenterId === serviceCenterId)
      .flatMap(({ lines }) => lines.filter((line) => line.partId === partId));
    return {
      ...{ serviceCenterId, partId, branchCode: serviceCenterId, sku: partId },
      kept: item ? { onHand: item.onHand, reserved: item.reserved, inTransit: item.inTransit, value: item.stockValue } : null,
      moved: folds.get(key) ?? nothingMoved,
      promised: Quantity.sum([...held.map(({ quantity }) => quantity), ...[...(item?.reservations ?? [])].map(({ reserved }) => reserved)]),
      sent: {
        quantity: Quantity.sum(sent.map(({ inTransit }) => inTransit)),
        value: Money.sum(sent.map(({ transitValue }) => transitValue)),
      },
      units: isTracked.get(partId)
        ? {
            inStore: unitsAt(partId, { type: 'STORE', id: serviceCenterId }),
            inTransit: unitsAt(partId, { type: 'IN_TRANSIT', id: serviceCenterId }),
          }
        : null,
    };
  };

  const jobOf = ([key, moved]: readonly [string, Folded]): JobLine => {
    const { placeId: jobCardId, partId } = keyOf(key);
    const card = cards.find(({ id }) => id === jobCardId);
    const parts = [...(card?.parts ?? [])].filter((part) => part.partId === partId);
    return {
      ...{ jobCardId, jobNumber: card?.jobNumber ?? `Job ${jobCardId}`, partId, sku: partId },
      card: { quantity: Quantity.sum(parts.map(({ onJob }) => onJob)), value: Money.sum(parts.map(({ issuedValue }) => issuedValue)) },
      moved,
      units: isTracked.get(partId) ? unitsAt(partId, { type: 'JOB', id: jobCardId }) : null,
    };
  };

  const shelves = new Set([...items.keys(), ...[...folds.keys()].filter((key) => !isJob.has(keyOf(key).placeId))]);
  return {
    lines: () => listed([...shelves].map(lineOf)),
    jobs: () => listed([...folds].filter(([key]) => isJob.has(keyOf(key).placeId)).map(jobOf)),
    // Whoever keeps movements in memory refuses them as they are added.
    badMovements: () => listed([]),
    movements: async () => movements.length,
  };
};

export const memoryStockLedger = ({ rows }: Pick<Memory, 'rows'>): StockLedger => ({ inspect: async (work) => work(snapshotOf(rows)) });
