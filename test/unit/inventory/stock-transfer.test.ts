import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StockTransfer } from '@dms/domain/inventory/stock-transfer';
import { stockTransferMachine } from '@dms/domain/inventory/stock-transfer.states';
import { receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import { varianceOutcomes } from '@dms/domain/inventory/transfer-variance';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import fc from 'fast-check';
import { desk } from '../../contracts/desk.ts';
import { fixtures, noted, somebody } from '../../contracts/fixtures.ts';
import { memoryHarness } from '../../contracts/memory-harness.ts';

const quantity = fc.bigInt({ min: 1n, max: 12_000n }).map((thousandths) => Quantity.ofThousandths(thousandths));
const maybe = fc.option(
  fc.bigInt({ min: 0n, max: 3_000n }).map((thousandths) => Quantity.ofThousandths(thousandths)),
  { nil: undefined },
);
const paise = fc.bigInt({ min: 0n, max: 99_999n }).map((each) => Money.ofPaise(each));

/** What may be tried next with a transfer, whether or not it is possible. */
const step = fc.oneof(
  fc.record({ does: fc.constant('receive' as const), quantity: fc.bigInt({ min: 0n, max: 9_000n }), short: maybe, damaged: maybe }),
  fc.record({ does: fc.constant('decide' as const), which: fc.nat(3), outcome: fc.constantFrom(...varianceOutcomes) }),
  fc.record({ does: fc.constant('recall' as const), outcome: fc.constantFrom('RETURNED' as const, 'WRITTEN_OFF' as const) }),
  fc.record({ does: fc.constant('buy' as const), quantity, unitCost: paise }),
  fc.record({ does: fc.constant('dispatch' as const) }),
  fc.record({ does: fc.constant('cancel' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const world = async () => {
  const harness = await memoryHarness();
  const basics = await harness.seedBasics();
  const use = desk(harness);
  const make = fixtures(harness, basics, use);
  return { ...harness, basics, use, make };
};

type World = Awaited<ReturnType<typeof world>>;

const buy = ({ transact, clock, ids, basics }: World, partId: string, bought: Quantity, unitCost: Money): Promise<void> =>
  transact(somebody, async (unit) => {
    const receipt = { serviceCenterId: basics.branches.blr01.id, document: { type: 'GoodsReceipt', id: ids.next() } };
    await receiveFromSupplier({ clock, ids })(unit, { ...receipt, items: [{ partId, quantity: bought, unitCost }] }, somebody, everywhere);
    unit.record(noted('StockReceived', partId));
  });

/** Refusals are what the business says; anything else is a fault. */
const orRefused = async (asked: Promise<unknown>): Promise<void> => {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
};

const attempt = async (at: World, { id: transferId, variances }: StockTransfer, partId: string, next: Step): Promise<void> => {
  const { transfer } = at.use;
  const reason = 'As the case may be';
  if (next.does === 'buy') return buy(at, partId, next.quantity, next.unitCost);
  if (next.does === 'dispatch') return orRefused(transfer.dispatch({ transferId }, somebody));
  if (next.does === 'cancel') return orRefused(transfer.cancel({ transferId, reason }, somebody));
  if (next.does === 'recall') return orRefused(transfer.recall({ transferId, outcome: next.outcome, reason }, somebody));
  if (next.does === 'decide') {
    const varianceId = variances[next.which]?.id ?? transferId;
    return orRefused(transfer.decide({ transferId, varianceId, outcome: next.outcome }, somebody));
  }
  const { short, damaged } = next;
  const items = [{ partId, quantity: Quantity.ofThousandths(next.quantity), short, damaged }];
  return orRefused(transfer.receive({ transferId, items }, somebody));
};

const assertConserved = ({ memory, basics }: World, partId: string, transferId: string): void => {
  const items = memory.rows('stockItems').filter((item) => item.partId === partId);
  const movements = memory.rows('stockMovements').filter((movement) => movement.partId === partId);
  const sumAt = (type: string, id: string | null) =>
    movements.reduce(
      (sum, { fromType, fromId, toType, toId, quantity: moved, value }) => {
        const sign = (toType === type && toId === id ? 1n : 0n) - (fromType === type && fromId === id ? 1n : 0n);
        return { thousandths: sum.thousandths + sign * moved.thousandths, paise: sum.paise + sign * value.paise };
      },
      { thousandths: 0n, paise: 0n },
    );
  const transfer = memory.rows('stockTransfers').find(({ id }) => id === transferId)!;
  const [line] = transfer.lines;
  for (const { id } of Object.values(basics.branches)) {
    const item = items.find(({ serviceCenterId }) => serviceCenterId === id);
    const [store, road] = [sumAt('STORE', id), sumAt('IN_TRANSIT', id)];
    assert.deepEqual(store, { thousandths: item?.onHand.thousandths ?? 0n, paise: item?.stockValue.paise ?? 0n });
    assert.equal(road.thousandths, item?.inTransit.thousandths ?? 0n);
    if (id === transfer.toServiceCenterId)
      assert.deepEqual(road, { thousandths: line!.inTransit.thousandths, paise: line!.transitValue.paise });
  }
  const reserved = Quantity.sum(items.map((item) => item.reserved));
  assert.equal(reserved.toString(), (transfer.status === 'approved' ? line!.quantity : Quantity.zero).toString());
  const ended = stockTransferMachine.terminal.includes(transfer.status);
  if (ended) assert.ok(line!.inTransit.isZero() && line!.transitValue.isZero(), `${transfer.status} with something on the road`);
};

describe('a stock transfer', () => {
  it('TRF-01 STK-01 STK-05 whatever is tried with it, in whatever order, what left the sender is on the road, received, returned or written off, to the paisa', async () => {
    await fc.assert(
      fc.asyncProperty(
        quantity,
        fc.array(fc.record({ quantity, unitCost: paise }), { minLength: 1, maxLength: 3 }),
        fc.array(step, { minLength: 1, maxLength: 14 }),
        async (sent, bought, steps) => {
          const at = await world();
          const part = await at.make.partInStock(sent.toString());
          for (const each of bought) await buy(at, part.id, each.quantity, each.unitCost);
          const { id } = await at.make.transfer([{ partId: part.id, quantity: sent }], 'approved');
          const present = () => at.memory.rows('stockTransfers').find((transfer) => transfer.id === id)!;
          // Most lives begin on the road, where most can happen.
          for (const next of [{ does: 'dispatch' } as const, ...steps].slice(sent.thousandths % 5n === 0n ? 1 : 0)) {
            await attempt(at, present(), part.id, next);
            assertConserved(at, part.id, id);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
