import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Part } from '@dms/domain/inventory/part';
import { StockShort } from '@dms/domain/inventory/stock-short';
import { receiveFromSupplier } from '@dms/domain/inventory/use-cases/move-stock';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError, type ErrorCode } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import type { JobCard } from '@dms/domain/workshop/job-card';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const q = (text: string): Quantity => Quantity.parse(text);

/** What it was refused with. */
const refused = async (asked: Promise<unknown>): Promise<DomainError> => {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof DomainError, `not refused, but ${String(error)}`);
  return error;
};

const outcomes = async (asked: readonly Promise<unknown>[]): Promise<('ok' | ErrorCode)[]> =>
  (await Promise.allSettled(asked)).map((one) => {
    if (one.status === 'fulfilled') return 'ok';
    if (one.reason instanceof DomainError) return one.reason.code;
    throw one.reason;
  });

/** Parts that go to jobs and come back, as every adapter has to keep them (STK-07, JOB-08). */
export const partsOfJobs = contract('parts of jobs', (given) => {
  const store = () => given().basics.branches.blr01.id;
  const staff = () => given().basics.actors.staff;
  const advisor = () => given().basics.actors.advisor;
  const labourOnly = () => [given().make.labour];
  const card = async (): Promise<JobCard> => (await given().make.assignedCard(labourOnly())).card;
  const stock = (partId: string): Promise<string[]> =>
    given().transact(somebody, async ({ stockItems }) => {
      const [item] = await stockItems.lock(store(), [partId], everywhere);
      return item ? [item.onHand, item.reserved, item.available, item.stockValue].map(String) : [];
    });
  /** The line of the part on the card, as it is when it is read anew. */
  const line = (jobCardId: string, partId: string): Promise<string[]> =>
    given().transact(somebody, async ({ jobCards }) => {
      const { partLines } = await jobCards.get(jobCardId, everywhere);
      const found = partLines.find((each) => each.partId === partId);
      return found ? [found.status, found.reserved, found.backordered, found.issued, found.returned].map(String) : [];
    });
  const buy = (partId: string, quantity: string, unitCost = '100.00', serviceCenterId = store()): Promise<void> =>
    given().transact(somebody, async (unit) => {
      const items = [{ partId, quantity: q(quantity), unitCost: Money.parse(unitCost) }];
      const document = { type: 'GoodsReceipt', id: given().ids.next() };
      await receiveFromSupplier(given())(unit, { serviceCenterId, document, items }, somebody, everywhere);
      unit.record(noted('StockReceived', partId));
    });
  const request = (jobCardId: string, part: Part, quantity: string, more: { neededBy?: Date; required?: boolean } = {}) =>
    given().desk.requestParts({ jobCardId, items: [{ partId: part.id, quantity: q(quantity), ...more }] }, advisor());
  const issue = (jobCardId: string, part: Part, quantity: string) =>
    given().desk.issueParts({ jobCardId, items: [{ partId: part.id, quantity: q(quantity) }] }, staff());
  const giveBack = (jobCardId: string, part: Part, quantity: string, condition?: 'GOOD' | 'DAMAGED') =>
    given().desk.returnParts({ jobCardId, items: [{ partId: part.id, quantity: q(quantity), condition }] }, staff());

  it('STK-07 what is there is reserved, the rest waits, and each is seen on the card', async () => {
    const part = await given().make.partInStock('3');
    const { id } = await card();
    const asked = await request(id, part, '5');
    const shown = asked.partLines.map(({ status, requested, reserved, backordered }) =>
      [status, requested, reserved, backordered].map(String),
    );
    assert.deepEqual(shown, [['backordered', '5.000', '3.000', '2.000']]);
    assert.deepEqual(await line(id, part.id), ['backordered', '3.000', '2.000', '0.000', '0.000']);
    assert.deepEqual(await stock(part.id), ['3.000', '3.000', '0.000', '300.00']);
  });

  it('STK-07 others cannot take what is reserved, and its own issue takes it first, then what nobody holds', async () => {
    const part = await given().make.partInStock('5');
    const [mine, other] = [await card(), await card()];
    await request(mine.id, part, '3');
    assert.equal((await refused(issue(other.id, part, '3'))).code, 'stock.insufficient');
    await issue(other.id, part, '1');
    await issue(mine.id, part, '4');
    assert.deepEqual(await stock(part.id), ['0.000', '0.000', '0.000', '0.00']);
    assert.deepEqual(await line(mine.id, part.id), ['issued', '0.000', '0.000', '4.000', '0.000']);
  });

  it('STK-07 a refused issue tells what is available to that job, its own reservation included', async () => {
    const part = await given().make.partInStock('5');
    const [mine, other] = [await card(), await card()];
    await request(mine.id, part, '3');
    for (const [id, available] of [
      [mine.id, '5.000'],
      [other.id, '2.000'],
    ] as const)
      assert.deepEqual((await refused(issue(id, part, '6'))).details.shortages, [{ partId: part.id, requested: '6.000', available }]);
  });

  it('STK-07 an issue in part leaves the rest reserved and waiting', async () => {
    const part = await given().make.partInStock('3');
    const { id } = await card();
    await request(id, part, '5');
    await issue(id, part, '2');
    assert.deepEqual(await line(id, part.id), ['backordered', '1.000', '2.000', '2.000', '0.000']);
    await buy(part.id, '2');
    assert.deepEqual(await line(id, part.id), ['reserved', '3.000', '0.000', '2.000', '0.000']);
    await issue(id, part, '3');
    assert.deepEqual(await line(id, part.id), ['issued', '0.000', '0.000', '5.000', '0.000']);
  });

  it('STK-07 what an adjustment or a count finds goes to who waits, and each is told', async () => {
    const { make, desk, basics, eventsOf } = given();
    const by = basics.actors.admin;
    const part = await make.partInStock('1');
    const { id } = await card();
    await request(id, part, '6');
    await desk.stock.adjust({ serviceCenterId: store(), partId: part.id, delta: q('2'), reason: 'Found behind the shelf' }, by);
    assert.deepEqual(await line(id, part.id), ['backordered', '3.000', '3.000', '0.000', '0.000']);
    const { id: countId } = await desk.stock.startCount({ serviceCenterId: store() }, by);
    await desk.stock.count({ countId, items: [{ partId: part.id, quantity: q('7') }] }, by);
    assert.deepEqual(await line(id, part.id), ['backordered', '3.000', '3.000', '0.000', '0.000']);
    await desk.stock.postCount({ countId }, by);
    assert.deepEqual(await line(id, part.id), ['reserved', '6.000', '0.000', '0.000', '0.000']);
    assert.deepEqual(await stock(part.id), ['7.000', '6.000', '1.000', '700.00']);
    assert.equal((await eventsOf(id)).filter((name) => name === 'BackorderFilled').length, 2);
  });

  it('STK-07 stock that comes in goes to who waits: the most urgent, then who needs it soonest, then who asked first, each told once', async () => {
    const { make, desk, eventsOf } = given();
    const part = await make.partInStock('1');
    const vehicle = await make.vehicle();
    const about = { customerId: vehicle.customerId, vehicleId: vehicle.id, serviceCenterId: store() };
    const urgent = await desk.open({ ...about, type: 'WASH', priority: 'URGENT' }, advisor());
    const [first, second, soon] = [await card(), await card(), await card()];
    await request(first.id, part, '2');
    await request(second.id, part, '2');
    await request(soon.id, part, '2', { neededBy: new Date('2026-11-23T04:30:00.000Z') });
    await request(urgent.id, part, '1');
    await buy(part.id, '4');
    assert.deepEqual(await line(urgent.id, part.id), ['reserved', '1.000', '0.000', '0.000', '0.000']);
    assert.deepEqual(await line(soon.id, part.id), ['reserved', '2.000', '0.000', '0.000', '0.000']);
    assert.deepEqual(await line(first.id, part.id), ['reserved', '2.000', '0.000', '0.000', '0.000']);
    assert.deepEqual(await line(second.id, part.id), ['backordered', '0.000', '2.000', '0.000', '0.000']);
    assert.equal((await eventsOf(first.id)).filter((name) => name === 'BackorderFilled').length, 1);
    assert.equal((await eventsOf(second.id)).filter((name) => name === 'BackorderFilled').length, 0);
  });

  it('STK-07 whose job became more urgent since, or asked again for an earlier day, is served before who was ahead of it', async () => {
    const { make, desk } = given();
    const [one, other] = [await make.partInStock('0.001'), await make.partInStock('0.001')];
    const [first, second] = [await card(), await card()];
    for (const { id } of [first, second]) for (const part of [one, other]) await request(id, part, '2');
    await desk.edit({ jobCardId: second.id, priority: 'URGENT' }, advisor());
    await buy(one.id, '2');
    assert.deepEqual([(await line(first.id, one.id))[0], (await line(second.id, one.id))[1]], ['backordered', '2.000']);
    await desk.edit({ jobCardId: second.id, priority: 'NORMAL' }, advisor());
    await request(first.id, other, '1', { neededBy: new Date('2026-11-23T04:30:00.000Z') });
    await request(second.id, other, '1', { neededBy: new Date('2026-11-22T10:30:00.000Z') });
    await buy(other.id, '2');
    assert.deepEqual([(await line(first.id, other.id))[1], (await line(second.id, other.id))[1]], ['0.001', '2.000']);
  });

  it('STK-07 a return, a transfer received and a reservation given up serve who waits, as a receipt does', async () => {
    const { make, desk, basics } = given();
    const part = await make.partInStock('2');
    const [holds, waits] = [await card(), await card()];
    await issue(holds.id, part, '1');
    await request(holds.id, part, '1');
    await request(waits.id, part, '3');
    await giveBack(holds.id, part, '1');
    assert.deepEqual((await line(waits.id, part.id)).slice(0, 3), ['backordered', '1.000', '2.000']);
    await desk.cancelParts({ jobCardId: holds.id, items: [{ partId: part.id }], reason: 'Not needed' }, advisor());
    assert.deepEqual((await line(waits.id, part.id)).slice(0, 3), ['backordered', '2.000', '1.000']);

    const { blr01, blr02 } = basics.branches;
    await buy(part.id, '1', '90.00', blr02.id);
    const { actors } = basics;
    const sides = { fromServiceCenterId: blr02.id, toServiceCenterId: blr01.id };
    const asked = await desk.transfer.create(
      { ...sides, items: [{ partId: part.id, quantity: q('1') }], reason: 'A job waits' },
      actors.manager,
    );
    const neighbour = (await make.colleague('SC_MANAGER', blr02)).actor;
    await desk.transfer.approve({ transferId: asked.id }, neighbour);
    await desk.transfer.dispatch({ transferId: asked.id }, neighbour);
    await desk.transfer.receive({ transferId: asked.id, items: [{ partId: part.id, quantity: q('1') }] }, staff());
    assert.deepEqual(await line(waits.id, part.id), ['reserved', '3.000', '0.000', '0.000', '0.000']);
  });

  it('STK-07 calling off some of a line gives up what waits first, then what is held', async () => {
    const part = await given().make.partInStock('3');
    const { id } = await card();
    await request(id, part, '5');
    const some = (quantity: string) =>
      given().desk.cancelParts({ jobCardId: id, items: [{ partId: part.id, quantity: q(quantity) }] }, advisor());
    await some('3');
    assert.deepEqual(await line(id, part.id), ['reserved', '2.000', '0.000', '0.000', '0.000']);
    assert.equal((await refused(some('2.001'))).code, 'parts.refused');
    await some('2');
    assert.deepEqual(await line(id, part.id), ['cancelled', '0.000', '0.000', '0.000', '0.000']);
    assert.deepEqual(await stock(part.id), ['3.000', '0.000', '3.000', '300.00']);
  });

  it('STK-07 the parts of an accepted estimate are reserved by saying so, all or as named, and no more than is asked for', async () => {
    const { make, desk } = given();
    const part = await make.partInStock('2');
    const { card: made } = await make.assignedCard([make.labour, { kind: 'PART', partId: part.id, quantity: q('3') }]);
    assert.deepEqual((await line(made.id, part.id))[0], 'requested');
    await desk.reserveParts({ jobCardId: made.id, items: [{ partId: part.id, quantity: q('1') }] }, advisor());
    assert.deepEqual((await line(made.id, part.id)).slice(0, 3), ['reserved', '1.000', '0.000']);
    await desk.reserveParts({ jobCardId: made.id }, advisor());
    assert.deepEqual((await line(made.id, part.id)).slice(0, 3), ['backordered', '2.000', '1.000']);
    assert.equal((await refused(desk.reserveParts({ jobCardId: made.id }, advisor()))).code, 'parts.refused');
  });

  it('STK-07 a part the branch never had is waited for, and served by its first receipt', async () => {
    const { make, desk, basics } = given();
    const part = await make.partInStock('1');
    const { blr02 } = basics.branches;
    const vehicle = await make.vehicle();
    const about = { customerId: vehicle.customerId, vehicleId: vehicle.id, serviceCenterId: blr02.id };
    const { id } = await desk.open({ ...about, type: 'WASH' }, basics.actors.admin);
    await desk.requestParts({ jobCardId: id, items: [{ partId: part.id, quantity: q('2') }] }, basics.actors.admin);
    assert.deepEqual((await line(id, part.id)).slice(0, 3), ['backordered', '0.000', '2.000']);
    await buy(part.id, '2', '90.00', blr02.id);
    assert.deepEqual((await line(id, part.id)).slice(0, 3), ['reserved', '2.000', '0.000']);
  });

  it('STK-05 what comes back in pieces comes back at exactly what it was issued at', async () => {
    const { make, movementsOf } = given();
    const part = await make.partInStock('0.001');
    await buy(part.id, '2.999', '33.37');
    const [, , , before] = await stock(part.id);
    const { id } = await card();
    await issue(id, part, '3');
    await buy(part.id, '1', '777.77');
    for (const piece of ['1', '1', '1']) await giveBack(id, part, piece);
    const [onHand, , , value] = await stock(part.id);
    assert.deepEqual([onHand, value], ['4.000', Money.parse(before!).plus(Money.parse('777.77')).toString()]);
    assert.deepEqual(await line(id, part.id), ['returned', '0.000', '0.000', '3.000', '3.000']);
    assert.equal((await movementsOf(part.id)).filter(({ from }) => from.type === 'JOB').length, 3);
    assert.equal((await refused(giveBack(id, part, '0.001'))).code, 'parts.refused');
  });

  it('STK-01 what is damaged goes from the job to the scrap heap, and not back into the store', async () => {
    const { make, movementsOf } = given();
    const part = await make.partInStock('2');
    const { id } = await card();
    await issue(id, part, '2');
    await giveBack(id, part, '1', 'DAMAGED');
    assert.deepEqual(await stock(part.id), ['0.000', '0.000', '0.000', '0.00']);
    const [last] = (await movementsOf(part.id)).filter(({ to }) => to.type === 'SCRAP');
    assert.deepEqual([last?.from, last?.quantity], [{ type: 'JOB', id }, '1.000']);
  });

  it('JOB-08 calling a job off frees what is held for it and returns what is on it, in one go', async () => {
    const { make, desk, basics, eventsOf } = given();
    const [held, fitted, waiting] = [await make.partInStock('4'), await make.partInStock('4'), await make.partInStock('0.5')];
    const [{ id }, next] = [await card(), await card()];
    await request(id, held, '3');
    await issue(id, fitted, '2.5');
    await request(id, fitted, '1');
    await request(id, waiting, '2');
    await request(next.id, held, '2');
    const cancelled = await desk.move({ jobCardId: id, to: 'cancelled', reason: 'Sold the car' }, basics.actors.manager);
    assert.equal(cancelled.status, 'cancelled');
    assert.deepEqual(await stock(held.id), ['4.000', '2.000', '2.000', '400.00']);
    assert.deepEqual(await stock(fitted.id), ['4.000', '0.000', '4.000', '400.00']);
    assert.deepEqual(await stock(waiting.id), ['0.500', '0.000', '0.500', '50.00']);
    assert.deepEqual(
      [(await line(id, held.id))[0], (await line(id, fitted.id))[0], (await line(id, waiting.id))[0]],
      ['cancelled', 'returned', 'cancelled'],
    );
    assert.deepEqual((await line(next.id, held.id)).slice(0, 3), ['reserved', '2.000', '0.000']);
    assert.deepEqual((await eventsOf(id)).filter((name) => ['PartsCancelled', 'PartsReturned', 'JobCardMoved'].includes(name)).slice(-3), [
      'PartsCancelled',
      'PartsReturned',
      'JobCardMoved',
    ]);
  });

  it('STK-07 what a bill leaves unissued is held no longer', async () => {
    const { make, desk, basics } = given();
    const part = await make.partInStock('5');
    const { card: made, engineer } = await make.assignedCard(labourOnly());
    const jobCardId = made.id;
    await request(jobCardId, part, '2', { required: false });
    for (const { id: taskId } of made.tasks) {
      await desk.start({ jobCardId, taskId }, engineer);
      await desk.finish({ jobCardId, taskId }, engineer);
    }
    await desk.move({ jobCardId, to: 'completed' }, basics.actors.advisor);
    await desk.check({ jobCardId, result: 'PASS' }, basics.actors.manager);
    const draft = await desk.draft({ sourceType: 'job', sourceId: jobCardId }, basics.actors.advisor);
    await desk.issue({ invoiceId: draft.id }, basics.actors.advisor);
    assert.deepEqual(await stock(part.id), ['5.000', '0.000', '5.000', '500.00']);
    assert.equal((await line(jobCardId, part.id))[0], 'cancelled');
  });

  it('JOB-01 a job waits for parts only with one unfilled, and is not completed without a required one', async () => {
    const { make, desk, basics } = given();
    const part = await make.partInStock('5');
    const { card: made, engineer } = await make.assignedCard(labourOnly());
    const jobCardId = made.id;
    const [task] = made.tasks;
    await desk.start({ jobCardId, taskId: task!.id }, engineer);
    await desk.finish({ jobCardId, taskId: task!.id }, engineer);
    assert.match((await refused(desk.move({ jobCardId, to: 'parts_pending' }, advisor()))).message, /Every part asked for is there/);
    await request(jobCardId, part, '2');
    assert.match((await refused(desk.move({ jobCardId, to: 'completed' }, advisor()))).message, /2.000 of/);
    await desk.move({ jobCardId, to: 'parts_pending' }, advisor());
    await issue(jobCardId, part, '2');
    await desk.move({ jobCardId, to: 'in_progress' }, advisor());
    assert.equal((await desk.move({ jobCardId, to: 'completed' }, basics.actors.advisor)).status, 'completed');
  });

  it('STK-10 a discontinued part is refused on a new request, and what was asked for before still goes', async () => {
    const { make, desk } = given();
    const gone = await make.partInStock('5', { active: false });
    const { id } = await card();
    assert.equal((await refused(request(id, gone, '1'))).code, 'part.inactive');
    await desk.issueParts({ jobCardId: id, items: [{ partId: gone.id, quantity: q('1') }] }, staff());
    assert.equal((await line(id, gone.id))[0], 'issued');
  });

  it('DEM-01 a refused issue is kept once for its key, though all of it was undone', async () => {
    const { desk, transact } = given();
    const part = await given().make.partInStock('3');
    const { id } = await card();
    const short = await refused(issue(id, part, '4'));
    assert.ok(short instanceof StockShort);
    for (const key of ['one', 'one', 'two']) await desk.noteLostDemand(short, staff(), key);
    const isKept = (key: string) => transact(somebody, ({ lostDemand }) => lostDemand.isKept(`JobCard ${id} ${staff().userId} ${key}`));
    assert.deepEqual([await isKept('one'), await isKept('two'), await isKept('three')], [true, true, false]);
  });

  it('STK-03 STK-07 requests, issues, returns and cancellations of one part at once never hold more than there is, and lose nothing', async () => {
    const { make, desk, basics } = given();
    const part = await make.partInStock('6');
    const cards = [];
    for (let n = 0; n < 8; n++) cards.push(await card());
    for (const { id } of cards.slice(4)) await issue(id, part, '1');
    const all = await outcomes([
      ...cards.slice(0, 4).map(({ id }) => request(id, part, '1')),
      ...cards.slice(0, 4).map(({ id }) => issue(id, part, '1')),
      ...cards.slice(4, 6).map(({ id }) => giveBack(id, part, '1')),
      ...cards.slice(6).map(({ id }) => desk.move({ jobCardId: id, to: 'cancelled', reason: 'Sold' }, basics.actors.manager)),
      buy(part.id, '1'),
    ]);
    assert.deepEqual(
      all.filter((outcome) => outcome !== 'ok' && outcome !== 'stock.insufficient'),
      [],
    );
    const lines = await Promise.all(cards.map(({ id }) => line(id, part.id)));
    const sum = (index: number) => Quantity.sum(lines.map((each) => q(each[index] ?? '0')));
    const [onHand, reserved] = await stock(part.id);
    assert.equal(reserved, sum(1).toString());
    assert.equal(q(onHand!).plus(sum(3)).minus(sum(4)).toString(), '7.000');
    assert.equal(q(onHand!).minus(q(reserved)).isPositive() && sum(2).isPositive(), false);
  });
});
