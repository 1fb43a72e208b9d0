import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { PublishedEvent } from '@dms/domain/notifications/ports';
import type { Actor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import type { Entry, Feed } from '@dms/domain/shared/feed';
import pino from 'pino';
import { startHttp } from '../../../http/server.ts';
import { openStreams } from '../../../http/streams/streams.ts';
import { listen } from '../../support/event-client.ts';
import { until } from '../../support/until.ts';
import { fakeContainer } from './fake-container.ts';

const logger = pino({ level: 'silent' });
const actor: Actor = { userId: 'u', role: 'ADMIN', serviceCenterIds: [], requestId: 'r', address: null, agent: null };
const caller = { actor, again: async () => actor, lastEventId: undefined };
const limits = { beatMs: 20, perUser: 2, inAll: 3 };

/** A feed in memory, to which entries are added by hand. */
const feedInMemory = () => {
  const entries: (PublishedEvent & Entry)[] = [];
  const wakes = new Set<() => void>();
  const count = { reads: 0 };
  const feed: Feed<PublishedEvent & Entry> = {
    last: async () => entries.at(-1)?.place ?? 0n,
    after: async (place, most) => {
      count.reads += 1;
      return entries.filter((entry) => entry.place > place).slice(0, most);
    },
    reachesBack: async (place) => place <= (entries.at(-1)?.place ?? 0n),
    listen: (wake) => {
      wakes.add(wake);
      return { close: async () => void wakes.delete(wake) };
    },
  };
  const add = (more: number, entry: Partial<PublishedEvent> = {}): void => {
    for (let n = 0; n < more; n += 1) entries.push({ ...someMove, ...entry, place: BigInt(entries.length + 1) });
    for (const wake of wakes) wake();
  };
  return { feed, add, wakes, count };
};
const someMove: PublishedEvent = {
  ...{ id: 'e', name: 'JobCardMoved', version: 1, entityType: 'JobCard', entityId: 'c', serviceCenterId: 'branch-1', actorId: null },
  ...{ requestId: 'r', occurredAt: new Date(0), data: { from: 'created', to: 'inspecting' } },
};
const followed = ({ feed }: ReturnType<typeof feedInMemory>, bytes = 10) => ({
  feed,
  name: 'told',
  shows: () => ({ text: 'x'.repeat(bytes) }),
});

const read = (body: NodeJS.ReadableStream) => {
  const got = { text: '' };
  body.setEncoding('utf8').on('data', (part: string) => (got.text += part));
  return got;
};

test('who does not take what is sent is sent no more than a little, and is dropped before long; the others go on', async () => {
  const memory = feedInMemory();
  const streams = openStreams(logger, limits);
  const slow = await streams.open(followed(memory, 20_000), caller);
  const fast = await streams.open(followed(memory, 20_000), caller);
  const got = read(fast);
  const [first] = (await once(slow, 'readable').then(() => [slow.read()])) as [Buffer];
  assert.match(String(first), /^retry: \d{4}\nid: 0\nevent: ready\n/);
  let most = 0;
  for (let round = 0; round < 20; round += 1) {
    memory.add(50);
    most = Math.max(most, slow.readableLength);
    await until(() => got.text.includes(`id: ${50 * (round + 1)}\nevent`));
  }
  await until(() => slow.destroyed);
  assert.ok(most < 200 * 20_100 + 200_000, `${most} bytes were kept for who takes none`);
  assert.equal([...got.text.matchAll(/event: told/g)].length, 1_000);
  streams.endAll();
  await until(() => memory.wakes.size === 0);
});

test('a feed is read once for all who follow it, and no more when the last has left', async () => {
  const memory = feedInMemory();
  const streams = openStreams(logger, { beatMs: 10_000, perUser: 100, inAll: 100 });
  const bodies = await Promise.all(Array.from({ length: 40 }, () => streams.open(followed(memory), caller)));
  const got = bodies.map(read);
  memory.count.reads = 0;
  memory.add(3);
  await until(() => got.every(({ text }) => text.includes('id: 3\nevent: told')));
  assert.ok(memory.count.reads <= 2, `${memory.count.reads} reads`);
  for (const body of bodies) body.destroy();
  await until(() => memory.wakes.size === 0);
});

test('there is room for so many streams of one user and in all, and a place is free again when one ends', async () => {
  const memory = feedInMemory();
  const streams = openStreams(logger, limits);
  const open = (userId: string) => streams.open(followed(memory), { ...caller, actor: { ...actor, userId } });
  const [one] = [await open('a'), await open('a'), await open('b')];
  await assert.rejects(open('a'), (error: DomainError) => error.code === 'rate.limited' && error.details.retryAfterSeconds! > 0);
  await assert.rejects(open('b'), (error: DomainError) => error.code === 'service.unavailable');
  one.destroy();
  await once(one, 'close');
  await open('b');
  streams.endAll();
  await assert.rejects(open('c'), (error: DomainError) => error.code === 'service.unavailable');
});

test('a silent stream shows that it is alive, and moves the place of who is told nothing', async () => {
  const memory = feedInMemory();
  const streams = openStreams(logger, limits);
  const got = read(await streams.open({ ...followed(memory), shows: () => undefined }, caller));
  memory.add(7);
  await until(() => got.text.includes(': beat\nid: 7\n\n'));
  assert.doesNotMatch(got.text, /told/);
  streams.endAll();
});

test('a feed that cannot be read at first refuses, and one that fails later is read again', async () => {
  const memory = feedInMemory();
  const streams = openStreams(logger, limits);
  let fails = true;
  const { after } = memory.feed;
  const feed: typeof memory.feed = {
    ...memory.feed,
    last: async () => (fails ? Promise.reject(new DomainError('service.unavailable', 'not now')) : 0n),
    after: async (place, most) => (fails ? Promise.reject(new Error('broken')) : after(place, most)),
  };
  const open = () => streams.open({ ...followed(memory), feed }, caller);
  await assert.rejects(open(), (error: DomainError) => error.code === 'service.unavailable');
  fails = false;
  const got = read(await open());
  fails = true;
  memory.add(1);
  fails = false;
  memory.add(1);
  await until(() => got.text.includes('id: 2\nevent: told'));
  streams.endAll();
});

test('closing the server ends its streams at once, and HEAD opens none', async () => {
  const memory = feedInMemory();
  const server = await startHttp({ container: fakeContainer({ boardFeed: memory.feed }) });
  const url = `${server.url}/job-cards/stream`;
  const { status } = await fetch(url, { method: 'HEAD', headers: { authorization: 'Bearer ADMIN' } });
  assert.ok(status >= 400, 'it is no more than the id of a card, which it cannot be');
  assert.equal((await listen({ url, token: 'forged' })).status, 401);
  const listening = await listen({ url, token: 'ADMIN' });
  await listening.next(({ event }) => event === 'ready');
  memory.add(1);
  await listening.next(({ event }) => event === 'job-card');
  assert.doesNotMatch(await (await fetch(server.metricsUrl)).text(), /route="\/job-cards\/stream",status="200"/);
  const asked = performance.now();
  await server.close();
  assert.ok(performance.now() - asked < 10_000);
  assert.equal(await listening.ended, 'ended');
});
