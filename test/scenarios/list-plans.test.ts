import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Quantity } from '@dms/domain/shared/quantity';
import { jobCardStatuses } from '@dms/domain/workshop/job-card.states';
import pg from 'pg';
import type { ListOf } from '../support/bodies.ts';
import { withSuite } from '../support/endings.ts';
import { type Sent, asksWhoAsks, statementsDuring } from '../support/statements.ts';
import { freshBranches, type World } from '../support/world.ts';

const ROWS = 4_000;
const LIMIT = 20;
const LONGEST_PAGE = 100;
type List = {
  readonly table: string;
  /** The order, newest or last first. */
  readonly order: string;
  /** The columns by which rows are found, and the filter for the first of them, if there is one. */
  readonly columns: readonly string[];
  readonly filter: string;
  /** Whom every branch's rows are shown to. */
  readonly open?: boolean;
  readonly also?: string;
  /** How many values of another column, as the state, are read apart. */
  readonly times?: number;
};
const ofBranch = { columns: ['service_center_id'], filter: 'serviceCenterId' } as const;
const lists: Readonly<Record<string, List>> = {
  '/invoices': { table: 'invoices', order: 'created_at desc, id desc', ...ofBranch },
  '/invoices?cancellation=asked': {
    ...{ table: 'invoices', order: 'created_at desc, id desc', ...ofBranch },
    also: `cancellation_asked_at is not null and status <> 'CANCELLED'`,
  },
  '/job-cards': { table: 'job_cards', order: 'opened_at desc, id desc', ...ofBranch },
  '/job-cards?status=created': { table: 'job_cards', order: 'opened_at desc, id desc', ...ofBranch, also: `status = 'created'` },
  '/job-cards?status=created&status=closed': {
    ...{ table: 'job_cards', order: 'opened_at desc, id desc', ...ofBranch, also: `status in ('created', 'closed')`, times: 2 },
  },
  '/job-cards?sort=promisedAt': { table: 'job_cards', order: 'promised_at, id', ...ofBranch, also: 'promised_at is not null' },
  '/inventory': { table: 'inventory', order: 'id', ...ofBranch, open: true },
  '/inventory?below=reorder': { table: 'inventory', order: 'id', ...ofBranch, open: true, also: 'low' },
  '/inventory/movements': { table: 'stock_movements', order: 'moved_at desc, id desc', ...ofBranch, open: true },
  '/stock-transfers': {
    table: 'stock_transfers',
    order: 'created_at desc, id desc',
    columns: ['from_service_center_id', 'to_service_center_id'],
    filter: 'fromServiceCenterId',
  },
  '/approvals': { table: 'approvals', order: 'requested_at desc, id desc', columns: ['service_center_id', 'requested_by'], filter: '' },
  '/approvals?box=to-decide': { table: 'approvals', order: 'requested_at desc, id desc', ...ofBranch, filter: '' },
};
type Who = 'advisor' | 'manager' | 'superAdmin';
type Reader = Who | 'engineer' | 'engineer2';

type Plan = {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly Plan[];
  readonly 'Rows Removed by Filter'?: number;
};

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** A parameter as SQL writes it down. */
const plain = (value: string | number | Date): string => (value instanceof Date ? value.toISOString() : String(value));
const literal = (value: string | number | Date | readonly (string | Date)[] | null): string => {
  if (value === null) return 'null';
  if (typeof value === 'object' && 'join' in value) return `'{${value.map(plain).join(',')}}'`;
  return `'${plain(value).replaceAll("'", "''")}'`;
};

describe('how a page of a long list is read', () => {
  const suite = withSuite();
  let world: World;
  let client: pg.Client;

  before(async () => {
    world = await freshBranches(suite);
    client = new pg.Client({ connectionString: world.database.url });
    await client.connect();
    suite.after(() => client.end());
    // One of the branches has few: it must not cost more than the others to find that out.
    const { blr01, blr02, pun01 } = world.basics.branches;
    const branches = `(array['${[blr01.id, blr02.id, pun01.id].join("','")}'])[case when n % 50 = 0 then 3 else 1 + n % 2 end]`;
    const copies = (table: string, id: string, fields: string): Promise<unknown> =>
      world.rows(
        `insert into ${table} select made.* from ${table} t, generate_series(1, ${ROWS}) n, lateral jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'service_center_id', ${branches},
          ${fields})) made where t.id = '${id}' returning id`,
      );
    await copies(
      'invoices',
      (await world.make.draft()).id,
      `'source_id', gen_random_uuid(), 'created_at', now() - n * interval '1 minute'`,
    );
    // Of what waits for the portal there is as much as of everything else: it has an index of its own.
    await copies(
      'invoices',
      (await world.make.invoice()).id,
      `'source_id', gen_random_uuid(), 'created_at', now() - n * interval '1 minute', 'invoice_number', 'MANY/' || n, 'cancellation_asked_at', now()`,
    );
    await copies(
      'job_cards',
      (await world.make.openCard()).id,
      `'job_number', 'JC-BLR01-2627-9' || lpad(n::text, 4, '0'), 'forced_reason', 'many', 'opened_at', now() - n * interval '1 minute',
        'promised_at', '2026-11-22T04:30:00Z'::timestamptz + n * interval '3 minutes', 'status', case when n % 3 = 0 then 'closed' else 'created' end,
        'assigned_engineer_id', '${world.people.engineer.id}'`,
    );
    // One engineer has them all, and another of each a task.
    await world.rows(
      `insert into job_tasks select made.*
       from job_tasks t, job_cards j, lateral jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'job_card_id', j.id, 'estimate_line_id', null,
          'engineer_id', '${world.people.engineer2.id}', 'status', 'open')) made where t.id = (select id from job_tasks limit 1) and j.forced_reason = 'many' returning id`,
    );
    const { id: asked } = await world.make.transfer([{ partId: world.basics.parts.oil.id, quantity: Quantity.parse('1') }], 'pending');
    const spread = (first: number): string =>
      `(array['${[blr01.id, blr02.id, pun01.id].join("','")}'])[1 + (${first} + n % 3 + n / 1000) % 3]`;
    await world.rows(
      `insert into stock_transfers select made.*
       from stock_transfers t, generate_series(1, ${ROWS}) n, lateral jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'transfer_number', 'TR-' || n,
        'from_service_center_id', ${spread(0)}, 'to_service_center_id', ${spread(1)}, 'maker_service_center_id', null, 'created_at', now() - n * interval '1 minute')) made where t.id = '${asked}' returning id`,
    );
    const wish = { fromServiceCenterId: blr02.id, toServiceCenterId: blr01.id, reason: 'Booked for tomorrow' };
    const items = [{ partId: world.basics.parts.oil.id, quantity: '1.000' }];
    assert.equal((await world.as('advisor').post('/stock-transfers', { ...wish, items })).status, 202);
    await copies(
      'approvals',
      (await world.rows<{ id: string }>('select id from approvals'))[0]!.id,
      `'payload_hash', md5(n::text) || md5(n::text), 'requested_at', now() - n * interval '1 minute'`,
    );
    await world.rows(
      `insert into parts select made.*
       from parts p, generate_series(1, ${ROWS}) n, lateral jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'sku', 'MANY-' || n)) made where p.id = '${world.basics.parts.oil.id}' returning id`,
    );
    await world.rows(
      `insert into inventory (id, service_center_id, part_id, on_hand, reserved, in_transit, stock_value, min_level, version, created_at, updated_at)
       select gen_random_uuid(), ${branches}::uuid, id, 10, 0, 0, 1000, case when n % 30 < 2 then 20 end, 1, now(), now()
       from (select id, row_number() over () as n from parts where sku like 'MANY-%') p returning id`,
    );
    await world.rows(
      `insert into stock_movements (id, part_id, quantity, from_type, to_type, to_id, unit_cost, value, document_type, document_id, service_center_id, moved_at)
       select gen_random_uuid(), part_id, 10, 'SUPPLIER', 'STORE', service_center_id, 100, 1000, 'GoodsReceipt', gen_random_uuid(), service_center_id,
         now() - row_number() over () * interval '1 minute' from inventory where stock_value = 1000 returning id`,
    );
    await world.rows(
      'analyze invoices, job_cards, vehicles, service_centers, stock_transfers, approvals, parts, inventory, stock_movements, users, job_tasks, job_card_engineers',
    );
    await world.rows(
      `insert into service_center_assignments (id, user_id, service_center_id, assigned_at)
       values (gen_random_uuid(), '${world.people.manager.id}', '${pun01.id}', now()) returning id`,
    );
    await world.cradle.access.renew([world.people.manager.id]);
  });

  const read = async (
    who: Reader,
    path: string,
  ): Promise<{ readonly ids: string[]; readonly next: string | null; readonly sent: Sent }> => {
    let answer: { body: ListOf<{ id: string }> & { page: { next: string | null } }; status: number } | undefined;
    await world.as(who).get('/parts?limit=1'); // who asks is known from now on
    const sent = await statementsDuring(async () => (answer = await world.as(who).get(path)));
    const heard = sent.filter((each) => !asksWhoAsks(each));
    assert.equal(answer?.status, 200, path);
    // In whose place somebody decides is asked before what there is to decide; and what was is told when nobody is writing it any more.
    assert.equal(heard.length, /^\/(approvals|inventory\/as-of)/.test(path) ? 2 : 1, path);
    const { data = [], page } = answer.body as Partial<(typeof answer)['body']>;
    return { ids: data.map(({ id }) => id), next: page?.next ?? null, sent: heard.at(-1)! };
  };

  /** How many rows of a table were looked at to answer. */
  const lookedAt = async ({ text, values }: Sent, table: string, mode: 'generic' | 'custom'): Promise<number> => {
    await client.query('deallocate all');
    await client.query(`set plan_cache_mode = force_${mode}_plan`);
    await client.query(`prepare asked as ${text}`);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (analyze, format json) execute asked (${(values as Parameters<typeof literal>[0][]).map(literal).join(', ')})`,
    );
    const scans = nodes(rows[0]!['QUERY PLAN'][0].Plan).filter((node) => node['Relation Name'] === table);
    assert.ok(scans.length > 0, `${table} is not in the plan`);
    return scans.reduce(
      (sum, node) => sum + ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 0),
      0,
    );
  };

  /** Whose lists: one branch, two branches, the whole company, and one branch of it. */
  const askers = (): readonly (readonly [Who, string, number])[] => [
    ['advisor', '', 1],
    ['manager', '', 2],
    ['superAdmin', '', 3],
    ['superAdmin', `&serviceCenterId=${world.basics.branches.blr02.id}`, 1],
    ['manager', `&serviceCenterId=${world.basics.branches.pun01.id}`, 1],
  ];

  /** What an engineer has of cards: those of the one who was assigned them, and of the one who was given tasks of theirs, at one branch. */
  const engineersLists: Readonly<Record<string, { readonly times: number; readonly order: string; readonly also: string }>> = {
    '/job-cards': { times: jobCardStatuses.length, order: 'opened_at desc, id desc', also: 'true' },
    '/job-cards?status=created': { times: 1, order: 'opened_at desc, id desc', also: `status = 'created'` },
    '/job-cards?sort=promisedAt': { times: 1, order: 'promised_at, id', also: 'promised_at is not null' },
  };
  for (const [path, { times, order, also }] of Object.entries(engineersLists))
    it(`PERF-01 ACC-03 a page of ${path} is read from an index for an engineer too, whether they have the cards or tasks of them`, async () => {
      for (const who of ['engineer', 'engineer2'] as const) {
        const url = asked(path, '');
        const first = await read(who, url);
        const after = await read(who, `${url}&cursor=${first.next}`);
        const home = await world.rows<{ id: string }>(
          `select id from job_cards where forced_reason = 'many' and service_center_id = '${world.basics.branches.blr01.id}' and ${also}
           order by ${order} limit ${2 * LIMIT}`,
        );
        assert.deepEqual(
          [...first.ids, ...after.ids],
          home.map(({ id }) => id),
          `${url} as ${who}`,
        );
        // Of another branch, where every other card is, they see none: those are passed over.
        const most = 2 * times * (LIMIT + 1) + 2;
        for (const { sent } of [first, after])
          for (const mode of ['generic', 'custom'] as const)
            for (const table of ['job_card_engineers', 'job_cards']) {
              const seen = await lookedAt(sent, table, mode);
              assert.ok(seen <= most, `${url} as ${who} (${mode}) looks at ${seen} rows of ${table}, and ${most} would do`);
            }
      }
    });

  it('PERF-01 of the board and the calendar of an engineer no more cards are read than are shown, and they are counted in their own index', async () => {
    for (const who of ['engineer', 'engineer2'] as const)
      for (const [view, stacks] of [
        ['view=kanban', jobCardStatuses.length],
        ['view=calendar&promisedFrom=2026-11-22&promisedTo=2026-11-28', 7],
      ] as const) {
        const { sent } = await read(who, `/job-cards?${view}&limit=${LIMIT}`);
        for (const mode of ['generic', 'custom'] as const) {
          const seen = await lookedAt(sent, 'job_cards', mode);
          const most = 2 * stacks * (LIMIT + 1);
          assert.ok(seen <= most, `${view} as ${who} (${mode}) looks at ${seen} rows, and ${most} would do`);
        }
      }
  });

  /** The lists that have a filter already have it after the question mark. */
  const asked = (path: string, filter: string): string => `${path}${path.includes('?') ? '&' : '?'}limit=${LIMIT}${filter}`;

  for (const [path, { table, columns, filter, open, times = 1 }] of Object.entries(lists))
    it(`PERF-01 a page of ${path} is read from an index in its order, and costs the same for four rows and for four thousand`, async () => {
      for (const [who, only, branches] of askers()) {
        if (filter === '' && (only !== '' || who === 'advisor')) continue;
        const url = asked(path, only.replace('serviceCenterId', filter));
        const first = await read(who, url);
        const after = await read(who, `${url}&cursor=${first.next}`);
        const found = (only === '' && open ? 3 : branches) * columns.length * times * (LIMIT + 1);
        // A branch with fewer than the longest page may be read whole.
        const counted = await world.as(who).get<{ page: { count: number } }>(`${url}&count=true`);
        const most = counted.body.page.count < LONGEST_PAGE ? Math.max(found, counted.body.page.count) : found;
        for (const { sent } of [first, after])
          for (const mode of ['generic', 'custom'] as const) {
            const seen = await lookedAt(sent, table, mode);
            assert.ok(seen <= most, `${url} as ${who} (${mode}) looks at ${seen} rows, and ${most} would do`);
          }
      }
    });

  it('PERF-01 of a board and a calendar no more cards are read than are shown, and of each column and day they are counted in its index', async () => {
    const engineer = `&engineerId=${world.people.engineer.id}`;
    const days = 'view=calendar&promisedFrom=2026-11-22&promisedTo=2026-11-28';
    for (const [who, only, branches] of askers())
      for (const [view, columns] of [
        [`view=kanban${engineer}`, 2],
        ['view=kanban', 2],
        [days, 7],
      ] as const) {
        // Four thousand rows in memory are soon read whole, and a million are not: what the indexes have is asked.
        await client.query(`set enable_seqscan = ${view === days ? 'on' : 'off'}`);
        const { sent } = await read(who, `/job-cards?${view}&limit=${LIMIT}${only}`);
        for (const mode of ['generic', 'custom'] as const) {
          const seen = await lookedAt(sent, 'job_cards', mode);
          // Beside the copies there are some that were opened in earnest; of many rounds an explanation tells the average.
          // A day with fewer than the longest page may be read whole.
          const most = ROWS + 10 + columns * branches * ((view === days ? LONGEST_PAGE : LIMIT) + 1);
          assert.ok(seen <= most, `${view} as ${who} (${mode}) looks at ${seen} rows, and ${most} would do`);
        }
      }
    await client.query('reset enable_seqscan');
  });

  it('PERF-01 the balances of a part, and its movements, are found without looking at those of others', async () => {
    const { blr01 } = world.basics.branches;
    const { id } = world.basics.parts.oil;
    const at = new Date(world.clock.now()).toISOString();
    const [{ n: kept } = { n: 0 }] = await world.rows<{ n: number }>(
      `select count(*)::int as n from stock_movements where part_id = '${id}'`,
    );
    for (const [url, table, most] of [
      [`/inventory?partId=${id}`, 'inventory', 3],
      [`/inventory?partId=${id}&serviceCenterId=${blr01.id}`, 'inventory', 3],
      [`/inventory/movements?partId=${id}`, 'stock_movements', kept],
      [`/inventory/movements?partId=${id}&serviceCenterId=${blr01.id}`, 'stock_movements', kept],
      [`/inventory/as-of?at=${at}&partId=${id}&serviceCenterId=${blr01.id}`, 'stock_movements', kept],
      [`/inventory/as-of?at=${at}&partId=${id}`, 'stock_movements', 3 * kept],
    ] as const)
      for (const mode of ['generic', 'custom'] as const) {
        const seen = await lookedAt((await read('manager', url)).sent, table, mode);
        assert.ok(seen <= most, `${url} (${mode}) looks at ${seen} rows, and ${most} would do`);
      }
  });

  it('PERF-01 a page of what to reorder is read from an index, and of each balance what others have of its part, and its own movements', async () => {
    for (const [who, only, branches] of askers().filter(([each]) => each !== 'advisor')) {
      const url = asked('/reports/inventory/reorder', only);
      const first = await read(who, url);
      const after = await read(who, `${url}&cursor=${first.next}`);
      const rows = branches * (LIMIT + 1);
      for (const { sent } of [first, after])
        for (const mode of ['generic', 'custom'] as const)
          for (const [table, most] of [
            ['inventory', 3 * rows],
            ['stock_movements', 3 * rows],
            ['lost_demand', rows],
          ] as const) {
            const seen = await lookedAt(sent, table, mode);
            assert.ok(seen <= most, `${url} as ${who} (${mode}) looks at ${seen} rows of ${table}, and ${most} would do`);
          }
    }
  });

  it('ACC-03 the pages of several branches are those of all their rows in one order, without a gap or a stranger', async () => {
    for (const [path, { table, order, columns, filter, open, also }] of Object.entries(lists))
      for (const [who, only] of askers()) {
        if (filter === '' && (only !== '' || who === 'advisor')) continue;
        const url = asked(path, only.replace('serviceCenterId', filter));
        const seen: string[] = [];
        let cursor = '';
        while (seen.length < 3 * LIMIT) {
          const { ids, next } = await read(who, `${url}${cursor}`);
          seen.push(...ids);
          if (next === null) break;
          cursor = `&cursor=${next}`;
        }
        const named = /serviceCenterId=(.*)$/.exec(only)?.[1];
        const { blr01, pun01 } = world.basics.branches;
        const reach = open ? undefined : { advisor: [blr01.id], manager: [blr01.id, pun01.id], superAdmin: undefined }[who];
        const inside = (ids: readonly string[], of: readonly string[]): string =>
          `(${of.map((column) => `${column} in ('${ids.join("','")}')`).join(' or ')})`;
        const conditions = [
          ...(reach
            ? [
                inside(
                  reach,
                  columns.filter((column) => column.endsWith('service_center_id')),
                ),
              ]
            : []),
          ...(named === undefined ? [] : [inside([named], columns.slice(0, 1))]),
          ...(also === undefined ? [] : [also]),
        ];
        const expected = await world.rows<{ id: string }>(
          `select id from ${table} ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''} order by ${order} limit ${3 * LIMIT}`,
        );
        assert.ok(expected.length > LIMIT, `${url} as ${who} has too few rows to tell`);
        assert.deepEqual(
          seen,
          expected.map(({ id }) => id),
          `${url} as ${who}`,
        );
      }
  });
});
