import { AsyncLocalStorage } from 'node:async_hooks';
import { foldMovements, nothingMoved, placeKey } from '@dms/domain/inventory/ledger';
import { verifyStock } from '@dms/domain/inventory/use-cases/verify-stock';
import { fixedClock } from '@dms/domain/memory/clock';
import { countingIds } from '@dms/domain/memory/ids';
import { memoryStockLedger } from '@dms/domain/memory/stock-ledger';
import { memoryTransact, type RunningUnit } from '@dms/domain/memory/unit-of-work';
import { watchingStock } from '@dms/domain/inventory/use-cases/watch-stock';
import { addBasics, basicRates, beginning } from './basics.ts';
import { somebody } from './fixtures.ts';
import type { Harness } from './harness.ts';

/** The adapters of `domain/memory`, and the store itself for who wants to look into it. */
export const memoryHarness = async () => {
  const clock = fixedClock(beginning);
  const ids = countingIds();
  const memory = memoryTransact({ clock, ids: countingIds('e'), context: new AsyncLocalStorage<RunningUnit>() });
  const transact = watchingStock(memory.transact, { clock });
  const harness: Harness = {
    transact,
    clock,
    ids,
    strayContent: memory.strayContent,
    seedBasics: async () => {
      await memory.seed(({ addTaxRate }) => basicRates.forEach(addTaxRate));
      return addBasics({
        transact,
        clock,
        ids,
      });
    },
    eventsOf: async (entityId) => memory.events().flatMap((event) => (event.entityId === entityId ? event.name : [])),
    movementsOf: async (partId) =>
      memory
        .rows('stockMovements')
        .filter((movement) => movement.partId === partId)
        .map(({ quantity, value, fromType, fromId, toType, toId }) => ({
          ...{
            quantity: quantity.toString(),
            value: value.toString(),
          },
          from: {
            type: fromType,
            id: fromId,
          },
          to: {
            type: toType,
            id: toId,
          },
        })),
    verifyStock: () => verifyStock({ stockLedger: memoryStockLedger(memory) })(somebody),
    stockAsOf: async (serviceCenterId, partId, at) => {
      const until = memory.rows('stockMovements').filter(({ movedAt }) => movedAt <= at);
      return foldMovements(until).get(placeKey(serviceCenterId, partId)) ?? nothingMoved;
    },
  };
  return { ...harness, memory };
};
