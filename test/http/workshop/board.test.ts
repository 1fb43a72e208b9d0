import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { User } from '@dms/domain/identity/user';
import { jobCardStatuses, unfinishedStatuses } from '@dms/domain/workshop/job-card.states';
import type { Static } from '@sinclair/typebox';
import type { JobCardBoard, JobCardCalendar } from '../../../http/workshop/board-schemas.ts';
import type { ListOf } from '../../support/bodies.ts';
import { withSuite } from '../../support/endings.ts';
import { freshBranches, type World } from '../../support/world.ts';

type Board = Static<typeof JobCardBoard>;
type Calendar = Static<typeof JobCardCalendar>;
type Card = Board['columns'][number]['cards'][number];
type Who = Parameters<World['as']>[0];

const COPIES = 300;

describe('the board of job cards', () => {
  const suite = withSuite();
  let world: World;
  let engineer: User;

  // Three hundred cards at two branches, spread over states, days, types and priorities, beside those that were opened in earnest.
  before(async () => {
    world = await freshBranches(suite);
    const assigned = await world.make.assignedCard();
    engineer = (await world.make.engineer()).user;
    const { blr01, blr02 } = world.basics.branches;
    const states = `'{${jobCardStatuses.join(',')}}'::text[]`;
    await world.rows(
      `insert into job_cards select made.*
       from job_cards j, generate_series(1, ${COPIES}) n, lateral jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(), 'job_number', 'JC-BLR01-2627-9' || lpad(n::text, 4, '0'),
        'forced_reason', 'many', 'status', (${states})[1 + n % 16], 'service_center_id', case when n % 5 = 0 then '${blr02.id}' else '${blr01.id}' end,
        'assigned_engineer_id', case when n % 7 = 0 then '${engineer.id}' end, 'opened_at', '2026-11-22T04:30:00Z'::timestamptz - n * interval '7 hours',
        'promised_at', case when n % 11 > 0 then '2026-11-22T04:30:00Z'::timestamptz + (n - 150) * interval '5 hours' end,
        'service_type', case n % 3 when 0 then 'WASH' when 1 then 'RECALL' else 'PERIODIC_SERVICE' end, 'priority', case n % 4 when 0 then 'URGENT' else 'LOW' end)) made where j.id = '${assigned.card.id}' returning id`,
    );
  });

  const ask = async <Body>(who: Who, query: string): Promise<Body> => {
    const { status, text, body } = await world.as(who).get<Body>(`/job-cards?${query}`);
    assert.equal(status, 200, text);
    return body;
  };
  const allOf = async (who: Who, query: string, cursor: string | null = null): Promise<Card[]> => {
    const { data, page } = await ask<ListOf<Card>>(who, `${query}&limit=50${cursor === null ? '' : `&cursor=${cursor}`}`);
    return page.next === null ? [...data] : [...data, ...(await allOf(who, query, page.next))];
  };
  const idsOf = (cards: readonly Card[]): string[] => cards.map(({ id }) => id);
  const inSql = async (condition: string, order = 'opened_at desc, id desc'): Promise<string[]> =>
    (await world.rows<{ id: string }>(`select id from job_cards where ${condition} order by ${order}`)).map(({ id }) => id);

  const atHome = (): string => `service_center_id = '${world.basics.branches.blr01.id}'`;

  it('has a column for each state, with what it holds, how many there are, and where to read on', async () => {
    for (const [who, within] of [
      ['advisor', atHome()],
      ['superAdmin', 'true'],
      [engineer, `${atHome()} and assigned_engineer_id = '${engineer.id}'`],
    ] as const) {
      const { columns } = await ask<Board>(who, 'view=kanban&limit=4');
      assert.deepEqual(
        columns.map(({ status }) => status),
        [...jobCardStatuses],
      );
      for (const { status, count, atLeast, cards, next } of columns) {
        const expected = await inSql(`${within} and status = '${status}'`);
        assert.deepEqual([status, count, atLeast, cards.length], [status, expected.length, false, Math.min(4, expected.length)]);
        assert.equal(next === null, expected.length <= 4);
        const others = next === null ? [] : await allOf(who, `status=${status}`, next);
        assert.deepEqual(idsOf([...cards, ...others]), expected, `${status} as ${JSON.stringify(who)}`);
      }
    }
  });

  it('ACC-03 shows none of another branch, and ACC-06 no amount to who sees none', async () => {
    const { blr02 } = world.basics.branches;
    for (const view of ['kanban', 'calendar']) {
      const body = await ask<Partial<Board & Calendar>>('advisor', `view=${view}&serviceCenterId=${blr02.id}`);
      for (const { count, cards } of [...(body.columns ?? []), ...(body.days ?? [])]) assert.deepEqual([count, cards], [0, []]);
    }
    const amounts = async (who: Who) =>
      new Set((await ask<Board>(who, 'view=kanban')).columns.flatMap(({ cards }) => cards.map(({ estimatedCost }) => estimatedCost)));
    assert.deepEqual(await amounts('callCenter'), new Set([null]));
    assert.ok([...(await amounts('advisor'))].every((amount) => amount !== null));
  });

  /** Each filter with what it means in SQL. */
  const filters = (): Readonly<Record<string, string>> => ({
    'status=created&status=closed': `status in ('created', 'closed')`,
    'status=qc': `status = 'qc'`,
    'type=WASH': `service_type = 'WASH'`,
    'priority=URGENT&type=RECALL': `priority = 'URGENT' and service_type = 'RECALL'`,
    // Days are those of India.
    'openedFrom=2026-10-01&openedTo=2026-10-31': `opened_at >= '2026-09-30T18:30:00Z' and opened_at < '2026-10-31T18:30:00Z'`,
    'openedFrom=2026-11-01T00:00:00.000Z': `opened_at >= '2026-11-01T00:00:00Z'`,
    'promisedFrom=2026-11-23&promisedTo=2026-11-25': `promised_at >= '2026-11-22T18:30:00Z' and promised_at < '2026-11-25T18:30:00Z'`,
    'late=true': `promised_at < '2026-11-22T04:30:00Z' and status in ('${unfinishedStatuses.join("','")}')`,
    'late=false': `not coalesce(promised_at < '2026-11-22T04:30:00Z' and status in ('${unfinishedStatuses.join("','")}'), false)`,
    'late=true&status=created&status=closed': `promised_at < '2026-11-22T04:30:00Z' and status = 'created'`,
    [`engineerId=${engineer.id}`]: `assigned_engineer_id = '${engineer.id}'`,
    [`engineerId=${engineer.id}&status=created&status=qc&priority=LOW`]: `assigned_engineer_id = '${engineer.id}' and status in ('created', 'qc') and priority = 'LOW'`,
    [`vehicleId=${world.cradle.ids.next()}`]: 'false',
  });

  it('is filtered by state, type, priority, engineer, vehicle, days and lateness, in each view and order alike', async () => {
    for (const [query, condition] of Object.entries(filters()))
      for (const [who, within] of [
        ['advisor', atHome()],
        ['superAdmin', 'true'],
      ] as const) {
        const expected = await inSql(`${within} and ${condition}`);
        assert.equal(expected.length > 0, condition !== 'false', query);
        assert.deepEqual(idsOf(await allOf(who, query)), expected, query);
        const promised = await inSql(`${within} and ${condition} and promised_at is not null`, 'promised_at, id');
        assert.deepEqual(idsOf(await allOf(who, `${query}&sort=promisedAt`)), promised, query);
        const counted = await ask<ListOf<Card>>(who, `${query}&count=true&limit=1`);
        assert.equal(counted.page.count, expected.length, query);
        const { columns } = await ask<Board>(who, `${query}&view=kanban&limit=100`);
        assert.deepEqual(idsOf(columns.flatMap(({ cards }) => cards)).sort(), expected.toSorted(), query);
        const asked = new URLSearchParams(query).getAll('status');
        assert.equal(columns.length, asked.length || jobCardStatuses.length, query);
      }
  });

  it('is a calendar of the days that cards are promised for, in India, with where to read on', async () => {
    const period = 'promisedFrom=2026-11-01&promisedTo=2026-12-12';
    const { days } = await ask<Calendar>('advisor', `view=calendar&${period}&limit=2`);
    assert.deepEqual([days.length, days[0]!.day, days.at(-1)!.day], [42, '2026-11-01', '2026-12-12']);
    for (const { day, count, cards, next } of days) {
      const onDay = `${atHome()} and (promised_at at time zone 'Asia/Kolkata')::date = '${day}'`;
      const expected = await inSql(onDay, 'promised_at, id');
      const others = next === null ? [] : await allOf('advisor', `sort=promisedAt&promisedFrom=${day}&promisedTo=${day}`, next);
      assert.deepEqual([day, count, idsOf([...cards, ...others])], [day, expected.length, expected]);
      assert.equal(next === null, expected.length <= 2);
    }
    assert.ok(days.some(({ next }) => next !== null));
    const usual = await ask<Calendar>('advisor', 'view=calendar&type=WASH');
    assert.deepEqual([usual.days.length, usual.days[0]!.day], [14, '2026-11-22']);
    assert.ok(usual.days.flatMap(({ cards }) => cards).every(({ type }) => type === 'WASH'));
  });

  it('refuses what makes no board or calendar, and says which parameter it is', async () => {
    const cursor = (await ask<ListOf<Card>>('advisor', 'limit=1')).page.next!;
    for (const [query, pointer] of [
      [`view=kanban&cursor=${cursor}`, '/cursor'],
      ['view=calendar&sort=promisedAt', '/sort'],
      ['view=kanban&count=true', '/count'],
      ['view=board', '/view'],
      ['status=created&status=created', '/status'],
      ['openedFrom=2026-02-30', '/openedFrom'],
      ['promisedTo=soon', '/promisedTo'],
      ['view=calendar&promisedFrom=2026-11-01&promisedTo=2026-12-13', '/promisedTo'],
      ['view=calendar&promisedFrom=2026-11-02&promisedTo=2026-11-01', '/promisedTo'],
      ['late=1', '/late'],
    ]) {
      const { status, problem } = await world.as('advisor').get(`/job-cards?${query}`);
      assert.deepEqual([query, status, problem.errors?.[0]?.pointer], [query, 400, pointer]);
    }
  });
});
