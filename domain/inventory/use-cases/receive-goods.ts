import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { Money } from '../../shared/money.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Quantity } from '../../shared/quantity.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { GoodsReceipt, GoodsReceiptLine } from '../goods-receipt.ts';
import type { Part } from '../part.ts';
import type { GoodsReceipts, Parts, Serials, StockRepositories } from '../ports.ts';
import { refuseUnfit } from '../serial-unit.ts';
import { stockReceived } from '../stock-events.ts';
import { StockItem } from '../stock-item.ts';
import { refuseClosed } from './create-transfer.ts';
import { moveSerials } from './move-serials.ts';
import { receiveFromSupplier } from './move-stock.ts';

export type ReceivedGoods = {
  readonly partId: string;
  readonly quantity: Quantity;
  readonly unitCost: Money;
  readonly serials?: readonly string[] | undefined;
};
export type ReceiveGoods = {
  readonly serviceCenterId: string;
  readonly supplier: string;
  readonly reference: string;
  readonly items: readonly ReceivedGoods[];
};

type Unit = StockRepositories & {
  readonly serviceCenters: ServiceCenters;
  readonly parts: Parts;
  readonly serials: Serials;
  readonly goodsReceipts: GoodsReceipts;
};
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };

/**
 * Takes a delivery in at a branch: into its store, at what each unit cost, with the document that says so.
 * @throws DomainError `entity.absent`, `service_center.closed` (SCN-02), `part.inactive` (STK-10), `serial.refused` (STK-04),
 * `quantity.malformed`, `money.malformed`, `access.denied`
 */
export const receiveGoods =
  (deps: Deps) =>
  async ({ serviceCenterId, supplier, reference, items }: ReceiveGoods, actor: Actor): Promise<GoodsReceipt> => {
    permit(actor, 'stock.receive', { serviceCenterId });
    return deps.transact(actor, async (unit) => {
      const scope = reach(actor, 'stock.receive');
      refuseClosed(await unit.serviceCenters.get(serviceCenterId, scope));
      const partIds = [...new Set(items.map(({ partId }) => partId))].toSorted();
      const catalogue = new Map((await unit.parts.getSteady(partIds)).map((part) => [part.id, part]));
      for (const item of items) refuseOnReceipt(catalogue.get(item.partId), item);
      const receipt = drawnUp(deps, { serviceCenterId, supplier, reference }, items, catalogue, actor);
      unit.goodsReceipts.add(receipt);
      await unit.flush();
      // Whoever takes in the first of a part at the same moment is waited for.
      await unit.stockItems.open(partIds.map((partId) => new StockItem({ id: deps.ids.next(), serviceCenterId, partId })));
      await receiveFromSupplier(deps)(unit, { serviceCenterId, document: { type: 'GoodsReceipt', id: receipt.id }, items }, actor, scope);
      const store = { type: 'STORE', id: serviceCenterId } as const;
      for (const { partId, ...item } of items.toSorted((a, b) => (a.partId < b.partId ? -1 : 1)))
        await moveSerials(deps)(unit, { part: catalogue.get(partId)!, ...item, from: { type: 'SUPPLIER', id: null }, to: store });
      unit.record(stockReceived(receipt));
      return receipt;
    });
  };

// STK-10, STK-04
const refuseOnReceipt = (part: Part | undefined, { quantity, serials = [] }: ReceivedGoods): void => {
  if (!part) throw absent('part');
  if (!part.active) throw new DomainError('part.inactive', `${part.sku} is discontinued.`);
  refuseUnfit(part, quantity, serials);
};

const drawnUp = (
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  head: Pick<GoodsReceipt, 'serviceCenterId' | 'supplier' | 'reference'>,
  items: readonly ReceivedGoods[],
  catalogue: ReadonlyMap<string, Part>,
  { userId }: Actor,
): GoodsReceipt => {
  const receiptId = ids.next();
  const lines = items.map(({ partId, quantity, unitCost, serials = [] }, index) => {
    const { sku, name: description } = catalogue.get(partId)!;
    const line = { receiptId, position: index + 1, partId, sku, description, quantity, unitCost, value: quantity.times(unitCost) };
    return new GoodsReceiptLine({ id: ids.next(), ...line, serials: serials.map((serial) => serial.trim()) });
  });
  const value = Money.sum(lines.map((line) => line.value));
  return new GoodsReceipt({ id: receiptId, ...head, receivedBy: userId, receivedAt: clock.now(), value, lines });
};
