import { after, before, describe } from 'node:test';
import type { FixedClock } from '@dms/domain/memory/clock';
import type { StrayContent } from '@dms/domain/files/ports';
import type { Folded } from '@dms/domain/inventory/ledger';
import type { StockReport } from '@dms/domain/inventory/use-cases/verify-stock';
import type { TransactAll } from '@dms/domain/repositories';
import type { Ids } from '@dms/domain/shared/ports';
import type { Basics } from './basics.ts';
import { desk, type Desk } from './desk.ts';
import { fixtures, type Fixtures } from './fixtures.ts';

/** One movement of stock as it was kept, for adding up. */
export type KeptMovement = {
  readonly quantity: string;
  readonly value: string;
  readonly from: { readonly type: string; readonly id: string | null };
  readonly to: { readonly type: string; readonly id: string | null };
};

/** What an adapter brings along to be held to the ports. Its store is empty but for the tables of `basicRates`. */
export type Harness = {
  readonly transact: TransactAll;
  readonly clock: FixedClock;
  readonly ids: Ids;
  readonly strayContent: StrayContent;
  /** Puts in the rates of `basicRates`, by whatever means, and everything else by `addBasics`. Called once. */
  seedBasics(): Promise<Basics>;
  /** The names of the events that were recorded for an entity, in order. */
  eventsOf(entityId: string): Promise<readonly string[]>;
  movementsOf(partId: string): Promise<readonly KeptMovement[]>;
  verifyStock(): Promise<StockReport>;
  /** Folded from the movements up to and with the instant. */
  stockAsOf(serviceCenterId: string, partId: string, at: Date): Promise<Pick<Folded, 'onHand' | 'inTransit' | 'value'>>;
  close?(): Promise<void>;
};

export type MakeHarness = () => Promise<Harness>;
export type Given = Harness & { readonly basics: Basics; readonly desk: Desk; readonly make: Fixtures };
export type Contract = (adapter: string, makeHarness: MakeHarness) => void;

/** A suite that every adapter has to pass. Each has a store of its own, and each test rows of its own in it. */
export const contract =
  (subject: string, tests: (given: () => Given) => void): Contract =>
  (adapter, makeHarness) => {
    void describe(`${subject}, kept by ${adapter}`, () => {
      let given: Given | undefined;
      before(async () => {
        const harness = await makeHarness();
        const basics = await harness.seedBasics();
        const use = desk(harness);
        given = { ...harness, basics, desk: use, make: fixtures(harness, basics, use) };
      });
      after(() => given?.close?.());
      tests(() => given!);
    });
  };
