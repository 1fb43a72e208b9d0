import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { noted, somebody } from './fixtures.ts';
import { contract, type Given } from './harness.ts';

const RUNS = 12;
const MOST_STEPS = 30;
const SECOND_MS = 1_000;

type Shelf = { onHand: bigint; reserved: bigint };
type Sending = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly partId: string;
  readonly quantity: bigint;
  state: 'pending' | 'approved' | 'road' | 'over';
  left: bigint;
};
/** Figures of one part at one branch, as people read them. */
type Seen = readonly { readonly key: string; readonly onHand: string; readonly inTransit: string; readonly value: string }[];

/** What ought to be, in whole thousandths and without any average: enough to know who is served. */
type Model = {
  readonly shelves: Map<string, Shelf>;
  readonly sendings: Sending[];
  bought: bigint;
};
/** What is, and what was seen at each instant. */
type Real = {
  readonly given: Given;
  readonly parts: readonly string[];
  readonly branches: readonly string[];
  readonly jobCardId: string;
  readonly seen: { readonly at: Date; readonly figures: Seen }[];
};

const thousandths = (amount: bigint): Quantity => Quantity.ofThousandths(amount);
const keyOf = (branch: string, part: string): string => `${branch} ${part}`;

const shelfOf = ({ shelves }: Model, branch: string, part: string): Shelf => {
  const key = keyOf(branch, part);
  const shelf = shelves.get(key) ?? { onHand: 0n, reserved: 0n };
  shelves.set(key, shelf);
  return shelf;
};

const look = async ({ given, parts, branches }: Real): Promise<Seen> =>
  given.transact(somebody, async ({ stockItems }) => {
    const found = [];
    for (const branch of branches)
      for (const { partId, onHand, inTransit, stockValue } of await stockItems.lock(branch, parts, everywhere))
        found.push({ key: keyOf(branch, partId), onHand: `${onHand}`, inTransit: `${inTransit}`, value: `${stockValue}` });
    return found.toSorted((one, other) => one.key.localeCompare(other.key));
  });

/** One step: it does what the model says it will, is refused where the model says so, and what it left behind is remembered. */
type Step = { readonly does: string; run(model: Model, real: Real): Promise<void> };

const served = async (expected: boolean, asked: Promise<unknown>): Promise<void> => {
  const code = await asked.then(
    () => 'served',
    (error: unknown) => (error instanceof DomainError ? error.code : Promise.reject(error as Error)),
  );
  assert.equal(code, expected ? 'served' : 'stock.insufficient');
};

const buys = (branchNo: number, partNo: number, amount: bigint, paise: bigint): Step => ({
  does: `buys ${amount} of ${partNo} at ${branchNo} for ${paise}`,
  async run(model, { given, parts, branches }) {
    const [serviceCenterId, partId] = [branches[branchNo]!, parts[partNo]!];
    const [quantity, unitCost] = [thousandths(amount), Money.ofPaise(paise)];
    await given.transact(somebody, async (unit) => {
      const document = { type: 'GoodsReceipt', id: given.ids.next() };
      const receipt = { serviceCenterId, document, items: [{ partId, quantity, unitCost }] };
      await receiveFromSupplier(given)(unit, receipt, somebody, everywhere);
      unit.record(noted('StockReceived', partId));
    });
    shelfOf(model, serviceCenterId, partId).onHand += amount;
    model.bought += quantity.times(unitCost).paise;
  },
});

const issues = (partNo: number, amount: bigint): Step => ({
  does: `issues ${amount} of ${partNo}`,
  async run(model, { given, parts, branches, jobCardId }) {
    const partId = parts[partNo]!;
    const shelf = shelfOf(model, branches[0]!, partId);
    const enough = shelf.onHand - shelf.reserved >= amount;
    const items = [{ partId, quantity: thousandths(amount) }];
    await served(enough, given.desk.issueParts({ jobCardId, items }, given.basics.actors.staff));
    if (!enough) return;
    shelf.onHand -= amount;
  },
});

const asks = (fromNo: number, partNo: number, amount: bigint): Step => ({
  does: `asks for ${amount} of ${partNo} from ${fromNo}`,
  async run({ sendings }, { given, parts, branches }) {
    const [from, to, partId] = [branches[fromNo]!, branches[1 - fromNo]!, parts[partNo]!];
    const items = [{ partId, quantity: thousandths(amount) }];
    const { id } = await given.desk.transfer.create(
      { fromServiceCenterId: from, toServiceCenterId: to, items, reason: 'Booked for tomorrow' },
      somebody,
    );
    sendings.push({ id, from, to, partId, quantity: amount, state: 'pending', left: amount });
  },
});

/** A step with one of the transfers that are where the step begins; none if there is none. */
const withOne = (
  does: string,
  from: Sending['state'],
  which: number,
  act: (sending: Sending, model: Model, real: Real) => Promise<void>,
): Step => ({
  does: `${does} ${which}`,
  async run(model, real) {
    const ready = model.sendings.filter(({ state }) => state === from);
    if (ready.length > 0) await act(ready[which % ready.length]!, model, real);
  },
});

const approves = (which: number): Step =>
  withOne('approves', 'pending', which, async (sending, model, { given }) => {
    const shelf = shelfOf(model, sending.from, sending.partId);
    const enough = shelf.onHand - shelf.reserved >= sending.quantity;
    await served(enough, given.desk.transfer.approve({ transferId: sending.id }, somebody));
    if (!enough) return;
    shelf.reserved += sending.quantity;
    sending.state = 'approved';
  });

const cancels = (which: number): Step =>
  withOne('cancels', 'approved', which, async (sending, model, { given }) => {
    await given.desk.transfer.cancel({ transferId: sending.id, reason: 'Not needed' }, somebody);
    shelfOf(model, sending.from, sending.partId).reserved -= sending.quantity;
    sending.state = 'over';
  });

const sends = (which: number): Step =>
  withOne('sends', 'approved', which, async (sending, model, { given }) => {
    await given.desk.transfer.dispatch({ transferId: sending.id }, somebody);
    const shelf = shelfOf(model, sending.from, sending.partId);
    shelf.reserved -= sending.quantity;
    shelf.onHand -= sending.quantity;
    sending.state = 'road';
  });

const takesIn = (which: number, share: bigint): Step =>
  withOne(`takes in ${share} quarters of`, 'road', which, async (sending, model, { given }) => {
    const amount = share === 4n ? sending.left : (sending.left * share) / 4n;
    if (amount === 0n) return;
    const items = [{ partId: sending.partId, quantity: thousandths(amount) }];
    await given.desk.transfer.receive({ transferId: sending.id, items }, somebody);
    shelfOf(model, sending.to, sending.partId).onHand += amount;
    sending.left -= amount;
    if (sending.left === 0n) sending.state = 'over';
  });

const recalls = (which: number, lost: boolean): Step =>
  withOne(lost ? 'writes off' : 'recalls', 'road', which, async (sending, model, { given }) => {
    const outcome = lost ? 'WRITTEN_OFF' : 'RETURNED';
    const { actors } = given.basics;
    await given.desk.transfer.recall({ transferId: sending.id, outcome, reason: 'It did not come' }, actors.admin);
    if (!lost) shelfOf(model, sending.from, sending.partId).onHand += sending.left;
    sending.left = 0n;
    sending.state = 'over';
  });

const amount = fc.bigInt(1n, 12_000n);
const one = fc.nat({ max: 1 });
const which = fc.nat({ max: 9 });
const steps = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(one, one, amount, fc.bigInt(0n, 99_999n)).map((of) => buys(...of)) },
  { weight: 4, arbitrary: fc.tuple(one, amount).map((of) => issues(...of)) },
  { weight: 4, arbitrary: fc.tuple(one, one, amount).map((of) => asks(...of)) },
  { weight: 4, arbitrary: which.map(approves) },
  { weight: 1, arbitrary: which.map(cancels) },
  { weight: 4, arbitrary: which.map(sends) },
  { weight: 4, arbitrary: fc.tuple(which, fc.bigInt(1n, 4n)).map((of) => takesIn(...of)) },
  { weight: 1, arbitrary: fc.tuple(which, fc.boolean()).map((of) => recalls(...of)) },
);

/** What of all that was bought is worth where: on shelves, on the road, on the job, and lost. */
const worth = async ({ given, parts }: Real): Promise<Record<string, bigint>> => {
  const sums: Record<string, bigint> = {};
  for (const part of parts)
    for (const { from, to, value } of await given.movementsOf(part)) {
      const { paise } = Money.parse(value);
      sums[from.type] = (sums[from.type] ?? 0n) - paise;
      sums[to.type] = (sums[to.type] ?? 0n) + paise;
    }
  return sums;
};

/** The laws of stock, over whatever happens to it and whoever keeps it. */
export const stockLaws = contract('the laws of stock', (given) => {
  const begin = async (): Promise<Real> => {
    const { make, basics } = given();
    const parts = [await make.partInStock('0.001'), await make.partInStock('0.001')].map(({ id }) => id);
    const { card } = await make.assignedCard();
    const { blr01, blr02 } = basics.branches;
    return { given: given(), parts, branches: [blr01.id, blr02.id], jobCardId: card.id, seen: [] };
  };

  it('STK-01 STK-02 STK-05 hold over whatever is bought, issued, sent, received, recalled and refused, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: MOST_STEPS }), async (walk) => {
        const real = await begin();
        const model: Model = { shelves: new Map(), sendings: [], bought: 0n };
        // A thousandth at 100.00 was bought of each.
        for (const part of real.parts) {
          shelfOf(model, real.branches[0]!, part).onHand += 1n;
          model.bought += 10n;
        }
        for (const step of walk) {
          given().clock.advance(SECOND_MS);
          await step.run(model, real);
          real.seen.push({ at: given().clock.now(), figures: await look(real) });
        }
        const report = await given().verifyStock();
        assert.deepEqual(report.faults, []);
        for (const { key, onHand } of await look(real)) {
          const shelf = model.shelves.get(key);
          assert.equal(Quantity.parse(onHand).thousandths, shelf?.onHand ?? 0n, key);
          assert.ok(!shelf || (shelf.reserved >= 0n && shelf.reserved <= shelf.onHand), key);
        }
        const sums = await worth(real);
        assert.equal(
          Object.values(sums).reduce((sum, value) => sum + value, 0n),
          0n,
        );
        assert.equal(-sums.SUPPLIER!, model.bought);
        assert.ok(['STORE', 'IN_TRANSIT', 'JOB', 'ADJUSTMENT', 'SCRAP'].every((type) => (sums[type] ?? 0n) >= 0n));
        for (const { at, figures } of real.seen)
          for (const { key, ...figure } of figures) {
            const [branch, part] = key.split(' ') as [string, string];
            const { onHand, inTransit, value } = await given().stockAsOf(branch, part, at);
            assert.deepEqual(
              { onHand: `${onHand}`, inTransit: `${inTransit}`, value: `${value}` },
              figure,
              `${key} at ${at.toISOString()}`,
            );
          }
      }),
      { numRuns: RUNS },
    );
  });

  it('STK-02 STK-03 hold while several work at once on the same parts at both branches', async () => {
    const real = await begin();
    const { desk, basics, make, ids, transact } = given();
    const [one, other] = real.branches as [string, string];
    const buy = (serviceCenterId: string, unitCost: string): Promise<void> =>
      transact(somebody, async (unit) => {
        const items = real.parts.map((partId) => ({ partId, quantity: Quantity.parse('7.5'), unitCost: Money.parse(unitCost) }));
        await receiveFromSupplier(given())(
          unit,
          { serviceCenterId, document: { type: 'GoodsReceipt', id: ids.next() }, items },
          somebody,
          everywhere,
        );
        unit.record(noted('StockReceived', serviceCenterId));
      });
    await buy(one, '33.33');
    await buy(other, '66.67');
    const send = async (from: string, to: string, back: boolean): Promise<void> => {
      const items = (back ? real.parts : real.parts.toReversed()).map((partId) => ({ partId, quantity: Quantity.parse('2.125') }));
      const { id: transferId } = await desk.transfer.create(
        { fromServiceCenterId: from, toServiceCenterId: to, items, reason: 'Both ways' },
        somebody,
      );
      await desk.transfer.approve({ transferId }, somebody);
      await desk.transfer.dispatch({ transferId }, somebody);
      await desk.transfer.receive({ transferId, items: items.toReversed() }, somebody);
    };
    const cards = [];
    for (let n = 0; n < 4; n += 1) cards.push((await make.assignedCard()).card.id);
    const take = (jobCardId: string, back: boolean): Promise<unknown> =>
      desk.issueParts(
        {
          jobCardId,
          items: (back ? real.parts : real.parts.toReversed()).map((partId) => ({ partId, quantity: Quantity.parse('1.001') })),
        },
        basics.actors.staff,
      );
    const all = await Promise.allSettled([
      ...cards.map((card, n) => take(card, n % 2 === 0)),
      ...Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? send(one, other, n % 3 === 0) : send(other, one, n % 3 === 0))),
      ...Array.from({ length: 4 }, (_, n) => buy(n % 2 === 0 ? one : other, `${10 + n}.01`)),
    ]);
    for (const outcome of all)
      if (outcome.status === 'rejected')
        assert.equal(outcome.reason instanceof DomainError ? outcome.reason.code : outcome.reason, 'stock.insufficient');
    assert.ok(all.filter(({ status }) => status === 'fulfilled').length >= 4);
    assert.deepEqual((await given().verifyStock()).faults, []);
  });
});
