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
/** What a job asked for of one part, and what became of it. */
type Want = { held: bigint; waiting: bigint; onJob: bigint; since: number };
type Job = { readonly id: string; readonly wants: Map<string, Want>; over: boolean };
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
  readonly jobs: readonly Job[];
  bought: bigint;
  asked: number;
};
/** What is, and what was seen at each instant. */
type Real = {
  readonly given: Given;
  readonly parts: readonly string[];
  readonly branches: readonly string[];
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

const wantOf = ({ wants }: Job, part: string): Want => {
  const want = wants.get(part) ?? { held: 0n, waiting: 0n, onJob: 0n, since: 0 };
  wants.set(part, want);
  return want;
};

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);

/** Jobs are all at the first branch. Whatever becomes available there goes to who waits, first who asked first. */
const serve = (model: Model, home: string, part: string): void => {
  const shelf = shelfOf(model, home, part);
  const waiting = model.jobs.map((job) => wantOf(job, part)).filter((want) => want.waiting > 0n);
  for (const want of waiting.toSorted((a, b) => a.since - b.since)) {
    const filled = least(want.waiting, shelf.onHand - shelf.reserved);
    want.waiting -= filled;
    want.held += filled;
    shelf.reserved += filled;
  }
};

const comesIn = (model: Model, { branches }: Real, branch: string, part: string, amount: bigint): void => {
  shelfOf(model, branch, part).onHand += amount;
  if (branch === branches[0]) serve(model, branch, part);
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
  async run(model, real) {
    const { given, parts, branches } = real;
    const [serviceCenterId, partId] = [branches[branchNo]!, parts[partNo]!];
    const [quantity, unitCost] = [thousandths(amount), Money.ofPaise(paise)];
    await given.transact(somebody, async (unit) => {
      const document = { type: 'GoodsReceipt', id: given.ids.next() };
      const receipt = { serviceCenterId, document, items: [{ partId, quantity, unitCost }] };
      await receiveFromSupplier(given)(unit, receipt, somebody, everywhere);
      unit.record(noted('StockReceived', partId));
    });
    comesIn(model, real, serviceCenterId, partId, amount);
    model.bought += quantity.times(unitCost).paise;
  },
});

/** A step on one of the jobs that are not called off; none if there is none. */
const onOne = (does: string, which: number, act: (job: Job, model: Model, real: Real) => Promise<void>): Step => ({
  does: `${does} job ${which}`,
  async run(model, real) {
    const open = model.jobs.filter(({ over }) => !over);
    if (open.length > 0) await act(open[which % open.length]!, model, real);
  },
});

const issues = (which: number, partNo: number, amount: bigint): Step =>
  onOne(`issues ${amount} of ${partNo} to`, which, async (job, model, { given, parts, branches }) => {
    const partId = parts[partNo]!;
    const [shelf, want] = [shelfOf(model, branches[0]!, partId), wantOf(job, partId)];
    const enough = shelf.onHand - shelf.reserved + want.held >= amount;
    const items = [{ partId, quantity: thousandths(amount) }];
    await served(enough, given.desk.issueParts({ jobCardId: job.id, items }, given.basics.actors.staff));
    if (!enough) return;
    const ofHeld = least(want.held, amount);
    want.held -= ofHeld;
    want.waiting -= least(want.waiting, amount - ofHeld);
    shelf.reserved -= ofHeld;
    shelf.onHand -= amount;
    want.onJob += amount;
  });

const requests = (which: number, partNo: number, amount: bigint): Step =>
  onOne(`requests ${amount} of ${partNo} for`, which, async (job, model, { given, parts, branches }) => {
    const partId = parts[partNo]!;
    const items = [{ partId, quantity: thousandths(amount) }];
    await given.desk.requestParts({ jobCardId: job.id, items }, given.basics.actors.advisor);
    const [shelf, want] = [shelfOf(model, branches[0]!, partId), wantOf(job, partId)];
    if (want.held + want.waiting === 0n) want.since = model.asked += 1;
    const there = least(amount, shelf.onHand - shelf.reserved);
    want.held += there;
    want.waiting += amount - there;
    shelf.reserved += there;
  });

const callsOff = (which: number, partNo: number): Step =>
  onOne(`calls off ${partNo} of`, which, async (job, model, { given, parts, branches }) => {
    const partId = parts[partNo]!;
    const want = wantOf(job, partId);
    if (want.held + want.waiting === 0n) return;
    await given.desk.cancelParts({ jobCardId: job.id, items: [{ partId }] }, given.basics.actors.advisor);
    frees(model, branches[0]!, partId, want);
  });

const frees = (model: Model, home: string, partId: string, want: Want): void => {
  shelfOf(model, home, partId).reserved -= want.held;
  want.held = 0n;
  want.waiting = 0n;
  serve(model, home, partId);
};

const brings = (which: number, partNo: number, share: bigint, good: boolean): Step =>
  onOne(`brings ${share} quarters of ${partNo} back ${good ? 'good' : 'damaged'} from`, which, async (job, model, real) => {
    const { given, parts, branches } = real;
    const partId = parts[partNo]!;
    const want = wantOf(job, partId);
    const amount = (want.onJob * share) / 4n;
    if (amount === 0n) return;
    const items = [{ partId, quantity: thousandths(amount), condition: good ? ('GOOD' as const) : ('DAMAGED' as const) }];
    await given.desk.returnParts({ jobCardId: job.id, items }, given.basics.actors.staff);
    want.onJob -= amount;
    if (good) comesIn(model, real, branches[0]!, partId, amount);
  });

const gives = (which: number): Step =>
  onOne('gives up', which, async (job, model, real) => {
    const { given, branches } = real;
    await given.desk.move({ jobCardId: job.id, to: 'cancelled', reason: 'Not wanted' }, given.basics.actors.manager);
    job.over = true;
    for (const [partId, want] of job.wants) {
      frees(model, branches[0]!, partId, want);
      comesIn(model, real, branches[0]!, partId, want.onJob);
      want.onJob = 0n;
    }
  });

const adjusts = (branchNo: number, partNo: number, delta: bigint): Step => ({
  does: `adjusts ${partNo} at ${branchNo} by ${delta}`,
  async run(model, real) {
    const { given, parts, branches } = real;
    const [serviceCenterId, partId] = [branches[branchNo]!, parts[partNo]!];
    const shelf = shelfOf(model, serviceCenterId, partId);
    if (delta === 0n) return;
    const enough = shelf.onHand - shelf.reserved + delta >= 0n;
    const change = { serviceCenterId, partId, delta: thousandths(delta), reason: 'Looked again' };
    await served(enough, given.desk.stock.adjust(change, given.basics.actors.admin));
    if (enough) comesIn(model, real, serviceCenterId, partId, delta);
  },
});

const counts = (branchNo: number, partNo: number, delta: bigint): Step => ({
  does: `counts ${delta} more of ${partNo} at ${branchNo} than by the books`,
  async run(model, real) {
    const { given, parts, branches } = real;
    const [serviceCenterId, partId] = [branches[branchNo]!, parts[partNo]!];
    const shelf = shelfOf(model, serviceCenterId, partId);
    const found = shelf.onHand + delta;
    if (found < 0n) return;
    const { stock } = given.desk;
    const by = given.basics.actors.admin;
    const { id: countId } = await stock.startCount({ serviceCenterId }, by);
    await stock.count({ countId, items: [{ partId, quantity: thousandths(found) }] }, by);
    const enough = shelf.onHand - shelf.reserved + delta >= 0n;
    await served(enough, stock.postCount({ countId }, by));
    if (enough) comesIn(model, real, serviceCenterId, partId, delta);
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
  withOne('cancels', 'approved', which, async (sending, model, real) => {
    await real.given.desk.transfer.cancel({ transferId: sending.id, reason: 'Not needed' }, somebody);
    shelfOf(model, sending.from, sending.partId).reserved -= sending.quantity;
    comesIn(model, real, sending.from, sending.partId, 0n);
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
  withOne(`takes in ${share} quarters of`, 'road', which, async (sending, model, real) => {
    const amount = share === 4n ? sending.left : (sending.left * share) / 4n;
    if (amount === 0n) return;
    const items = [{ partId: sending.partId, quantity: thousandths(amount) }];
    await real.given.desk.transfer.receive({ transferId: sending.id, items }, somebody);
    comesIn(model, real, sending.to, sending.partId, amount);
    sending.left -= amount;
    if (sending.left === 0n) sending.state = 'over';
  });

const recalls = (which: number, lost: boolean): Step =>
  withOne(lost ? 'writes off' : 'recalls', 'road', which, async (sending, model, real) => {
    const outcome = lost ? 'WRITTEN_OFF' : 'RETURNED';
    const { actors } = real.given.basics;
    await real.given.desk.transfer.recall({ transferId: sending.id, outcome, reason: 'It did not come' }, actors.admin);
    if (!lost) comesIn(model, real, sending.from, sending.partId, sending.left);
    sending.left = 0n;
    sending.state = 'over';
  });

const amount = fc.bigInt(1n, 12_000n);
const one = fc.nat({ max: 1 });
const which = fc.nat({ max: 9 });
const delta = fc.bigInt(-4_000n, 4_000n);
const steps = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(one, one, amount, fc.bigInt(0n, 99_999n)).map((of) => buys(...of)) },
  { weight: 4, arbitrary: fc.tuple(one, one, amount).map((of) => issues(...of)) },
  { weight: 4, arbitrary: fc.tuple(one, one, amount).map((of) => asks(...of)) },
  { weight: 4, arbitrary: which.map(approves) },
  { weight: 1, arbitrary: which.map(cancels) },
  { weight: 4, arbitrary: which.map(sends) },
  { weight: 4, arbitrary: fc.tuple(which, fc.bigInt(1n, 4n)).map((of) => takesIn(...of)) },
  { weight: 1, arbitrary: fc.tuple(which, fc.boolean()).map((of) => recalls(...of)) },
  { weight: 4, arbitrary: fc.tuple(one, one, amount).map((of) => requests(...of)) },
  { weight: 2, arbitrary: fc.tuple(one, one).map((of) => callsOff(...of)) },
  { weight: 3, arbitrary: fc.tuple(one, one, fc.bigInt(1n, 4n), fc.boolean()).map((of) => brings(...of)) },
  { weight: 1, arbitrary: one.map(gives) },
  { weight: 3, arbitrary: fc.tuple(one, one, delta).map((of) => adjusts(...of)) },
  { weight: 2, arbitrary: fc.tuple(one, one, delta).map((of) => counts(...of)) },
);

/** On hand and reserved of each balance. */
const standing = ({ given, parts, branches }: Real) =>
  given.transact(somebody, async ({ stockItems }) => {
    const found = [];
    for (const branch of branches)
      for (const { partId, onHand, reserved } of await stockItems.lock(branch, parts, everywhere))
        found.push({ key: keyOf(branch, partId), onHand: onHand.thousandths, reserved: reserved.thousandths });
    return found;
  });

/** What is held for the job of each part, and what it waits for. */
const heldFor = ({ given, parts, branches }: Real, jobCardId: string): Promise<Map<string, [bigint, bigint]>> =>
  given.transact(somebody, async ({ stockItems }) => {
    const items = await stockItems.lock(branches[0]!, parts, everywhere);
    const own = items.flatMap((item) => item.reservationOf(jobCardId) ?? []);
    return new Map(own.map(({ partId, reserved, backordered }) => [partId, [reserved.thousandths, backordered.thousandths]]));
  });

/** What of all that was bought is worth where: on shelves, on the road, on jobs, lost and found. */
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
    const { blr01, blr02 } = basics.branches;
    return { given: given(), parts, branches: [blr01.id, blr02.id], seen: [] };
  };

  it('STK-01 STK-02 STK-05 STK-07 hold over whatever is bought, requested, issued, returned, sent, received, counted, adjusted, called off and refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: MOST_STEPS }), async (walk) => {
        const real = await begin();
        const jobs: Job[] = [];
        for (let n = 0; n < 2; n += 1) jobs.push({ id: (await given().make.assignedCard()).card.id, wants: new Map(), over: false });
        const model: Model = { shelves: new Map(), sendings: [], jobs, bought: 0n, asked: 0 };
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
        for (const { key, onHand, reserved } of await standing(real)) {
          const shelf = model.shelves.get(key) ?? { onHand: 0n, reserved: 0n };
          assert.deepEqual([onHand, reserved], [shelf.onHand, shelf.reserved], key);
          assert.ok(reserved >= 0n && reserved <= onHand, key);
        }
        for (const { id, wants } of jobs) {
          const held = await heldFor(real, id);
          for (const [part, want] of wants) assert.deepEqual(held.get(part) ?? [0n, 0n], [want.held, want.waiting], `${id} ${part}`);
        }
        const sums = await worth(real);
        assert.equal(
          Object.values(sums).reduce((sum, value) => sum + value, 0n),
          0n,
        );
        assert.equal(-sums.SUPPLIER!, model.bought);
        assert.ok(['STORE', 'IN_TRANSIT', 'JOB', 'SCRAP'].every((type) => (sums[type] ?? 0n) >= 0n));
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
