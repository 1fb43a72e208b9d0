import { placesOf } from '../../imports/use-cases/place-rows.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { ImportBatch, ImportRow } from '../../shared/import-batch.ts';
import { type ReadCell, readCells, refuseEmpty, rupees, units, words } from '../../shared/import-cells.ts';
import { importKinds } from '../../shared/import-kinds.ts';
import { onePerRecord, rowSieve } from '../../shared/import-sieve.ts';
import type { Money } from '../../shared/money.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { Recording, Transact } from '../../shared/unit-of-work.ts';
import type { OpeningStock } from '../opening-stock.ts';
import type { Part } from '../part.ts';
import type { GoodsReceipts, OpeningStocks, Parts, StockRepositories } from '../ports.ts';
import { refuseClosed } from './create-transfer.ts';
import { receiveGoods } from './receive-goods.ts';

type Unit = StockRepositories & {
  readonly serviceCenters: ServiceCenters;
  readonly parts: Parts;
  readonly goodsReceipts: GoodsReceipts;
  readonly openingStocks: OpeningStocks;
};
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };
type Cells = { readonly serviceCenter?: string; readonly sku: string; readonly quantity: Quantity; readonly unitCost: Money };
type Read = Cells & { readonly line: number };
type Planned = Omit<OpeningStock, 'receiptId'>;

const columns: Readonly<Record<string, ReadCell>> = {
  serviceCenter: words(20),
  sku: (text) => text.toUpperCase(),
  quantity: units,
  unitCost: rupees,
};

/**
 * Takes in what branches had on their shelves when their books begin here, at what it cost (IMP-01): as a receipt, so that every balance
 * has its movement. Once for each part and branch; what proves wrong later is adjusted.
 * @throws DomainError `access.denied`, `record.duplicate` when somebody else takes the same in at the same moment
 */
export const importOpeningStock =
  (deps: Deps): ImportBatch =>
  async ({ importId, rows, dryRun, serviceCenterId }, actor) => {
    permit(actor, 'import', { serviceCenterId: null });
    return deps.transact(actor, async (unit) => {
      const sieve = rowSieve();
      const read = rows.flatMap((row) => sieve.attempt(row.line, () => readRow(row)));
      const parts = new Map((await unit.parts.lockBySku(read.map(({ sku }) => sku))).map((part) => [part.sku.toUpperCase(), part]));
      const named = read.map(({ serviceCenter }) => serviceCenter);
      const placeOf = await placesOf(unit.serviceCenters, named, serviceCenterId);
      const claim = onePerRecord();
      const planned: { readonly row: Read; readonly opening: Planned }[] = [];
      for (const row of read)
        planned.push(
          ...(await sieve.attemptLater(row.line, async () => {
            const opening = await plan(unit, parts.get(row.sku), placeOf(row.serviceCenter), row);
            claim(keyOf(opening), row.line);
            return { row, opening };
          })),
        );
      const known = await unit.openingStocks.of(planned.map(({ opening }) => opening.partId));
      const there = new Map(known.map((each) => [keyOf(each), each]));
      const fresh = planned.map(({ opening }) => opening).filter((opening) => !there.has(keyOf(opening)));
      const same = planned.flatMap(({ row, opening }) => {
        const before = there.get(keyOf(opening));
        return before ? sieve.attempt(row.line, () => refuseOther(row.sku, before, opening)) : [];
      });
      if (!dryRun && fresh.length > 0) await keep(deps, unit, importId, fresh, actor);
      return { created: fresh.length, changed: 0, unchanged: same.length, bad: sieve.bad() };
    });
  };

const readRow = ({ line, cells }: ImportRow): Read => {
  refuseEmpty(importKinds['opening-stock'].needed, cells);
  const read = readCells(columns, cells) as Cells;
  if (!read.quantity.isPositive()) throw new DomainError('request.invalid', 'quantity: it has to be more than nothing.');
  return { ...read, line };
};

const keyOf = ({ serviceCenterId, partId }: Pick<OpeningStock, 'serviceCenterId' | 'partId'>): string => `${serviceCenterId} ${partId}`;

const plan = async (
  { serviceCenters }: Unit,
  part: Part | undefined,
  serviceCenterId: string,
  { sku, quantity, unitCost }: Read,
): Promise<Planned> => {
  if (part === undefined) throw new DomainError('request.invalid', `sku: there is no part ${sku}. Import the parts first.`);
  if (!part.active) throw new DomainError('part.inactive', `${part.sku} is discontinued.`);
  if (part.serialTracked)
    throw new DomainError('serial.refused', `${part.sku} is tracked by serial number: take its units in by a goods receipt.`);
  refuseClosed(await serviceCenters.get(serviceCenterId, everywhere));
  return { serviceCenterId, partId: part.id, quantity, unitCost };
};

/** What was taken in is in the books: the same again is no harm, and other figures are no opening stock. */
const refuseOther = (sku: string, there: OpeningStock, { quantity, unitCost }: Planned): OpeningStock => {
  if (there.quantity.compare(quantity) === 0 && there.unitCost.compare(unitCost) === 0) return there;
  const was = `${there.quantity} at ₹${there.unitCost}`;
  throw new DomainError('record.duplicate', `The opening stock of ${sku} was taken in already, ${was}: adjust it where it was wrong.`);
};

const keep = async (deps: Deps, unit: Unit & Recording, importId: string, fresh: readonly Planned[], actor: Actor): Promise<void> => {
  const byBranch = [...Map.groupBy(fresh, ({ serviceCenterId }) => serviceCenterId)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const receipts: string[] = [];
  for (const [serviceCenterId, items] of byBranch) {
    const paper = { serviceCenterId, supplier: 'Opening stock', reference: `Import ${importId}` };
    const receipt = await receiveGoods(deps)({ ...paper, items }, actor);
    unit.openingStocks.add(items.map((item) => ({ ...item, receiptId: receipt.id })));
    receipts.push(receipt.id);
  }
  unit.record({ name: 'OpeningStockImported', entityId: importId, serviceCenterId: null, data: { receipts, parts: fresh.length } });
};
