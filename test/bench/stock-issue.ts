import { cloneId, cloneRows } from './clone.ts';
import type { Duel } from './duel.ts';
import { BRANCHES } from './shop.ts';
import type { World } from './world.ts';

type Plan = { readonly token: string; readonly jobCardId: string; readonly partIds: readonly string[] };

const ENOUGH = 1_000_000;
/** The first vehicle of a number that no bench uses, nor the walk to a bill (`world.ts`, `jobs.ts`). */
const KEPT_FROM = 40;

/** So many parts of which the first branch has more than the bench takes, as clones of the filter and its balance. */
const stocked = async ({ client, shop }: World, parts: number, from: number): Promise<string[]> => {
  const { filter } = shop.parts;
  const home = shop.branches[0]!;
  const { rows } = await client.query<{ id: string }>('select id from inventory where part_id = $1 and service_center_id = $2', [
    filter,
    home,
  ]);
  // No two alike at first, so that no figure looks like a fixed one: each at a hundred rupees a unit.
  const onHand = `${ENOUGH} + (n * 7) % 977`;
  const value = `(${onHand}) * 10000::bigint`;
  await cloneRows(client, {
    from,
    count: parts,
    originals: [
      { table: 'parts', where: `id = '${filter}'`, columns: { sku: `'FLT-BENCH-' || n` } },
      {
        table: 'inventory',
        where: `id = '${rows[0]!.id}'`,
        columns: { on_hand: onHand, stock_value: value, reserved: '0', version: '1 + n % 97' },
      },
      {
        table: 'stock_movements',
        where: `part_id = '${filter}' and to_type = 'STORE' and to_id = '${home}'`,
        columns: { quantity: onHand, value },
      },
    ],
  });
  return Array.from({ length: parts }, (_, n) => cloneId(filter, from + n));
};

/** A job with an engineer and no parts, of a vehicle that no bench uses; its clones are one for each request. */
const jobByWalking = async ({ ask, shop }: World, vehicle: number): Promise<string> => {
  const card = (await ask('advisor', 'POST', '/job-cards', {
    customerId: cloneId(shop.customerId, vehicle),
    vehicleId: cloneId(shop.vehicleId, vehicle),
    serviceCenterId: shop.branches[0],
    type: 'GENERAL_REPAIR',
    description: 'Brakes',
    odometer: 20150,
    estimate: {
      lines: [{ kind: 'LABOUR', description: 'Brakes', hsn: '998714', quantity: '1.000', unitPrice: '800.00', taxRate: '18' }],
    },
  })) as { id: string };
  const at = `/job-cards/${card.id}`;
  await ask('advisor', 'PATCH', `${at}/status`, { to: 'awaiting_approval' });
  await ask('advisor', 'POST', `${at}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE', note: 'agreed' });
  await ask('advisor', 'POST', `${at}/assign`, { engineerId: shop.engineerId });
  return card.id;
};

/** STK-02, STK-03: what is left is what came less what went, of every part, and nothing is below zero. */
const refuseMiscounts = async ({ client }: World): Promise<void> => {
  const { rows } = await client.query<{ sku: string; on_hand: string; moved: string }>(`
    select p.sku, i.on_hand, coalesce(m.moved, 0) as moved
    from inventory i join parts p on p.id = i.part_id and p.sku like 'FLT-BENCH-%'
    left join (
      select part_id, sum(case when to_type = 'STORE' then quantity else - quantity end) as moved
      from stock_movements where 'STORE' in (from_type, to_type) group by part_id) m on m.part_id = i.part_id
    where i.on_hand is distinct from m.moved or i.on_hand < 0`);
  if (rows.length > 0) throw new Error(`Balances are not what the movements add up to: ${JSON.stringify(rows.slice(0, 3))}`);
};

let walked = 0;

export const stockIssue = (parts: number): Duel<Plan> => ({
  name: `stock-issue-${parts}`,
  what: `POST /inventory/issue, ${parts === 1 ? 'one hot part' : `${parts.toLocaleString('en-IN')} parts`}`,
  aim: 0.5,
  clients: 64,
  route: { method: 'POST', url: '/inventory/issue' },
  status: 200,
  repeatable: false,
  prepare: async (world, count) => {
    const range = world.reserve(count);
    const { client, shop } = world;
    const vehicle = KEPT_FROM + walked * BRANCHES;
    walked += 1;
    const jobCardId = await jobByWalking(world, vehicle);
    const ofCard = ['job_estimates', 'job_estimate_lines', 'job_tasks', 'job_card_transitions'];
    await cloneRows(client, {
      ...{ from: range.from, count },
      alongside: [cloneId(shop.customerId, vehicle), cloneId(shop.vehicleId, vehicle)],
      originals: [
        { table: 'job_cards', where: `id = '${jobCardId}'`, columns: { job_number: `'JC-ISSUE-2627-' || lpad(n::text, 7, '0')` } },
        ...ofCard.map((table) => ({ table, where: `job_card_id = '${jobCardId}'` })),
      ],
    });
    const partIds = await stocked(world, parts, range.from);
    return { ...range, plan: { token: world.staff, jobCardId, partIds } };
  },
  requests:
    ({ token, jobCardId, partIds }) =>
    (n) => ({
      method: 'POST',
      path: '/inventory/issue',
      token,
      key: `issue-${n}`,
      body: { jobCardId: cloneId(jobCardId, n), items: [{ partId: partIds[n % partIds.length], quantity: '1.000' }] },
    }),
  check: refuseMiscounts,
});
