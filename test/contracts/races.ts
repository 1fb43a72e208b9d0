import assert from 'node:assert/strict';
import { it } from 'node:test';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError, type ErrorCode } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const AT_ONCE = 12;

/** Asks all at once, and says what became of each: what it returned, or with which code it was refused. */
const outcomes = async <Result>(asked: readonly Promise<Result>[]): Promise<(Result | ErrorCode)[]> =>
  (await Promise.allSettled(asked)).map((one) => {
    if (one.status === 'fulfilled') return one.value;
    if (one.reason instanceof DomainError) return one.reason.code;
    throw one.reason;
  });

const times = <Result>(count: number, ask: (n: number) => Promise<Result>): Promise<Result>[] =>
  Array.from({ length: count }, (_, n) => ask(n));
const refusedWith = (all: readonly unknown[], code: ErrorCode): number => all.filter((one) => one === code).length;
const succeeded = <Result>(all: readonly (Result | ErrorCode)[]): Result[] => all.filter((one): one is Result => typeof one !== 'string');

/** Many at once for what only some can have: how many get it, and what the others are told. */
export const races = contract('a race', (given) => {
  it('PAY-03 of many payments of the full amount one is taken', async () => {
    const { make, desk, basics, transact } = given();
    const { id: invoiceId, totalAmount: amount } = await make.invoice();
    const all = await outcomes(times(AT_ONCE, () => desk.pay({ invoiceId, amount, method: 'UPI' }, basics.actors.advisor)));
    assert.equal(succeeded(all).length, 1);
    assert.equal(refusedWith(all, 'payment.exceeds_balance'), AT_ONCE - 1);
    const invoice = await transact(somebody, ({ invoices }) => invoices.get(invoiceId, everywhere));
    assert.deepEqual([invoice.status, invoice.balance.toString()], ['PAID', '0.00']);
  });

  it('PAY-01 payments in part are taken as far as the balance goes, and never beyond', async () => {
    const { make, desk, basics, transact } = given();
    const { id: invoiceId } = await make.invoice(); // 1888.00
    const all = await outcomes(
      times(AT_ONCE, () => desk.pay({ invoiceId, amount: Money.parse('500.00'), method: 'CARD' }, basics.actors.advisor)),
    );
    assert.equal(succeeded(all).length, 3);
    const invoice = await transact(somebody, ({ invoices }) => invoices.get(invoiceId, everywhere));
    assert.deepEqual([invoice.status, invoice.balance.toString()], ['PARTIAL', '388.00']);
  });

  it('STK-03 the last units go to as many as there are, and the others hear what is available', async () => {
    const { make, desk, basics } = given();
    const part = await make.partInStock('5.000');
    const cards = [];
    for (let n = 0; n < AT_ONCE; n++) cards.push((await make.assignedCard()).card);
    const items = [{ partId: part.id, quantity: Quantity.parse('1.000') }];
    const all = await outcomes(cards.map((card) => desk.issueParts({ jobCardId: card.id, items }, basics.actors.staff)));
    assert.equal(succeeded(all).length, 5);
    assert.equal(refusedWith(all, 'stock.insufficient'), AT_ONCE - 5);
    assert.equal(await make.onHand(part.id), '0.000');
  });

  it('STK-03 baskets that name the same parts in another order do not hold each other up', async () => {
    const { make, desk, basics } = given();
    const [one, two] = [await make.partInStock('100.000'), await make.partInStock('100.000')];
    const cards = [];
    for (let n = 0; n < AT_ONCE; n++) cards.push((await make.assignedCard()).card);
    const basket = [one, two].map(({ id }) => ({ partId: id, quantity: Quantity.parse('1.500') }));
    const all = await outcomes(
      cards.map((card, n) =>
        desk.issueParts({ jobCardId: card.id, items: n % 2 === 0 ? basket : basket.toReversed() }, basics.actors.staff),
      ),
    );
    assert.equal(succeeded(all).length, AT_ONCE);
    assert.deepEqual([await make.onHand(one.id), await make.onHand(two.id)], ['82.000', '82.000']);
  });

  it('STK-03 a basket is issued as a whole or not at all', async () => {
    const { make, desk, basics, movementsOf } = given();
    const [plenty, scarce] = [await make.partInStock('10.000'), await make.partInStock('1.000')];
    const { card } = await make.assignedCard();
    const items = [plenty, scarce].map(({ id }) => ({ partId: id, quantity: Quantity.parse('2.000') }));
    const [refused] = await outcomes([desk.issueParts({ jobCardId: card.id, items }, basics.actors.staff)]);
    assert.equal(refused, 'stock.insufficient');
    assert.equal(await make.onHand(plenty.id), '10.000');
    assert.equal((await movementsOf(plenty.id)).length, 1);
  });

  it('STK-01 STK-02 what is on hand is the sum of the movements, and over all locations the sum is zero', async () => {
    const { make, desk, basics, movementsOf } = given();
    const part = await make.partInStock('10.000');
    const partLine = { kind: 'PART', partId: part.id, quantity: Quantity.parse('4.000') } as const;
    await make.invoice([make.labour, partLine]);
    const { card } = await make.assignedCard([make.labour, partLine]);
    await desk.issueParts({ jobCardId: card.id, items: [{ partId: part.id, quantity: Quantity.parse('2.500') }] }, basics.actors.staff);
    const balance = new Map<string, bigint>();
    const move = (place: { type: string; id: string | null }, by: bigint) =>
      balance.set(`${place.type} ${place.id}`, (balance.get(`${place.type} ${place.id}`) ?? 0n) + by);
    for (const { from, to, quantity } of await movementsOf(part.id)) {
      move(from, -Quantity.parse(quantity).thousandths);
      move(to, Quantity.parse(quantity).thousandths);
    }
    assert.equal(
      [...balance.values()].reduce((sum, each) => sum + each, 0n),
      0n,
    );
    assert.equal(balance.get(`STORE ${basics.branches.blr01.id}`), 3500n);
    assert.equal(balance.get(`JOB ${card.id}`), 2500n);
    assert.equal(await make.onHand(part.id), '3.500');
  });

  it('JOB-02 of many cards opened for one vehicle at once one is opened', async () => {
    const { make } = given();
    const vehicle = await make.vehicle();
    const all = await outcomes(times(AT_ONCE, () => make.openCard(undefined, vehicle)));
    assert.equal(succeeded(all).length, 1);
    assert.equal(refusedWith(all, 'job.already_open'), AT_ONCE - 1);
  });

  it('JOB-02 another card is opened at another branch, and by force with a reason', async () => {
    const { make, desk, basics } = given();
    const { blr01, blr02 } = basics.branches;
    const vehicle = await make.vehicle();
    await make.openCard(undefined, vehicle);
    const about = { customerId: vehicle.customerId, vehicleId: vehicle.id, type: 'WASH' } as const;
    await desk.open({ ...about, serviceCenterId: blr02.id }, basics.actors.admin);
    const forced = await desk.open(
      { ...about, serviceCenterId: blr01.id, force: true, reason: 'Recall while in for paint' },
      basics.actors.advisor,
    );
    assert.equal(forced.forcedReason, 'Recall while in for paint');
  });

  it('ACC-04 of discounts given at many counters at once by one user as many pass as the limit of the day has room for', async () => {
    const { make, clock } = given();
    const start = clock.now();
    clock.set('2026-12-10T05:00:00.000Z');
    const vehicles = [];
    for (let n = 0; n < AT_ONCE; n++) vehicles.push(await make.vehicle());
    const large = { ...make.labour, quantity: Quantity.parse('5.000'), discount: { type: 'AMOUNT', value: '120.00' } } as const;
    const all = await outcomes(vehicles.map((vehicle) => make.openCard([large], vehicle)));
    clock.set(start);
    assert.equal(succeeded(all).length, 4); // 480 of 500
    assert.equal(refusedWith(all, 'approval.unavailable'), AT_ONCE - 4);
  });

  it('JOB-03 cards opened at once have numbers of their own', async () => {
    const { make } = given();
    const cards = await Promise.all(times(AT_ONCE, () => make.openCard()));
    assert.equal(new Set(cards.map(({ jobNumber }) => jobNumber)).size, AT_ONCE);
    for (const { jobNumber } of cards) assert.match(jobNumber, /^JC-BLR01-2627-\d{5}$/);
  });

  it('JOB-04 an engineer who starts on several cards at once is at work on one', async () => {
    const { make, desk } = given();
    const { actor } = await make.engineer();
    const cards = [];
    for (let n = 0; n < 4; n++) cards.push((await make.assignedCard(undefined, actor)).card);
    const all = await outcomes(cards.map((card) => desk.start({ jobCardId: card.id, taskId: card.tasks[0]!.id }, actor)));
    assert.equal(succeeded(all).length, 1);
    assert.equal(refusedWith(all, 'timelog.running'), 3);

    const busy = succeeded(all)[0]!;
    await desk.pause({ jobCardId: busy.id, taskId: busy.tasks[0]!.id, reason: 'Waiting for a part' }, actor);
    const other = cards.find((card) => card.id !== busy.id)!;
    const started = await desk.start({ jobCardId: other.id, taskId: other.tasks[0]!.id }, actor);
    assert.equal(started.runningTimeLogs.length, 1);
  });

  it('INV-04 of several bills drawn up for one job at once there is one', async () => {
    const { make, desk, basics } = given();
    const card = await make.readyCard();
    const all = await outcomes(times(4, () => desk.draft({ sourceType: 'job', sourceId: card.id }, basics.actors.advisor)));
    assert.equal(succeeded(all).length, 1);
    assert.equal(refusedWith(all, 'invoice.nothing_to_bill'), 3);
  });

  it('INV-01 an invoice issued by several at once is issued once', async () => {
    const { make, desk, basics } = given();
    const draft = await make.draft();
    const all = await outcomes(times(4, () => desk.issue({ invoiceId: draft.id }, basics.actors.advisor)));
    assert.equal(succeeded(all).length, 1);
    assert.equal(refusedWith(all, 'invoice.transition'), 3);
  });
});
