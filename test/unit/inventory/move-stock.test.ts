import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StockItem } from '@dms/domain/inventory/stock-item';
import type { StockMovement } from '@dms/domain/inventory/stock-movement';
import { consumeFromJob, issueToJob, type Moved, receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import { fixedClock } from '@dms/domain/memory/clock';
import { countingIds } from '@dms/domain/memory/ids';
import { everywhere, systemActor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import fc from 'fast-check';
import { refusal } from '../shared/refusals.ts';

const branch = 'branch';
const actor = systemActor('stock');
const clock = fixedClock('2026-11-22T04:30:00.000Z');
const quantity = (text: string): Quantity => Quantity.parse(text);

/** A store with its books: what moving stock needs of a unit of work, and nothing else. */
const newStore = () => {
  const deps = { clock, ids: countingIds() };
  const items: StockItem[] = [];
  const movements: StockMovement[] = [];
  const unit = {
    stockItems: {
      lock: async (_: string, partIds: readonly string[]) => items.filter(({ partId }) => partIds.includes(partId)),
      add: (item: StockItem) => void items.push(item),
      open: async (missing: readonly StockItem[]) => void items.push(...missing),
      get: async (id: string) => items.find((item) => item.id === id)!,
      getForChange: async (id: string) => items.find((item) => item.id === id)!,
      isStocked: async (partId: string) => items.some((item) => item.partId === partId && item.onHand.isPositive()),
    },
    stockMovements: { add: (movement: StockMovement) => void movements.push(movement) },
  };
  const document = { type: 'GoodsReceipt', id: 'receipt' };
  return {
    items,
    movements,
    receive: (...received: { partId: string; quantity: Quantity; unitCost: Money }[]) =>
      receiveFromSupplier(deps)(unit, { serviceCenterId: branch, document, items: received }, actor, everywhere),
    issue: async (jobCardId: string, ...basket: { partId: string; quantity: Quantity }[]) =>
      (await issueToJob(deps)(unit, { serviceCenterId: branch, jobCardId, basket }, actor, everywhere)).moved,
    consume: (jobCardId: string, moved: readonly Moved[]) =>
      consumeFromJob(deps)(unit.stockMovements, moved, { serviceCenterId: branch, jobCardId, customerId: 'customer', document }, actor),
  };
};

type Store = ReturnType<typeof newStore>;

/** By location and part, what the movements add up to: thousandths and paise. */
const balances = ({ movements }: Store) => {
  const sums = new Map<string, { thousandths: bigint; paise: bigint }>();
  const add = (location: string, sign: bigint, { partId, quantity: moved, value }: StockMovement): void => {
    const sum = sums.get(`${location} ${partId}`) ?? { thousandths: 0n, paise: 0n };
    sums.set(`${location} ${partId}`, { thousandths: sum.thousandths + sign * moved.thousandths, paise: sum.paise + sign * value.paise });
  };
  for (const movement of movements) {
    add(`${movement.fromType} ${movement.fromId}`, -1n, movement);
    add(`${movement.toType} ${movement.toId}`, 1n, movement);
  }
  return sums;
};

const partIds = ['oil', 'filter', 'pads'];
const amount = fc.bigInt({ min: 1n, max: 20_000n }).map((thousandths) => Quantity.ofThousandths(thousandths));
const jobs = fc.constantFrom('job 1', 'job 2', 'job 3');
const part = fc.constantFrom(...partIds);

type Step = (store: Store, onJob: Map<string, Moved[]>) => Promise<void> | void;

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc
    .array(
      fc.record({ partId: part, quantity: amount, unitCost: fc.bigInt({ min: 0n, max: 500_000n }).map((paise) => Money.ofPaise(paise)) }),
      { minLength: 1, maxLength: 4 },
    )
    .map(
      (received): Step =>
        (store) =>
          store.receive(...received),
    ),
  fc
    .tuple(jobs, fc.array(fc.record({ partId: part, quantity: amount }), { minLength: 1, maxLength: 4 }))
    .map(([job, basket]): Step => async (store, onJob) => {
      const moved = await store.issue(job, ...basket);
      onJob.set(job, [...(onJob.get(job) ?? []), ...moved]);
    }),
  jobs.map((job): Step => (store, onJob) => {
    store.consume(job, onJob.get(job) ?? []);
    onJob.delete(job);
  }),
);

test('STK-01 STK-03 STK-05 whatever is received, issued and used up: the books add up to zero, the store is never below zero, and no paisa is lost', async () => {
  let refused = 0;
  const property = fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40, size: 'max' }), async (tried) => {
    const store = newStore();
    const onJob = new Map<string, Moved[]>();
    for (const step of tried) {
      try {
        await step(store, onJob);
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'stock.insufficient')) throw error;
        refused += 1;
      }
      const sums = balances(store);
      for (const partId of partIds) {
        const places = [...sums].filter(([place]) => place.endsWith(` ${partId}`)).map(([, sum]) => sum);
        assert.equal(
          places.reduce((total, { thousandths }) => total + thousandths, 0n),
          0n,
          'over all locations a quantity is not zero',
        );
        assert.equal(
          places.reduce((total, { paise }) => total + paise, 0n),
          0n,
          'over all locations a value is not zero',
        );
      }
      for (const { partId, onHand, reserved, available, stockValue } of store.items) {
        const kept = sums.get(`STORE ${branch} ${partId}`);
        assert.equal(onHand.thousandths, kept?.thousandths ?? 0n, 'the balance is not the sum of its movements');
        assert.equal(stockValue.paise, kept?.paise ?? 0n, 'the value of the store is not the sum of what came in and went out');
        assert.ok(![onHand, reserved, available, stockValue].some((figure) => figure.isNegative()), 'a balance is below zero');
        assert.ok(!onHand.isZero() || stockValue.isZero(), 'an empty store is worth something');
        assert.ok(reserved.isZero(), 'something stayed reserved');
      }
    }
  });
  await fc.assert(property, { numRuns: 150, seed: 20261122 });
  assert.ok(refused > 0, 'no shortage came up');
});

test('STK-05 stock is issued at the moving weighted average, and the last unit takes what is left', async () => {
  const store = newStore();
  await store.receive({ partId: 'oil', quantity: quantity('1'), unitCost: Money.parse('100.00') });
  await store.receive({ partId: 'oil', quantity: quantity('2'), unitCost: Money.parse('100.01') });
  assert.equal(store.items[0]!.averageCost.toString(), '100.01'); // 300.02 for 3
  const values = [];
  for (let n = 0; n < 3; n++) values.push((await store.issue('job', { partId: 'oil', quantity: quantity('1') }))[0]!.value.toString());
  assert.deepEqual(values, ['100.01', '100.01', '100.00']);
  assert.equal(store.items[0]!.stockValue.toString(), '0.00');
  assert.equal(store.items[0]!.averageCost.toString(), '0.00');
});

test('STK-04 oil moves in thousandths of a litre', async () => {
  const store = newStore();
  await store.receive({ partId: 'oil', quantity: quantity('0.005'), unitCost: Money.parse('480.00') });
  await store.issue('job', { partId: 'oil', quantity: quantity('0.001') });
  assert.equal(store.items[0]!.onHand.toString(), '0.004');
});

test('STK-03 a part named twice is one demand', async () => {
  const store = newStore();
  await store.receive({ partId: 'oil', quantity: quantity('3'), unitCost: Money.parse('1.00') });
  const twice = [quantity('2'), quantity('2')].map((each) => ({ partId: 'oil', quantity: each }));
  await assert.rejects(store.issue('job', ...twice), refusal('stock.insufficient', /Only 3.000 available, 4.000 asked for/));
  const [moved, ...others] = await store.issue('job', ...twice.map((line) => ({ ...line, quantity: quantity('1.5') })));
  assert.deepEqual([moved?.quantity.toString(), others.length], ['3.000', 0]);
});

test('STK-03 a refusal names every part that is short, and what is available; one that was never there has none', async () => {
  const store = newStore();
  await store.receive({ partId: 'oil', quantity: quantity('1'), unitCost: Money.parse('1.00') });
  const basket = [
    { partId: 'oil', quantity: quantity('2') },
    { partId: 'ghost', quantity: quantity('1') },
  ];
  await assert.rejects(store.issue('job', ...basket), (error) => {
    assert.ok(error instanceof DomainError);
    assert.deepEqual(error.details.shortages, [
      { partId: 'oil', requested: '2.000', available: '1.000' },
      { partId: 'ghost', requested: '1.000', available: '0.000' },
    ]);
    return true;
  });
  assert.equal(store.movements.length, 1);
});

test('STK-07 what is reserved for others is not available', () => {
  const item = new StockItem({ id: 'item', serviceCenterId: branch, partId: 'oil' });
  item.receive(quantity('5'), Money.parse('50.00'));
  item.reserve(quantity('3'));
  assert.equal(item.available.toString(), '2.000');
  assert.throws(() => item.reserve(quantity('2.001')), refusal('stock.insufficient'));
  assert.equal(item.issueReserved(quantity('3')).toString(), '30.00');
  assert.deepEqual([item.onHand, item.reserved, item.available].map(String), ['2.000', '0.000', '2.000']);
});

test('STK-01 nothing, less than nothing, and goods at less than no cost are not moved', async () => {
  const store = newStore();
  for (const wrong of ['0', '-1']) {
    await assert.rejects(store.receive({ partId: 'oil', quantity: quantity(wrong), unitCost: Money.zero }), refusal('quantity.malformed'));
    await assert.rejects(store.issue('job', { partId: 'oil', quantity: quantity(wrong) }), refusal('quantity.malformed'));
  }
  await assert.rejects(
    store.receive({ partId: 'oil', quantity: quantity('1'), unitCost: Money.parse('-0.01') }),
    refusal('money.malformed'),
  );
  assert.equal(store.movements.length, 0);
});

test('STK-01 a movement says from where to where, how much, at what cost, for what, when and by whom', async () => {
  const store = newStore();
  await store.receive({ partId: 'oil', quantity: quantity('3'), unitCost: Money.parse('33.33') });
  await store.issue('job', { partId: 'oil', quantity: quantity('1') });
  const [received, issued] = store.movements;
  assert.deepEqual(
    [
      received!.fromType,
      received!.toType,
      received!.toId,
      received!.documentType,
      received!.unitCost.toString(),
      received!.value.toString(),
    ],
    ['SUPPLIER', 'STORE', branch, 'GoodsReceipt', '33.33', '99.99'],
  );
  assert.deepEqual(
    [issued!.fromType, issued!.fromId, issued!.toType, issued!.toId, issued!.documentType, issued!.serviceCenterId, issued!.movedBy],
    ['STORE', branch, 'JOB', 'job', 'JobCard', branch, null],
  );
  assert.deepEqual(issued!.movedAt, clock.now());
});
