import type { ServiceCenters } from '../../service-centers/ports.ts';
import type { LimitUses } from '../../shared/access/limit-uses.ts';
import type { Actor, Scope } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import type { Money } from '../../shared/money.ts';
import { permitToday } from '../../shared/permit-today.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import { Quantity } from '../../shared/quantity.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Part } from '../part.ts';
import type { Parts, Serials, StockAdjustments, StockItems, StockRepositories } from '../ports.ts';
import { refuseUnfit } from '../serial-unit.ts';
import { StockAdjustment } from '../stock-adjustment.ts';
import { stockAdjusted } from '../stock-events.ts';
import { StockItem } from '../stock-item.ts';
import { shortage } from '../stock-short.ts';
import { correctStock, judgedWorth } from './correct-stock.ts';
import { refuseClosed } from './create-transfer.ts';
import { moveSerials } from './move-serials.ts';

export type AdjustStock = {
  readonly serviceCenterId: string;
  readonly partId: string;
  readonly delta: Quantity;
  readonly reason: string;
  /** What one unit costs, for a store that has none to say it. */
  readonly unitCost?: Money | undefined;
  readonly serials?: readonly string[] | undefined;
};

type Unit = StockRepositories & {
  readonly serviceCenters: ServiceCenters;
  readonly parts: Parts;
  readonly serials: Serials;
  readonly stockAdjustments: StockAdjustments;
  readonly limitUses: LimitUses;
};
type Deps = { readonly transact: Transact<Unit>; readonly clock: Clock; readonly ids: Ids };

const NOTHING = { amountPaise: 0n, dayTotalPaise: 0n, quantityThousandths: 0n };

/**
 * Corrects the balance of one part at one branch, up to the actor's limit by document and by day (STK-06). Above it somebody else
 * decides, and it is posted then, once: by what is there at that moment, and not at all when that does not permit it any more.
 * @throws DomainError `entity.absent`, `request.invalid`, `service_center.closed`, `part.inactive` for more of a discontinued part (STK-10),
 * `stock.insufficient`, `serial.refused`, `quantity.malformed`, `access.denied`, or ApprovalNeeded
 */
export const adjustStock =
  (deps: Deps) =>
  async (command: AdjustStock, actor: Actor): Promise<StockAdjustment> => {
    const { serviceCenterId, partId, delta, reason, unitCost, serials = [] } = command;
    // Who may not adjust at all need not hear of what there is.
    permit(actor, 'stock.adjust', { serviceCenterId, ...NOTHING });
    if (delta.isZero()) throw invalid('/delta', 'must not be zero');
    if (unitCost !== undefined && !delta.isPositive()) throw invalid('/unitCost', 'is for what comes in');
    return deps.transact(actor, async (unit) => {
      const now = deps.clock.now();
      const scope = reach(actor, 'stock.adjust');
      refuseClosed(await unit.serviceCenters.get(serviceCenterId, scope));
      const part = partOn(await unit.parts.getSteady([partId]), delta);
      const size = delta.isPositive() ? delta : delta.negated();
      refuseUnfit(part, size, serials);
      const item = await lockedItem(deps, unit.stockItems, command, scope);
      const correction = { item, part, delta, unitCost };
      if (delta.isNegative() && size.compare(item.available) > 0) throw shortage([item.shortOf(size)]);
      const facts = { serviceCenterId, amountPaise: judgedWorth(correction), quantityThousandths: size.thousandths };
      await permitToday(unit, now, actor, 'stock.adjust', facts);
      const approvalId = actor.approvalId ?? null;
      const about = { serviceCenterId, partId, delta, reason, serials: serials.map((serial) => serial.trim()) };
      const adjustment = new StockAdjustment({ id: approvalId ?? deps.ids.next(), ...about, requestedBy: actor.userId, approvalId });
      const document = { type: 'StockAdjustment', id: adjustment.id };
      adjustment.post(now, correctStock(deps)(unit.stockMovements, correction, document, actor));
      const [shelf, nowhere] = [{ type: 'STORE', id: serviceCenterId } as const, { type: 'ADJUSTMENT', id: null } as const];
      const [from, to] = delta.isPositive() ? [nowhere, shelf] : [shelf, nowhere];
      await moveSerials(deps)(unit, { part, quantity: size, serials, from, to });
      unit.stockAdjustments.add(adjustment);
      unit.record(stockAdjusted(adjustment));
      return adjustment;
    });
  };

const invalid = (pointer: string, message: string): DomainError =>
  new DomainError('request.invalid', `${pointer.slice(1)} ${message}.`, { errors: [{ pointer, message }] });

// STK-10: what is left of a discontinued part can still go; more of it is put on no shelf by a new document.
const partOn = ([part]: readonly Part[], delta: Quantity): Part => {
  if (!part) throw absent('part');
  if (!part.active && delta.isPositive()) throw new DomainError('part.inactive', `${part.sku} is discontinued.`);
  return part;
};

/** The balance, locked; begun where the branch never had the part and more of it comes. */
const lockedItem = async (
  { ids }: Pick<Deps, 'ids'>,
  stockItems: StockItems,
  { serviceCenterId, partId, delta }: AdjustStock,
  scope: Scope,
): Promise<StockItem> => {
  if (delta.isPositive()) await stockItems.open([new StockItem({ id: ids.next(), serviceCenterId, partId })]);
  const [item] = await stockItems.lock(serviceCenterId, [partId], scope);
  if (item) return item;
  throw shortage([{ partId, requested: delta.negated().toString(), available: Quantity.zero.toString() }]);
};
