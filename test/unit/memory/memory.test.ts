import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { oneCallerAtATime } from '@dms/domain/memory/call-context';
import { fixedClock } from '@dms/domain/memory/clock';
import { countingIds } from '@dms/domain/memory/ids';
import { plainPasswords } from '@dms/domain/memory/passwords';
import { memoryStorage } from '@dms/domain/memory/storage';
import { memoryTransact, type RunningUnit } from '@dms/domain/memory/unit-of-work';
import { everywhere } from '@dms/domain/shared/actor';
import { Money } from '@dms/domain/shared/money';
import { addBasics, basicRates, beginning } from '../../contracts/basics.ts';
import { noted, somebody } from '../../contracts/fixtures.ts';
import { refusal } from '../shared/refusals.ts';

const begin = async (context = new AsyncLocalStorage<RunningUnit>() as Parameters<typeof memoryTransact>[0]['context']) => {
  const clock = fixedClock(beginning);
  const ids = countingIds();
  const memory = memoryTransact({ clock, ids: countingIds('e'), context });
  await memory.seed(({ addTaxRate }) => basicRates.forEach(addTaxRate));
  return { memory, ids, basics: await addBasics({ transact: memory.transact, clock, ids }) };
};

test('a host without asynchronous context nests units when it calls one at a time', async () => {
  const { memory, basics } = await begin(oneCallerAtATime<RunningUnit>());
  const { transact } = memory;
  for (const odometer of [20_200, 20_300]) {
    await transact(somebody, async ({ vehicles, record }) => {
      (await vehicles.getForChange(basics.car.id, everywhere)).read(odometer);
      record(noted('JobCardMoved', basics.car.id));
      const seen = await transact(somebody, async (inner) => (await inner.vehicles.get(basics.car.id, everywhere)).odometer);
      assert.equal(seen, odometer);
    });
  }
  assert.equal(memory.rows('vehicles')[0]?.version, 3);
});

test('units run one after the other, in the order they were asked for', async () => {
  const { memory } = await begin();
  const order: string[] = [];
  const unit = (name: string) =>
    memory.transact(somebody, async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
    });
  await Promise.all([unit('one'), unit('two'), unit('three')]);
  assert.deepEqual(order, ['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends']);
});

test('the beginning is filled in without saying that anything happened', async () => {
  const { memory, ids } = await begin();
  const before = memory.events().length;
  await memory.seed(async ({ parts }) => {
    const [known] = memory.rows('parts');
    parts.add(Object.assign(known!, { id: ids.next(), sku: 'SEED-1' }));
  });
  assert.equal(memory.events().length, before);
  assert.ok(memory.rows('parts').some(({ sku }) => sku === 'SEED-1'));
});

test('what is handed out of the store is a copy', async () => {
  const { memory, basics } = await begin();
  Object.assign(memory.rows('customers')[0]!, { firstName: 'Somebody else' });
  assert.equal(memory.rows('customers')[0]?.firstName, basics.asha.firstName);
});

test('an event says who recorded it and when, also inside a unit of somebody else', async () => {
  const { memory, basics } = await begin();
  await memory.transact(basics.actors.advisor, async ({ record }) => {
    record(noted('JobCardMoved', 'outer'));
    await memory.transact(basics.actors.manager, async (inner) => inner.record(noted('JobCardMoved', 'inner')));
  });
  const [outer, inner] = memory.events().slice(-2);
  assert.deepEqual(
    [outer?.entityId, outer?.actor.role, inner?.entityId, inner?.actor.role],
    ['outer', 'SERVICE_ADVISOR', 'inner', 'SC_MANAGER'],
  );
  assert.equal(outer?.at.toISOString(), beginning);
});

test('STK-03 a balance below zero is refused, whoever wrote it', async () => {
  const { memory, basics } = await begin();
  const { oil } = basics.parts;
  const write = memory.transact(somebody, async ({ stockItems, record }) => {
    const [item] = await stockItems.lock(basics.branches.blr01.id, [oil.id], everywhere);
    item!.stockValue = Money.parse('-0.01');
    record(noted('PartsIssued', oil.id));
  });
  await assert.rejects(write, refusal('stock.insufficient'));
});

test('a fixed clock moves when it is told to, and ids count up in the order of time', () => {
  const clock = fixedClock('2026-11-22T04:30:00.000Z');
  clock.now().setFullYear(1999);
  clock.advance(1500);
  assert.equal(clock.now().toISOString(), '2026-11-22T04:30:01.500Z');
  const ids = countingIds();
  const made = Array.from({ length: 300 }, () => ids.next());
  assert.deepEqual(made, made.toSorted());
  for (const id of made) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(countingIds('1').next(), countingIds('2').next());
});

test('plain passwords match what was kept, and nothing where nothing was kept', async () => {
  const kept = await plainPasswords.hash('secret');
  assert.deepEqual([await plainPasswords.matches('secret', kept), await plainPasswords.matches('secret', undefined)], [true, false]);
});

test('memory keeps files by key: whole, replaced, removed, and under keys that every driver can keep', async () => {
  const storage = memoryStorage({ sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'), clock: fixedClock(beginning) });
  const pieces = async function* () {
    yield Uint8Array.of(1, 2);
    yield Uint8Array.of(3);
  };
  const about = { contentType: 'application/pdf' };
  assert.deepEqual(await storage.put('a/b.pdf', pieces(), about), {
    size: 3,
    sha256: '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81',
  });
  const { content, size } = await storage.get('a/b.pdf');
  const read: number[] = [];
  for await (const piece of content) read.push(...piece);
  assert.deepEqual([read, size], [[1, 2, 3], 3]);
  assert.deepEqual(await storage.stat('a/b.pdf'), { size: 3, contentType: 'application/pdf' });
  await storage.remove('a/b.pdf');
  await storage.remove('a/b.pdf');
  assert.equal(await storage.stat('a/b.pdf'), undefined);
  await assert.rejects(storage.get('a/b.pdf'), refusal('entity.absent'));
  await assert.rejects(storage.put('../b.pdf', Uint8Array.of(1), about), refusal('request.invalid'));
});
