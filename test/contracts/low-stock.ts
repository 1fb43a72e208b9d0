import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Part } from '@dms/domain/inventory/part';
import { tellLowStock } from '@dms/domain/inventory/use-cases/tell-low-stock';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { refusal } from '../unit/shared/refusals.ts';
import { noted, somebody } from './fixtures.ts';
import { contract } from './harness.ts';

const q = (text: string): Quantity => Quantity.parse(text);

/** Stock that crosses its level, told by whatever keeps the data. */
export const lowStock = contract('stock that is low', (given) => {
  const here = (): string => given().basics.branches.blr01.id;
  const withLevel = (quantity: string, level: string): Promise<Part> => given().make.partInStock(quantity, { reorderLevel: q(level) });
  const itemId = (partId: string): Promise<string> =>
    given().transact(somebody, async ({ stockItems }) => (await stockItems.lock(here(), [partId], everywhere))[0]!.id);
  const told = async (partId: string): Promise<number> =>
    (await given().eventsOf(await itemId(partId))).filter((name) => name === 'StockLow').length;
  /** A transfer that is approved holds what it will take: one way of many to lower what is available. */
  const lower = async ({ id }: Part, quantity: string): Promise<string> =>
    (await given().make.transfer([{ partId: id, quantity: q(quantity) }], 'approved')).id;
  const receive = ({ id }: Part, quantity: string) =>
    given().desk.stock.receive(
      {
        serviceCenterId: here(),
        supplier: 'Sahyadri Spares',
        reference: 'INV/1',
        items: [{ partId: id, quantity: q(quantity), unitCost: Money.parse('10.00') }],
      },
      given().basics.actors.staff,
    );
  const scan = () => tellLowStock(given())({ dueAt: given().clock.now() }, somebody);
  const raiseLevel = ({ id }: Part, level: string) =>
    given().transact(somebody, async ({ parts, record }) => {
      Object.assign(await parts.getForChange(id, everywhere), { reorderLevel: q(level) });
      record(noted('PartEdited', id));
    });

  it('LOW-01 what reaches its level is told once, and again only after a refill above it', async () => {
    const part = await withLevel('10', '4');
    await lower(part, '5');
    assert.equal(await told(part.id), 0, 'five are above the level');
    await lower(part, '1');
    assert.equal(await told(part.id), 1, 'four are at it');
    await lower(part, '2');
    await receive(part, '2');
    assert.equal(await told(part.id), 1, 'a refill to the level is none');
    await receive(part, '3');
    await lower(part, '3');
    assert.equal(await told(part.id), 2);
  });

  it('LOW-01 what is freed counts as a refill too', async () => {
    const part = await withLevel('10', '4');
    const transferId = await lower(part, '7');
    await given().desk.transfer.cancel({ transferId, reason: 'not needed' }, somebody);
    await lower(part, '7');
    assert.equal(await told(part.id), 2);
  });

  it('LOW-01 of many who cross the level at once one tells', async () => {
    const part = await withLevel('10', '5');
    await Promise.all(Array.from({ length: 10 }, () => lower(part, '1')));
    assert.equal(await told(part.id), 1);
  });

  it('LOW-01 nothing is told of what did not happen', async () => {
    const part = await withLevel('10', '4');
    await assert.rejects(
      given().transact(somebody, async () => {
        await lower(part, '8');
        throw new Error('after all not');
      }),
      /after all not/,
    );
    assert.equal(await told(part.id), 0);
    await assert.rejects(lower(part, '11'), refusal('stock.insufficient'));
    await lower(part, '8');
    assert.equal(await told(part.id), 1);
  });

  it('LOW-01 a part without a level, and one that is not sold any more, is never low', async () => {
    const parts = [await given().make.partInStock('3'), await withLevel('3', '2')];
    const [free, gone] = parts as [Part, Part];
    await given().transact(somebody, async (unit) => {
      Object.assign(await unit.parts.getForChange(gone.id, everywhere), { active: false });
      unit.record(noted('PartEdited', gone.id));
    });
    await raiseLevel(gone, '5');
    await lower(free, '3');
    await scan();
    assert.deepEqual([await told(free.id), await told(gone.id)], [0, 0]);
  });

  it('LOW-01 what is low no more because its level was lowered is told again when it is', async () => {
    const part = await withLevel('10', '8');
    await lower(part, '2');
    assert.equal(await told(part.id), 1);
    await raiseLevel(part, '5');
    await lower(part, '3');
    assert.equal(await told(part.id), 2, 'by the part’s level');
    const { manager } = given().basics.actors;
    const setLevel = async (minLevel: string) =>
      given().desk.stock.setLevels({ stockItemId: await itemId(part.id), minLevel: q(minLevel) }, manager);
    await setLevel('4');
    await lower(part, '1');
    assert.equal(await told(part.id), 3, 'by the branch’s own');
    await setLevel('3');
    await setLevel('4');
    await scan();
    assert.equal(await told(part.id), 4, 'a level that was raised to it is crossed as well');
  });

  it('LOW-01 the scan tells what became low without being moved, once, and forgets what is low no more', async () => {
    const part = await withLevel('10', '4');
    await scan();
    assert.equal(await told(part.id), 0);
    await raiseLevel(part, '12');
    const { done } = await scan();
    assert.ok(done >= 1);
    assert.equal(await told(part.id), 1);
    assert.deepEqual(await scan(), { done: 0, more: false });
    await raiseLevel(part, '4');
    await scan();
    await lower(part, '7');
    assert.equal(await told(part.id), 2, 'it was low no more, and is again');
    await scan();
    assert.equal(await told(part.id), 2, 'what a movement told, the scan does not tell again');
  });
});
