import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { User } from '@dms/domain/identity/user';
import { systemClock } from '../../../adapters/security/system.ts';
import { startApi } from '../../support/api-process.ts';
import type { ListOf } from '../../support/bodies.ts';
import { systemActor } from '@dms/domain/shared/actor';
import { withSuite } from '../../support/endings.ts';
import { listen, type Listening } from '../../support/event-client.ts';
import { hold } from '../../support/locks.ts';
import { byClients } from '../../support/races.ts';
import { stubbornListeners } from '../../support/stubborn.ts';
import { until } from '../../support/until.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

const PATH = '/notifications/stream';
const BEAT_MS = 100;

type InInbox = { id: string; title: string; readAt: string | null };

describe('the stream of one’s own inbox', () => {
  const suite = withSuite();
  let world: World;

  before(async () => {
    world = await freshBranches(suite, { clock: systemClock, streams: { beatMs: BEAT_MS } });
    await world.startWorkers('relay', 'reminders');
  });

  const tokenOf = (user: User): string => tokenFor(world.cradle, user);
  const listenAs = (user: User, more: { lastEventId?: string } = {}) => listen({ url: world.url + PATH, token: tokenOf(user), ...more });
  const opened = async (user: User, more: { lastEventId?: string } = {}): Promise<Listening> => {
    const listening = await listenAs(user, more);
    assert.equal(listening.status, 200);
    await listening.next(({ event }) => event === 'ready');
    return listening;
  };

  /** A message to everybody at a branch. */
  const tell = async (subject: string, branchId = world.basics.branches.blr01.id): Promise<number> => {
    const texts = [{ language: 'en', subject, body: 'Dear {{name}}, look here.' }];
    const broadcast = { category: 'SERVICE', to: 'USERS', channels: ['IN_APP'], serviceCenterIds: [branchId], texts };
    const boss = world.as('superAdmin');
    const { recipients } = (await boss.post<{ recipients: number }>('/notifications/broadcast', broadcast)).body;
    const { status, text } = await boss.post('/notifications/broadcast', { ...broadcast, recipients });
    assert.equal(status, 201, text);
    return recipients;
  };
  const titlesOf = ({ told }: Listening): unknown[] => told.filter(({ event }) => event === 'message').map(({ data }) => data.title);

  /** The place of the last message, once all there are have one. */
  const lastPlace = async (): Promise<string> => {
    await until(async () => (await world.rows('select id from outbox where dispatched_at is null')).length === 0);
    await until(async () => (await world.rows("select id from job_runs where state <> 'done'")).length === 0);
    await until(
      async () => (await world.rows("select id from notifications where sequence is null and status = 'delivered'")).length === 0,
    );
    const [last] = await world.rows<{ place: string }>('select coalesce(max(sequence), 0)::text as place from notifications');
    return last!.place;
  };

  it('NOT-07 tells what comes into the inbox as the inbox has it, and the inbox of nobody else', async () => {
    const [staff, elsewhere, boss] = [
      await opened(world.people.staff),
      await opened(world.people.staffElsewhere),
      await opened(world.people.superAdmin),
    ];
    assert.equal(staff.headers['content-type'], 'text/event-stream; charset=utf-8');
    await tell('One');
    const { event, data } = await staff.next(({ data: { title } }) => title === 'One');
    assert.equal(event, 'message');
    const { body } = await world.as('staff').get<ListOf<InInbox>>('/notifications');
    assert.deepEqual(
      body.data.find(({ title }) => title === 'One'),
      data,
    );
    // Whoever has been told nothing has still got as far as the others.
    const place = await lastPlace();
    await until(() => [elsewhere, boss].every((each) => each.lastId() === place));
    assert.deepEqual([titlesOf(staff), titlesOf(elsewhere), titlesOf(boss)], [['One'], [], []]);
    for (const each of [staff, elsewhere, boss]) each.cut();
  });

  it('NOT-07 brings every message once and in order, however often the connection breaks, over two API processes of which one is killed', async (t) => {
    const api = await startApi(t, world);
    const from = await lastPlace();
    const stubborn = stubbornListeners(t);
    const subjects = Array.from({ length: 24 }, (_, index) => `Parallel ${index}`);
    let turn = 0;
    const listening = (['staff', 'advisor', 'manager'] as const).map((who, index) =>
      stubborn({
        ...{ token: tokenOf(world.people[who]), path: PATH, from, count: subjects.length },
        // Each connection to the other process, as behind a balancer.
        place: () => ((turn += 1) % 2 === 0 ? world.url : api.url),
        hears: ({ event }) => event === 'message',
        patience: () => 2 + ((turn + index) % 3),
      }),
    );
    const telling = byClients(4, subjects, async (subject, index) => {
      await tell(subject);
      if (index === subjects.length / 2) await api.kill('SIGKILL');
    });
    const [, ...listened] = await Promise.all([telling, ...listening]);
    for (const { heard, connections } of listened) {
      assert.ok(connections > 5, `only ${connections} connections`);
      const places = heard.map(({ id }) => Number(id));
      assert.deepEqual(
        places,
        places.toSorted((one, other) => one - other),
      );
      assert.deepEqual(heard.map(({ data }) => data.title).sort(), subjects.toSorted());
    }
  });

  it('NOT-07 a message that somebody reads while it gets its place holds up neither them nor the relay', async () => {
    const listening = await opened(world.people.staff);
    const first = await lastPlace();
    // No relay numbers anything until the message is held that it would number first.
    const relays = await hold(world, 'select pg_advisory_xact_lock(3381, 1)');
    const [message] = await world.rows<{ id: string }>(`update notifications set sequence = null where sequence = ${first} returning id`);
    const held = await hold(world, `select from notifications where id = '${message!.id}' for no key update`);
    await relays.release();
    await tell('While it is read');
    await listening.next(({ data: { title } }) => title === 'While it is read');
    const kept = await world.rows(`select sequence from notifications where id = '${message!.id}'`);
    assert.deepEqual(kept, [{ sequence: null }], 'the relay has gone on without it');
    await held.release();
    assert.ok(Number(await lastPlace()) > Number(first));
    listening.cut();
  });

  it('NOT-07 goes on after the last message that came, and says so when what came after it is not known any more', async () => {
    const listening = await opened(world.people.staff);
    await tell('Before');
    const { id } = await listening.next(({ data: { title } }) => title === 'Before');
    listening.cut();
    await tell('Missed');
    await lastPlace();
    const back = await opened(world.people.staff, { lastEventId: id });
    await back.next(({ data }) => data.title === 'Missed');
    assert.deepEqual(titlesOf(back), ['Missed']);
    back.cut();
    const reset = async (lastEventId: string): Promise<void> => {
      const lost = await listenAs(world.people.staff, { lastEventId });
      const { event, data } = await lost.next(() => true);
      assert.deepEqual([lastEventId, event, data], [lastEventId, 'reset', { reason: 'GONE' }]);
      lost.cut();
    };
    for (const unknown of ['999999999', 'x', '']) await reset(unknown);
  });

  it('RET-01 NOT-07 says so to whoever missed messages that were forgotten meanwhile, and to nobody who missed none', async () => {
    const listening = await opened(world.people.staff);
    const places = [];
    for (const title of ['One', 'Two', 'Three']) {
      await tell(title);
      places.push((await listening.next(({ data }) => data.title === title)).id);
    }
    listening.cut();
    const [one, two, three] = places;
    // In another order than they are told in: the second is forgotten before the first.
    await world.rows(`delete from outbox returning id`);
    await world.rows(`update notifications set created_at = created_at - interval '91 days' where sequence = ${two} returning id`);
    await world.cradle.forgetWhatIsOver({ dueAt: world.cradle.clock.now() }, systemActor('a test'));
    assert.deepEqual(
      await world.rows(`select sequence::text as place from notifications where sequence in (${places.join()}) order by sequence`),
      [{ place: one }, { place: three }],
    );
    const lost = await listenAs(world.people.staff, { lastEventId: one! });
    const { event, data } = await lost.next(() => true);
    assert.deepEqual([event, data], ['reset', { reason: 'GONE' }]);
    lost.cut();
    const back = await opened(world.people.staff, { lastEventId: two! });
    await back.next(({ data: { title } }) => title === 'Three');
    assert.deepEqual(titlesOf(back), ['Three']);
    back.cut();
    await world.rows(`update notifications set created_at = created_at - interval '25 hours' where sequence is not null returning id`);
    const late = await listenAs(world.people.staff, { lastEventId: two! });
    assert.equal((await late.next(() => true)).event, 'reset');
    late.cut();
    // Nothing is left, and who had come as far as the last of it has missed none.
    const last = await lastPlace();
    await world.rows(`update notifications set created_at = created_at - interval '91 days' where sequence is not null returning id`);
    await world.cradle.forgetWhatIsOver({ dueAt: world.cradle.clock.now() }, systemActor('a test'));
    assert.deepEqual(await world.rows('select from notifications where sequence is not null'), []);
    const upToDate = await opened(world.people.staff, { lastEventId: last });
    assert.equal(upToDate.told[0]!.event, 'ready');
    upToDate.cut();
    const anew = await opened(world.people.staff);
    assert.equal(anew.told[0]!.id, last, 'whoever begins now has missed what was forgotten');
    anew.cut();
  });

  /** The place of the message of that title to the staff. */
  const placeOf = async (title: string): Promise<string> => {
    const [found] = await world.rows<{ place: string }>(
      `select sequence::text as place from notifications where title = '${title}' and recipient_id = '${world.people.staff.id}'`,
    );
    return found!.place;
  };

  it('NOT-07 tells who comes back what they have read meanwhile as read', async () => {
    await tell('Before');
    const from = await lastPlace();
    await tell('Read elsewhere');
    await lastPlace();
    const inInbox = async (): Promise<InInbox> =>
      (await world.as('staff').get<ListOf<InInbox>>('/notifications')).body.data.find(({ title }) => title === 'Read elsewhere')!;
    assert.equal((await world.as('staff').post(`/notifications/${(await inInbox()).id}/read`)).status, 204);
    const back = await opened(world.people.staff, { lastEventId: from });
    const { data } = await back.next(({ data: { title } }) => title === 'Read elsewhere');
    const read = await inInbox();
    assert.notEqual(read.readAt, null);
    assert.deepEqual(data, read);
    back.cut();
  });

  it('NOT-07 says so to whoever has missed the first of it a day ago, or more than 5,000 messages', async () => {
    await tell('Before');
    const from = await lastPlace();
    await tell('A day ago');
    await lastPlace();
    await tell('Just now');
    const last = await lastPlace();
    const firstTold = async (lastEventId: string): Promise<string> => {
      const back = await listenAs(world.people.staffElsewhere, { lastEventId });
      const { event } = await back.next(() => true);
      back.cut();
      return event;
    };
    assert.equal(await firstTold(from), 'ready');
    await world.rows(`update notifications set created_at = created_at - interval '25 hours' where title = 'A day ago' returning id`);
    assert.deepEqual([await firstTold(from), await firstTold(String(Number(last) - 1))], ['reset', 'ready']);
    const copies = (count: number) =>
      world.rows(`
        insert into notifications
        select (jsonb_populate_record(n, jsonb_build_object('id', gen_random_uuid(), 'event_id', null, 'sequence', nextval('inbox_sequence')))).*
        from notifications n, generate_series(1, ${count}) where n.sequence = ${last} returning id`);
    await copies(5_000);
    assert.equal(await firstTold(last), 'ready');
    await copies(1);
    assert.equal(await firstTold(last), 'reset');
  });

  it('NOT-07 numbers and tells nothing but what stands in an inbox', async () => {
    const listening = await opened(world.people.staff);
    await tell('Shown');
    await listening.next(({ data: { title } }) => title === 'Shown');
    // What was sent by another way, and what was not shown after all.
    for (const [channel, status] of [
      ['SMS', 'delivered'],
      ['EMAIL', 'delivered'],
      ['IN_APP', 'suppressed'],
    ])
      await world.rows(`
        insert into notifications
        select (jsonb_populate_record(n, jsonb_build_object('id', gen_random_uuid(), 'event_id', null, 'sequence', null, 'title', 'Never shown',
          'channel', '${channel}', 'status', '${status}'))).*
        from notifications n where n.sequence = ${await placeOf('Shown')} returning id`);
    await tell('Shown too');
    await listening.next(({ data: { title } }) => title === 'Shown too');
    assert.deepEqual(titlesOf(listening), ['Shown', 'Shown too']);
    assert.deepEqual(await world.rows(`select channel from notifications where title = 'Never shown' and sequence is not null`), []);
    listening.cut();
  });

  it('AUT-05 ends with the session, and no message that comes afterwards is told', async () => {
    const { user } = await world.make.colleague('SERVICE_ADVISOR', world.basics.branches.blr01);
    const listening = await opened(user);
    assert.equal((await world.as('superAdmin').post(`/users/${user.id}/deactivate`)).status, 200);
    await tell('Afterwards');
    assert.equal(await listening.ended, 'ended');
    assert.deepEqual(titlesOf(listening), []);
    assert.equal((await listenAs(user)).status, 401);
  });
});
