import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { Money } from '../../shared/money.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Part } from '../part.ts';
import type { Parts, Serials, StockCounts, StockRepositories } from '../ports.ts';
import { fits, SerialUnit } from '../serial-unit.ts';
import type { StockCount, StockCountLine } from '../stock-count.ts';
import { stockCountPosted } from '../stock-events.ts';
import { StockItem } from '../stock-item.ts';
import { type Shortage, shortage } from '../stock-short.ts';
import { correctStock } from './correct-stock.ts';
import type { ToCount } from './count-stock.ts';
import { refuseClosed } from './create-transfer.ts';

type Unit = StockRepositories & {
  readonly serviceCenters: ServiceCenters;
  readonly parts: Parts;
  readonly serials: Serials;
  readonly stockCounts: StockCounts;
};
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };

/**
 * Corrects the books by what a count found: each part by its difference at the moment it was counted, so that what was sold or came in
 * since stands. A part whose books were corrected after it was counted is refused: that may have been the very same difference.
 * @throws DomainError `entity.absent`, `version.stale`, `count.refused`, `service_center.closed`, `stock.insufficient` where more is
 * missing than is not reserved, `serial.refused`, `access.denied`, or ApprovalNeeded
 */
export const postCount =
  (deps: Deps) =>
  ({ countId, version }: ToCount, actor: Actor): Promise<StockCount> =>
    deps.transact(actor, async (unit) => {
      const scope = reach(actor, 'stock.count');
      const count = await unit.stockCounts.getForChange(countId, scope);
      const { serviceCenterId } = count;
      expectVersion(count, version);
      count.refuseUnlessOpen();
      count.refuseEmpty();
      permit(actor, 'stock.count', { serviceCenterId });
      refuseClosed(await unit.serviceCenters.get(serviceCenterId, scope));
      const lines = count.lines.toSorted((a, b) => (a.partId < b.partId ? -1 : 1));
      const partIds = lines.map(({ partId }) => partId);
      const catalogue = new Map((await unit.parts.getSteady(partIds)).map((part) => [part.id, part]));
      refuseRetracked(lines, catalogue);
      const begun = lines.filter(({ counted }) => counted.isPositive());
      await unit.stockItems.open(begun.map(({ partId }) => new StockItem({ id: deps.ids.next(), serviceCenterId, partId })));
      const items = new Map((await unit.stockItems.lock(serviceCenterId, partIds, scope)).map((item) => [item.partId, item]));
      refuseCorrected(lines, items);
      for (const line of lines) line.delta = await deltaOf(unit, line, catalogue.get(line.partId)!, serviceCenterId);
      refuseShort(lines, items);
      for (const line of lines) {
        line.value = postLine(deps, unit, { line, item: items.get(line.partId), part: catalogue.get(line.partId)! }, actor);
        await moveUnits(deps, unit.serials, line, serviceCenterId);
      }
      count.post(actor.userId, deps.clock.now());
      unit.record(stockCountPosted(count));
      return count;
    });

type Items = ReadonlyMap<string, StockItem>;
const NONE = Quantity.zero;

/** What was counted as a quantity says nothing of units, and the other way round: stock without its units could never leave (STK-04). */
const refuseRetracked = (lines: readonly StockCountLine[], catalogue: ReadonlyMap<string, Part>): void => {
  const missing = lines
    .filter(({ partId, counted, serials }) => !fits(catalogue.get(partId)!, counted, serials))
    .map(({ sku }) => `Whether ${sku} is tracked by serial number was changed after it was counted: count it again.`);
  if (missing.length > 0) throw new DomainError('count.refused', missing.join(' '), { missing });
};

const refuseCorrected = (lines: readonly StockCountLine[], items: Items): void => {
  const missing = lines
    .filter(({ partId, corrections }) => (items.get(partId)?.corrections ?? 0) !== corrections)
    .map(({ sku }) => `The books of ${sku} were corrected after it was counted: count it again.`);
  if (missing.length > 0) throw new DomainError('count.refused', missing.join(' '), { missing });
};

/** The difference that was counted, without the units that turned up since: one that was missing and left is no loss, one that came is no find. */
const deltaOf = async (
  { serials }: Pick<Unit, 'serials'>,
  { difference, partId, missing, surplus }: StockCountLine,
  { serialTracked }: Part,
  serviceCenterId: string,
): Promise<Quantity> => {
  if (!serialTracked) return difference;
  const isHere = (unit: SerialUnit): boolean => unit.isAt({ type: 'STORE', id: serviceCenterId });
  const left = (await serials.lock(partId, missing)).filter((unit) => !isHere(unit)).length;
  const came = (await serials.lock(partId, surplus)).filter(isHere).length;
  return difference.plus(Quantity.ofThousandths(BigInt(left - came) * 1000n));
};

const refuseShort = (lines: readonly StockCountLine[], items: Items): void => {
  const shortages = lines.flatMap(({ partId, delta }): Shortage[] => {
    const gone = (delta ?? NONE).negated();
    const item = items.get(partId);
    if (!gone.isPositive() || (item && gone.compare(item.available) <= 0)) return [];
    return [item?.shortOf(gone) ?? { partId, requested: gone.toString(), available: NONE.toString() }];
  });
  if (shortages.length > 0) throw shortage(shortages);
};

type Posting = { readonly line: StockCountLine; readonly item: StockItem | undefined; readonly part: Part };

const postLine = (deps: Deps, { stockMovements }: Unit, { line: { delta, countId }, item, part }: Posting, actor: Actor): Money => {
  if (!item || !delta || delta.isZero()) return Money.zero;
  return correctStock(deps)(stockMovements, { item, part, delta }, { type: 'StockCount', id: countId }, actor);
};

/** What is missing is written off, and what was found is on the shelf from now on. */
const moveUnits = async (
  { ids }: Pick<Deps, 'ids'>,
  serials: Serials,
  { partId, sku, missing, surplus }: StockCountLine,
  serviceCenterId: string,
): Promise<void> => {
  const shelf = { type: 'STORE', id: serviceCenterId } as const;
  for (const unit of await serials.lock(partId, missing)) if (unit.isAt(shelf)) unit.moveTo({ type: 'ADJUSTMENT', id: null });
  const known = await serials.lock(partId, surplus);
  const inHand = known.find((unit) => !unit.isAt(shelf) && ['STORE', 'IN_TRANSIT', 'JOB'].includes(unit.locationType));
  if (inHand)
    throw new DomainError(
      'serial.refused',
      `${sku} ${inHand.serial} was found here, and by the books it is elsewhere: bring it back there first.`,
    );
  for (const unit of known) unit.moveTo(shelf);
  const old = new Set(known.map(({ serial }) => serial.toUpperCase()));
  for (const serial of surplus.filter((each) => !old.has(each.toUpperCase())))
    serials.add(new SerialUnit({ id: ids.next(), partId, serial, locationType: 'STORE', locationId: serviceCenterId }));
};
