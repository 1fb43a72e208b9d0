import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { User } from '@dms/domain/identity/user';
import type { Actor } from '@dms/domain/shared/actor';
import type { JobCard } from '@dms/domain/workshop/job-card';
import type { Static } from '@sinclair/typebox';
import type { JobCardBoard, JobCardCalendar } from '../../../http/workshop/board-schemas.ts';
import type { ListOf } from '../../support/bodies.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

type WithId = { readonly id: string };
type Engineer = { readonly user: User; readonly actor: Actor };
type Visit = { readonly card: JobCard; readonly registration: string; readonly holder: Engineer; readonly helper: Engineer };

/** Everywhere an engineer may come upon a card, its vehicle and its customer: all of it goes by what the card's own route allows. */
describe('the cards of an engineer’s own', () => {
  const suite = withSuite();
  let world: World;
  let stranger: Engineer;

  before(async () => {
    world = await freshBranches(suite);
    stranger = await world.make.engineer();
  });

  const idsOf = (rows: readonly WithId[]): string[] => rows.map(({ id }) => id);

  /** Each place with whether the engineer finds the card there, or what is of it. */
  const places = async ({ card, registration }: Visit, { user }: Engineer): Promise<Readonly<Record<string, boolean>>> => {
    const ask = async <Body>(path: string): Promise<Body> => {
      const { status, text, body } = await world.as(user).get<Body>(path);
      assert.equal(status, 200, text);
      return body;
    };
    const isOpen = async (path: string): Promise<boolean> => {
      const { status, text } = await world.as(user).get(path);
      assert.ok([200, 404].includes(status), text);
      return status === 200;
    };
    const lists = async (path: string, id: string): Promise<boolean> => idsOf((await ask<ListOf<WithId>>(path)).data).includes(id);
    const searched = async (query: string): Promise<boolean> =>
      (await ask<{ data: { vehicle: WithId }[] }>(`/search/vehicles?${query}`)).data.some(({ vehicle }) => vehicle.id === card.vehicleId);
    const { columns } = await ask<Static<typeof JobCardBoard>>('/job-cards?view=kanban&limit=100');
    const { days } = await ask<Static<typeof JobCardCalendar>>('/job-cards?view=calendar&limit=100');
    const counted = await ask<ListOf<WithId>>(`/job-cards?vehicleId=${card.vehicleId}&count=true`);
    const mistyped = `${registration.slice(0, -1)}${registration.endsWith('0') ? '1' : '0'}`;
    return {
      'the card': await isOpen(`/job-cards/${card.id}`),
      'the list': await lists('/job-cards?limit=100', card.id),
      'the list by promise': await lists('/job-cards?limit=100&sort=promisedAt', card.id),
      'the count': counted.page.count === 1,
      'the board': columns.some(({ cards }) => idsOf(cards).includes(card.id)),
      'the count of a column': (await ask<Static<typeof JobCardBoard>>(`/job-cards?view=kanban&vehicleId=${card.vehicleId}`)).columns.some(
        ({ count }) => count === 1,
      ),
      'the calendar': days.some(({ cards }) => idsOf(cards).includes(card.id)),
      'what a planner sees of them': idsOf(
        (await world.as('manager').get<ListOf<WithId>>(`/job-cards?engineerId=${user.id}&limit=100`)).body.data,
      ).includes(card.id),
      'the vehicle': await isOpen(`/vehicles/${card.vehicleId}`),
      'the vehicles': await lists('/vehicles?limit=100', card.vehicleId),
      'its history': await isOpen(`/vehicles/${card.vehicleId}/history`),
      'the customer': await isOpen(`/customers/${card.customerId}`),
      'the customers': await lists('/customers?limit=100', card.customerId),
      'the search': await searched(`registration=${registration}`),
      'the search of what was mistyped': await searched(`q=${mistyped}`),
    };
  };

  const seen = async (visit: Visit, who: Engineer): Promise<boolean> => {
    const found = await places(visit, who);
    const own = found['the card']!;
    assert.deepEqual(
      found,
      Object.fromEntries(Object.keys(found).map((place) => [place, own])),
      'every place agrees with the route of the card',
    );
    return own;
  };

  const done = (answer: { readonly status: number; readonly text: string }): void => assert.ok(answer.status < 300, answer.text);
  const give = async (card: Pick<JobCard, 'id'>, taskId: string, engineerId: string | null): Promise<void> =>
    done(await world.as('manager').patch(`/job-cards/${card.id}/tasks/${taskId}`, { engineerId }));
  const addTask = async (card: Pick<JobCard, 'id'>, engineerId: string): Promise<string> => {
    const added = await world.as('manager').post<WithId>(`/job-cards/${card.id}/tasks`, { description: 'Look at the lamps', engineerId });
    done(added);
    return added.body.id;
  };

  /** A card of one engineer, of which another was given a task. */
  const shared = async (): Promise<Visit & { readonly taskId: string }> => {
    const [holder, helper] = [await world.make.engineer(), await world.make.engineer()];
    const { card } = await world.make.assignedCard(undefined, holder.actor);
    const [vehicle] = await world.rows<{ registration: string }>(`select registration from vehicles where id = '${card.vehicleId}'`);
    const visit = { card, registration: vehicle!.registration, holder, helper };
    assert.equal(await seen(visit, helper), false, 'nobody has given them anything yet');
    return { ...visit, taskId: await addTask(card, helper.user.id) };
  };

  /** What ends it, and who has the card afterwards. */
  const ends: Readonly<Record<string, (visit: Visit & { readonly taskId: string }) => Promise<unknown>>> = {
    'is given to somebody else': ({ card, taskId, holder }) => give(card, taskId, holder.user.id),
    'is taken away': ({ card, taskId }) => give(card, taskId, null),
    'is finished': async ({ card, taskId, helper }) => {
      for (const step of ['start', 'finish']) done(await world.as(helper.user).post(`/job-cards/${card.id}/tasks/${taskId}/${step}`));
    },
    'is declined': async ({ card, taskId }) =>
      done(await world.as('advisor').post(`/job-cards/${card.id}/tasks/${taskId}/decline`, { reason: 'Not now' })),
    'is called off': async ({ card, taskId }) =>
      done(await world.as('advisor').post(`/job-cards/${card.id}/tasks/${taskId}/cancel`, { reason: 'No need' })),
    'is called off with the whole job': async ({ card }) =>
      done(await world.as('manager').patch(`/job-cards/${card.id}/status`, { to: 'cancelled', reason: 'Sold' })),
  };

  for (const [how, end] of Object.entries(ends))
    it(`ACC-03 an engineer with a task of a card finds it everywhere, until the task ${how}; its holder always, a stranger never`, async () => {
      const visit = await shared();
      for (const [who, expected] of [
        [visit.helper, true],
        [visit.holder, true],
        [stranger, false],
      ] as const)
        assert.equal(await seen(visit, who), expected);
      await end(visit);
      for (const [who, expected] of [
        [visit.helper, false],
        [visit.holder, true],
        [stranger, false],
      ] as const)
        assert.equal(await seen(visit, who), expected);
    });

  it('ACC-03 whoever loses a job to another, with the tasks they were given of it, finds it nowhere any more', async () => {
    const visit = await shared();
    await give(visit.card, visit.card.tasks[0]!.id, visit.holder.user.id);
    const other = await world.make.engineer();
    done(await world.as('manager').post(`/job-cards/${visit.card.id}/assign`, { engineerId: other.user.id }));
    assert.deepEqual([await seen(visit, visit.holder), await seen(visit, other), await seen(visit, visit.helper)], [false, true, true]);
    done(await world.as('manager').post(`/job-cards/${visit.card.id}/assign`, { engineerId: visit.helper.user.id }));
    await give(visit.card, visit.taskId, null);
    assert.deepEqual([await seen(visit, visit.helper), await seen(visit, other)], [true, false]);
  });

  it('ACC-03 of two engineers asked for at once only the cards of both are shown', async () => {
    const { card, helper, holder } = await shared();
    const alone = await world.make.assignedCard(undefined, holder.actor);
    const { body } = await world.as(holder.user).get<ListOf<WithId>>(`/job-cards?engineerId=${helper.user.id}`);
    assert.deepEqual(idsOf(body.data), [card.id]);
    const own = await world.as(holder.user).get<ListOf<WithId>>(`/job-cards?engineerId=${holder.user.id}`);
    assert.deepEqual(idsOf(own.body.data).toSorted(), [card.id, alone.card.id].toSorted());
  });

  it('ACC-03 what is kept of whose cards they are is what the cards and their tasks say, with their state and promise', async () => {
    const visit = await shared();
    done(await world.as('advisor').patch(`/job-cards/${visit.card.id}`, { promisedAt: '2026-11-25T06:00:00.000Z' }));
    done(await world.as(visit.helper.user).post(`/job-cards/${visit.card.id}/tasks/${visit.taskId}/start`));
    const kept = await world.rows(
      `select job_card_id, engineer_id, service_center_id, status, opened_at, promised_at from job_card_engineers order by 1, 2`,
    );
    const meant = await world.rows(
      `select j.id as job_card_id, own.engineer_id, j.service_center_id, j.status, j.opened_at, j.promised_at from job_cards j join (
         select id, assigned_engineer_id as engineer_id from job_cards where assigned_engineer_id is not null
         union select job_card_id, engineer_id from job_tasks where engineer_id is not null and status not in ('done', 'declined', 'cancelled')
       ) own using (id) order by 1, 2`,
    );
    assert.ok(kept.some(({ status }) => status === 'in_progress'));
    assert.deepEqual(kept, meant);
  });
});
