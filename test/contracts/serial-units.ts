import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Part } from '@dms/domain/inventory/part';
import type { LocationType } from '@dms/domain/inventory/stock-movement';
import { everywhere } from '@dms/domain/shared/actor';
import { DomainError, type ErrorCode } from '@dms/domain/shared/errors';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { refusal } from '../unit/shared/refusals.ts';
import { somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const AT_ONCE = 8;
const q = (text: string): Quantity => Quantity.parse(text);
const countOf = (serials: readonly string[]): Quantity => q(String(serials.length));

const outcomes = async (asked: readonly Promise<unknown>[]): Promise<('ok' | ErrorCode)[]> =>
  (await Promise.allSettled(asked)).map((one) => {
    if (one.status === 'fulfilled') return 'ok';
    if (one.reason instanceof DomainError) return one.reason.code;
    throw one.reason;
  });

/** Parts that move by unit, on jobs and between branches (STK-04). */
export const serialUnits = contract('units with a serial number', (given) => {
  const [here, there] = [() => given().basics.branches.blr01.id, () => given().basics.branches.blr02.id];
  const staff = () => given().basics.actors.staff;
  const tracked = (quantity = '4'): Promise<Part> => given().make.partInStock(quantity, { serialTracked: true });
  const card = async (): Promise<string> => (await given().make.assignedCard([given().make.labour])).card.id;
  const at = async ({ id }: Part, type: LocationType, locationId: string | null): Promise<string[]> =>
    (await given().transact(somebody, ({ serials }) => serials.at(id, { type, id: locationId }))).map(({ serial }) => serial).toSorted();
  const issue = (jobCardId: string, { id: partId }: Part, serials: readonly string[], quantity = countOf(serials)) =>
    given().desk.issueParts({ jobCardId, items: [{ partId, quantity, serials }] }, staff());
  const bringBack = (jobCardId: string, { id: partId }: Part, serials: readonly string[], condition: 'GOOD' | 'DAMAGED' = 'GOOD') =>
    given().desk.returnParts({ jobCardId, items: [{ partId, quantity: countOf(serials), serials, condition }] }, staff());
  const sound = async (): Promise<void> => assert.deepEqual((await given().verifyStock()).faults, []);
  const onHand = ({ id }: Part, branch = here()): Promise<string> => given().make.onHand(id, branch);

  it('STK-04 a unit goes to a job and comes back by its number, and what is damaged is scrapped', async () => {
    const part = await tracked();
    const job = await card();
    await issue(job, part, ['u1', 'U2', 'U3']);
    assert.deepEqual([await at(part, 'STORE', here()), await at(part, 'JOB', job)], [['U4'], ['U1', 'U2', 'U3']]);
    await bringBack(job, part, ['U1']);
    await bringBack(job, part, ['u3'], 'DAMAGED');
    assert.deepEqual(
      [await at(part, 'STORE', here()), await at(part, 'JOB', job), await at(part, 'SCRAP', null), await onHand(part)],
      [['U1', 'U4'], ['U2'], ['U3'], '2.000'],
    );
    await sound();
  });

  it('STK-04 is refused at a job without the numbers, with wrong ones, and with one named twice, and nothing moves', async () => {
    const { make, desk } = given();
    const [part, plain] = [await tracked(), await make.partInStock('4')];
    const [job, other] = [await card(), await card()];
    await issue(other, part, ['U4']);
    await assert.rejects(issue(job, part, [], q('1')), refusal('serial.refused', /1\.000 and 0 serial numbers do not fit/));
    await assert.rejects(issue(job, part, ['U1', 'U2'], q('1')), refusal('serial.refused', /do not fit/));
    await assert.rejects(issue(job, part, ['U9']), refusal('serial.refused', /There is no unit U9/));
    await assert.rejects(issue(job, part, ['U1', 'u1']), refusal('serial.refused', /named twice/));
    await assert.rejects(issue(job, part, ['U4']), refusal('serial.refused', /U4 is not there to be taken: it is on a job/));
    await assert.rejects(issue(job, plain, ['U1']), refusal('serial.refused', /is not tracked/));
    const item = { partId: part.id, quantity: q('1'), serials: ['U1'] };
    await assert.rejects(desk.issueParts({ jobCardId: job, items: [item, item] }, staff()), refusal('serial.refused', /named twice/));
    await assert.rejects(bringBack(other, part, ['U1']), refusal('serial.refused', /it is in a store/));
    await issue(job, part, ['U1']);
    await assert.rejects(bringBack(other, part, ['U1']), refusal('serial.refused', /it is on another job/));
    assert.deepEqual([await at(part, 'STORE', here()), await at(part, 'JOB', job)], [['U2', 'U3'], ['U1']]);
    await sound();
  });

  it('STK-04 of many who take the same unit at once, one gets it', async () => {
    const part = await tracked(String(AT_ONCE));
    const cards = [];
    for (let n = 0; n < AT_ONCE; n += 1) cards.push(await card());
    const all = await outcomes(cards.map((job) => issue(job, part, ['U1'])));
    assert.deepEqual(all.toSorted(), ['ok', ...Array.from({ length: AT_ONCE - 1 }, () => 'serial.refused')]);
    assert.equal(await onHand(part), `${AT_ONCE - 1}.000`);
    await sound();
  });

  it('STK-04 JOB-08 with a job that is called off its units are back in the store', async () => {
    const part = await tracked();
    const job = await card();
    await issue(job, part, ['U1', 'U3']);
    await given().desk.move({ jobCardId: job, to: 'cancelled', reason: 'The customer changed his mind' }, given().basics.actors.manager);
    assert.deepEqual([await at(part, 'STORE', here()), await at(part, 'JOB', job)], [['U1', 'U2', 'U3', 'U4'], []]);
    await sound();
  });

  it('STK-04 whether a part is tracked is not changed while some of it is on a job', async () => {
    const part = await tracked('1');
    await issue(await card(), part, ['U1']);
    const change = given().desk.stock.editPart({ partId: part.id, serialTracked: false }, given().basics.actors.admin);
    await assert.rejects(change, refusal('part.refused', /on a job/));
  });

  it('WAR-01 a unit with a serial number is the customer’s with its bill, and its warranty says which it is', async () => {
    const { make, desk, basics, transact } = given();
    const part = await tracked();
    await desk.setTerms({ partId: part.id, months: 12, kilometres: 10_000 }, basics.actors.admin);
    const owned = await make.vehicle();
    const quantity = q('2');
    const { card: job, bill } = await make.repair(owned, [make.labour, { kind: 'PART', partId: part.id, quantity }], 21_000);
    const invoice = await bill([{ partId: part.id, quantity, serials: ['U2', 'U4'] }]);
    const sold = await transact(somebody, ({ warranties }) => warranties.ofInvoice(invoice.id));
    assert.deepEqual(sold.map(({ serial, quantity: each }) => [serial, String(each)]).toSorted(), [
      ['U2', '1.000'],
      ['U4', '1.000'],
    ]);
    assert.deepEqual([await at(part, 'JOB', job.id), await at(part, 'CUSTOMER', owned.customerId)], [[], ['U2', 'U4']]);

    // In place of the one that failed another is fitted: it has its own number, and inherits the term.
    const failed = sold.find(({ serial }) => serial === 'U2')!;
    const again = await make.repair(owned, [make.labour], 22_000);
    const line = { kind: 'PART', description: 'Fuel pump', amount: Money.parse('420.00') } as const;
    const about = { warrantyId: failed.id, complaint: 'It leaks.', lines: [line], repairJobCardId: again.card.id };
    await desk.claim(about, basics.actors.advisor);
    const second = await again.bill([{ partId: part.id, quantity: q('1'), serials: ['U1'] }]);
    const inherited = await transact(somebody, ({ warranties }) => warranties.ofInvoice(second.id));
    assert.deepEqual(
      inherited.map(({ serial, replacesId, endsOn }) => [serial, replacesId, endsOn]),
      [['U1', failed.id, failed.endsOn]],
    );
    await sound();
  });

  const dispatched = async (part: Part, serials: readonly string[]): Promise<string> => {
    const { make, desk } = given();
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: countOf(serials) }], 'approved');
    await desk.transfer.dispatch({ transferId, items: [{ partId: part.id, serials }] }, somebody);
    return transferId;
  };
  const load = (id: string) => given().transact(somebody, ({ stockTransfers }) => stockTransfers.get(id, everywhere));

  it('STK-04 TRF-01 units travel by name: sent off, received, reported short and damaged, and decided on', async () => {
    const { desk, basics } = given();
    const part = await tracked('6');
    const transferId = await dispatched(part, ['u1', 'U2', 'U3', 'U4']);
    assert.deepEqual(
      [await at(part, 'STORE', here()), await at(part, 'IN_TRANSIT', there())],
      [
        ['U5', 'U6'],
        ['U1', 'U2', 'U3', 'U4'],
      ],
    );
    const said = {
      partId: part.id,
      quantity: q('1'),
      serials: ['U1'],
      short: q('1'),
      shortSerials: ['U2'],
      damaged: q('1'),
      damagedSerials: ['u3'],
    };
    await desk.transfer.receive({ transferId, items: [said] }, somebody);
    const { lines, variances } = await load(transferId);
    assert.deepEqual(lines[0]!.serialsInTransit, ['U2', 'U3', 'U4']);
    assert.deepEqual(variances.map(({ kind, serials }) => [kind, serials]).toSorted(), [
      ['DAMAGED', ['U3']],
      ['SHORT', ['U2']],
    ]);
    await sound();
    const decide = (kind: string, outcome: 'FOUND' | 'WRITTEN_OFF') =>
      desk.transfer.decide({ transferId, varianceId: variances.find((each) => each.kind === kind)!.id, outcome }, basics.actors.admin);
    await decide('SHORT', 'FOUND');
    await decide('DAMAGED', 'WRITTEN_OFF');
    await desk.transfer.receive({ transferId, items: [{ partId: part.id, quantity: q('1'), serials: ['U4'] }] }, somebody);
    assert.deepEqual(
      [
        await at(part, 'STORE', there()),
        await at(part, 'SCRAP', null),
        await at(part, 'IN_TRANSIT', there()),
        (await load(transferId)).status,
      ],
      [['U1', 'U2', 'U4'], ['U3'], [], 'received'],
    );
    await sound();
  });

  it('STK-04 TRF-01 a transfer refuses units that it does not carry, and takes what was not received back to the sender', async () => {
    const { make, desk, basics } = given();
    const [part, plain] = [await tracked('6'), await make.partInStock('2')];
    const { id: transferId } = await make.transfer([{ partId: part.id, quantity: q('2') }], 'approved');
    const send = (serials?: readonly string[], partId = part.id) =>
      desk.transfer.dispatch({ transferId, ...(serials && { items: [{ partId, serials }] }) }, somebody);
    await assert.rejects(send(), refusal('serial.refused', /2\.000 and 0 serial numbers do not fit/));
    await assert.rejects(send(['U1', 'U1']), refusal('serial.refused', /named twice/));
    await assert.rejects(send(['U1', 'U9']), refusal('serial.refused', /There is no unit U9/));
    await assert.rejects(send(['U1', 'U2'], plain.id), refusal('transfer.refused', /not on this transfer/));
    await issue(await card(), part, ['U2']);
    await assert.rejects(send(['U1', 'U2']), refusal('serial.refused', /it is on a job/));
    await send(['U1', 'U3']);
    const other = await dispatched(part, ['U4']);
    const take = (id: string, serials: readonly string[], quantity = countOf(serials)) =>
      desk.transfer.receive({ transferId: id, items: [{ partId: part.id, quantity, serials }] }, somebody);
    await assert.rejects(take(transferId, [], q('1')), refusal('serial.refused', /do not fit/));
    await assert.rejects(take(transferId, ['U4']), refusal('serial.refused', /U4 is not expected on this transfer/));
    await take(transferId, ['U3']);
    await assert.rejects(take(transferId, ['U3']), refusal('serial.refused', /not expected/));
    await desk.transfer.recall({ transferId, outcome: 'RETURNED', reason: 'Wrong branch' }, basics.actors.admin);
    await desk.transfer.recall({ transferId: other, outcome: 'WRITTEN_OFF', reason: 'It was lost' }, basics.actors.admin);
    assert.deepEqual(
      [await at(part, 'STORE', here()), await at(part, 'STORE', there()), await at(part, 'ADJUSTMENT', null)],
      [['U1', 'U5', 'U6'], ['U3'], ['U4']],
    );
    await sound();
  });

  it('STK-04 what is reported twice, as good and as damaged, is refused, and so is what waits for a decision', async () => {
    const { desk } = given();
    const part = await tracked();
    const transferId = await dispatched(part, ['U1', 'U2', 'U3']);
    const receive = (item: object) =>
      desk.transfer.receive({ transferId, items: [{ partId: part.id, quantity: q('0'), ...item }] }, somebody);
    const damaged = { damaged: q('1'), damagedSerials: ['U1'] };
    await assert.rejects(receive({ quantity: q('1'), serials: ['U1'], ...damaged }), refusal('serial.refused', /named twice/));
    await receive(damaged);
    await assert.rejects(receive({ quantity: q('1'), serials: ['U1'] }), refusal('serial.refused', /not expected/));
    await assert.rejects(receive({ quantity: q('1'), shortSerials: ['U2'] }), refusal('serial.refused', /do not fit/));
    assert.deepEqual((await load(transferId)).lines[0]!.serialsInTransit, ['U1', 'U2', 'U3']);
  });
});
