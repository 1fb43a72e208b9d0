import type { Clock } from '../../shared/ports.ts';
import type { Scheduled } from '../../shared/scheduled.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { type LowStock, stockLow } from '../low-stock.ts';

const BATCH = 500;

/** Tells what is low without having been told, as after a level was raised, some hundreds in a step (LOW-01). */
export const tellLowStock =
  ({ transact, clock }: { readonly transact: Transact<{ lowStock: LowStock }>; readonly clock: Clock }): Scheduled =>
  (_, actor) =>
    transact(actor, async ({ lowStock, record }) => {
      const low = await lowStock.sweep(BATCH, clock.now());
      record(...low.map(stockLow));
      return { done: low.length, more: low.length === BATCH };
    });
