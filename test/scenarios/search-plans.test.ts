import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import pg from 'pg';
import type { VehicleHitBody } from '../support/bodies.ts';
import { withSuite } from '../support/endings.ts';
import { type Sent, asksWhoAsks, statementsDuring } from '../support/statements.ts';
import { freshBranches, type World } from '../support/world.ts';

/** In one branch, with plates and VINs that count up, the densest there can be. */
const VEHICLES = 6_000;
/** A search compares some hundred neighbours of a plate, of the densest series 1,271 words (ADR 25); never all of a branch. */
const MOST_READ = 2_500;

type Plan = {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
};
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
const read = (plan: Plan): number => ((plan['Actual Rows'] ?? 0) + (plan['Rows Removed by Filter'] ?? 0)) * (plan['Actual Loops'] ?? 1);

const searches = {
  'a plate with one mistake': 'registration=KA01MB1239&partial=true',
  'a plate with two': 'registration=KA01MA12X9&partial=true',
  'a plate that lacks a digit': 'registration=KA01MA123&partial=true',
  'how a plate begins': 'registration=KA01M&partial=true',
  'how a plate ends': 'registration=1234&partial=true',
  'a VIN': 'vin=MA1TA2AB300X01239&partial=true',
  'a phone': 'phone=7811662062&partial=true',
  'the end of a phone': 'phone=62063&partial=true',
  'one word of a name': 'q=Rao',
  'two words of a name': 'q=Ashaa%20Raoo',
} as const;

describe('how vehicles are looked for among many', () => {
  const suite = withSuite();
  let world: World;
  let client: pg.Client;

  before(async () => {
    world = await freshBranches(suite);
    client = new pg.Client({ connectionString: world.database.url });
    await client.connect();
    suite.after(() => client.end());
    const numbered = (from: number): string => `('00000000-0000-4000-8000-' || lpad((${String(from)} + n)::text, 12, '0'))::uuid`;
    await world.rows(
      `insert into customers (id, type, first_name, last_name, phone, language, version, created_at, updated_at)
       select ${numbered(0)}, 'PERSON', 'Asha', 'Rao', '+91' || (7000000000 + (n * 7919017::bigint) % 1000000000), 'en', 1, now(), now() from generate_series(1, ${String(VEHICLES)}) n`,
    );
    await world.rows(
      `insert into vehicles (id, customer_id, make, model, registration, registration_type, vin, version, created_at, updated_at)
       select ${numbered(1_000_000)}, ${numbered(0)}, 'Maruti Suzuki', 'Swift', 'KA01M' || chr(65 + n / 10000) || lpad((n % 10000)::text, 4, '0'), 'STANDARD', 'MA1TA2AB3' || lpad(n::text, 8, '0'), 1, now(), now()
       from generate_series(1, ${String(VEHICLES)}) n`,
    );
    const branch = world.basics.branches.blr01.id;
    await world.rows(
      `insert into customer_service_centers (customer_id, service_center_id) select id, '${branch}' from customers where id::text like '00000000-%' on conflict do nothing returning 1`,
    );
    await world.rows(
      `insert into vehicle_service_centers (vehicle_id, service_center_id) select id, '${branch}' from vehicles where id::text like '00000000-%' on conflict do nothing returning 1`,
    );
    await world.rows('analyze');
  });

  const sentFor = async (query: string): Promise<Sent[]> => {
    const sent = await statementsDuring(async () => {
      const { status, text, body } = await world.as('advisor').get<{ data: unknown[] }>(`/search/vehicles?${query}`);
      assert.equal(status, 200, text);
      assert.ok(body.data.length > 0, `${query} finds nothing`);
    });
    return sent.filter((each) => !asksWhoAsks(each));
  };

  it('SRC-03 reads of no table more than is compared, however many vehicles the branch has', async () => {
    for (const [what, query] of Object.entries(searches))
      for (const { text, values } of await sentFor(query)) {
        const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, format json) ${text}`, [...values]);
        for (const node of nodes(rows[0]!['QUERY PLAN'][0].Plan))
          if (node['Relation Name'] !== undefined && node['Relation Name'] !== 'name_dictionary')
            assert.ok(read(node) <= MOST_READ, `${what}: ${String(read(node))} rows of ${node['Relation Name']}`);
      }
  });

  it('SRC-01 tells the same first ones however few are asked for: where one mistake brings enough, two would not have come before', async () => {
    const told = async (query: string, limit: number): Promise<readonly (readonly [string, number])[]> => {
      const asked = await world.as('advisor').get<{ data: VehicleHitBody[] }>(`/search/vehicles?${query}&limit=${String(limit)}`);
      assert.equal(asked.status, 200, asked.text);
      return asked.body.data.map(({ vehicle, score }) => [vehicle.id, score]);
    };
    for (const [what, query] of Object.entries(searches)) {
      const all = await told(query, 50);
      for (const few of [1, 3, 10])
        assert.deepEqual(await told(query, few), all.slice(0, few), `${what}, ${String(few)} of ${String(all.length)}`);
    }
  });

  it('PERF-01 asks by one plan for every text', async () => {
    const RUNS = 12; // PostgreSQL makes five plans of their own before it weighs one for all
    for (const [what, query] of Object.entries(searches))
      for (const [index, { text, values }] of (await sentFor(query)).entries()) {
        const name = `${what} ${String(index)}`;
        for (let run = 0; run < RUNS; run += 1) await client.query({ name, text, values: [...values] });
        const { rows } = await client.query<{ kept: number }>(
          'select generic_plans::int as kept from pg_prepared_statements where name = $1',
          [name],
        );
        assert.ok(rows[0]!.kept > 0, `${name}: ${text}`);
      }
  });
});
