import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import pg from 'pg';
import type { ListOf } from '../support/bodies.ts';
import { withSuite } from '../support/endings.ts';
import { type Sent, statementsDuring } from '../support/statements.ts';
import { freshBranches, type World } from '../support/world.ts';

const ROWS = 4_000;
const LIMIT = 20;
const tables = { '/invoices': 'invoices', '/job-cards': 'job_cards' } as const;
type Path = keyof typeof tables;
type Who = 'advisor' | 'manager' | 'superAdmin';

type Plan = {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly Plan[];
  readonly 'Rows Removed by Filter'?: number;
};

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** A parameter as SQL writes it down. */
const literal = (value: string | number | Date | readonly string[] | null): string => {
  if (value === null) return 'null';
  if (typeof value === 'object' && 'join' in value) return `'{${value.join(',')}}'`;
  return `'${(value instanceof Date ? value.toISOString() : String(value)).replaceAll("'", "''")}'`;
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
        `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'service_center_id', ${branches},
          ${fields}))).* from ${table} t, generate_series(1, ${ROWS}) n where t.id = '${id}' returning id`,
      );
    await copies(
      'invoices',
      (await world.make.draft()).id,
      `'source_id', gen_random_uuid(), 'created_at', now() - n * interval '1 minute'`,
    );
    await copies(
      'job_cards',
      (await world.make.openCard()).id,
      `'job_number', 'JC-BLR01-2627-9' || lpad(n::text, 4, '0'), 'forced_reason', 'many', 'opened_at', now() - n * interval '1 minute'`,
    );
    await world.rows('analyze invoices, job_cards, vehicles, service_centers');
    await world.rows(
      `insert into service_center_assignments (id, user_id, service_center_id, assigned_at)
       values (gen_random_uuid(), '${world.people.manager.id}', '${pun01.id}', now()) returning id`,
    );
    await world.cradle.access.renew([world.people.manager.id]);
  });

  const read = async (who: Who, path: string): Promise<{ readonly ids: string[]; readonly next: string | null; readonly sent: Sent }> => {
    let answer: { body: ListOf<{ id: string }> & { page: { next: string | null } }; status: number } | undefined;
    await world.as(who).get('/parts?limit=1'); // who asks is known from now on
    const heard = await statementsDuring(async () => (answer = await world.as(who).get(path)));
    assert.equal(answer?.status, 200, path);
    assert.equal(heard.length, 1, path);
    return { ids: answer.body.data.map(({ id }) => id), next: answer.body.page.next, sent: heard[0]! };
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

  for (const path of Object.keys(tables) as Path[])
    it(`PERF-01 a page of ${path} is read from an index in its order, and costs the same for four rows and for four thousand`, async () => {
      for (const [who, filter, branches] of askers()) {
        const first = await read(who, `${path}?limit=${LIMIT}${filter}`);
        const after = await read(who, `${path}?limit=${LIMIT}${filter}&cursor=${first.next}`);
        for (const { sent } of [first, after])
          for (const mode of ['generic', 'custom'] as const) {
            const seen = await lookedAt(sent, tables[path], mode);
            const most = branches * (LIMIT + 1);
            assert.ok(seen <= most, `${path}${filter} as ${who} (${mode}) looks at ${seen} rows, and ${most} would do`);
          }
      }
    });

  it('ACC-03 the pages of several branches are those of all their rows in one order, without a gap or a stranger', async () => {
    for (const path of Object.keys(tables) as Path[])
      for (const [who, filter] of askers()) {
        const seen: string[] = [];
        let cursor = '';
        while (seen.length < 3 * LIMIT) {
          const { ids, next } = await read(who, `${path}?limit=${LIMIT}${filter}${cursor}`);
          seen.push(...ids);
          cursor = `&cursor=${next}`;
        }
        const only = /serviceCenterId=(.*)$/.exec(filter)?.[1];
        const { blr01, pun01 } = world.basics.branches;
        const reach = { advisor: [blr01.id], manager: [blr01.id, pun01.id], superAdmin: undefined }[who];
        const branches = only ? [only] : reach;
        const key = path === '/invoices' ? 'created_at' : 'opened_at';
        const expected = await world.rows<{ id: string }>(
          `select id from ${tables[path]} ${branches ? `where service_center_id in ('${branches.join("','")}')` : ''}
           order by ${key} desc, id desc limit ${3 * LIMIT}`,
        );
        assert.deepEqual(
          seen,
          expected.map(({ id }) => id),
          `${path}${filter} as ${who}`,
        );
      }
  });
});
