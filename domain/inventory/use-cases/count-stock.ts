import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { Actor, Scope } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Part } from '../part.ts';
import type { Parts, Serials, StockCounts, StockItems } from '../ports.ts';
import { refuseUnfit, serialKey } from '../serial-unit.ts';
import { type Counted, StockCount } from '../stock-count.ts';
import { stockCounted, stockCountStarted } from '../stock-events.ts';
import { refuseClosed } from './create-transfer.ts';

export type StartCount = { readonly serviceCenterId: string; readonly note?: string | undefined };
export type Found = { readonly partId: string; readonly quantity: Quantity; readonly serials?: readonly string[] | undefined };
export type ToCount = { readonly countId: string; readonly version?: number | undefined };
export type CountStock = ToCount & { readonly items: readonly Found[] };

type Unit = {
  readonly serviceCenters: ServiceCenters;
  readonly parts: Parts;
  readonly serials: Serials;
  readonly stockItems: StockItems;
  readonly stockCounts: StockCounts;
};
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };

/**
 * Starts a count of a branch's shelves. Whoever may ask for it to be posted may count.
 * @throws DomainError `entity.absent`, `service_center.closed`, `access.denied`
 */
export const startCount =
  ({ transact, clock, ids }: Deps) =>
  async ({ serviceCenterId, note }: StartCount, actor: Actor): Promise<StockCount> => {
    permit(actor, 'stock.take-count', { serviceCenterId });
    return transact(actor, async ({ serviceCenters, stockCounts, record }) => {
      refuseClosed(await serviceCenters.get(serviceCenterId, reach(actor, 'stock.take-count')));
      const count = new StockCount({
        id: ids.next(),
        serviceCenterId,
        note: note ?? null,
        startedBy: actor.userId,
        startedAt: clock.now(),
      });
      stockCounts.add(count);
      record(stockCountStarted(count));
      return count;
    });
  };

/**
 * Takes down what is on the shelf, beside what the books say at this moment. Whoever counts a part again corrects what was said before.
 * @throws DomainError `entity.absent`, `count.refused`, `version.stale`, `serial.refused`, `quantity.malformed`, `access.denied`
 */
export const countStock =
  ({ transact, clock, ids }: Deps) =>
  ({ countId, version, items }: CountStock, actor: Actor): Promise<StockCount> =>
    transact(actor, async (unit) => {
      const scope = reach(actor, 'stock.take-count');
      const count = await unit.stockCounts.getForChange(countId, scope);
      permit(actor, 'stock.take-count', { serviceCenterId: count.serviceCenterId });
      expectVersion(count, version);
      count.refuseUnlessOpen();
      const found = await besideTheBooks(unit, count.serviceCenterId, items, scope);
      count.takeDown(found, { userId: actor.userId, now: clock.now(), newId: () => ids.next() });
      unit.record(stockCounted(count, found));
      return count;
    });

/** Each find with what the books say of the part, while its balance is locked. */
const besideTheBooks = async (unit: Unit, serviceCenterId: string, items: readonly Found[], scope: Scope): Promise<Counted[]> => {
  const partIds = items.map(({ partId }) => partId);
  if (new Set(partIds).size < partIds.length)
    throw new DomainError('count.refused', 'A part is named twice: say it once, with all there is.');
  const catalogue = new Map((await unit.parts.getSteady(partIds)).map((part) => [part.id, part]));
  for (const item of items) refuseUnfitFind(catalogue.get(item.partId), item);
  const balances = new Map((await unit.stockItems.lock(serviceCenterId, partIds, scope)).map((item) => [item.partId, item]));
  const counted: Counted[] = [];
  for (const { partId, quantity, serials = [] } of items) {
    const part = catalogue.get(partId)!;
    const balance = balances.get(partId);
    const units = part.serialTracked ? await comparedUnits(unit.serials, part, serviceCenterId, serials) : NO_UNITS;
    const books = { expected: balance?.onHand ?? Quantity.zero, corrections: balance?.corrections ?? 0 };
    counted.push({ partId, sku: part.sku, counted: quantity, ...books, ...units });
  }
  return counted;
};

const refuseUnfitFind = (part: Part | undefined, { quantity, serials = [] }: Found): void => {
  if (!part) throw absent('part');
  refuseUnfit(part, quantity, serials);
};

type Units = Pick<Counted, 'serials' | 'missing' | 'surplus'>;
const NO_UNITS: Units = { serials: [], missing: [], surplus: [] };

/** Which units were found, which of those that should be here were not, and which are not known to be here. */
const comparedUnits = async (serials: Serials, { id }: Part, serviceCenterId: string, found: readonly string[]): Promise<Units> => {
  const known = (await serials.at(id, { type: 'STORE', id: serviceCenterId })).map(({ serial }) => serial);
  const [here, there] = [new Set(known.map(serialKey)), new Set(found.map(serialKey))];
  return {
    serials: found.map((serial) => serial.trim()),
    missing: known.filter((serial) => !there.has(serialKey(serial))),
    surplus: found.map((serial) => serial.trim()).filter((serial) => !here.has(serialKey(serial))),
  };
};
