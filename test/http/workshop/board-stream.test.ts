import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { User } from '@dms/domain/identity/user';
import type { JobCard } from '@dms/domain/workshop/job-card';
import { systemClock } from '../../../adapters/security/system.ts';
import { startApi } from '../../support/api-process.ts';
import { systemActor } from '@dms/domain/shared/actor';
import { withSuite } from '../../support/endings.ts';
import { listen, type Listening, type Told } from '../../support/event-client.ts';
import { byClients } from '../../support/races.ts';
import { stubbornListeners } from '../../support/stubborn.ts';
import { until } from '../../support/until.ts';
import { freshBranches, tokenFor, type World } from '../../support/world.ts';

const PATH = '/job-cards/stream';
const BEAT_MS = 100;
const ROUNDS = 4;

describe('the stream of the board', () => {
  const suite = withSuite();
  let world: World;

  before(async () => {
    world = await freshBranches(suite, { clock: systemClock, streams: { beatMs: BEAT_MS } });
    await world.startWorkers('relay');
  });

  const tokenOf = (user: User): string => tokenFor(world.cradle, user);
  const listenAs = async (
    user: User,
    more: { url?: string; lastEventId?: string | undefined; onTold?: Parameters<typeof listen>[0]['onTold'] } = {},
  ) => {
    const { url = world.url, ...rest } = more;
    return listen({ url: url + PATH, token: tokenOf(user), ...rest });
  };
  const opened = async (user: User, more: Parameters<typeof listenAs>[1] = {}): Promise<Listening> => {
    const listening = await listenAs(user, more);
    assert.equal(listening.status, 200);
    await listening.next(({ event }) => event === 'ready');
    return listening;
  };
  const move = async (card: Pick<JobCard, 'id'>, to: string) => {
    const { status, text } = await world.as('advisor').patch(`/job-cards/${card.id}/status`, { to });
    assert.equal(status, 200, text);
  };
  /** A card on which work has begun and rests: it can be held and taken up again without end. */
  const resting = async (): Promise<JobCard> => {
    const { card, engineer } = await world.make.assignedCard();
    const task = { jobCardId: card.id, taskId: card.tasks[0]!.id };
    await world.desk.start(task, engineer);
    await world.desk.pause({ ...task, reason: 'lunch' }, engineer);
    return card;
  };
  const about = (id: string) => (told: Told) => told.data.jobCardId === id;

  it('tells who reads the board what changes from then on: where the card was, where it is, and by whom, and no amount', async () => {
    const listening = await opened(world.people.advisor);
    assert.equal(listening.headers['content-type'], 'text/event-stream; charset=utf-8');
    assert.match(String(listening.headers['cache-control']), /no-store.*no-transform/);
    assert.equal(listening.headers['x-accel-buffering'], 'no');
    assert.equal(listening.headers['content-encoding'], undefined);
    const card = await world.make.openCard();
    await move(card, 'inspecting');
    const { event, data } = await listening.next(({ data: { to } }) => to === 'inspecting');
    assert.equal(event, 'job-card');
    const { at, ...rest } = data;
    assert.match(String(at), /^\d{4}-.*Z$/);
    assert.deepEqual(rest, {
      ...{ name: 'JobCardMoved', jobCardId: card.id, jobNumber: card.jobNumber, serviceCenterId: card.serviceCenterId },
      ...{ vehicleId: card.vehicleId, step: 'inspect', from: 'created', to: 'inspecting', assignedEngineerId: null },
      by: world.people.advisor.id,
    });
    assert.deepEqual(
      listening.told.filter(about(card.id)).map((told) => told.data.name),
      ['JobCardCreated', 'JobCardMoved'],
    );
    listening.cut();
  });

  it('ACC-03 tells of the cards of the caller alone: of their branches, and an engineer of their own, the one they lose included', async () => {
    const { people } = world;
    const [advisor, elsewhere, mine, others] = [
      await opened(people.callCenter),
      await opened(people.advisor2),
      await opened(people.engineer),
      await opened(people.engineer2),
    ];
    const card = await world.make.openCard();
    await move(card, 'awaiting_approval');
    await world.as('advisor').post(`/job-cards/${card.id}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE' });
    for (const { id: engineerId } of [people.engineer, people.engineer2, people.engineer2])
      assert.equal((await world.as('advisor').post(`/job-cards/${card.id}/assign`, { engineerId })).status, 200);
    const moves = ({ told }: Listening) => told.filter(about(card.id)).filter(({ data }) => data.to !== null);
    const seen = (listening: Listening) => moves(listening).map(({ data }) => data.assignedEngineerId);
    await until(() => seen(advisor).length === 6);
    await until(() => seen(others).length === 2);
    const [first, second] = [people.engineer.id, people.engineer2.id];
    assert.deepEqual(seen(advisor), [null, null, null, first, second, second]);
    assert.deepEqual(seen(mine), [first, second]);
    assert.deepEqual(seen(others), [second, second]);
    // Whoever has been told nothing has still got as far as the others.
    await until(() => Number(elsewhere.lastId()) >= Number(advisor.told.at(-1)!.id));
    assert.deepEqual(seen(elsewhere), []);
    for (const each of [advisor, elsewhere, mine, others]) each.cut();
  });

  it('ACC-03 tells whoever was given a task of a card what becomes of it, until it is no more theirs, that last change included', async () => {
    const { card } = await world.make.assignedCard();
    const { user } = await world.make.engineer();
    const listening = await opened(user);
    const everybody = await opened(world.people.advisor);
    const path = `/job-cards/${card.id}`;
    const add = { description: 'Look at the lamps', engineerId: user.id };
    const { id: taskId } = (await world.as('manager').post<{ id: string }>(`${path}/tasks`, add)).body;
    assert.equal((await world.as('advisor').patch(path, { priority: 'HIGH' })).status, 200);
    const { user: other } = await world.make.engineer();
    assert.equal((await world.as('manager').patch(`${path}/tasks/${taskId}`, { engineerId: other.id })).status, 200);
    assert.equal((await world.as('advisor').patch(path, { priority: 'LOW' })).status, 200);
    assert.equal((await world.as('manager').patch(`${path}/tasks/${taskId}`, { engineerId: user.id })).status, 200);
    assert.equal((await world.as('manager').patch(`${path}/status`, { to: 'cancelled', reason: 'Sold' })).status, 200);
    const names = ({ told }: Listening) => told.filter(about(card.id)).map(({ data }) => data.name);
    await until(() => names(listening).includes('JobCardMoved'));
    assert.deepEqual(names(listening), ['TaskAssigned', 'JobCardEdited', 'TaskAssigned', 'TaskAssigned', 'JobCardMoved']);
    assert.equal(names(everybody).filter((name) => name === 'JobCardEdited').length, 2, 'the change between was none of theirs');
    for (const each of [listening, everybody]) each.cut();
  });

  it('tells that another day was promised or another priority given, to the engineer of the card too', async () => {
    const { card } = await world.make.assignedCard(undefined, world.basics.actors.engineer);
    const listening = await opened(world.people.advisor);
    const theirs = await opened(world.people.engineer);
    const edited = await world.as('advisor').patch(`/job-cards/${card.id}`, { priority: 'URGENT', description: 'Mrs Rao waits' });
    assert.equal(edited.status, 200, edited.text);
    for (const each of [listening, theirs]) {
      const { data } = await each.next((told) => told.data.jobCardId === card.id && told.data.name === 'JobCardEdited');
      assert.doesNotMatch(JSON.stringify(data), /Rao/);
      each.cut();
    }
  });

  it('tells whose card it is with whatever happens on it, and its own engineer too', async () => {
    const { engineer } = world.basics.actors;
    const [shown, theirs] = [await opened(world.people.advisor), await opened(world.people.engineer)];
    const { card } = await world.make.assignedCard(undefined, engineer);
    const taskId = card.tasks[0]!.id;
    await world.desk.start({ jobCardId: card.id, taskId }, engineer);
    await world.desk.pause({ jobCardId: card.id, taskId, reason: 'lunch' }, engineer);
    await world.desk.offerMore({ jobCardId: card.id, lines: [world.make.labour] }, world.basics.actors.advisor);
    const more = { jobCardId: card.id, revision: 2, channel: 'PHONE', note: 'Agreed' } as const;
    await world.desk.decide({ ...more, decision: 'ACCEPTED' }, world.basics.actors.advisor);
    for (const each of [shown, theirs]) {
      await until(
        () => each.told.filter(about(card.id)).filter(({ data }) => data.name === 'CustomerDecided').length > (each === shown ? 1 : 0),
      );
      const assigned = each.told.filter(about(card.id)).findIndex(({ data }) => data.name === 'JobCardAssigned');
      const since = each.told.filter(about(card.id)).slice(assigned);
      const names = since.map(({ data }) => String(data.name));
      for (const name of ['JobCardMoved', 'EstimateSent', 'CustomerDecided'])
        assert.ok(names.includes(name), `${name} is not among ${names.join(', ')}`);
      assert.deepEqual([...new Set(since.map(({ data }) => data.assignedEngineerId))], [engineer.userId]);
      each.cut();
    }
  });

  it('OUT-02 what is relayed again keeps its place in the stream, and no board is told of it as new', async () => {
    const listening = await opened(world.people.advisor);
    const card = await world.make.openCard();
    await listening.next(about(card.id));
    const last = await lastPlace();
    const places = () => world.rows(`select id, sequence from outbox where entity_type = 'JobCard' order by position`);
    const before = await places();
    const span = { from: new Date(0), until: new Date(Date.now() + 86_400_000) };
    await world.cradle.replayOutbox(span, systemActor('a test'));
    assert.equal(await lastPlace(), last);
    assert.deepEqual(await places(), before);
    await move(card, 'inspecting');
    await listening.next(({ data }) => data.to === 'inspecting' && data.jobCardId === card.id);
    assert.deepEqual(
      listening.told.filter(about(card.id)).map(({ data }) => data.name),
      ['JobCardCreated', 'JobCardMoved'],
    );
    listening.cut();
  });

  /** The place of the last change, once everything was told. */
  const lastPlace = async (): Promise<string> => {
    await until(async () => (await world.rows('select id from outbox where dispatched_at is null')).length === 0);
    const [last] = await world.rows<{ place: string }>(`select max(sequence)::text as place from outbox where entity_type = 'JobCard'`);
    return last!.place;
  };

  it('brings every move once and in order, however often the connection breaks, while cards are moved in parallel and an API process is killed', async (t) => {
    const api = await startApi(t, world);
    const cards = await byClients(4, Array.from({ length: 8 }), resting);
    const from = await lastPlace();
    const told = cards.length * 2 * ROUNDS;
    const ids = new Set(cards.map(({ id }) => id));
    const stubborn = stubbornListeners(t);
    let turn = 0;
    const listening = (['manager', 'superAdmin', 'callCenter'] as const).map((who, index) =>
      stubborn({
        ...{ token: tokenOf(world.people[who]), path: PATH, from, count: told },
        // Each connection to the other process, as behind a balancer.
        place: () => ((turn += 1) % 2 === 0 ? world.url : api.url),
        hears: ({ data }) => ids.has(String(data.jobCardId)),
        patience: () => 2 + ((turn + index) % 5),
      }),
    );
    const moving = byClients(4, cards, async (card, index) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await move(card, 'on_hold');
        await move(card, 'in_progress');
        if (index === 3 && round === 1) await api.kill('SIGKILL');
      }
    });
    const path = Array.from({ length: ROUNDS }, () => ['on_hold', 'in_progress']).flat();
    const [, ...listened] = await Promise.all([moving, ...listening]);
    for (const { heard, connections } of listened) {
      assert.ok(connections > 5, `only ${connections} connections`);
      const places = heard.map(({ id }) => Number(id));
      assert.deepEqual(
        places,
        places.toSorted((one, other) => one - other),
      );
      assert.equal(new Set(places).size, told);
      for (const id of ids)
        assert.deepEqual(
          heard.filter(about(id)).map(({ data }) => data.to),
          path,
        );
    }
  });

  it('goes on after the last event that came, and says so when what came after it is not known any more', async () => {
    const listening = await opened(world.people.advisor);
    const card = await world.make.openCard();
    const { id } = await listening.next(about(card.id));
    listening.cut();
    await move(card, 'inspecting');
    const back = await opened(world.people.advisor, { lastEventId: id });
    await back.next(({ data }) => data.to === 'inspecting');
    assert.deepEqual(
      back.told.map(({ event }) => event),
      ['ready', 'job-card'],
    );
    back.cut();
    for (const unknown of ['999999999', 'x', '-1', '9'.repeat(40), '']) {
      const lost = await listenAs(world.people.advisor, { lastEventId: unknown });
      const { event, data, id: present } = await lost.next(() => true);
      assert.deepEqual([unknown, event, data], [unknown, 'reset', { reason: 'GONE' }]);
      assert.ok(Number(present) > Number(id));
      lost.cut();
    }
    await world.rows(`update outbox set dispatched_at = dispatched_at - interval '25 hours' where sequence > ${id} returning id`);
    const late = await listenAs(world.people.advisor, { lastEventId: id });
    assert.equal((await late.next(() => true)).event, 'reset');
    late.cut();
  });

  it('RET-01 says so to whoever missed changes that were forgotten meanwhile, also where nothing or only later ones are left', async () => {
    const forget = () => world.cradle.forgetWhatIsOver({ dueAt: world.cradle.clock.now() }, systemActor('a test'));
    const age = (where: string) =>
      world.rows(
        `update outbox set dispatched_at = dispatched_at - interval '31 days' where sequence is not null and ${where} returning id`,
      );
    const first = async (lastEventId: string) => {
      const listening = await listenAs(world.people.advisor, { lastEventId });
      const { event, id } = await listening.next(() => true);
      listening.cut();
      return { event, id };
    };
    const listening = await opened(world.people.advisor);
    const card = await world.make.openCard();
    const { id } = await listening.next(about(card.id));
    await move(card, 'inspecting');
    const moved = await listening.next(({ data }) => data.to === 'inspecting');
    await move(card, 'awaiting_approval');
    await listening.next(({ data }) => data.to === 'awaiting_approval');
    listening.cut();
    assert.equal((await first(id)).event, 'ready');
    await age(`sequence = ${moved.id}`);
    await forget();
    assert.equal((await first(id)).event, 'reset', 'the second of three is gone, and the third is there');
    assert.equal((await first(moved.id)).event, 'ready', 'who had heard of it has missed nothing');
    const last = await lastPlace();
    await age('true');
    await forget();
    assert.equal((await world.rows(`select id from outbox where entity_type = 'JobCard'`)).length, 0);
    assert.equal((await first(moved.id)).event, 'reset', 'nothing is left');
    const anew = await first('0');
    assert.deepEqual([anew.event, BigInt(anew.id) >= BigInt(last)], ['reset', true]);
    assert.equal((await first(anew.id)).event, 'ready', 'and from there on nothing was missed');
  });

  it('AUT-05 ends with the session, and nothing that happens afterwards is told', async () => {
    const { user } = await world.make.colleague('SERVICE_ADVISOR', world.basics.branches.blr01);
    const listening = await opened(user);
    assert.equal((await world.as('superAdmin').post(`/users/${user.id}/deactivate`)).status, 200);
    await world.make.openCard();
    assert.equal(await listening.ended, 'ended');
    assert.deepEqual(
      listening.told.map(({ event }) => event),
      ['ready'],
    );
    assert.equal((await listenAs(user)).status, 401);
  });

  it('ACC-01 ends when the branches of the caller change, and says that the board has to be read anew', async () => {
    const { user } = await world.make.colleague('SERVICE_ADVISOR', world.basics.branches.blr01);
    const listening = await opened(user);
    const assigned = { serviceCenterIds: [world.basics.branches.blr01.id, world.basics.branches.blr02.id] };
    const { status, text } = await world.as('superAdmin').ask('PUT', `/users/${user.id}/service-centers`, { body: assigned });
    assert.equal(status, 200, text);
    assert.equal(await listening.ended, 'ended');
    const reset = listening.told.at(-1);
    assert.deepEqual([reset?.event, reset?.data], ['reset', { reason: 'ACCESS_CHANGED' }]);
  });

  it('is open so many times for one user, and no more', async () => {
    const listening = await Promise.all(Array.from({ length: 6 }, () => opened(world.people.staff)));
    const refused = await listenAs(world.people.staff);
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers['retry-after']) > 0);
    listening[0]!.cut();
    await until(async () => {
      const again = await listenAs(world.people.staff);
      again.cut();
      return again.status === 200;
    });
    for (const each of listening) each.cut();
  });
});
