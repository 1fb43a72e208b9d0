import type { Branch, ServiceCenters } from '../../service-centers/ports.ts';
import type { Facts } from '../../shared/access/facts.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { businessDay, financialYear } from '../../shared/calendar.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Part } from '../part.ts';
import type { Parts, StockTransfers } from '../ports.ts';
import { StockTransfer, type Urgency } from '../stock-transfer.ts';
import { transferCreated } from '../transfer-events.ts';
import { TransferLine } from '../transfer-line.ts';
import { type Basket, totals } from './move-stock.ts';
import { factsOf } from './transfer-facts.ts';

export type CreateTransfer = {
  readonly fromServiceCenterId: string;
  readonly toServiceCenterId: string;
  readonly items: Basket;
  readonly reason: string;
  readonly urgency?: Urgency | undefined;
};

type Deps = {
  readonly transact: Transact<{ stockTransfers: StockTransfers; serviceCenters: ServiceCenters; parts: Parts }>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Asks for stock to go from one branch to another; either side may. Nothing is reserved yet: the sender's stock is not bound before
 * the other side has agreed (TRF-01).
 * @throws DomainError `entity.absent`, `request.invalid` for a branch with itself, `service_center.closed`, `part.inactive` (STK-10), `quantity.malformed`
 */
export const createTransfer =
  ({ transact, clock, ids }: Deps) =>
  ({ fromServiceCenterId, toServiceCenterId, items, reason, urgency = 'NORMAL' }: CreateTransfer, actor: Actor): Promise<StockTransfer> => {
    const sides = {
      fromServiceCenterId,
      toServiceCenterId,
      makerServiceCenterId: makerSide(actor, fromServiceCenterId, toServiceCenterId),
    };
    permit(actor, 'transfer.create', atMaker(factsOf({ ...sides, requestedBy: actor.userId })));
    refuseWithItself(fromServiceCenterId, toServiceCenterId);
    return transact(actor, async ({ stockTransfers, serviceCenters, parts, record }) => {
      // The neighbour is outside the maker's scope by its nature: one of the two sides was enough.
      const from = await serviceCenters.get(fromServiceCenterId, everywhere);
      const to = await serviceCenters.get(toServiceCenterId, everywhere);
      refuseClosed(from, to);
      const demand = totals(items);
      const catalogue = new Map((await parts.getMany([...demand.keys()])).map((part) => [part.id, part]));
      const now = clock.now();
      const id = ids.next();
      const transfer = new StockTransfer({
        id,
        transferNumber: await stockTransfers.nextNumber(from.code, financialYear(businessDay(now)).compact),
        ...sides,
        urgency,
        reason,
        requestedBy: actor.userId,
        requestedAt: now,
        lines: [...demand].map(([partId, quantity], index) => {
          const { sku, name: description } = movablePart(catalogue.get(partId), quantity.thousandths);
          return new TransferLine({ id: ids.next(), transferId: id, position: index + 1, partId, sku, description, quantity });
        }),
      });
      transfer.submit({ userId: actor.userId, now, ids });
      stockTransfers.add(transfer);
      record(transferCreated(transfer));
      return transfer;
    });
  };

/**
 * The side that made it. Whoever belongs to both makes it for the receiver, so that somebody of the branch that gives stock away agrees;
 * whoever belongs to none makes it for the company.
 */
const makerSide = ({ serviceCenterIds }: Actor, from: string, to: string): string | null =>
  [to, from].find((side) => serviceCenterIds.includes(side)) ?? null;

/** Who may only ask is answered by their own branch: the other side has its say on the transfer itself (ACC-05). */
const atMaker = (facts: Facts): Facts => {
  const { serviceCenterIds: _, ...rest } = facts;
  return rest;
};

const refuseWithItself = (from: string, to: string): void => {
  if (from !== to) return;
  const message = 'must be another branch than the sending one';
  throw new DomainError('request.invalid', `toServiceCenterId ${message}.`, { errors: [{ pointer: '/toServiceCenterId', message }] });
};

/** SCN-02: an inactive branch moves no stock. */
export const refuseClosed = (...branches: readonly Branch[]): void => {
  const closed = branches.find(({ mayInvoice }) => !mayInvoice);
  if (closed) throw new DomainError('service_center.closed', `${closed.name} is closed: no stock goes there or comes from there.`);
};

// STK-10: a transfer fills the shelf of another branch, so it is a new document; one agreed on before goes on.
const movablePart = (part: Part | undefined, thousandths: bigint): Part => {
  if (!part) throw absent('part');
  if (!part.active) throw new DomainError('part.inactive', `${part.sku} is discontinued.`);
  // STK-04
  if (part.serialTracked && thousandths % 1000n !== 0n)
    throw new DomainError('quantity.malformed', `${part.sku} is tracked by serial number and moves by whole units.`);
  return part;
};
