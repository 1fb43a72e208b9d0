import type { Actor } from '../../shared/actor.ts';
import { permit } from '../../shared/permit.ts';
import { faultOfMovement, faultsOfJob, faultsOfLine, type StockFault } from '../ledger-faults.ts';
import type { StockLedger } from '../ports.ts';

export type StockReport = {
  /** Whether every balance is what the movements add up to. */
  readonly sound: boolean;
  readonly balances: number;
  readonly movements: number;
  /** How many faults there are, and the first of them. */
  readonly faultCount: number;
  readonly faults: readonly StockFault[];
};

/** More than anybody reads; the rest are counted. */
const MOST_FAULTS = 1_000;

/**
 * Proves every balance from the movements (STK-02): on hand, in transit and value are what they add up to, what is reserved is what
 * transfers and jobs hold, what lies on jobs and on the road is what their papers say, units with a serial number are where the
 * balances say (STK-04), and nothing is below zero. As everything
 * stood at one instant, while others go on. `progress` hears of how many balances were seen.
 * @throws DomainError `access.denied`
 */
export const verifyStock =
  ({ stockLedger }: { readonly stockLedger: StockLedger }) =>
  async (actor: Actor, progress: (seen: number) => void = () => {}): Promise<StockReport> => {
    permit(actor, 'audit.verify');
    return stockLedger.inspect(async (ledger) => {
      const faults: StockFault[] = [];
      let faultCount = 0;
      const note = (found: readonly StockFault[]): void => {
        faultCount += found.length;
        faults.push(...found.slice(0, MOST_FAULTS - faults.length));
      };
      let balances = 0;
      for await (const line of ledger.lines()) {
        note(faultsOfLine(line));
        balances += 1;
        progress(balances);
      }
      for await (const line of ledger.jobs()) note(faultsOfJob(line));
      for await (const movement of ledger.badMovements()) note([faultOfMovement(movement)]);
      return { sound: faultCount === 0, balances, movements: await ledger.movements(), faultCount, faults };
    });
  };
