import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { ListOf } from '../support/bodies.ts';
import type { Answer } from '../support/client.ts';
import { withSuite } from '../support/endings.ts';
import { until } from '../support/until.ts';
import { freshBranches, type World } from '../support/world.ts';

type InInbox = { type: string; title: string; body: string };
type Message = { type: string; recipient_id: string; status: string; reason: string | null; language: string | null };

const done = <Body>(answer: Answer<Body>): Body => {
  assert.ok(answer.status < 300, `${answer.status} ${answer.text}`);
  return answer.body;
};

describe('who is given work', () => {
  const suite = withSuite();
  let world: World;
  before(async () => {
    world = await freshBranches(suite);
    await world.startWorkers('relay', 'reminders');
  });

  /** A card that waits for an engineer. */
  const approved = async (): Promise<string> => {
    const { id } = await world.make.openCard();
    done(await world.as('advisor').patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' }));
    done(await world.as('advisor').post(`/job-cards/${id}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE' }));
    return id;
  };
  const assign = async (cardId: string, engineerId: string) =>
    done(await world.as('advisor').post(`/job-cards/${cardId}/assign`, { engineerId }));
  /** What staff was told of everything that has happened to a card: all events of it were told. */
  const messagesOf = async (cardId: string): Promise<Message[]> => {
    await until(async () => (await world.rows('select from outbox where dispatched_at is null')).length === 0);
    await until(async () => (await world.rows(`select from job_runs where consumer = 'notifications' and state <> 'done'`)).length === 0);
    return world.rows<Message>(
      `select type, recipient_id, status, reason, language from notifications
       where entity_id = '${cardId}' and recipient_type = 'USER' order by created_at, id`,
    );
  };
  const told = (messages: readonly Message[]) => messages.map(({ type, recipient_id: id }) => [type, id]);

  it('JOB-09 an engineer who is assigned a job is told once, also when it is given to them again, and so is the next one', async () => {
    const { engineer, engineer2 } = world.people;
    const card = await approved();
    for (const { id } of [engineer, engineer, engineer2]) await assign(card, id);
    assert.deepEqual(told(await messagesOf(card)), [
      ['job-assigned', engineer.id],
      ['job-assigned', engineer2.id],
    ]);
  });

  it('JOB-09 who takes a job themselves is not told that they did', async () => {
    done(await world.as('manager').patch(`/service-centers/${world.basics.branches.blr01.id}`, { selfAssign: true }));
    const card = await approved();
    done(await world.as('engineer').post(`/job-cards/${card}/self-assign`));
    assert.deepEqual(await messagesOf(card), []);
    await assign(card, world.people.engineer2.id);
    assert.deepEqual(told(await messagesOf(card)), [['job-assigned', world.people.engineer2.id]]);
  });

  it('JOB-09 an engineer who is given a task of a job is told of that task, by name, and not of what else is changed in it', async () => {
    const { engineer, engineer2 } = world.people;
    const card = await approved();
    await assign(card, engineer.id);
    const advisor = world.as('advisor');
    const tasks = `/job-cards/${card}/tasks`;
    const { id } = done(await advisor.post<{ id: string }>(tasks, { description: 'Wheel alignment', engineerId: engineer2.id }));
    done(await advisor.patch(`${tasks}/${id}`, { description: 'Wheel balancing' }));
    done(await advisor.patch(`${tasks}/${id}`, { engineerId: engineer.id }));
    done(await advisor.patch(`${tasks}/${id}`, { engineerId: null }));
    done(await advisor.post(tasks, { description: 'Nobody’s yet' }));
    assert.deepEqual(told(await messagesOf(card)), [
      ['job-assigned', engineer.id],
      ['task-assigned', engineer2.id],
      ['task-assigned', engineer.id],
    ]);
    const { data } = (await world.as('engineer').get<ListOf<InInbox>>('/notifications')).body;
    const message = data.find(({ type }) => type === 'task-assigned')!;
    assert.match(message.title, /^A task of \S+ is yours$/);
    assert.match(message.body, /^You were given “Wheel balancing” of /);
  });

  it('NOT-02 they are told in their language, and not at all where they want no such messages', async () => {
    const { engineer, engineer2 } = world.people;
    await world.rows(`update users set locale = 'hi' where id = '${engineer2.id}' returning id`);
    const preferences = [{ category: 'WORK', channel: 'IN_APP', enabled: false }];
    done(await world.as('engineer').ask('PUT', '/notifications/preferences', { body: { preferences } }));
    const card = await approved();
    await assign(card, engineer.id);
    await assign(card, engineer2.id);
    assert.deepEqual(
      (await messagesOf(card)).map(({ recipient_id: id, status, reason, language }) => [id, status, reason, language]),
      [
        [engineer.id, 'suppressed', 'They do not want messages in the application of this kind.', null],
        [engineer2.id, 'delivered', null, 'hi'],
      ],
    );
  });
});
